"""What needs work, found when the release was built; each row leads to the form that mends it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from catalog.link_results import Kontroll, Traff, read_checks
from datasette_plugins.history import Handelse, read_history
from datasette_plugins.lage import MEASURES, Lage, Rad, read_state
from datasette_plugins.redaktion.fields import form_address
from datasette_plugins.redaktion.following import curves, followed
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.resources import resources_of
from datasette_plugins.templating import query

SHOWN = 15
SOON = timedelta(days=60)

PARTS = (
    ("drar-in", "Formuleringar som drar in fel insatser", "Funna ur bedömningarna: insatsen "
     "föreslås högt för ett påstående där ingen har bedömt att den passar. Skriv om det som drar "
     "in den, eller bedöm påståendet på nytt om den visst passar."),
    ("granskning", "Försenade granskningar", "Dagen då uppgifterna skulle ses över har passerat."),
    ("obekraftat", "Obekräftade uppgifter", "Det som föreslås oftast står först."),
    ("saknas", "Uppgifter som saknas", "Vägt efter hur viktig uppgiften är för läsaren, och hur "
     "ofta insatsen föreslås för exempelpåståendena."),
    ("lank", "Adresser som inte svarar", "Från den senaste länkkontrollen."),
    ("dubblett", "Nästan lika insatser", "Slå ihop dem, eller skriv en relation som säger hur de "
     "hänger ihop; då försvinner raden."),
    ("lucka", "Problemområden utan erbjudande", "Ingen insats som källorna visar går att få "
     "svarar tydligt på problemet, i någon skolform."),
    ("utan-omrade", "Insatser utan problemområde", "De kan bara föreslås genom likhet i ord."),
    ("eftertradare", "Avslutade utan fungerande efterträdare", "Läsaren får ingen väg vidare."),
)  # fmt: skip
"""Kind of row → its heading, and what it means."""


@dataclass(frozen=True, slots=True)
class Lankad:
    """A row with the addresses of the forms that mend it."""

    rad: Rad
    adress: str
    historik: str
    andra: str | None


@dataclass(frozen=True, slots=True)
class Del:
    """Rows of one kind, those that matter most first; the rest are folded away."""

    slag: str
    rubrik: str
    forklaring: str
    forst: tuple[Lankad, ...]
    rest: tuple[Lankad, ...]

    @property
    def antal(self) -> int:
        """How many rows there are."""
        return len(self.forst) + len(self.rest)


async def show(visit: Visit) -> Any:
    """Show what needs work."""
    opened = resources_of(visit.datasette)
    today = date.today()
    state, checks, events = await asyncio.to_thread(_read, opened.release)
    if state is None:
        return visit.page("lage.html", {"lage": None})
    parts = _parts(state, checks, today)
    soon = [
        row
        for row in state.of_kind("granskning")
        if row.dag and today.isoformat() <= row.dag <= (today + SOON).isoformat()
    ]
    figures = followed(events, state, today)
    context = {
        "lage": state,
        "delar": parts,
        "summa": sum(part.antal for part in parts),
        "snart": len(soon),
        "lankar": checks,
        "kurvor": curves(figures),
        "matningar": figures[::-1],
        "mattord": MEASURES,
    }
    return visit.page("lage.html", context)


def parts_with_rows(release: Path) -> tuple[Del, ...]:
    """Return what needs work, part by part, where there is anything to do."""
    state = read_state(release)
    if state is None:
        return ()
    parts = _parts(state, read_checks(release.parent), date.today())
    return tuple(part for part in parts if part.antal)


def _parts(state: Lage, checks: Kontroll, today: date) -> tuple[Del, ...]:
    return tuple(
        _part(state, checks.traffar, slag, heading, meaning, today)
        for slag, heading, meaning in PARTS
    )


def _read(release: Path) -> tuple[Lage | None, Kontroll, tuple[Handelse, ...]]:
    bygg = release.parent
    return read_state(release), read_checks(bygg), read_history(bygg)


def _part(
    state: Lage, dead: Sequence[Traff], slag: str, heading: str, meaning: str, today: date
) -> Del:
    rows = _dead(dead) if slag == "lank" else state.of_kind(slag)
    if slag == "granskning":
        rows = [row for row in rows if row.dag and row.dag < today.isoformat()]
    linked = tuple(map(_linked, rows))
    return Del(slag, heading, meaning, linked[:SHOWN], linked[SHOWN:])


def _dead(found: Sequence[Traff]) -> list[Rad]:
    return [
        Rad("lank", place.postslag, place.id, place.namn, place.falt, f"{hit.url}: {hit.ord}")
        for hit in found
        if not hit.bra
        for place in hit.stallen
    ]


def _linked(row: Rad) -> Lankad:
    root = f"/redaktion/{row.postslag}/{row.id}"
    form = form_address(row.postslag, row.id, row.falt)
    if row.slag == "eftertradare" and row.falt == "relationer":
        form = f"{root}/avsluta"  # it is the successor that says what it came in the place of
    other = f"{root}/sla-ihop{query([('med', row.andra)])}" if row.andra else None
    if row.andra and row.slag == "drar-in":
        other = f"/redaktion/bedomningar/{row.andra}"
    return Lankad(
        rad=row,
        adress=form,
        historik=f"/redaktion/historik/{row.postslag}/{row.id}",
        andra=other,
    )
