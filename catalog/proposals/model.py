"""What a proposal is: whole files, who wrote them, and how far they have come."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.findings import Finding

NY, ANDRA, AVSLUTA, BYT_ID, SLA_IHOP = "ny", "andra", "avsluta", "byt-id", "sla-ihop"
SLAG: Mapping[str, str] = {
    NY: "Ny post",
    ANDRA: "Ändring",
    AVSLUTA: "Avslut",
    BYT_ID: "Nytt id",
    SLA_IHOP: "Sammanslagning",
}
"""Kinds of proposals → what people call them."""


def text_hash(text: str | None) -> str | None:
    """Return the SHA-256 of a file's text, in hexadecimal; none for a file that is not there."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def sound(text: str) -> str:
    """Return a text that can be written: halves of characters become question marks."""
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Filandring:
    """One file of a proposal: what it was written against and what it should say.

    ``fil`` is the path from the data folder; ``fore`` or ``efter`` is none where there was or
    shall be no file.
    """

    fil: str
    fore: str | None
    efter: str | None

    def __post_init__(self) -> None:
        for name in ("fore", "efter"):
            if (text := getattr(self, name)) is not None:
                object.__setattr__(self, name, sound(text))


@dataclass(frozen=True, slots=True)
class Forslag:
    """A proposal as it stands now. The first of ``filer`` is what it is about."""

    nummer: int
    slag: str
    postslag: str
    post_id: str
    filer: tuple[Filandring, ...] = field(repr=False)
    skal: str
    forfattare: str
    skribenter: tuple[str, ...]
    lage: str
    version: int
    granskare: str | None
    granskarens_ord: str
    skapad: str
    andrad: str

    @property
    def fil(self) -> str:
        """The path, from the data folder, of the file that the proposal is about."""
        return self.filer[0].fil

    @property
    def grundtext(self) -> str | None:
        """What that file said when the proposal was written; none for a new record."""
        return self.filer[0].fore

    @property
    def text(self) -> str:
        """The whole proposed file."""
        return self.filer[0].efter or ""

    @property
    def changes(self) -> dict[str, str | None]:
        """File name → proposed text, for :class:`catalog.prospect.Prospect`."""
        return {each.fil: each.efter for each in self.filer}

    @property
    def register(self) -> tuple[str, ...]:
        """Ids that the proposal gives out, as they stand in ``id-register.txt``."""
        given = self.slag in (NY, BYT_ID)
        return (f"{self.postslag}/{self.post_id}",) if given and self.postslag else ()


@dataclass(frozen=True, slots=True)
class Handelse:
    """One line of the log. Its number, not its time, tells what came first."""

    nummer: int
    forslag: int
    slag: str
    av: str
    tid: str
    ord: str
    detalj: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kommentar:
    """What someone said of a proposal, or of one field of it."""

    nummer: int
    forslag: int
    falt: str
    av: str
    tid: str
    text: str


class ProposalError(Exception):
    """Something that cannot be done with a proposal; the message is Swedish and says why."""


class StoreError(ProposalError):
    """The proposals database cannot be written or read."""


class NotFoundError(ProposalError):
    """There is no proposal with that number."""


class TransitionError(ProposalError):
    """The proposal is not in a state where that can be done."""


class SelfReviewError(ProposalError):
    """Writer and reviewer are the same person."""


class DraftConflictError(ProposalError):
    """Someone else has saved the draft. Nothing is lost: what was not saved lies in the log."""

    def __init__(self, stored: Forslag, mine: str, handelse: int) -> None:
        self.stored, self.mine, self.handelse = stored, mine, handelse
        super().__init__(
            "Någon annan har sparat utkastet sedan du öppnade det. Jämför de två texterna och "
            "spara den som ska gälla. Din text finns kvar i förslagets logg."
        )


class FileConflictError(ProposalError):
    """The files have changed since the proposal was written; it is now in the state ``krock``."""

    def __init__(self, files: Mapping[str, str | None]) -> None:
        self.files = dict(files)
        super().__init__(
            f"{', '.join(self.files)} har ändrats sedan förslaget skrevs. Jämför förslaget med "
            "filen som den är nu och skriv det på nytt mot den."
        )


class RulesBrokenError(ProposalError):
    """The catalogue would not hold with the proposal; it carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            "Katalogen skulle få fel av förslaget. Rätta dem och skicka in det på nytt.\n\n"
            + "\n".join(str(finding) for finding in findings)
        )


class WriteError(ProposalError):
    """The files could not be written. The proposal is approved and can be applied later."""
