"""Problem areas: the list by level and group, and each area's own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.reading import Omradeskort, Reader, Term
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import json_ok, page


@dataclass(frozen=True, slots=True)
class Grupp:
    """Problem areas that belong together."""

    grupp: Term
    omraden: tuple[Omradeskort, ...]


@dataclass(frozen=True, slots=True)
class Niva:
    """A level of the analysis with its groups."""

    niva: Term
    grupper: tuple[Grupp, ...]

    @property
    def antal(self) -> int:
        """How many problem areas the level has."""
        return sum(len(grupp.omraden) for grupp in self.grupper)


def by_level(omraden: Iterable[Omradeskort], analysnivaer: Iterable[Term]) -> tuple[Niva, ...]:
    """Arrange problem areas by level of the analysis and by group; empty levels are left out.

    Examples
    --------
    >>> by_level([], [Term("resultat", "Resultat")])
    ()
    """
    areas = tuple(omraden)
    levels = []
    for niva in analysnivaer:
        groups: dict[Term, list[Omradeskort]] = {}
        for area in areas:
            if area.analysniva.id == niva.id:
                groups.setdefault(area.grupp, []).append(area)
        if groups:
            levels.append(
                Niva(niva, tuple(Grupp(grupp, tuple(found)) for grupp, found in groups.items()))
            )
    return tuple(levels)


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every problem area."""
    omraden = await read(datasette, lambda reader: reader.omradeslista())
    if request.url_vars["format"]:
        return json_ok({"antal": len(omraden), "problemomraden": omraden})
    nivaer = by_level(omraden, resources_of(datasette).vokabular.analysnivaer)
    return await page(datasette, request, "problemomraden.html", {"nivaer": nivaer})


async def show(datasette: Any, request: Any) -> Any:
    """Show a problem area with the insatser that answer it, strongest first."""
    id_ = request.url_vars["id"]

    def question(reader: Reader) -> tuple[Any, Any]:
        blad = reader.problemomrade(id_)
        if blad is None:
            return None, {}
        cards = reader.insatskort([lank.id for lank in blad.insatser])
        return blad, {card.id: card for card in cards}

    blad, cards = await read(datasette, question)
    if blad is None:
        return await answer_without_record(datasette, request, "problemomraden")
    if request.url_vars["format"]:
        return json_ok({"problemomrade": blad})
    return await page(datasette, request, "problemomrade.html", {"omrade": blad, "kort": cards})
