"""The pages of proposals: the list of them, and one with all that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from catalog import Finding
from catalog.kinds import KINDS, TITLES, WITH_PAGES
from catalog.loading import Katalog
from catalog.proposals import (
    APPLY,
    LAGEN,
    Faltandring,
    Filandring,
    Forslag,
    field_changes,
    line_changes,
    name_said,
    paired,
)
from datasette_plugins.redaktion.faults import fault_of
from datasette_plugins.redaktion.fields import title_at
from datasette_plugins.redaktion.forms import name_of
from datasette_plugins.redaktion.next_steps import next_step
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.redaktion.writing import number_in

LONGEST_TITLE = 160
LONGEST_PLACE = 80
ON_A_PAGE = 50
"""Nothing is ever taken away, so the list of what has been applied only grows."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One file of a proposal: what it is, and how it is changed, by fields and by lines."""

    namn: str
    fil: str
    slag: str
    falt: tuple[Faltandring, ...]
    rader: tuple[str, ...]


async def show_list(visit: Visit) -> Any:
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


def title_of(room: Room, forslag: Forslag) -> str:
    """Return what the record of a proposal is called, as the proposal has it."""
    values = values_of(forslag.text or forslag.grundtext)
    told = values.get("namn") or values.get("title") or values.get("text")
    if told:
        return shorten(str(told), LONGEST_TITLE, placeholder=" …")
    post = room.prospect.katalog.poster.get(forslag.postslag, {}).get(forslag.post_id)
    return name_of(post) if post else forslag.post_id


async def show(
    visit: Visit, stop: str = "", broken: tuple[Finding, ...] = (), words: str = ""
) -> Any:
    """Show a proposal: what it changes, and what can be done with it.

    ``stop`` and ``broken`` tell why what was asked for could not be done, if it could not, and
    ``words`` are those that a reviewer had written for it, which are not to be lost.
    """
    number = number_in(visit)

    def question(room: Room) -> dict[str, Any]:
        forslag = room.store.get(number)
        katalog = room.prospect.katalog
        comments = room.store.comments(number)
        is_open = forslag.lage in OPEN
        events = room.store.events(number)
        applied = [each.detalj for each in events if each.slag == APPLY]
        judged = room.judge(forslag) if is_open else None
        findings = broken or (judged.findings if judged else ())
        return {
            "forslag": forslag,
            "titel": title_of(room, forslag),
            "forfattare": [room.name_of(each) for each in forslag.skribenter],
            "granskare": room.name_of(forslag.granskare) if forslag.granskare else "",
            "andringar": [changed(each, katalog) for each in paired(forslag.filer)],
            "kommentarer": [(each, room.name_of(each.av)) for each in comments],
            "handelser": [(each, room.name_of(each.av)) for each in events],
            "i_git": applied[-1] if applied else {},
            "fynd": [(told_place(each, forslag, katalog), fault_of(each)) for each in findings],
            "vantar": [(each, name_said(each)) for each in judged.awaited] if judged else [],
            "nu": _meanwhile(room, forslag, katalog),
            "andras": [
                (each, room.name_of(each.forfattare))
                for each in (room.store.open_for(forslag.fil, but=number) if is_open else ())
            ],
        }

    told = await ask(visit.datasette, question)
    forslag = told["forslag"]
    konto = visit.konto.id
    own, write = forslag.forfattare == konto, visit.may("skriva", forslag.forfattare)
    review = visit.may("granska", forslag.forfattare) and konto not in forslag.skribenter
    context = {
        **told,
        "en": TITLES.get(forslag.postslag, ("fil", "filer"))[0],
        "far_skriva": write,
        "far_granska": review,
        "ord": words,
        "stopp": stop,
        "har_sida": forslag.postslag in WITH_PAGES,
        "nasta": next_step(forslag, told["forfattare"][0], own=own, review=review, write=write),
    }
    return visit.page("forslag.html", context, status=409 if stop else 200)


def changed(change: Filandring, katalog: Katalog) -> Changed:
    """Return how a file is changed, to read."""
    what = "ny" if change.fore is None else "bort" if change.efter is None else "andrad"
    values = values_of(change.efter or change.fore)
    name = values.get("namn") or values.get("title") or change.fil
    return Changed(
        str(name),
        change.fil,
        what,
        tuple(field_changes(change, katalog=katalog)),
        tuple(line_changes(change)),
    )


def told_place(finding: Finding, forslag: Forslag, katalog: Katalog) -> str:
    """Return what a form calls the place of a finding, and which record it is in, if another."""
    kind, _, post_id = finding.file.removesuffix(".yaml").partition("/")
    told = title_at(kind, finding.field) if kind in KINDS else finding.field
    if finding.file == forslag.fil:
        return told
    post = katalog.poster.get(kind, {}).get(post_id)
    name = getattr(post, "text", None) or (name_of(post) if post else finding.file)
    return f"«{shorten(name, LONGEST_PLACE, placeholder=' …')}», {told}" if told else name


def _meanwhile(room: Room, forslag: Forslag, katalog: Katalog) -> list[Changed]:
    """Return what others have changed in the files since the proposal was written."""
    if forslag.lage not in OPEN:
        return []
    found = []
    for each in forslag.filer:
        now = room.prospect.text(each.fil)
        if now != each.fore:
            found.append(changed(Filandring(each.fil, each.fore, now), katalog))
    return found
