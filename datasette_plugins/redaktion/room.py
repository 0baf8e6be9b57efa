"""What the editorial instance has open, and which addresses are its own."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.utils import StartupError

from catalog import Finding
from catalog.proposals import (
    DraftConflictError,
    Forslag,
    NotFoundError,
    Offers,
    ProposalError,
    ProposalStore,
    SelfReviewError,
    StoreError,
    findings_for,
    offers,
    recover,
    with_offers,
)
from catalog.prospect import Prospect
from datasette_plugins.accounts import Redaktion, redaktion_of
from datasette_plugins.redaktion.sessions import sessions_of
from datasette_plugins.responses import PageError
from datasette_plugins.settings import SettingsError

logger = logging.getLogger(__name__)
T = TypeVar("T")
OPEN = ("utkast", "inskickat", "godkant", "krock")
"""States of proposals that may still change the catalogue."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check says of a proposal, what it waits for, and what it may link to."""

    findings: list[Finding]
    awaited: tuple[Forslag, ...]
    offered: Offers


@dataclass(frozen=True, slots=True)
class Room:
    """The proposals, and the files as they are and as they would become."""

    redaktion: Redaktion
    store: ProposalStore
    prospect: Prospect

    def judge(self, forslag: Forslag) -> Judged:
        """Return what the check says of a proposal, and which other proposals it waits for."""
        offered = offers(self.store, but=forslag.nummer)
        told, awaited = with_offers(findings_for(self.prospect, forslag), forslag, offered)
        return Judged(told, awaited, offered)

    def name_of(self, konto: str) -> str:
        """Return what people call an account, also one that is no longer there."""
        known = self.redaktion.konton.get(konto)
        return known.namn if known else konto


class UnsavedError(PageError):
    """What someone sent could not be kept, and nothing was changed by it."""


_opened: WeakKeyDictionary[Any, Room] = WeakKeyDictionary()


def open_room(datasette: Any) -> None:
    """Open what the editorial instance works in, or stop the start; nothing in the public one."""
    try:
        redaktion = redaktion_of(datasette)
    except SettingsError as error:
        raise StartupError(str(error)) from error
    if redaktion is None:
        return
    if not redaktion.data.is_dir():
        raise StartupError(
            f"Mappen {redaktion.data} finns inte. Redaktionen behöver katalogens YAML-filer."
        )
    if redaktion.git and (reason := redaktion.git.why_not(redaktion.data)):
        raise StartupError(
            f"Inställningen redaktion.git är på, men {redaktion.data} går inte att lägga i git: "
            f"{reason}. Lägg mappen i ett git-förråd, eller sätt git: false."
        )
    try:
        redaktion.forslag.parent.mkdir(parents=True, exist_ok=True)
        store = ProposalStore(redaktion.forslag)
        store.counts()
    except (OSError, sqlite3.Error, ProposalError) as error:
        raise StartupError(
            f"Förslagens databas {redaktion.forslag} går inte att öppna eller skriva i."
        ) from error
    _opened[datasette] = Room(redaktion, store, Prospect(redaktion.data))
    sessions = sessions_of(datasette)
    if sessions:
        sessions.sweep()
    try:
        # The next release is opened beside the one where someone may be approving just now.
        recover(store, redaktion.data, git=redaktion.git, wait=False)
    except (ProposalError, OSError) as error:
        # What was begun stays in the journal; whoever approves next finishes it.
        logger.error("Ett påbörjat införande kunde inte göras klart: %s", type(error).__name__)


def room_of(datasette: Any) -> Room:
    """Return what was opened at start-up."""
    return _opened[datasette]


async def ask(datasette: Any, question: Callable[[Room], T]) -> T:
    """Ask the room a question in a thread, since it reads files and waits for the disk."""
    try:
        return await asyncio.to_thread(question, room_of(datasette))
    except DraftConflictError:
        raise
    except NotFoundError as error:
        raise PageError(404, str(error)) from error
    except SelfReviewError as error:
        raise PageError(403, str(error)) from error
    except StoreError as error:
        raise UnsavedError(503, str(error), "Försök igen om en stund.") from error
    except ProposalError as error:
        raise PageError(409, str(error)) from error
    except (OSError, sqlite3.OperationalError) as error:
        # The message could hold what was written; what it is about cannot be told apart here.
        raise PageError(
            500,
            "Det gick inte att läsa eller spara just nu. Disken kan vara full eller skrivskyddad.",
            "Gå tillbaka i webbläsaren: det du skrev finns kvar där. Försök igen om en stund.",
        ) from error


def is_editorial_path(datasette: Any, path: str) -> bool:
    """Tell whether an address is one of the editorial ones, which check the token themselves."""
    if redaktion_of(datasette) is None:
        return False
    root = str(datasette.urls.path("/"))
    rest = "/" + path.removeprefix(root)
    return rest in {"/-/login", "/-/logout"} or f"{rest}/".startswith("/redaktion/")
