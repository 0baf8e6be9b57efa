"""What the proposals database holds, as it is read: proposals, comments, the log, the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from catalog.proposals import states
from catalog.proposals.changes import kind_of
from catalog.proposals.database import Database
from catalog.proposals.model import (
    Filandring,
    Forslag,
    Handelse,
    Kommentar,
    NotFoundError,
    ProposalError,
    TransitionError,
    text_hash,
)

COLUMNS = (
    "nummer, slag, postslag, post_id, skal, forfattare, skribenter, lage, version, granskare, "
    "granskarens_ord, skapad, andrad"
)


LONGEST_TEXT = 60_000
"""Several times the longest record; a longer one would be slow for everyone who looks at it."""


class ProposalReader:
    """What can be asked of the proposals database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(path)

    def close(self) -> None:
        """Close the database; it opens again if it is used."""
        self._database.close()

    def get(self, number: int) -> Forslag:
        """Return a proposal as it stands now."""
        with self._database.reading() as connection:
            return get_row(connection, number)

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
            return select_rows(connection, f"where {' and '.join(conditions)}", values)

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


def get_row(connection: sqlite3.Connection, number: int) -> Forslag:
    """Return a proposal with its files."""
    found = select_rows(connection, "where nummer = ?", (number,))
    if not found:
        raise NotFoundError(f"Det finns inget förslag {number}.")
    return found[0]


def select_rows(
    connection: sqlite3.Connection, where: str, values: Sequence[object]
) -> list[Forslag]:
    """Return proposals with their files, newest first."""
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


def write_files(connection: sqlite3.Connection, number: int, filer: Sequence[Filandring]) -> None:
    """Put the files of a proposal in place of those it had; the log keeps those."""
    for each in filer:
        kind_of(each.fil)  # refuses what would lie outside the catalogue
        if len(each.efter or "") > LONGEST_TEXT:
            raise ProposalError(
                f"Posten är längre än {LONGEST_TEXT} tecken, och så lång kan den inte vara. "
                "Gå tillbaka, korta den och försök igen."
            )
    connection.execute("delete from forslag_fil where forslag = ?", (number,))
    connection.executemany(
        "insert into forslag_fil (forslag, ordning, fil, grund_hash, grundtext, text) "
        "values (?, ?, ?, ?, ?, ?)",
        [
            (number, order, each.fil, text_hash(each.fore), each.fore, each.efter)
            for order, each in enumerate(filer)
        ],
    )


def close_entry(connection: sqlite3.Connection, entry: int, outcome: str) -> int:
    """Note what became of a journal entry; return its proposal."""
    row = connection.execute(
        "update journal set utfall = ? where nummer = ? and utfall is null returning forslag",
        (outcome, entry),
    ).fetchone()
    if row is None:
        raise TransitionError("Någon annan har redan gjort klart införandet.")
    return int(row[0])
