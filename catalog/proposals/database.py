"""The proposals database: tables in numbered migrations, and a connection that can be shared.

Nothing in it can be deleted, and the log and the comments cannot be changed either: triggers
refuse, also the deletion hidden in ``INSERT OR REPLACE``.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.proposals.model import ProposalError, StoreError

WAIT_SECONDS = 60.0
"""How long a writer waits for the others; each holds the database for milliseconds."""


REASONS = {
    "full": "disken är full",
    "No space": "disken är full",
    "Permission": "programmet får inte skriva i databasens mapp",
    "readonly": "databasen går bara att läsa",
    "unable to open": "databasen går inte att öppna",
    "locked": "databasen är upptagen, försök igen om en stund",
    "not a database": "filen är ingen databas, eller skadad",
    "malformed": "databasen är skadad, återställ den ur en säkerhetskopia",
    "I/O": "disken svarar inte",
}
"""SQLite's words → ours."""


def _locked(table: str, *columns: str) -> tuple[str, ...]:
    """Return triggers that refuse deletion, and changes of some columns, or of all of them."""
    of = f"of {', '.join(columns)} " if columns else ""
    return (
        f"create trigger {table}_raderas_inte before delete on {table} "
        f"begin select raise(abort, 'inget i {table} går att radera'); end",
        f"create trigger {table}_ersatts_inte before insert on {table} "
        f"when exists (select 1 from {table} where nummer = new.nummer) "
        f"begin select raise(abort, 'inget i {table} går att ersätta'); end",
        f"create trigger {table}_andras_inte before update {of}on {table} "
        f"begin select raise(abort, 'det i {table} går inte att ändra'); end",
    )


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """create table forslag (
            nummer integer primary key autoincrement,
            slag text not null,
            postslag text not null,
            post_id text not null,
            skal text not null default '',
            forfattare text not null,
            skribenter text not null,
            lage text not null,
            version integer not null default 1,
            granskare text,
            granskarens_ord text not null default '',
            skapad text not null,
            andrad text not null
        ) strict""",
        """create table forslag_fil (
            forslag integer not null references forslag (nummer),
            ordning integer not null,
            fil text not null,
            grund_hash text,
            grundtext text,
            text text,
            primary key (forslag, ordning),
            unique (forslag, fil)
        ) strict""",
        """create table handelse (
            nummer integer primary key autoincrement,
            forslag integer not null references forslag (nummer),
            slag text not null,
            av text not null,
            tid text not null,
            ord text not null default '',
            detalj text not null default '{}'
        ) strict""",
        """create table kommentar (
            nummer integer primary key autoincrement,
            forslag integer not null references forslag (nummer),
            falt text not null default '',
            av text not null,
            tid text not null,
            text text not null
        ) strict""",
        """create table journal (
            nummer integer primary key autoincrement,
            forslag integer not null references forslag (nummer),
            av text not null,
            filer text not null,
            utfall text
        ) strict""",
        "create index forslag_efter_lage on forslag (lage)",
        "create index forslag_fil_efter_fil on forslag_fil (fil)",
        "create index handelse_efter_forslag on handelse (forslag)",
        "create index kommentar_efter_forslag on kommentar (forslag)",
        *_locked("forslag", "nummer", "slag", "forfattare", "skapad"),
        *_locked("handelse"),
        *_locked("kommentar"),
        *_locked("journal", "nummer", "forslag", "av", "filer"),
    ),
)
"""Each is run once, in order; its number is kept in ``user_version``. Old ones never change."""


class Database:
    """One connection in WAL mode, shared by the threads of a process, one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        with self.reading():
            pass

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the database."""
        with self._lock:
            try:
                connection = self._open()
                connection.execute("begin")
                try:
                    yield connection
                finally:
                    connection.execute("rollback")
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"Det gick inte att läsa förslagen: {_in_words(error)}."
                ) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are all kept, on disk, or none of them."""
        with self._lock:
            try:
                connection = self._open()
                with self._in_turn():
                    connection.execute("begin immediate")
                    try:
                        yield connection
                        connection.execute("commit")
                    except BaseException:
                        if connection.in_transaction:
                            connection.execute("rollback")
                        raise
            except (sqlite3.OperationalError, OSError) as error:
                raise StoreError(
                    f"Det gick inte att spara: {_in_words(error)}. Det som fanns finns kvar."
                ) from error

    def close(self) -> None:
        """Close the connection; it is opened again if it is needed."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let writers in other processes wait in a queue.

        SQLite's own waiting is to try again by chance, so that one of many may wait for seconds.
        """
        queue = os.open(self.path.with_name(f"{self.path.name}-ko"), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield
        finally:
            os.close(queue)

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None and self._process == os.getpid():
            return self._connection
        # A connection must not be carried into a forked process, so that one opens its own.
        connection = sqlite3.connect(
            self.path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("pragma foreign_keys = on")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._process = connection, os.getpid()
        return connection


def _in_words(error: Exception) -> str:
    for words, swedish in REASONS.items():
        if words in str(error):
            return swedish
    return f"databasen svarade {error}"


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest form, one numbered step at a time."""
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("begin immediate")
    try:
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise ProposalError(
                "Förslagen är skrivna av en nyare version av programmet. Uppdatera programmet."
            )
        for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"pragma user_version = {number}")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])
