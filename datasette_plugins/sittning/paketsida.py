"""The package and the plan → what their pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.arbetsfil import Arbetsfil, Planrad
from matcher.features import Underlag
from matcher.paket import LED, Insatspaket, bygg_paket
from matcher.plan import Atgardsplan, atgardsplan

PLAN_FIELDS = (
    ("bakgrund", "Bakgrund", "Vad behöver den veta som inte har läst analysen?"),
    (
        "delaktighet",
        "Delaktighet",
        "Hur har personal, elever eller barn och vårdnadshavare varit med? Hur har elevernas "
        "synpunkter tagits till vara?",
    ),
    (
        "framgangar",
        "Tidigare framgångar att bygga på",
        "Vad har fungerat hos er förut, och varför?",
    ),
    ("risker", "Risker och hur de förebyggs", "Vad kan gå fel, och vad gör ni åt det redan nu?"),
    ("uppfoljning", "Uppföljning", "När, hur och av vem följs planen upp?"),
    ("utvardering", "Utvärdering", "Hur tar ni reda på om det blev som ni ville?"),
    ("larande", "Lärdomar", "Hur tas lärdomarna om hand och sprids?"),
    (
        "overenskommelse",
        "Överenskommelse",
        "Vem gör vad? Vad gör skolan, huvudmannen och Skolverket?",
    ),
)


@dataclass(frozen=True, slots=True)
class Rad:
    """An insats of the plan with what the school has written, and the terms it is drawn in."""

    id: str
    namn: str
    fran: int
    till: int
    rad: Planrad
    uppfoljning: tuple[str, ...]


def context(built: Insatspaket) -> dict[str, Any]:
    """Return what the page of a package needs beside the sitting."""
    bands = {each.band: each.bandnamn for each in built.lage.insatser}
    return {
        "paket": built,
        "namn": {each.id: each.namn for each in built.lage.insatser},
        "insatser": {each.id: each for each in built.lage.insatser},
        "leden": LED,
        "kostnadsval": [(id_, bands[id_]) for id_ in built.lage.kostnadsband if id_ in bands],
    }


def draft(fil: Arbetsfil, matcher: Any) -> tuple[Insatspaket, Atgardsplan]:
    """Return the package and the plan that it leads to."""
    built = bygg_paket(fil, matcher)
    return built, atgardsplan(fil, matcher.underlag, built)


def plan_context(
    fil: Arbetsfil, built: Insatspaket, plan: Atgardsplan, underlag: Underlag
) -> dict[str, Any]:
    """Return what the page of the plan needs beside the sitting."""
    known = {insats.id: insats for insats in underlag.insatser}
    written = {row.insats: row for row in fil.plan.rader}
    rows = [
        Rad(
            place.insats,
            known[place.insats].namn,
            place.fran,
            place.till,
            written.get(place.insats, Planrad(insats=place.insats)),
            known[place.insats].uppfoljning,
        )
        for place in built.valt.placeringar
    ]
    return {
        "paket": built,
        "plan": plan,
        "rader": rows,
        "planfalt": PLAN_FIELDS,
        "terminval": [(term, f"Termin {term}") for term in range(1, 9)],
        "elever": "barnen" if set(fil.skolformer) == {"forskola"} else "eleverna",
    }
