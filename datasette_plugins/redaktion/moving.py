"""What is done with a whole record: it ends, gets another id, or is merged with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.kinds import TITLES
from catalog.proposals import Plan, ProposalError, merge, rename, retire
from datasette_plugins.redaktion import drafts
from datasette_plugins.redaktion.forms import name_of, names_of
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.values import as_told, slug_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError

LONGEST_REASON = 2000


async def show_end(visit: Visit) -> Any:
    """Ask when an insats ended, and what came in its place."""
    return await _page(visit, "avsluta.html", {})


async def end(visit: Visit) -> Any:
    """Propose that an insats has ended."""
    till = clean(visit.form.first("till"))
    successor = clean(visit.form.first("eftertradare"))

    def plan(room: Room, kind: str, post_id: str) -> Plan:
        if kind != "insatser":
            raise ProposalError("Bara insatser kan avslutas.")
        year = int(till) if till.isascii() and till.isdigit() and len(till) == 4 else None
        if till and year is None:
            raise ProposalError("Skriv året med fyra siffror, eller lämna fältet tomt.")
        chosen = _chosen(room, kind, successor) if successor else None
        return retire(room.prospect.katalog, post_id, till=year, eftertradare=chosen)

    return await _propose(visit, "avsluta.html", plan)


async def show_rename(visit: Visit) -> Any:
    """Ask for another id."""
    return await _page(visit, "byt-id.html", {})


async def give_id(visit: Visit) -> Any:
    """Propose another id; the old one leads on to it."""
    new = clean(visit.form.first("nytt"))
    return await _propose(
        visit,
        "byt-id.html",
        lambda room, kind, post_id: rename(room.prospect.katalog, kind, post_id, new),
    )


async def show_merge(visit: Visit) -> Any:
    """Ask which record this one is the same as; ``med`` is one to begin with."""
    return await _page(visit, "sla-ihop.html", {"med": visit.request.args.get("med") or ""})


async def put_together(visit: Visit) -> Any:
    """Propose that one record goes up in another."""
    other = clean(visit.form.first("behall"))

    def plan(room: Room, kind: str, post_id: str) -> Plan:
        return merge(room.prospect.katalog, kind, post_id, _chosen(room, kind, other))

    return await _propose(visit, "sla-ihop.html", plan)


def _chosen(room: Room, kind: str, told: str) -> str:
    """Return the id of a record told by id or by name."""
    names = names_of(room.prospect.katalog, kind)
    if told in names:
        return told
    found = [post_id for post_id, name in names.items() if slug_of(name) == slug_of(told)]
    if len(found) != 1:
        raise ProposalError(f"«{told}» finns inte bland {TITLES[kind][1]}. Välj ur listan.")
    return found[0]


async def _propose(visit: Visit, template: str, plan: Callable[[Room, str, str], Plan]) -> Any:
    kind, post_id = drafts.kind_in(visit.request), visit.request.url_vars["id"]
    skal = clean(visit.form.first("skal"))[:LONGEST_REASON]
    if not skal:
        return await _page(visit, template, {"fel": "Skriv varför, så att granskaren vet."})

    def act(room: Room) -> tuple[int, str]:
        try:
            made = room.store.create_draft(*plan(room, kind, post_id), by=visit.konto.id, skal=skal)
        except ProposalError as error:
            return 0, str(error)
        return made.nummer, ""

    number, fel = await ask(visit.datasette, act)
    if fel:
        return await _page(visit, template, {"fel": fel})
    return visit.go_to(f"/redaktion/forslag/{number}")


async def _page(visit: Visit, template: str, context: dict[str, Any]) -> Any:
    kind, post_id = drafts.kind_in(visit.request), visit.request.url_vars["id"]

    def question(room: Room) -> dict[str, Any]:
        post = room.prospect.katalog.poster[kind].get(post_id)
        if post is None:
            raise drafts.no_record()
        names = names_of(room.prospect.katalog, kind)
        told = as_told(names)
        med = context.get("med", "")
        return {
            "namn": name_of(post),
            "andra": [
                (told[each], "" if told[each] == name else name)
                for each, name in names.items()
                if each != post_id
            ],
            "med": told.get(med, med),
        }

    if template == "avsluta.html" and kind != "insatser":
        raise PageError(404, "Bara insatser kan avslutas.")
    told = await ask(visit.datasette, question)
    known = {
        "slag": kind,
        "id": post_id,
        "en": TITLES[kind][0],
        "form": visit.form,
        "fel": "",
    }
    status = 400 if context.get("fel") else 200
    return visit.page(template, {**known, **context, **told}, status=status)
