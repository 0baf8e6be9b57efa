"""The history of a record: who changed what, when and why."""

from __future__ import annotations

from typing import Any

from catalog.kinds import TITLES
from catalog.proposals import history
from datasette_plugins.redaktion.drafts import kind_in
from datasette_plugins.redaktion.fields import fields_of
from datasette_plugins.redaktion.forms import name_of
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError


async def show(visit: Visit) -> Any:
    """Show what has happened to a record, newest first, or to one of its fields."""
    kind, post_id = kind_in(visit.request), visit.request.url_vars["id"]
    fields = {field.key: field.title for field in fields_of(kind)}
    asked = visit.request.args.get("falt") or ""
    falt = asked if asked in fields else ""

    def question(room: Room) -> dict[str, Any]:
        rows = history(room.store, room.redaktion.data, kind, post_id, falt=falt)
        under = [
            (each, room.name_of(each.forfattare))
            for each in room.store.list_forslag(post=(kind, post_id))
        ]
        post = room.prospect.katalog.poster[kind].get(post_id)
        if post is None and not rows and not under:
            raise PageError(404, "Det finns ingen sådan post, och har inte funnits.")
        return {
            "namn": name_of(post) if post else post_id,
            "historik": [
                (row, room.name_of(row.av), room.name_of(row.granskare) if row.granskare else "")
                for row in rows
            ],
            "oppna": [each for each in under if each[0].lage in OPEN],
            "andra": [each for each in under if each[0].lage in {"avvisat", "nedlagt"}],
        }

    told = await ask(visit.datasette, question)
    context = {
        **told,
        "slag": kind,
        "id": post_id,
        "en": TITLES[kind][0],
        "falten": fields,
        "falt": falt,
    }
    return visit.page("historik.html", context)
