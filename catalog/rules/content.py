"""K3: a record says what a reader needs, at a length that can be read, and in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass

from catalog.files import Place
from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.records import Insats, Paverkansfaktorslank, Problemomradeslank
from catalog.rules.registry import at, rule

MODEL_ABROAD = "forebild"
ENDED = "avslutad"

NEEDED = (
    "beskrivning",
    "passar_nar",
    "passar_inte",
    "problemomraden",
    "kostnad",
    "evidens",
    "granskas_senast",
)
NEEDED_TO_USE = ("formuleringar", "liknar_men_inte", "forutsattningar", "uppfoljning")
NEEDED_TO_START = ("genomforare", "start", "forsta_steg")


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest and most: values of a list, or characters of a text."""

    least: int
    most: int

    def holds(self, value: Sized) -> bool:
        """Return whether the size lies within."""
        return self.least <= len(value) <= self.most


NUMBERS = {
    "passar_nar": Limits(1, 4),
    "passar_inte": Limits(1, 4),
    "formuleringar": Limits(8, 20),
    "liknar_men_inte": Limits(2, 4),
    "problemomraden": Limits(1, 12),
    "forutsattningar": Limits(1, 6),
    "forsta_steg": Limits(2, 5),
    "uppfoljning": Limits(2, 4),
}
LENGTHS = {"sammanfattning": Limits(30, 240), "beskrivning": Limits(120, 1800)}
LINE = Limits(10, 420)
LINES = ("passar_nar", "passar_inte", "formuleringar", "forutsattningar", "uppfoljning")

AREA_NUMBERS = {"formuleringar": Limits(30, 90), "liknar_men_inte": Limits(6, 12)}

MOST_AIMED_AT = 5
SHORT, LONG = 60, 100
AIMED_AT = 3


@rule("K301", "Varje insats har de uppgifter som läsaren behöver.", alone=True)
def needed_fields(katalog: Katalog) -> Iterator[Finding]:
    """Find fields left out, by type and status: what has ended cannot be started."""
    for insats_id, insats in katalog.insatser.items():
        for field in _needed(insats):
            if not getattr(insats, field):
                title = Insats.model_fields[field].title
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    (field,),
                    "K301",
                    f"Posten saknar {field} ({title}).",
                    "Skriv in det, eller «okand», eller «Katalogen saknar uppgift om …».",
                )


def _needed(insats: Insats) -> tuple[str, ...]:
    if insats.typ == MODEL_ABROAD:
        return NEEDED
    if insats.status == ENDED:
        return NEEDED + NEEDED_TO_USE
    return NEEDED + NEEDED_TO_USE + NEEDED_TO_START


@rule("K302", "Texter och listor är varken för korta eller för långa.", alone=True)
def sizes(katalog: Katalog) -> Iterator[Finding]:
    """Compare numbers and lengths with the guide's; what is left out is another rule's."""
    for insats_id, insats in katalog.insatser.items():
        name = record_name("insatser", insats_id)
        for field, limits in NUMBERS.items():
            yield from _size(katalog, name, (field,), getattr(insats, field), limits, "rader")
        for field, limits in LENGTHS.items():
            yield from _size(katalog, name, (field,), getattr(insats, field), limits, "tecken")
        for field in LINES:
            for number, line in enumerate(getattr(insats, field)):
                yield from _size(katalog, name, (field, number), line, LINE, "tecken")
    for area_id, area in katalog.problemomraden.items():
        name = record_name("problemomraden", area_id)
        for field, limits in AREA_NUMBERS.items():
            yield from _size(katalog, name, (field,), getattr(area, field), limits, "rader")


def _size(
    katalog: Katalog, name: str, place: Place, value: Sized | None, limits: Limits, unit: str
) -> Iterator[Finding]:
    if value and not limits.holds(value):
        yield at(
            katalog,
            name,
            place,
            "K302",
            f"{len(value)} {unit}. Det ska vara {limits.least}–{limits.most}.",
            "Stryk det som säger minst, eller lägg till det som saknas.",
        )


@rule("K303", "Formuleringar är olika långa: någon kort och någon lång.", alone=True)
def varied_wordings(katalog: Katalog) -> Iterator[Finding]:
    """Find insatser whose wordings are all as long, as if one voice had said them all."""
    for insats_id, insats in katalog.insatser.items():
        lengths = [len(text) for text in insats.formuleringar]
        if lengths and (min(lengths) > SHORT or max(lengths) < LONG):
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("formuleringar",),
                "K303",
                f"Ingen formulering är kortare än {SHORT} tecken, eller ingen längre än {LONG}.",
                "Blanda: ett kort protokoll, en siffra ur en enkät, en lärares två meningar.",
            )


@rule("K304", "Kopplingarnas styrka är rimligt spridd och motiverad.", alone=True)
def link_grades(katalog: Katalog) -> Iterator[Finding]:
    """Find links without a reason, records aimed at everything and records aimed at nothing."""
    for insats_id, insats in katalog.insatser.items():
        name = record_name("insatser", insats_id)
        grades = [link.styrka for link in insats.problemomraden]
        if grades and max(grades) == 1:
            yield at(
                katalog,
                name,
                ("problemomraden",),
                "K304",
                "Ingen koppling har styrka 2 eller 3.",
                "Ange vad insatsen tydligt hjälper mot.",
            )
        if grades.count(3) > MOST_AIMED_AT:
            yield at(
                katalog,
                name,
                ("problemomraden",),
                "K304",
                f"{grades.count(3)} kopplingar har styrka 3. Det ska vara högst {MOST_AIMED_AT}.",
                "Behåll 3 för det som insatsen är till för. Resten är 2 eller 1.",
            )
        yield from _reasons(katalog, name, "problemomraden", insats.problemomraden)
        yield from _reasons(katalog, name, "paverkansfaktorer", insats.paverkansfaktorer)


def _reasons(
    katalog: Katalog,
    name: str,
    field: str,
    links: Sequence[Problemomradeslank | Paverkansfaktorslank],
) -> Iterator[Finding]:
    for number, link in enumerate(links):
        if link.styrka is None or (link.styrka > 1 and not link.motivering):
            yield at(
                katalog,
                name,
                (field, number),
                "K304",
                "Kopplingen saknar styrka eller motivering.",
                "Ange styrka 1–3, och för 2 och 3 en kort motivering ur det som insatsen gör.",
            )


@rule(
    "K310",
    "Det som bara låter lika hör till ett annat område än det insatsen är till för.",
    alone=True,
)
def decoys_belong_elsewhere(katalog: Katalog) -> Iterator[Finding]:
    """Find decoys that belong to an area which the insats itself is made for."""
    for insats_id, insats in katalog.insatser.items():
        own = {link.problemomrade for link in insats.problemomraden if link.styrka >= AIMED_AT}
        for number, snarlik in enumerate(insats.liknar_men_inte):
            if snarlik.hor_till in own:
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    ("liknar_men_inte", number),
                    "K310",
                    f"Läget hör till «{snarlik.hor_till}», som insatsen själv är till för.",
                    "Välj ett läge som behöver något annat, eller flytta det till formuleringar.",
                )
