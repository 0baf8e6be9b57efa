"""A proposal as its public page would be, made by the same template."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog.previewing import open_preview
from catalog.proposals import Forslag, changes_with, offers
from catalog.proposals.awaiting import NOT_THERE
from catalog.reading import Reader
from datasette_plugins.pages.samlingar import ANORDNARE, PROGRAM
from datasette_plugins.redaktion.faults import fault_of
from datasette_plugins.redaktion.proposals import told_place
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.redaktion.writing import number_in
from datasette_plugins.resources import resources_of
from datasette_plugins.settings import DATABASE_FILE

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of record is shown with."""

    template: str
    read: Callable[[Reader, str], Context | None]


def _insats(reader: Reader, post_id: str) -> Context | None:
    blad = reader.insats(post_id)
    return {"insats": blad} if blad else None


def _area(reader: Reader, post_id: str) -> Context | None:
    blad = reader.problemomrade(post_id)
    if blad is None:
        return None
    cards = reader.insatskort([lank.id for lank in blad.insatser])
    return {"omrade": blad, "kort": {card.id: card for card in cards}}


def _factor(reader: Reader, post_id: str) -> Context | None:
    blad = reader.paverkansfaktor(post_id)
    return {"faktor": blad} if blad else None


def _work(reader: Reader, post_id: str) -> Context | None:
    blad = reader.referens(post_id)
    return {"referens": blad, "csl": json.loads(blad.csl)} if blad else None


def _program(reader: Reader, post_id: str) -> Context | None:
    blad = reader.program(post_id)
    return {"samling": blad, "slag": PROGRAM} if blad else None


def _anordnare(reader: Reader, post_id: str) -> Context | None:
    blad = reader.anordnare(post_id)
    return {"samling": blad, "slag": ANORDNARE} if blad else None


PAGES = {
    "insatser": Shown("insats.html", _insats),
    "problemomraden": Shown("problemomrade.html", _area),
    "paverkansfaktorer": Shown("faktor.html", _factor),
    "referenser": Shown("kalla.html", _work),
    "program": Shown("samling.html", _program),
    "anordnare": Shown("samling.html", _anordnare),
}


async def show(visit: Visit) -> Any:
    """Show how the page of a proposal would be, or what it lacks to be shown."""
    number = number_in(visit)
    database = resources_of(visit.datasette).release / DATABASE_FILE

    def question(room: Room) -> tuple[Forslag, Context | None, list[Any]]:
        forslag = room.store.get(number)
        found = preview(room, forslag, database)
        findings = [] if found else room.judge(forslag).findings
        waits = [each for each in findings if each.code == NOT_THERE]
        stops = [each for each in findings if each.severity == "fel"]
        return (
            forslag,
            found,
            [
                (told_place(each, forslag, room.prospect.katalog), fault_of(each))
                for each in stops or waits
            ],
        )

    forslag, found, faults = await ask(visit.datasette, question)
    back = f"/redaktion/forslag/{number}"
    if forslag.lage == "utkast" and visit.may("skriva", forslag.forfattare):
        back += "/skriv"
    if found is None:
        context = {"forslag": forslag, "fel": faults, "tillbaka": back}
        return visit.page("ej-forhandsvisning.html", context)
    context = {**found, "forhandsvisning": {"nummer": number, "tillbaka": back}}
    return visit.public_page(PAGES[forslag.postslag].template, context)


def preview(room: Room, forslag: Forslag, database: Any) -> Context | None:
    """Return what the public template is given; nothing while the record does not hold."""
    shown = PAGES.get(forslag.postslag)
    if shown is None:
        return None
    try:
        changes = changes_with(forslag, offers(room.store, but=forslag.nummer))
        with open_preview(database, room.prospect.katalog, changes) as reader:
            return shown.read(reader, forslag.post_id)
    except (ValueError, KeyError):
        return None
