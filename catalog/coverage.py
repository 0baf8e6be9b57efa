"""How well the insatser cover the problem areas, school form by school form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.loading import Katalog
from catalog.records import Insats, Problemomrade

TO_BE_HAD = frozenset({"aktiv", "ej-tidsbunden"})
ENDED = "avslutad"
OUTSIDE = "utanfor"
CLEARLY_HELPS = 2
"""A link weaker than this does not count: the insats helps with something else."""

GRADE_MARKS = {
    "systematisk-oversikt": "Ö",
    "effektstudie": "E",
    "utvardering": "U",
    "bygger-pa-forskning": "F",
    "ej-utvarderad": "–",
}
"""Grade of evidence, best first → its mark in the table."""

SHORT_FORMS = {
    "forskola": "fsk",
    "forskoleklass": "fkl",
    "fritidshem": "fri",
    "grundskola": "gr",
    "anpassad-grundskola": "agr",
    "specialskola": "spec",
    "sameskola": "same",
    "gymnasieskola": "gy",
    "anpassad-gymnasieskola": "agy",
    "komvux": "vux",
}
NAME_WIDTH = 44
CELL_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Ruta:
    """One area in one school form: insatser to be had, all not ended, and the best evidence."""

    skolform: str
    att_fa: int
    alla: int
    basta_grad: str | None

    @property
    def lucka(self) -> bool:
        """Whether nothing that is to be had answers the problem here."""
        return self.att_fa == 0


@dataclass(frozen=True, slots=True)
class Rad:
    """One area with its school forms, in the vocabulary's order."""

    omrade: str
    namn: str
    rutor: tuple[Ruta, ...]
    lucka: str | None

    @property
    def brist(self) -> tuple[float, float, int]:
        """Return how much is missing, to sort by: nothing at all, nothing to be had, how few."""
        number = max(len(self.rutor), 1)
        return (
            sum(ruta.alla == 0 for ruta in self.rutor) / number,
            sum(ruta.lucka for ruta in self.rutor) / number,
            -sum(ruta.alla for ruta in self.rutor),
        )


def coverage(katalog: Katalog) -> tuple[Rad, ...]:
    """Return a row for each area that an insats can help with, in order of level and name.

    An insats counts where it clearly helps (styrka 2 or 3) and its school forms, stated or judged,
    hold the form; one without any form counts everywhere.

    Examples
    --------
    >>> from catalog.loading import load
    >>> [rad.omrade for rad in coverage(load(data)[0]) if rad.brist[1] == 1]
    []
    """
    forms = [term.id for term in katalog.vokabular["skolformer"]]
    order = {term.id: place for place, term in enumerate(katalog.vokabular["analysnivaer"])}
    areas = sorted(
        (each for each in katalog.problemomraden.values() if each.analysniva != OUTSIDE),
        key=lambda each: (order.get(each.analysniva, len(order)), each.namn),
    )
    return tuple(_row(katalog, each, forms) for each in areas)


def _row(katalog: Katalog, area: Problemomrade, forms: Sequence[str]) -> Rad:
    answering = [
        insats
        for insats in katalog.insatser.values()
        if any(
            link.problemomrade == area.id and link.styrka >= CLEARLY_HELPS
            for link in insats.problemomraden
        )
        and insats.status != ENDED
        and _suggested(katalog, insats)
    ]
    occurs = [form for form in forms if not area.skolformer or form in area.skolformer]
    return Rad(area.id, area.namn, tuple(_cell(answering, form) for form in occurs), area.lucka)


def _suggested(katalog: Katalog, insats: Insats) -> bool:
    return next((t.foreslas for t in katalog.vokabular["typer"] if t.id == insats.typ), True)


def _cell(answering: Sequence[Insats], form: str) -> Ruta:
    here = [insats for insats in answering if _is_for(insats, form)]
    grades = {insats.evidens.grad for insats in here if insats.evidens is not None}
    return Ruta(
        skolform=form,
        att_fa=sum(insats.status in TO_BE_HAD for insats in here),
        alla=len(here),
        basta_grad=next((grade for grade in GRADE_MARKS if grade in grades), None),
    )


def _is_for(insats: Insats, form: str) -> bool:
    possible = insats.skolformer or insats.skolformer_bedomda
    return not possible or form in possible


def table(rows: Sequence[Rad]) -> Iterator[str]:
    """Yield the lines of the table that the command prints, with a key last."""
    used = [
        form for form in SHORT_FORMS if any(r.skolform == form for row in rows for r in row.rutor)
    ]
    yield _line("Problemområde", [SHORT_FORMS[form] for form in used])
    for row in rows:
        cells = {ruta.skolform: _written(ruta) for ruta in row.rutor}
        name = f"{row.namn} (lucka)" if row.lucka else row.namn
        yield _line(name, [cells.get(form, "·") for form in used])
    yield ""
    yield "2/9E = 2 går att få, 9 finns om de okända räknas med, och det bästa underlaget är E."
    yield "Underlag: Ö systematisk översikt, E effektstudie, U utvärdering, F bygger på forskning,"
    yield "– ej utvärderad. ! = inget är belagt som möjligt att få, !! = ingen insats alls,"
    yield "· = problemet förekommer inte i skolformen. Räknar kopplingar med styrka 2 och 3."


def _written(ruta: Ruta) -> str:
    if ruta.alla == 0:
        return "!!"
    mark = GRADE_MARKS.get(ruta.basta_grad or "", "")
    return f"{'!' if ruta.lucka else ''}{ruta.att_fa}/{ruta.alla}{mark}"


def _line(name: str, cells: Sequence[str]) -> str:
    short = name if len(name) < NAME_WIDTH else name[: NAME_WIDTH - 2] + "…"
    return (short.ljust(NAME_WIDTH) + "".join(cell.rjust(CELL_WIDTH) for cell in cells)).rstrip()
