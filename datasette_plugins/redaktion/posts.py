"""The records, to choose one to write on."""

from __future__ import annotations

from typing import Any

from catalog.kinds import TITLES, WITH_PAGES
from catalog.loading import record_name
from catalog.swedish import normalise
from datasette_plugins.redaktion.forms import names_of
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.settings import LONGEST_SEARCH


async def show_kinds(visit: Visit) -> Any:
    """Show which kinds of records there are, and let one be searched for."""
    q = (visit.request.args.get("q") or "").strip()[:LONGEST_SEARCH]
    chosen = visit.request.args.get("slag") or "insatser"
    kind = chosen if chosen in WITH_PAGES else "insatser"

    def question(room: Room) -> dict[str, Any]:
        katalog = room.prospect.katalog
        names = names_of(katalog, kind)
        words = normalise(q).split()
        found = [
            (post_id, name)
            for post_id, name in names.items()
            if all(word in normalise(f"{name} {post_id}") for word in words)
        ]
        # A file that cannot be read has no name, but it can be written anew.
        odd = [each for each in katalog.nycklar[kind] if each not in names and not q]
        return {
            "antal": {each: len(katalog.poster[each]) for each in WITH_PAGES},
            "poster": [*found, *((each, f"{each} (går inte att läsa)") for each in sorted(odd))],
            "oppna": {each.fil for each in room.store.list_forslag(lagen=OPEN)},
        }

    told = await ask(visit.datasette, question)
    context = {
        **told,
        "slag": kind,
        "slagen": [(each, TITLES[each][1]) for each in WITH_PAGES],
        "en": TITLES[kind][0],
        "flera": TITLES[kind][1],
        "q": q,
        "fil": record_name,
    }
    return visit.page("poster.html", context)
