"""A nomination that came in a letter or a file becomes a draft."""

from __future__ import annotations

from typing import Any

from catalog.proposals.importing import LARGEST, import_nomination
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError

FILE_NAME = "nominering.json"


async def show(visit: Visit) -> Any:
    """Show where to put what came."""
    return visit.page("nominering.html", {"storst": LARGEST, "fel": "", "innehall": ""})


async def take_in(visit: Visit) -> Any:
    """Make a draft of what came, and go on to its form."""
    content = visit.form.first("innehall")

    def question(room: Room) -> int:
        made = import_nomination(
            room.store,
            room.prospect,
            content.encode("utf-8", "replace"),
            filename=FILE_NAME,
            by=visit.konto.id,
        )
        return made.forslag.nummer

    try:
        number = await ask(visit.datasette, question)
    except PageError as error:
        if error.status != 409:
            raise
        context = {"storst": LARGEST, "fel": error.message, "innehall": content}
        return visit.page("nominering.html", context, status=409)
    return visit.go_to(f"/redaktion/forslag/{number}/skriv")
