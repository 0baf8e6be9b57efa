"""Problem areas: the list by level and group, and each area's own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalog.reading import Omradeskort, Reader, Term
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import json_ok, page


class Gren(NamedTuple):
    """An area with the more definite areas that are part of it."""

    omrade: Omradeskort
    delar: tuple[Gren, ...]


@dataclass(frozen=True, slots=True)
class Grupp:
    """Problem areas that belong together."""

    grupp: Term
    omraden: tuple[Omradeskort, ...]
    trad: tuple[Gren, ...] = ()


@dataclass(frozen=True, slots=True)
class Niva:
    """A level of the analysis with its groups."""

    niva: Term
    grupper: tuple[Grupp, ...]

    @property
    def antal(self) -> int:
        """How many problem areas the level has."""
        return sum(len(grupp.omraden) for grupp in self.grupper)


def tree_of(areas: Sequence[Omradeskort], wider: Mapping[str, str]) -> tuple[Gren, ...]:
    """Arrange areas below the wider ones that they are part of, where those are among them too.

    Examples
    --------
    >>> tree_of((), {})
    ()
    """
    here = {area.id for area in areas}
    roots = [area for area in areas if wider.get(area.id) not in here]

    def branch(area: Omradeskort) -> Gren:
        parts = [each for each in areas if wider.get(each.id) == area.id]
        return Gren(area, tuple(branch(part) for part in parts))

    return tuple(branch(area) for area in roots)


def by_level(
    omraden: Iterable[Omradeskort],
    analysnivaer: Iterable[Term],
    wider: Mapping[str, str] | None = None,
) -> tuple[Niva, ...]:
    """Arrange problem areas by level of the analysis and by group; empty levels are left out.

    ``wider`` is area → the area that it is part of; a part in another group stands there alone.

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
                Niva(
                    niva,
                    tuple(
                        Grupp(grupp, tuple(found), tree_of(found, wider or {}))
                        for grupp, found in groups.items()
                    ),
                )
            )
    return tuple(levels)


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every problem area."""
    omraden, wider = await read(datasette, lambda reader: (reader.omradeslista(), reader.ingar_i()))
    if request.url_vars["format"]:
        return json_ok({"antal": len(omraden), "problemomraden": omraden})
    nivaer = by_level(omraden, resources_of(datasette).vokabular.analysnivaer, wider)
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
