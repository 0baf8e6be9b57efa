"""Review: what is done with a proposal that has been written, and by whom it may be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog import Finding
from catalog.proposals import (
    AwaitingError,
    FileConflictError,
    Forslag,
    ProposalError,
    RulesBrokenError,
    WriteError,
    apply_proposal,
)
from datasette_plugins.redaktion import proposals
from datasette_plugins.redaktion.comparing import combined
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.redaktion.writing import number_in
from datasette_plugins.responses import PageError

LONGEST_WORDS = 5000
CONFLICT = (
    "Posten har ändrats sedan förslaget skrevs, så det är inte godkänt. Här nedanför står vad "
    "andra har ändrat. Den som skrev förslaget kan utgå från posten som den är nu och skicka in "
    "igen."
)


def _version(visit: Visit) -> int:
    told = visit.form.first("version")
    if not (told.isascii() and told.isdigit() and len(told) <= 9):
        raise PageError(400, "Formuläret saknar förslagets version.", "Ladda om sidan.")
    return int(told)


def _words(visit: Visit) -> str:
    return clean(visit.form.first("ord"))[:LONGEST_WORDS]


async def _forslag(visit: Visit) -> Forslag:
    number = number_in(visit)
    return await ask(visit.datasette, lambda room: room.store.get(number))


def _back(visit: Visit) -> Any:
    return visit.go_to(f"/redaktion/forslag/{number_in(visit)}")


async def approve(visit: Visit) -> Any:
    """Approve a proposal and write its files."""
    forslag = await _forslag(visit)
    visit.demand("granska", forslag.forfattare)
    version, words = _version(visit), _words(visit)

    def act(room: Room) -> tuple[str, tuple[Finding, ...]]:
        try:
            apply_proposal(
                room.store,
                forslag.nummer,
                room.redaktion.data,
                reviewer=visit.konto.id,
                version=version,
                words=words,
                git=room.redaktion.git,
                prospect=room.prospect,
            )
        except RulesBrokenError as error:
            told = (
                "Katalogen skulle få fel av förslaget, så det är inte godkänt. Skicka tillbaka det."
            )
            return told, error.findings
        except FileConflictError:
            return CONFLICT, ()
        except (AwaitingError, WriteError) as error:
            return str(error), ()
        return "", ()

    stop, broken = await ask(visit.datasette, act)
    return await proposals.show(visit, stop, broken, words) if stop else _back(visit)


async def send_back(visit: Visit) -> Any:
    """Give a proposal back to its writer, with what is to be changed."""
    by, words = visit.konto.id, _words(visit)
    return await _do(
        visit,
        "granska",
        lambda room, forslag, version: room.store.send_back(
            forslag.nummer, by=by, words=words, version=version
        ),
    )


async def reject(visit: Visit) -> Any:
    """Reject a proposal for good, with the reason."""
    by, words = visit.konto.id, _words(visit)
    return await _do(
        visit,
        "granska",
        lambda room, forslag, version: room.store.reject(
            forslag.nummer, by=by, words=words, version=version
        ),
    )


async def take_back(visit: Visit) -> Any:
    """Make one's own proposal a draft again."""
    by = visit.konto.id
    return await _do(
        visit,
        "skriva",
        lambda room, forslag, version: room.store.take_back(forslag.nummer, by=by, version=version),
    )


async def withdraw(visit: Visit) -> Any:
    """Give up one's own proposal; it stays in the history."""
    by = visit.konto.id
    return await _do(
        visit,
        "skriva",
        lambda room, forslag, _version: room.store.withdraw(forslag.nummer, by=by),
    )


async def rebase(visit: Visit) -> Any:
    """Write one's own proposal anew against the files as they are now."""
    by = visit.konto.id

    def act(room: Room, forslag: Forslag, version: int) -> Forslag:
        fresh = [combined(each, room.prospect.text(each.fil)) for each in forslag.filer]
        return room.store.rebase(forslag.nummer, fresh, by=by, version=version)

    return await _do(visit, "skriva", act)


async def _do(visit: Visit, right: str, act: Callable[[Room, Forslag, int], object]) -> Any:
    """Do something with a proposal that one has the right to, in the version that was read."""
    forslag = await _forslag(visit)
    visit.demand(right, forslag.forfattare)
    version = _version(visit)
    stop = await ask(visit.datasette, lambda room: _told(lambda: act(room, forslag, version)))
    kept = _words(visit) if right == "granska" else ""
    return await proposals.show(visit, stop, words=kept) if stop else _back(visit)


async def comment(visit: Visit) -> Any:
    """Say something of a proposal, or of one of its fields."""
    number, words = number_in(visit), _words(visit)
    falt = clean(visit.form.first("falt"))[:200]
    stop = await ask(
        visit.datasette,
        lambda room: _told(
            lambda: room.store.comment(number, by=visit.konto.id, text=words, falt=falt)
        ),
    )
    return await proposals.show(visit, stop) if stop else _back(visit)


def _told(act: Callable[[], object]) -> str:
    """Do something, and return in words why it could not be done."""
    try:
        act()
    except ProposalError as error:
        return str(error)
    return ""
