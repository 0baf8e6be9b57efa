"""The proposals, newest first, in a state or all that are open."""

from __future__ import annotations

from typing import Any

from catalog.proposals import LAGEN
from datasette_plugins.redaktion.reviewing import title_of
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.visits import Visit

ON_A_PAGE = 50
"""Nothing is ever taken away, so the list of what has been applied only grows."""


async def show(visit: Visit) -> Any:
    """Show the proposals in a state, or all that are open."""
    asked = visit.request.args.get("lage") or ""
    lage = asked if asked in LAGEN else ""
    mine = bool(visit.request.args.get("mina"))
    page = visit.request.args.get("sida") or ""
    wanted = int(page) if page.isascii() and page.isdigit() and len(page) <= 4 else 1

    def question(room: Room) -> dict[str, Any]:
        found = room.store.list_forslag(
            lagen=[lage] if lage else OPEN, forfattare=visit.konto.id if mine else None
        )
        pages = max(1, -(-len(found) // ON_A_PAGE))
        first = ON_A_PAGE * (min(max(wanted, 1), pages) - 1)
        return {
            "forslag": [
                (each, title_of(room, each), room.name_of(each.forfattare))
                for each in found[first : first + ON_A_PAGE]
            ],
            "antal": room.store.counts(),
            "sida": first // ON_A_PAGE + 1,
            "sidor": pages,
            "par": [("mina", "1")] if mine else [("lage", lage)] if lage else [],
        }

    told = await ask(visit.datasette, question)
    context = {**told, "lagen": LAGEN, "lage": lage, "mina": mine}
    return visit.page("forslagen.html", context)
