"""Who is logged in: one small file for each session, so that a session can be ended.

The cookie is a random secret, and the file is named by its hash, so a copy of the folder lets
nobody in. The files outlive a change of release and are shared by all processes. They are not in
the proposals database, since a copy that is restored must not let in someone who has logged out.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette_plugins.accounts import Redaktion, redaktion_of

SLACK = 5 * 60
"""Seconds that a clock may be set back before everyone has to log in again."""
TOUCHED = 60
"""Seconds between two notes of that someone is there."""
BEING_WRITTEN = "."


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its file tells it: whose, from when, last used, and by which password."""

    konto: str
    borjade: float
    sedd: float
    marke: str


class Sessions:
    """The sessions of an editorial instance.

    Parameters
    ----------
    folder : Path
        Where the files are; it is made when someone logs in.
    marks : mapping
        Account to :func:`mark_of` it now. A session with another mark is over.
    longest, idle : int
        Seconds that a session lasts, and that it lasts unused.
    clock : callable, optional
        Tells the time. What seems to come from the future is over, since nobody can tell how old
        it is when the clock has been set back.

    Examples
    --------
    >>> sessions = Sessions(mapp / "s", {"anna": "x"}, longest=3600, idle=600)
    >>> token = sessions.begin("anna")
    >>> sessions.find(token), sessions.count("anna")
    ('anna', 1)
    >>> sessions.end(token)
    >>> sessions.find(token) is None
    True
    """

    def __init__(
        self,
        folder: Path,
        marks: Mapping[str, str],
        *,
        longest: int,
        idle: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._marks = marks
        self._longest = longest
        self._idle = idle
        self._clock = clock

    def begin(self, konto: str) -> str:
        """Begin a session and return its secret."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()
        token = secrets.token_urlsafe(32)
        now = self._clock()
        told = {"konto": konto, "borjade": now, "marke": self._marks[konto]}
        path = self._path(token)
        work = path.with_name(f"{BEING_WRITTEN}{path.name}")
        with open(work, "x", encoding="utf-8", opener=_only_for_us) as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        os.utime(work, (now, now))
        work.replace(path)
        return token

    def find(self, token: str) -> str | None:
        """Return whose session it is, if it goes on; note that it was used."""
        path = self._path(token)
        session = _read(path)
        if session is None:
            return None
        if not self._goes_on(session):
            _remove(path)
            return None
        now = self._clock()
        if now - session.sedd > TOUCHED:
            # A disk where it cannot be noted ends a session too early, and never too late.
            with suppress(OSError):
                os.utime(path, (now, now))
        return session.konto

    def end(self, token: str) -> None:
        """End a session."""
        self._path(token).unlink(missing_ok=True)

    def end_all(self, konto: str) -> None:
        """End every session of an account."""
        for path, session in self._all():
            if session and session.konto == konto:
                path.unlink(missing_ok=True)

    def count(self, konto: str) -> int:
        """Return how many sessions an account has."""
        return sum(
            session is not None and session.konto == konto and self._goes_on(session)
            for _, session in self._all()
        )

    def sweep(self) -> None:
        """Remove what is over, also that of accounts that are gone: they may come back."""
        for path, session in self._all():
            if session is None or not self._goes_on(session):
                _remove(path)

    def _goes_on(self, session: Session) -> bool:
        now = self._clock()
        return (
            -SLACK <= now - session.borjade < self._longest
            and -SLACK <= now - session.sedd < self._idle
            and session.marke == self._marks.get(session.konto)
        )

    def _path(self, token: str) -> Path:
        return self._folder / hashlib.sha256(token.encode(errors="replace")).hexdigest()

    def _all(self) -> Iterator[tuple[Path, Session | None]]:
        with suppress(FileNotFoundError):
            for path in list(self._folder.iterdir()):
                if not path.name.startswith(BEING_WRITTEN):
                    yield path, _read(path)


def mark_of(redaktion: Redaktion, konto: str) -> str:
    """Return what changes when an account gets another password or other roles."""
    told = [redaktion.losenord[konto], *redaktion.konton[konto].roller]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


_opened: WeakKeyDictionary[Any, Sessions] = WeakKeyDictionary()


def sessions_of(datasette: Any) -> Sessions | None:
    """Return the sessions; None where nobody logs in here."""
    redaktion = redaktion_of(datasette)
    if redaktion is None or redaktion.sso:
        return None
    if datasette not in _opened:
        _opened[datasette] = Sessions(
            redaktion.forslag.with_name(f"{redaktion.forslag.name}-inloggningar"),
            {konto: mark_of(redaktion, konto) for konto in redaktion.losenord},
            longest=redaktion.session_timmar * 3600,
            idle=redaktion.vila_minuter * 60,
        )
    return _opened[datasette]


def _read(path: Path) -> Session | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Session(sedd=path.stat().st_mtime, **told)
    except (OSError, TypeError, ValueError):
        return None  # it was ended meanwhile, or its writing was cut off


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _only_for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
