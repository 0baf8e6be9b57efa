"""How long an insats takes, and for whom, as far as the catalogue says. Nothing is guessed."""

from __future__ import annotations

import re
from typing import Final

from catalog.reading import Insatsblad
from matcher.paket.form import Led, Timmar

WEEKS_OF_A_TERM: Final = 20
WEEKS_OF_HALF_A_YEAR: Final = 26

GROUP: Final[dict[str, Led]] = {
    "namnd": "huvudman",
    "forvaltning": "huvudman",
    "rektor": "rektor",
    "mellanledare": "mellanledare",
    "larare": "larare",
    "forskollarare": "larare",
    "barnskotare": "larare",
    "fritidslarare": "larare",
    "specialpedagog": "larare",
    "elevhalsa": "elevhalsa",
    "studie-och-yrkesvagledare": "elevhalsa",
    "skolbibliotekarie": "elevhalsa",
}
LEVEL: Final[dict[str, Led]] = {
    "huvudman": "huvudman",
    "ledning": "rektor",
    "undervisning": "larare",
    "elevhalsa": "elevhalsa",
}
ORDER: Final[tuple[Led, ...]] = ("huvudman", "rektor", "mellanledare", "larare", "elevhalsa")

ONE: Final = re.compile(r"\bper (deltagare|lyssnare)\b")
A_PART: Final = re.compile(r"^en (del|modul)\b")
NUMBER: Final = {
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    **{str(number): number for number in range(1, 9)},
}
SPAN: Final = re.compile(
    rf"(?:\b(?:under|på|i|varar|pågår)\s+(?:ungefär |cirka |högst |upp till )?)?"
    rf"\b(?:(?:{'|'.join(NUMBER)})\s*(?:till|–|-|eller)\s*)?"
    rf"(?P<tal>{'|'.join(NUMBER)})\s+(?P<enhet>terminer|termin|läsår|år)\b",
    re.IGNORECASE,
)
TERMS: Final = {"termin": 1, "terminer": 1, "läsår": 2, "år": 2}
AGES: Final = re.compile(r"\b(barn|ålder|åring|elever)", re.IGNORECASE)
LONGEST: Final = 8


def links_of_chain(insats: Insatsblad) -> tuple[Led, ...]:
    """Return who does or goes an insats; where no group is stated, where in the chain it acts."""
    found = {GROUP[each.id] for each in insats.malgrupper if each.id in GROUP}
    found = found or {LEVEL[each.id] for each in insats.nivaer if each.id in LEVEL}
    return tuple(led for led in ORDER if led in found)


def links_with_hours(insats: Insatsblad) -> tuple[Led, ...]:
    """Return whose hours those «per deltagare» are.

    An insats for teaching has leaders among its groups because they lead it, not because they go
    through it all, so its hours are the teachers'.
    """
    led = links_of_chain(insats)
    teaches = any(each.id == "undervisning" for each in insats.nivaer)
    return ("larare",) if teaches and "larare" in led else led


def hours(insats: Insatsblad) -> Timmar | None:
    """Return the hours that the catalogue has, and whether they are a participant's own."""
    tid = insats.tid
    most = tid and (tid.timmar_max or tid.timmar_min)
    if tid is None or not most:
        return None
    about = tid.avser or ""
    part = A_PART.match(about)
    whole_module = part is not None and part[1] == "modul" and insats.typ.id == "modul"
    return Timmar(
        minst=part is not None and not whole_module,
        raknas=not about or bool(ONE.search(about)) or about in ("hela modulen", "modulen"),
        fran=tid.timmar_min or most,
        till=most,
        avser=tid.avser,
    )


def terms(insats: Insatsblad) -> tuple[int, str | None]:
    """Return how many terms an insats takes, and the words of the catalogue that say so.

    Where it says nothing that can be counted in terms the answer is one, and None.
    """
    if insats.tid is not None and insats.tid.veckor_max:
        weeks = insats.tid.veckor_max
        longer = max(2, -(-weeks // WEEKS_OF_HALF_A_YEAR))
        return min(1 if weeks <= WEEKS_OF_A_TERM else longer, LONGEST), f"{weeks} veckor"
    for text in (insats.omfattning, insats.sammanfattning):
        found = text and span(text)
        if found:
            return found
    return 1, None


def span(text: str) -> tuple[int, str] | None:
    """Return the terms that a sentence tells of, and its words.

    Examples
    --------
    >>> span("Cirka 30 timmar under en till två terminer.")
    (2, 'en till två terminer')
    >>> span("Fyra dagar under ett läsår."), span("Barn ett till fem år.")
    ((2, 'ett läsår'), None)
    """
    for found in SPAN.finditer(text):
        unit = found["enhet"].lower()
        stated = re.match(r"(?:under|på|varar|pågår)\s", found[0], re.IGNORECASE)
        if unit == "år" and (not stated or AGES.search(text[: found.start()][-12:])):
            continue
        number = NUMBER[found["tal"].lower()] * TERMS[unit]
        words = re.sub(r"^(?:under|på|i|varar|pågår)\s+", "", found[0], flags=re.IGNORECASE)
        return min(number, LONGEST), words
    return None
