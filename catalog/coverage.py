"""How well the insatser cover the problem areas, school form by school form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.loading import Katalog
from catalog.reading import Reader
from catalog.records import Insats

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


@dataclass(frozen=True, slots=True)
class Svar:
    """What counts of an insats that answers an area; no school forms means every one."""

    status: str
    grad: str | None
    skolformer: tuple[str, ...]


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
    answers: defaultdict[str, list[Svar]] = defaultdict(list)
    for insats in katalog.insatser.values():
        if _suggested(katalog, insats):
            possible = insats.skolformer or insats.skolformer_bedomda
            grade = insats.evidens.grad if insats.evidens else None
            for link in insats.problemomraden:
                if link.styrka >= CLEARLY_HELPS:
                    answers[link.problemomrade].append(Svar(insats.status, grade, possible))
    return tuple(
        _row(area.id, area.namn, area.lucka, answers[area.id], _occurs(forms, area.skolformer))
        for area in areas
    )


def coverage_of(reader: Reader) -> tuple[Rad, ...]:
    """Return the same rows from a built catalogue, in the order of the site's lists.

    Examples
    --------
    >>> from catalog.reading import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     [rad.omrade for rad in coverage_of(reader)][:2]
    ['avkodning', 'lasforstaelse']
    """
    forms = [term.id for term in reader.vokabular().skolformer]
    cards = {card.id: card for card in reader.register.kort}
    occurrences = reader.omradens_skolformer()
    answers: defaultdict[str, list[Svar]] = defaultdict(list)
    for area, insats, strength in reader.kopplingar():
        card = cards[insats]
        if strength >= CLEARLY_HELPS and card.foreslas:
            possible = tuple(form.id for form in card.skolformer or card.skolformer_bedomda)
            grade = card.evidens.grad.id if card.evidens else None
            answers[area].append(Svar(card.status.id, grade, possible))
    return tuple(
        _row(
            area.id,
            area.namn,
            area.lucka,
            answers[area.id],
            _occurs(forms, occurrences.get(area.id, ())),
        )
        for area in reader.omradeslista()
        if area.analysniva.id != OUTSIDE
    )


def _suggested(katalog: Katalog, insats: Insats) -> bool:
    return next((t.foreslas for t in katalog.vokabular["typer"] if t.id == insats.typ), True)


def _occurs(forms: Sequence[str], stated: Sequence[str]) -> list[str]:
    return [form for form in forms if not stated or form in stated]


def _row(
    area: str, namn: str, lucka: str | None, answers: Sequence[Svar], forms: Sequence[str]
) -> Rad:
    there = [svar for svar in answers if svar.status != ENDED]
    return Rad(area, namn, tuple(_cell(there, form) for form in forms), lucka)


def _cell(answers: Sequence[Svar], form: str) -> Ruta:
    here = [svar for svar in answers if not svar.skolformer or form in svar.skolformer]
    grades = {svar.grad for svar in here}
    return Ruta(
        skolform=form,
        att_fa=sum(svar.status in TO_BE_HAD for svar in here),
        alla=len(here),
        basta_grad=next((grade for grade in GRADE_MARKS if grade in grades), None),
    )


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
