"""What became of a record over time: who changed which field, when and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge as in_order
from pathlib import Path

from catalog import files
from catalog.loading import record_name
from catalog.proposals import git as git_
from catalog.proposals import states
from catalog.proposals.applying import text_at
from catalog.proposals.changes import kind_of
from catalog.proposals.diff import Faltandring, field_changes, paired
from catalog.proposals.model import SLAG, Filandring
from catalog.proposals.store import ProposalStore

FIELD, RECORD = "\x1f", "\x1e"
MOST_COMMITS = 500
NUMBER = re.compile(rf"^{git_.TRAILER}: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Historikrad:
    """One change of a record, from a proposal or from git, and what it meant field by field."""

    tid: str
    av: str
    granskare: str | None
    slag: str
    skal: str
    forslag: int | None
    commit: str | None
    andringar: tuple[Faltandring, ...]


def history(
    store: ProposalStore, data: Path, kind: str, post_id: str, *, falt: str = ""
) -> list[Historikrad]:
    """Return what has happened to a record, newest first, also under its earlier ids.

    Parameters
    ----------
    store : ProposalStore
        The proposals that have been applied.
    data : Path
        The data folder; if it lies in a git repository, its log is read too.
    kind, post_id : str
        The record.
    falt : str
        Only what changed this field, such as ``namn``.

    Examples
    --------
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> history(store, mapp, "insatser", "narvaroteam")
    []
    >>> store.close()
    """
    names = _names(data, kind, post_id)
    applied = {row.forslag: row for row in _from_proposals(store, names)}
    committed = [applied.pop(row.forslag, row) for row in _from_git(data, names)]
    # Each list is in the order in which it happened; clocks only tell how they mix.
    rows = list(in_order(committed, applied.values(), key=lambda row: row.tid))
    if falt:
        rows = [row for row in rows if any(_about(each, falt) for each in row.andringar)]
    return rows[::-1]


def _names(data: Path, kind: str, post_id: str) -> tuple[str, ...]:
    name = record_name(kind, post_id)
    kind_of(name)  # refuses what is no file of the catalogue
    raw, _ = files.parse(text_at(data / name) or "", name)
    earlier = raw.values.get("alias", []) if raw and isinstance(raw.values, dict) else []
    known = [alias for alias in earlier if files.SHORT_ID.fullmatch(str(alias))]
    return (name, *(record_name(kind, alias) for alias in known))


def _from_proposals(store: ProposalStore, names: tuple[str, ...]) -> Iterator[Historikrad]:
    found = {each.nummer: each for name in names for each in store.list_forslag(fil=name)}
    for event in store.events():
        if event.slag != states.APPLY or event.forslag not in found:
            continue
        forslag = found[event.forslag]
        yield Historikrad(
            event.tid,
            forslag.forfattare,
            forslag.granskare,
            SLAG[forslag.slag],
            forslag.skal,
            forslag.nummer,
            event.detalj.get("commit"),
            _andringar([each for each in forslag.filer if each.fil in names]),
        )


def _from_git(data: Path, names: tuple[str, ...]) -> Iterator[Historikrad]:
    layout = f"--format={FIELD.join(('%H', '%an', '%aI', '%s', '%b'))}{RECORD}"
    log = git_.run(data, "log", f"-{MOST_COMMITS}", "--reverse", layout, "--", *names)
    if log.returncode:
        return
    for record in log.stdout.split(RECORD):
        if not record.strip():
            continue
        commit, author, time, subject, body = record.strip("\n").split(FIELD)
        changes = [
            Filandring(name, _at(data, f"{commit}^", name), _at(data, commit, name))
            for name in names
        ]
        number = NUMBER.search(body)
        yield Historikrad(
            datetime.fromisoformat(time).astimezone(UTC).isoformat(timespec="seconds"),
            author,
            None,
            subject,
            body.strip(),
            int(number.group(1)) if number else None,
            commit,
            _andringar([each for each in changes if each.fore != each.efter]),
        )


def _at(data: Path, commit: str, name: str) -> str | None:
    shown = git_.run(data, "show", f"{commit}:./{name}")
    return None if shown.returncode else shown.stdout


def _andringar(changes: list[Filandring]) -> tuple[Faltandring, ...]:
    return tuple(each for change in paired(changes) for each in field_changes(change))


def _about(change: Faltandring, falt: str) -> bool:
    return change.falt == falt or change.falt.startswith((f"{falt}.", f"{falt}["))
