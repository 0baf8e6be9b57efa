"""A nomination that came in a letter or a file becomes a draft."""

from __future__ import annotations

from typing import Any

from catalog.proposals.importing import LARGEST, import_nomination, nomination_in
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError

FILE_NAME = "nominering.json"
UNREADABLE = (
    "Texten går inte att läsa som en nominering. Se efter att allt från den första klammern { till "
    "den sista } har kommit med. Har du bara ett vanligt brev: lägg till en insats för hand."
)


async def show(visit: Visit) -> Any:
    """Show where to put what came."""
    return _page(visit)


async def take_in(visit: Visit) -> Any:
    """Make a draft of what came, and go on to its form."""
    content = visit.form.first("innehall")
    if len(content) <= LARGEST and content.strip() and not nomination_in(content):
        return _page(visit, UNREADABLE, content)

    def question(room: Room) -> int:
        made = import_nomination(
            room.store,
            room.prospect,
            (nomination_in(content) or content).encode("utf-8", "replace"),
            filename=FILE_NAME,
            by=visit.konto.id,
            namn=visit.konto.namn,
        )
        return made.forslag.nummer

    try:
        number = await ask(visit.datasette, question)
    except PageError as error:
        if error.status != 409:
            raise
        return _page(visit, error.message, content)
    return visit.go_to(f"/redaktion/forslag/{number}/skriv")


def _page(visit: Visit, fel: str = "", content: str = "") -> Any:
    context = {"fel": fel, "innehall": content}
    return visit.page("nominering.html", context, status=409 if fel else 200)
