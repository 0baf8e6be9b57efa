"""A nomination from outside, pasted by an editor, becomes a draft."""

from __future__ import annotations

from typing import Any

from catalog.proposals import ProposalError, import_nomination
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.visits import Visit

PASTED = "inklistrad nominering"


async def show(visit: Visit) -> Any:
    """Ask for the nomination's text."""
    return visit.page("nominering.html", {"text": "", "fel": ""})


async def take_in(visit: Visit) -> Any:
    """Make a draft of what was pasted; what came lies as a comment on it."""
    text = visit.form.first("text").replace("\r\n", "\n")

    def act(room: Room) -> tuple[int, str]:
        try:
            made = import_nomination(
                room.store,
                room.prospect,
                text.encode(),
                filename=PASTED,
                by=visit.konto.id,
            )
        except ProposalError as error:
            return 0, str(error)
        return made.forslag.nummer, ""

    number, fel = await ask(visit.datasette, act)
    if fel:
        return visit.page("nominering.html", {"text": text, "fel": fel}, status=400)
    return visit.go_to(f"/redaktion/forslag/{number}/skriv")
