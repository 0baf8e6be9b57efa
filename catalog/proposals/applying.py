"""From an approved proposal to files, whole or not at all, whatever happens on the way.

The order is what makes it safe. The journal in the proposals database holds every file's old and
new text before any file is touched; all new files are on disk beside the old ones before the first
takes its place; and the state changes last. A process that dies leaves a journal entry, and the
next one finishes it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalog.editing import REGISTER
from catalog.findings import Finding, has_errors
from catalog.proposals import git as git_
from catalog.proposals import states
from catalog.proposals.awaiting import AwaitingError, offers, with_offers
from catalog.proposals.model import (
    Filandring,
    FileConflictError,
    Forslag,
    ProposalError,
    RulesBrokenError,
    TransitionError,
    WriteError,
    text_hash,
)
from catalog.proposals.store import ProposalStore
from catalog.proposals.writing import (
    clear,
    is_half_applied,
    put_in_place,
    remove,
    sole_writer,
    write_beside,
)
from catalog.prospect import Prospect, register_text

Step = Callable[[str], None]

REASONS = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "diskutrymmet är slut",
    errno.EFBIG: "filen får inte bli så stor",
    errno.EACCES: "programmet får inte skriva i mappen",
    errno.EPERM: "programmet får inte skriva i mappen",
    errno.EROFS: "mappen går bara att läsa",
}

STEPS = (
    "kontrollerat",
    "godkant",
    "journalfort",
    "skrivet bredvid",
    "allt skrivet bredvid",
    "bytt",
    "allt bytt",
    "i git",
    "infort",
)
"""Where a process can die in :func:`apply_proposal`, in order; tests end one at each."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a proposal: its number, the files, the commit if git was asked for."""

    nummer: int
    filer: tuple[str, ...]
    commit: str | None = None
    forbehall: str = ""


def apply_proposal(
    store: ProposalStore,
    number: int,
    data: Path,
    *,
    reviewer: str,
    version: int | None = None,
    words: str = "",
    git: git_.Git | None = None,
    prospect: Prospect | None = None,
    step: Step = lambda _: None,
) -> Applied:
    """Approve a proposal, if nobody has yet, and write its files.

    Parameters
    ----------
    store : ProposalStore
        Where the proposal lies.
    number : int
        Its number.
    data : Path
        The data folder.
    reviewer : str
        Who approves it, or who carries out what has been approved.
    version : int, optional
        The version that was read; another one is not approved.
    words : str, optional
        What the reviewer says.
    git : Git, optional
        Commit the files, with the writer as author.
    prospect : Prospect, optional
        The same folder, if one is kept.
    step : callable, optional
        Told of each step when it is done; for tests.

    Returns
    -------
    Applied
        The files that were written. Applying what has been applied changes nothing.

    Raises
    ------
    FileConflictError
        When the files have changed since the proposal was written.
    RulesBrokenError
        When the catalogue would have errors.
    AwaitingError
        When another proposal must be applied first.
    WriteError
        When the files cannot be written; the proposal stays approved.
    ProposalError
        When it is in another state, or the reviewer wrote in it.

    Examples
    --------
    >>> import shutil
    >>> from catalog.proposals import ProposalStore, change
    >>> here = Path(shutil.copytree(data, mapp / "data"))
    >>> prospect = Prospect(here)
    >>> fil = "insatser/narvaroteam.yaml"
    >>> text = prospect.text(fil).replace("Närvaroteam", "Närvarolag", 1)
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> draft = store.create_draft(*change(prospect.katalog, fil, text), by="asa")
    >>> draft = store.submit(draft.nummer, by="asa")
    >>> apply_proposal(store, draft.nummer, here, reviewer="bo").filer
    ('insatser/narvaroteam.yaml',)
    >>> store.get(draft.nummer).lage, prospect.text(fil) == text
    ('tillampat', True)
    >>> store.close()
    """
    with sole_writer(data):
        _finish_all(store, data, git)
        found = store.get(number)
        if found.lage == states.TILLAMPAT:
            return Applied(number, tuple(each.fil for each in found.filer))
        states.after(found.lage, states.APPROVE if found.lage != states.GODKANT else states.APPLY)
        if version is not None and version != found.version:
            raise TransitionError(
                "Förslaget har ändrats sedan du öppnade det. Läs det som det är nu först."
            )
        prospect = prospect or Prospect(data)
        _refuse_conflict(store, found, prospect, reviewer)
        errors = prospect.errors(found.changes, register=found.register)
        if errors:
            told, awaited = with_offers(errors, found, offers(store, but=number))
            if not has_errors(told):
                raise AwaitingError(found, awaited)
            raise RulesBrokenError(errors)
        step("kontrollerat")
        if found.lage == states.INSKICKAT:
            found = store.approve(number, by=reviewer, words=words, version=found.version)
        step("godkant")
        changes = _with_register(found, prospect)
        entry = store.begin_applying(number, changes, by=reviewer)
        step("journalfort")
        return _finish(store, data, (entry, number, reviewer, changes), git, step)


def findings_for(prospect: Prospect, forslag: Forslag) -> list[Finding]:
    """Return what the check says of a proposal, fast enough to ask while it is being written."""
    return prospect.findings(forslag.changes, register=forslag.register)


def recover(
    store: ProposalStore, data: Path, *, git: git_.Git | None = None, wait: bool = True
) -> list[Applied]:
    """Finish what a process began to apply before it died; a server asks for it when it starts.

    One that does not ``wait`` leaves it to the process that holds the folder, if there is one:
    whoever applies a proposal first finishes what others have begun.
    """
    if not store.unfinished() and not is_half_applied(data):
        return []
    try:
        with sole_writer(data, wait=wait):
            done = _finish_all(store, data, git)
            if not store.unfinished():
                _clear_quietly(data)
            return done
    except BlockingIOError:
        return []


def _finish_all(store: ProposalStore, data: Path, git: git_.Git | None) -> list[Applied]:
    finished = []
    for entry in store.unfinished():
        try:
            finished.append(_finish(store, data, entry, git, lambda _: None))
        except (FileConflictError, WriteError):
            continue  # the proposal says so itself, and another one must not wait for it
    return finished


def _finish(
    store: ProposalStore,
    data: Path,
    entry: tuple[int, int, str, Sequence[Filandring]],
    git: git_.Git | None,
    step: Step,
) -> Applied:
    number, proposal, by, changes = entry
    left = _left_to_do(store, data, entry)
    try:
        clear(data)
        for each in left:
            if each.efter is not None:
                write_beside(data / each.fil, each.efter)
                step("skrivet bredvid")
    except OSError as error:
        _clear_quietly(data)
        words = f"Det gick inte att skriva {error.filename or data}: {_reason(error)}."
        if len(left) == len(changes):
            with suppress(ProposalError):  # the same full disk; then the next one finishes it
                store.abort_applying(number, by=by, words=words)
        raise WriteError(
            f"{words} Förslaget är godkänt och allt finns kvar. Åtgärda felet och inför det igen, "
            f"eller kör «insatser katalog forslag tillampa {proposal}» där det går att skriva."
        ) from error
    step("allt skrivet bredvid")
    for each in left:
        path = data / each.fil
        if each.efter is None:
            remove(path)
        else:
            put_in_place(path)
        step("bytt")
    step("allt bytt")
    commit, warning = None, ""
    if git is not None:
        commit, warning = git.commit(data, store.get(proposal), [each.fil for each in changes])
        step("i git")
    detail = {"filer": [each.fil for each in changes], "commit": commit, "forbehall": warning}
    store.finish_applying(number, by=by, detail=detail)
    step("infort")
    return Applied(proposal, tuple(each.fil for each in changes), commit, warning)


def _left_to_do(
    store: ProposalStore, data: Path, entry: tuple[int, int, str, Sequence[Filandring]]
) -> list[Filandring]:
    """Return the files that are still to be written; refuse if someone else has changed one."""
    number, proposal, by, changes = entry
    left, other = [], {}
    for each in changes:
        now = text_at(data / each.fil)
        if each.fil == REGISTER:  # others may have been given ids too, and no id is ever taken back
            given = set((each.efter or "").split()) - set((each.fore or "").split())
            if not given <= set((now or "").split()):
                left.append(Filandring(REGISTER, now, register_text(now or "", sorted(given))))
            continue
        if text_hash(now) == text_hash(each.efter):
            continue
        if text_hash(now) != text_hash(each.fore):
            other[each.fil] = now
        left.append(each)
    if other:
        done = [each.fil for each in changes if each not in left]
        words = f"{', '.join(other)} ändrades medan förslaget infördes."
        detail = {"filer_nu": other, "redan_inforda": done}
        store.mark_conflict(proposal, by=by, words=words, detail=detail, entry=number)
        raise FileConflictError(other)
    return left


def _refuse_conflict(
    store: ProposalStore, found: Forslag, prospect: Prospect, reviewer: str
) -> None:
    other = {
        each.fil: now
        for each in found.filer
        if text_hash(now := text_at(prospect.data / each.fil)) != text_hash(each.fore)
    }
    if other:
        words = f"{', '.join(other)} har ändrats sedan förslaget skrevs."
        store.mark_conflict(found.nummer, by=reviewer, words=words, detail={"filer_nu": other})
        raise FileConflictError(other)


def _with_register(found: Forslag, prospect: Prospect) -> list[Filandring]:
    """Return the files in order of writing: ids are given before they are used."""
    written = [each for each in found.filer if each.efter is not None]
    removed = [each for each in found.filer if each.efter is None]
    if not found.register:
        return [*written, *removed]
    before = text_at(prospect.data / REGISTER)
    after = register_text(before or "", found.register)
    return [Filandring(REGISTER, before, after), *written, *removed]


def text_at(path: Path) -> str | None:
    """Return what a file says, or none if there is no such file."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def _reason(error: OSError) -> str:
    return REASONS.get(error.errno or 0, os.strerror(error.errno or 0))


def _clear_quietly(data: Path) -> None:
    try:
        clear(data)
    except OSError:
        return  # what is left is known by its name, and cleared by the next one
