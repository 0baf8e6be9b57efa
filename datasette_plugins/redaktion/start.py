"""Where an editor begins: what is waiting, and what can be done."""

from __future__ import annotations

import asyncio
from typing import Any

from catalog.proposals import Forslag
from datasette_plugins.redaktion import lage, publicera
from datasette_plugins.redaktion.proposals import title_of
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.sessions import sessions_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.resources import resources_of


async def show(visit: Visit) -> Any:
    """Show the first page of the editorial instance."""
    konto, sessions = visit.konto.id, sessions_of(visit.datasette)

    def question(room: Room) -> dict[str, Any]:
        told = [
            (each, title_of(room, each), room.name_of(each.forfattare))
            for each in room.store.list_forslag(lagen=OPEN)
        ]
        mine = [each for each in told if each[0].forfattare == konto]
        waiting = [
            each
            for each in told
            if each[0].lage in {"inskickat", "godkant"} and konto not in each[0].skribenter
        ]
        return {
            "atersanda": [each for each in mine if _is_back(each[0])],
            "mina": [each for each in mine if not _is_back(each[0])],
            "vantar": waiting[::-1] if visit.may("granska") else [],
            "inloggningar": sessions.count(konto) if sessions else 0,
        }

    told = await ask(visit.datasette, question)
    release = resources_of(visit.datasette).release
    context = {
        "attpublicera": await publicera.waiting(visit) if visit.may("publicera") else "",
        "attgora": await asyncio.to_thread(lage.parts_with_rows, release),
    }
    return visit.page("start.html", {**told, **context})


def _is_back(forslag: Forslag) -> bool:
    sent_back = forslag.lage == "utkast" and bool(forslag.granskarens_ord)
    return sent_back or forslag.lage == "krock"
