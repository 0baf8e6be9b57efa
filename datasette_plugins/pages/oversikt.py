"""The map of the catalogue: problem areas × school forms, how many insatser and how well tried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.coverage import GRADE_MARKS, Rad, Ruta, coverage_of
from catalog.reading import Reader, Term
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import PageError, json_ok, page

GRADE_STEPS = {grade: 4 - place for place, grade in enumerate(GRADE_MARKS)}
"""Grade of evidence → how many of the four bars it fills."""

SHORT_GRADES = {
    "systematisk-oversikt": "översikt",
    "effektstudie": "effekt",
    "utvardering": "utvärd.",
    "bygger-pa-forskning": "forskn.",
    "ej-utvarderad": "ej utv.",
}
"""Grade of evidence → the word that fits below a number; the key of the page tells it whole."""

FEW, SEVERAL, MANY = 1, 3, 8
"""From these numbers on, a cell is darker."""


@dataclass(frozen=True, slots=True)
class Falt:
    """One cell of the map, or the lack of one where the problem does not occur."""

    ruta: Ruta | None

    @property
    def ton(self) -> int:
        """How dark the cell is: 0 is a gap, 3 many insatser."""
        number = self.ruta.att_fa if self.ruta else 0
        return sum(number >= limit for limit in (FEW, SEVERAL, MANY))

    @property
    def grad(self) -> str:
        """The word for the best evidence; nothing where there is no insats."""
        return SHORT_GRADES.get((self.ruta and self.ruta.basta_grad) or "", "")

    @property
    def steg(self) -> int:
        """How many of the four bars the best evidence fills."""
        return GRADE_STEPS.get((self.ruta and self.ruta.basta_grad) or "", 0)


@dataclass(frozen=True, slots=True)
class Kartrad:
    """One area on the map."""

    omrade: str
    namn: str
    lucka: str | None
    falt: tuple[Falt, ...]


@dataclass(frozen=True, slots=True)
class Kartdel:
    """The areas of one level of the analysis."""

    niva: Term
    rader: tuple[Kartrad, ...]


def map_of(
    rows: Iterable[Rad], forms: Sequence[Term], levels: Sequence[tuple[Term, Sequence[str]]]
) -> tuple[Kartdel, ...]:
    """Arrange the rows of coverage by level, with a cell for each of the school forms.

    ``levels`` holds each level with the ids of its areas. With one school form only, areas that
    do not occur there are left out.

    Examples
    --------
    >>> ruta = Ruta("grundskola", 4, 9, "effektstudie")
    >>> rad = Rad("las", "Läsning", (ruta,), None)
    >>> forms = (Term("forskola", "Förskola"), Term("grundskola", "Grundskola"))
    >>> [del_] = map_of([rad], forms, [(Term("resultat", "Resultat"), ["las"])])
    >>> [(falt.ton, falt.grad) for falt in del_.rader[0].falt]
    [(0, ''), (2, 'effekt')]
    >>> map_of([rad], forms[:1], [(Term("resultat", "Resultat"), ["las"])])
    ()
    """
    by_area = {row.omrade: row for row in rows}
    parts = []
    for level, areas in levels:
        found = [_row(by_area[area], forms) for area in areas if area in by_area]
        kept = [row for row in found if len(forms) > 1 or row.falt[0].ruta]
        if kept:
            parts.append(Kartdel(level, tuple(kept)))
    return tuple(parts)


def _row(row: Rad, forms: Sequence[Term]) -> Kartrad:
    cells = {ruta.skolform: ruta for ruta in row.rutor}
    return Kartrad(
        row.omrade, row.namn, row.lucka, tuple(Falt(cells.get(form.id)) for form in forms)
    )


async def show(datasette: Any, request: Any) -> Any:
    """Show the map, for every school form or for one."""
    vokabular = resources_of(datasette).vokabular

    def question(reader: Reader) -> tuple[tuple[Rad, ...], Any]:
        return coverage_of(reader), reader.omradeslista()

    rows, areas = await read(datasette, question)
    if request.url_vars["format"]:
        return json_ok({"antal": len(rows), "oversikt": rows})
    chosen = request.args.get("skolform")
    occurring = {ruta.skolform for row in rows for ruta in row.rutor}
    every = tuple(form for form in vokabular.skolformer if form.id in occurring)
    forms = tuple(form for form in every if form.id == chosen) if chosen else every
    if not forms:
        raise PageError(
            404, "Det finns ingen sådan skolform i översikten.", "Välj en skolform på /oversikt."
        )
    levels = [
        (level, [area.id for area in areas if area.analysniva.id == level.id])
        for level in vokabular.analysnivaer
    ]
    cells = [ruta for row in rows for ruta in row.rutor if ruta.skolform in {f.id for f in forms}]
    context = {
        "karta": map_of(rows, forms, levels),
        "skolformer": every,
        "former": forms,
        "vald": forms[0] if chosen else None,
        "rutor": len(cells),
        "luckor": sum(ruta.lucka for ruta in cells),
        "tomma": sum(ruta.alla == 0 for ruta in cells),
        "grader": [(SHORT_GRADES[grade], GRADE_STEPS[grade], grade) for grade in GRADE_MARKS],
        "gradnamn": await read(datasette, Reader.evidensgrader),
    }
    return await page(datasette, request, "oversikt.html", context)
