"""The proposals: written, sent in, sent back, approved, and never deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.proposals import states
from catalog.proposals.database import Database
from catalog.proposals.model import (
    SLAG,
    DraftConflictError,
    Filandring,
    Forslag,
    Handelse,
    Kommentar,
    NotFoundError,
    ProposalError,
    SelfReviewError,
    TransitionError,
    text_hash,
)
from catalog.rules.governance import same_person

Clock = Callable[[], datetime]

COLUMNS = (
    "nummer, slag, postslag, post_id, skal, forfattare, skribenter, lage, version, granskare, "
    "granskarens_ord, skapad, andrad"
)


class ProposalStore:
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
        self.path = path
        self._database = Database(path)
        self._clock = clock

    def close(self) -> None:
        """Close the database; it opens again if it is used."""
        self._database.close()

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
        now = self._now()
        with self._database.writing() as connection:
            number = connection.execute(
                "insert into forslag (slag, postslag, post_id, skal, forfattare, skribenter, lage, "
                "skapad, andrad) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (slag, postslag, post_id, skal, by, _json([by]), states.UTKAST, now, now),
            ).lastrowid
            assert number is not None  # noqa: S101 - an insert always has one
            _write_files(connection, number, filer)
            self._log(connection, number, "skapat", by, words, {"skal": skal, **_texts(filer)})
            return _get(connection, number)

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
            found = _get(connection, number)
            new_files = list(filer) if filer is not None else _with_text(found.filer, text)
            new_skal = found.skal if skal is None else skal
            saved = {"version": found.version + 1, "skal": new_skal, **_texts(new_files)}
            if found.lage == states.UTKAST and found.version == version:
                connection.execute(
                    "update forslag set version = version + 1, skal = ?, skribenter = ?, "
                    "andrad = ? where nummer = ?",
                    (new_skal, _json(_with_writer(found.skribenter, by)), self._now(), number),
                )
                _write_files(connection, number, new_files)
                self._log(connection, number, "sparat", by, "", saved)
                return _get(connection, number)
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
            _write_files(connection, number, filer)
            return _get(connection, number)

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
        now = self._now()
        with self._database.writing() as connection:
            _get(connection, number)
            comment = connection.execute(
                "insert into kommentar (forslag, falt, av, tid, text) values (?, ?, ?, ?, ?)",
                (number, falt, by, now, text),
            ).lastrowid
            self._log(connection, number, "kommenterat", by, text, {"falt": falt})
        return Kommentar(int(comment or 0), number, falt, by, now, text)

    # Reading -------------------------------------------------------------------------------------

    def get(self, number: int) -> Forslag:
        """Return a proposal as it stands now."""
        with self._database.reading() as connection:
            return _get(connection, number)

    def list_forslag(
        self,
        *,
        lagen: Iterable[str] = (),
        forfattare: str | None = None,
        fil: str | None = None,
        post: tuple[str, str] | None = None,
    ) -> list[Forslag]:
        """Return proposals, newest first; ``post`` is kind and id."""
        wanted = list(lagen)
        conditions, values = ["1"], list[object]()
        if wanted:
            conditions.append(f"lage in ({', '.join('?' * len(wanted))})")
            values += wanted
        if forfattare is not None:
            conditions.append("forfattare = ?")
            values.append(forfattare)
        if post is not None:
            conditions.append("postslag = ? and post_id = ?")
            values += post
        if fil is not None:
            conditions.append("nummer in (select forslag from forslag_fil where fil = ?)")
            values.append(fil)
        with self._database.reading() as connection:
            return _select(connection, f"where {' and '.join(conditions)}", values)

    def open_for(self, fil: str, *, but: int | None = None) -> list[Forslag]:
        """Return other proposals that may still change a file."""
        return [
            each for each in self.list_forslag(lagen=states.OPEN, fil=fil) if each.nummer != but
        ]

    def counts(self) -> dict[str, int]:
        """Return how many proposals each state has."""
        with self._database.reading() as connection:
            rows = connection.execute("select lage, count(*) from forslag group by lage").fetchall()
        return dict.fromkeys(states.LAGEN, 0) | {row[0]: row[1] for row in rows}

    def comments(self, number: int) -> list[Kommentar]:
        """Return what has been said of a proposal, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "select nummer, forslag, falt, av, tid, text from kommentar where forslag = ? "
                "order by nummer",
                (number,),
            )
            return [Kommentar(*row) for row in rows]

    def events(self, number: int | None = None, *, since: int = 0) -> list[Handelse]:
        """Return the log of a proposal, or of all of them, in the order in which it happened."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "select nummer, forslag, slag, av, tid, ord, detalj from handelse "
                "where (?1 is null or forslag = ?1) and nummer > ?2 order by nummer",
                (number, since),
            )
            return [Handelse(**{**dict(row), "detalj": json.loads(row["detalj"])}) for row in rows]

    # Applying: the journal -----------------------------------------------------------------------

    def begin_applying(self, number: int, filer: Sequence[Filandring], *, by: str) -> int:
        """Note every file that is going to be written, before any of them is."""
        with self._database.writing() as connection:
            found = _get(connection, number)
            states.after(found.lage, states.APPLY)
            entry = connection.execute(
                "insert into journal (forslag, av, filer) values (?, ?, ?)",
                (number, by, _json([[each.fil, each.fore, each.efter] for each in filer])),
            ).lastrowid
            return int(entry or 0)

    def unfinished(self) -> list[tuple[int, int, str, tuple[Filandring, ...]]]:
        """Return entry, proposal, person and files of what was begun and not finished."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "select nummer, forslag, av, filer from journal where utfall is null "
                "order by nummer"
            ).fetchall()
        return [
            (row[0], row[1], row[2], tuple(Filandring(*each) for each in json.loads(row[3])))
            for row in rows
        ]

    def finish_applying(self, entry: int, *, by: str, detail: Mapping[str, Any]) -> Forslag:
        """Note that every file is written."""
        with self._database.writing() as connection:
            number = _close_entry(connection, entry, "klart")
            self._move(connection, _get(connection, number), states.APPLY, by, "", detail)
            return _get(connection, number)

    def abort_applying(self, entry: int, *, by: str, words: str) -> None:
        """Note that no file was written; the proposal stays approved."""
        with self._database.writing() as connection:
            number = _close_entry(connection, entry, "avbrutet")
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
                _close_entry(connection, entry, "krock")
            self._move(connection, _get(connection, number), states.CONFLICT, by, words, detail)
            return _get(connection, number)

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
                    (by, words, number),
                )
            self._move(connection, found, action, by, words, {})
            return _get(connection, number)

    def _at(self, connection: sqlite3.Connection, number: int, version: int | None) -> Forslag:
        found = _get(connection, number)
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
            (number, kind, by, self._now(), words, _json(detail)),
        ).lastrowid
        return int(row or 0)

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")


def _get(connection: sqlite3.Connection, number: int) -> Forslag:
    found = _select(connection, "where nummer = ?", (number,))
    if not found:
        raise NotFoundError(f"Det finns inget förslag {number}.")
    return found[0]


def _select(connection: sqlite3.Connection, where: str, values: Sequence[object]) -> list[Forslag]:
    rows = connection.execute(
        f"select {COLUMNS} from forslag {where} order by nummer desc", values
    ).fetchall()
    files: dict[int, list[Filandring]] = {row["nummer"]: [] for row in rows}
    chosen = f"select nummer from forslag {where}"
    for row in connection.execute(
        f"select forslag, fil, grundtext, text from forslag_fil where forslag in ({chosen}) "
        "order by forslag, ordning",
        values,
    ):
        files[row[0]].append(Filandring(*row[1:]))
    return [
        Forslag(
            **{
                **dict(row),
                "skribenter": tuple(json.loads(row["skribenter"])),
                "filer": tuple(files[row["nummer"]]),
            }
        )
        for row in rows
    ]


def _write_files(connection: sqlite3.Connection, number: int, filer: Sequence[Filandring]) -> None:
    connection.execute("delete from forslag_fil where forslag = ?", (number,))
    connection.executemany(
        "insert into forslag_fil (forslag, ordning, fil, grund_hash, grundtext, text) "
        "values (?, ?, ?, ?, ?, ?)",
        [
            (number, order, each.fil, text_hash(each.fore), each.fore, each.efter)
            for order, each in enumerate(filer)
        ],
    )


def _close_entry(connection: sqlite3.Connection, entry: int, outcome: str) -> int:
    row = connection.execute(
        "update journal set utfall = ? where nummer = ? and utfall is null returning forslag",
        (outcome, entry),
    ).fetchone()
    if row is None:
        raise TransitionError("Någon annan har redan gjort klart införandet.")
    return int(row[0])


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
    return json.dumps(value, ensure_ascii=False)
