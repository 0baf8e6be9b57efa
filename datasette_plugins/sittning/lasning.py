"""What a visitor brings → a working file: a text, a document, a working file or nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from datasette_plugins.multipart import Bilaga
from datasette_plugins.resources import Resources
from datasette_plugins.responses import PageError
from matcher import IntakeError, MatcherError, read_safely, till_arbetsfil
from matcher.aktualisering import bring_up_to_date
from matcher.arbetsfil import Arbetsfil, read_arbetsfil
from matcher.errors import ArbetsfilError

logger = logging.getLogger(__name__)
T = TypeVar("T")
LONGEST_QUEUE = 15
"""Seconds that a visitor waits for others."""

LONGEST_WAIT = 40
"""Seconds that the work itself may take; together less than servers in front wait (60)."""

BUSY = PageError(
    503,
    "Många läser in analyser just nu, så det blev inte din tur.",
    "Vänta en minut och försök igen. Texten är inte sparad.",
)
SLOW = PageError(
    503,
    "Det tog för lång tid och avbröts. Texten är inte sparad.",
    "Dela upp analysen i mindre delar, eller försök igen om en stund.",
)
READ_IN_PART = (
    "Analysen är så lång att bara början är läst. Slutet står i texten, men problemen i det får ni "
    "lägga till själva."
)
NOTHING = PageError(
    400,
    "Det finns ingen text att läsa.",
    "Klistra in analysen, välj en fil, eller börja med ett tomt underlag.",
)


async def in_turn(opened: Resources, work: Callable[..., T], *given: Any) -> T:
    """Do heavy work in a thread, a few at a time, and give up with an answer when it takes long.

    What has begun cannot be stopped. It keeps its turn until it is done, so that work which nobody
    waits for any more never piles up.
    """
    try:
        await asyncio.wait_for(opened.matchningar.acquire(), LONGEST_QUEUE)
    except TimeoutError:
        raise BUSY from None
    task = asyncio.create_task(asyncio.to_thread(work, *given))

    def done(finished: asyncio.Task[T]) -> None:
        opened.matchningar.release()
        # Asked for, so that no fault, which may hold a visitor's text, is told by the loop.
        fault = None if finished.cancelled() else finished.exception()
        if fault is not None and not isinstance(fault, PageError):
            logger.error("Läsningen misslyckades: %s", type(fault).__name__)

    task.add_done_callback(done)
    try:
        return await asyncio.wait_for(asyncio.shield(task), LONGEST_WAIT)
    except TimeoutError:
        raise SLOW from None


@dataclass(frozen=True, slots=True)
class Inlast:
    """A working file, and what the reader should know of how it was read."""

    fil: Arbetsfil
    upplysningar: tuple[str, ...] = ()


def read_source(matcher: Any, text: str, bilaga: Bilaga | None) -> Inlast:
    """Return the working file of a pasted text or a file.

    Raises
    ------
    PageError
        In Swedish, when it cannot be read.
    """
    try:
        if bilaga is not None and is_working_file(bilaga):
            opened = read_arbetsfil(bilaga.innehall)
            return Inlast(*bring_up_to_date(opened, matcher.underlag))
        content = bilaga.innehall if bilaga is not None else text.encode("utf-8")
        if not content.strip():
            raise NOTHING
        analys = read_safely(content, bilaga.namn if bilaga is not None else "")
        read = matcher.read_needs(analys)
        told = analys.upplysningar
        if read.olast:
            told += (READ_IN_PART,)
        return Inlast(till_arbetsfil(analys, read, matcher.katalogversion), told)
    except (IntakeError, ArbetsfilError) as fault:
        refused = PageError(400, fault.message, fault.remedy)
    except MatcherError:
        refused = PageError(400, "Texten gick inte att läsa.", "Kontrollera den och försök igen.")
    raise refused


def is_working_file(bilaga: Bilaga) -> bool:
    """Tell a working file from other files, by its content.

    Examples
    --------
    >>> is_working_file(Bilaga("a", b' {"format": 1}')), is_working_file(Bilaga("b", b"Resultat"))
    (True, False)
    """
    return bilaga.innehall[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
