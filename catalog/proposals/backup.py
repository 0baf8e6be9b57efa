"""A copy of the proposals database while it is used, and the way back from one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalog.building import file_hash
from catalog.folder import NOT_YET
from catalog.proposals.database import MIGRATIONS, WAIT_SECONDS
from catalog.proposals.model import ProposalError, StoreError


@dataclass(frozen=True, slots=True)
class Sakerhetskopia:
    """A copy that has been checked: where it is, what it holds, and its SHA-256."""

    path: Path
    forslag: int
    handelser: int
    sha256: str


def back_up(database: Path, folder: Path, *, name: str = "forslag") -> Sakerhetskopia:
    """Copy the proposals database to a folder, check the copy, and only then give it its name.

    It may be done while people write: the copy is the database as it was at one moment.

    Raises
    ------
    StoreError
        When there is no such database, or the copy does not hold together.

    Examples
    --------
    >>> from catalog.proposals import ProposalStore
    >>> ProposalStore(mapp / "forslag.db").close()
    >>> back_up(mapp / "forslag.db", mapp / "kopior").forslag
    0
    """
    if not database.is_file():
        raise StoreError(f"Det finns inga förslag i {database}.")
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, name)
    work = target.with_name(f".{target.name}{NOT_YET}")
    try:
        with closing(_open(database)) as source, closing(sqlite3.connect(work)) as copy:
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")  # so that the copy is one file
        counts = verify(work)
        with work.open("rb") as file:
            os.fsync(file.fileno())
        work.replace(target)
    except sqlite3.Error as error:
        raise StoreError(f"Det gick inte att kopiera förslagen: {error}.") from error
    finally:
        work.unlink(missing_ok=True)
    return Sakerhetskopia(target, *counts, file_hash(target))


def restore(copy: Path, database: Path) -> Path | None:
    """Bring a copy back, and return where what it replaced now lies.

    What is there is copied first, so that restoring the wrong copy loses nothing. People may have
    the database open: they see the restored one from their next step.

    Raises
    ------
    StoreError
        When the copy does not hold together; then nothing is changed.
    """
    verify(copy)
    kept = None
    if database.exists():
        try:
            kept = back_up(database, database.parent, name="fore-aterstallning").path
        except StoreError:
            kept = _put_aside(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(copy)) as source, closing(sqlite3.connect(database)) as target:
        target.execute(f"pragma busy_timeout = {int(WAIT_SECONDS * 1000)}")
        source.backup(target)
    verify(database)
    return kept


def verify(database: Path) -> tuple[int, int]:
    """Return how many proposals and events a database holds, if it holds together."""
    try:
        with closing(_open(database)) as connection:
            (verdict,) = connection.execute("pragma integrity_check").fetchone()
            broken = connection.execute("pragma foreign_key_check").fetchall()
            (version,) = connection.execute("pragma user_version").fetchone()
            if verdict != "ok" or broken:
                raise StoreError(f"{database} är skadad. Ta en annan kopia.")
            if not 0 < version <= len(MIGRATIONS):
                raise StoreError(f"{database} är inte en kopia som det här programmet kan läsa.")
            counts = [
                connection.execute(f"select count(*) from {table}").fetchone()[0]
                for table in ("forslag", "handelse")
            ]
    except sqlite3.Error as error:
        raise StoreError(f"{database} går inte att läsa som en databas med förslag.") from error
    return counts[0], counts[1]


def _open(database: Path) -> sqlite3.Connection:
    if not database.is_file():
        raise ProposalError(f"Filen {database} finns inte.")
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)


def _put_aside(database: Path) -> Path:
    kept = _free(database.parent, "skadad")
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return kept


def _free(folder: Path, name: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    number, path = 1, folder / f"{name}-{stamp}.db"
    while path.exists():
        number += 1
        path = folder / f"{name}-{stamp}-{number}.db"
    return path
