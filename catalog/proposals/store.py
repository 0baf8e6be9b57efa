"""The proposals: written, sent in, sent back, approved, and never deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.proposals import states
from catalog.proposals.model import (
    SLAG,
    DraftConflictError,
    Filandring,
    Forslag,
    Kommentar,
    ProposalError,
    SelfReviewError,
    TransitionError,
    sound,
)
from catalog.proposals.reading import ProposalReader, close_entry, get_row, write_files
from catalog.rules.governance import same_person

Clock = Callable[[], datetime]


class ProposalStore(ProposalReader):
    r"""The proposals database of an editorial instance.

    Every change is one transaction that also writes the log, so that what happened can always be
    told. It can be shared by threads and used by several processes at once.

    Parameters
    ----------
    path : Path
        The database; it is made if it does not exist.
    clock : callable, optional
        Tells the time. Nothing depends on it: order is told by numbers.

    Examples
    --------
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> text = "id: ny\nnamn: Ny\n"
    >>> changes = [Filandring("program/ny.yaml", None, text)]
    >>> forslag = store.create_draft("ny", "program", "ny", changes, by="asa")
    >>> store.submit(forslag.nummer, by="asa").lage
    'inskickat'
    >>> store.approve(forslag.nummer, by="asa")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    catalog.proposals.model.SelfReviewError: Den som har skrivit i ett förslag granskar det inte...
    >>> store.approve(forslag.nummer, by="bo").lage
    'godkant'
    >>> store.close()
    """

    def __init__(self, path: Path, *, clock: Clock = lambda: datetime.now(UTC)) -> None:
        super().__init__(path)
        self._clock = clock

    # Writing -------------------------------------------------------------------------------------

    def create_draft(
        self,
        slag: str,
        postslag: str,
        post_id: str,
        filer: Sequence[Filandring],
        *,
        by: str,
        skal: str = "",
        words: str = "",
    ) -> Forslag:
        """Save a new draft and return it with its number."""
        if slag not in SLAG:
            raise ProposalError(
                f"«{slag}» är inget slag av förslag. Välj ett av {', '.join(SLAG)}."
            )
        if not filer:
            raise ProposalError("Ett förslag behöver minst en fil.")
        _known(by)
        skal, now = sound(skal), self._now()
        with self._database.writing() as connection:
            number = connection.execute(
                "insert into forslag (slag, postslag, post_id, skal, forfattare, skribenter, lage, "
                "skapad, andrad) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (slag, postslag, post_id, skal, by, _json([by]), states.UTKAST, now, now),
            ).lastrowid
            assert number is not None  # noqa: S101 - an insert always has one
            write_files(connection, number, filer)
            self._log(connection, number, "skapat", by, words, {"skal": skal, **_texts(filer)})
            return get_row(connection, number)

    def save_draft(
        self,
        number: int,
        *,
        text: str,
        version: int,
        by: str,
        skal: str | None = None,
        filer: Sequence[Filandring] | None = None,
    ) -> Forslag:
        """Save a draft that was opened at ``version``; ``filer``, if given, replaces every file.

        Raises
        ------
        DraftConflictError
            When someone has saved since; it carries both texts, and this one is in the log.
        TransitionError
            When it is no draft any more; the text is in the log all the same.
        """
        _known(by)
        with self._database.writing() as connection:
            found = get_row(connection, number)
            new_files = list(filer) if filer is not None else _with_text(found.filer, text)
            new_skal = found.skal if skal is None else sound(skal)
            saved = {"version": found.version + 1, "skal": new_skal, **_texts(new_files)}
            if found.lage == states.UTKAST and found.version == version:
                connection.execute(
                    "update forslag set version = version + 1, skal = ?, skribenter = ?, "
                    "andrad = ? where nummer = ?",
                    (new_skal, _json(_with_writer(found.skribenter, by)), self._now(), number),
                )
                write_files(connection, number, new_files)
                self._log(connection, number, "sparat", by, "", saved)
                return get_row(connection, number)
            unsaved = self._log(
                connection, number, "ej sparat", by, "", {**saved, "version": version}
            )
        if found.lage != states.UTKAST:
            raise TransitionError(
                f"Förslaget är inte längre ett utkast, utan «{states.LAGEN[found.lage]}», så det "
                "går inte att spara i. Din text finns kvar i förslagets logg."
            )
        raise DraftConflictError(found, text, unsaved)

    def rebase(self, number: int, filer: Sequence[Filandring], *, by: str, version: int) -> Forslag:
        """Write a proposal anew against the files as they are now; it becomes a draft again."""
        with self._database.writing() as connection:
            found = self._at(connection, number, version)
            self._move(connection, found, states.REBASE, by, "", _texts(filer))
            connection.execute(
                "update forslag set version = version + 1, skribenter = ? where nummer = ?",
                (_json(_with_writer(found.skribenter, by)), number),
            )
            write_files(connection, number, filer)
            return get_row(connection, number)

    def submit(self, number: int, *, by: str, version: int | None = None) -> Forslag:
        """Send a draft to review."""
        return self._step(number, states.SUBMIT, by, version=version)

    def take_back(self, number: int, *, by: str, version: int | None = None) -> Forslag:
        """Make a proposal that nobody has reviewed yet a draft again."""
        return self._step(number, states.TAKE_BACK, by, version=version)

    def withdraw(self, number: int, *, by: str, words: str = "") -> Forslag:
        """Give a proposal up. It stays in the database."""
        return self._step(number, states.WITHDRAW, by, words)

    # Reviewing -----------------------------------------------------------------------------------

    def send_back(self, number: int, *, by: str, words: str, version: int | None = None) -> Forslag:
        """Make a proposal a draft again, with words on what to change."""
        _said(words, "Skriv vad som behöver ändras, så att skribenten vet vad hen ska göra.")
        return self._step(number, states.SEND_BACK, by, words, version=version, review=True)

    def approve(
        self, number: int, *, by: str, words: str = "", version: int | None = None
    ) -> Forslag:
        """Approve a proposal, at the version that was read. It is not applied by this."""
        return self._step(number, states.APPROVE, by, words, version=version, review=True)

    def reject(self, number: int, *, by: str, words: str, version: int | None = None) -> Forslag:
        """Reject a proposal for good, with the reason."""
        _said(words, "Skriv varför förslaget avvisas.")
        return self._step(number, states.REJECT, by, words, version=version, review=True)

    def comment(self, number: int, *, by: str, text: str, falt: str = "") -> Kommentar:
        """Say something of a proposal, or of one field of it, in any state."""
        _known(by)
        _said(text, "Kommentaren är tom. Skriv något först.")
        text = sound(text)
        now = self._now()
        with self._database.writing() as connection:
            get_row(connection, number)
            comment = connection.execute(
                "insert into kommentar (forslag, falt, av, tid, text) values (?, ?, ?, ?, ?)",
                (number, falt, by, now, text),
            ).lastrowid
            self._log(connection, number, "kommenterat", by, text, {"falt": falt})
        return Kommentar(int(comment or 0), number, falt, by, now, text)

    # Applying: the journal -----------------------------------------------------------------------

    def begin_applying(self, number: int, filer: Sequence[Filandring], *, by: str) -> int:
        """Note every file that is going to be written, before any of them is."""
        with self._database.writing() as connection:
            found = get_row(connection, number)
            states.after(found.lage, states.APPLY)
            entry = connection.execute(
                "insert into journal (forslag, av, filer) values (?, ?, ?)",
                (number, by, _json([[each.fil, each.fore, each.efter] for each in filer])),
            ).lastrowid
            return int(entry or 0)

    def finish_applying(self, entry: int, *, by: str, detail: Mapping[str, Any]) -> Forslag:
        """Note that every file is written."""
        with self._database.writing() as connection:
            number = close_entry(connection, entry, "klart")
            self._move(connection, get_row(connection, number), states.APPLY, by, "", detail)
            return get_row(connection, number)

    def abort_applying(self, entry: int, *, by: str, words: str) -> None:
        """Note that no file was written; the proposal stays approved."""
        with self._database.writing() as connection:
            number = close_entry(connection, entry, "avbrutet")
            self._log(connection, number, "gick inte att införa", by, words, {})

    def mark_conflict(
        self,
        number: int,
        *,
        by: str,
        words: str,
        detail: Mapping[str, Any],
        entry: int | None = None,
    ) -> Forslag:
        """Note that the files are no longer those that the proposal was written against."""
        with self._database.writing() as connection:
            if entry is not None:
                close_entry(connection, entry, "krock")
            self._move(connection, get_row(connection, number), states.CONFLICT, by, words, detail)
            return get_row(connection, number)

    # Within --------------------------------------------------------------------------------------

    def _step(
        self,
        number: int,
        action: str,
        by: str,
        words: str = "",
        *,
        version: int | None = None,
        review: bool = False,
    ) -> Forslag:
        _known(by)
        with self._database.writing() as connection:
            found = self._at(connection, number, version)
            states.after(found.lage, action)
            if review:
                _another(found, by)
                connection.execute(
                    "update forslag set granskare = ?, granskarens_ord = ? where nummer = ?",
                    (by, sound(words), number),
                )
            self._move(connection, found, action, by, words, {})
            return get_row(connection, number)

    def _at(self, connection: sqlite3.Connection, number: int, version: int | None) -> Forslag:
        found = get_row(connection, number)
        if version is not None and found.version != version:
            raise TransitionError(
                "Förslaget har ändrats sedan du öppnade det. Läs det som det är nu först."
            )
        return found

    def _move(
        self,
        connection: sqlite3.Connection,
        found: Forslag,
        action: str,
        by: str,
        words: str,
        detail: Mapping[str, Any],
    ) -> None:
        state = states.after(found.lage, action)
        connection.execute(
            "update forslag set lage = ?, andrad = ? where nummer = ?",
            (state, self._now(), found.nummer),
        )
        self._log(
            connection,
            found.nummer,
            action,
            by,
            words,
            {"fran": found.lage, "till": state, "version": found.version, **detail},
        )

    def _log(
        self,
        connection: sqlite3.Connection,
        number: int,
        kind: str,
        by: str,
        words: str,
        detail: Mapping[str, Any],
    ) -> int:
        row = connection.execute(
            "insert into handelse (forslag, slag, av, tid, ord, detalj) values (?, ?, ?, ?, ?, ?)",
            (number, kind, by, self._now(), sound(words), _json(detail)),
        ).lastrowid
        return int(row or 0)

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")


def _with_text(filer: Sequence[Filandring], text: str) -> list[Filandring]:
    return [Filandring(filer[0].fil, filer[0].fore, text), *filer[1:]]


def _with_writer(writers: Sequence[str], by: str) -> list[str]:
    return [*writers, *([] if by in writers else [by])]


def _texts(filer: Sequence[Filandring]) -> dict[str, Any]:
    return {"filer": {each.fil: each.efter for each in filer}}


def _another(found: Forslag, by: str) -> None:
    if any(same_person(writer, by) for writer in found.skribenter):
        raise SelfReviewError("Den som har skrivit i ett förslag granskar det inte. Be en kollega.")


def _known(by: str) -> None:
    _said(by, "Det framgår inte vem du är. Logga in på nytt.")


def _said(words: str, advice: str) -> None:
    if not words.strip():
        raise ProposalError(advice)


def _json(value: Any) -> str:
    return sound(json.dumps(value, ensure_ascii=False))
