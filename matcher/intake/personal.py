"""Marks what looks like details of a person, so that the page can warn. It never changes a text.

It errs on the side of a warning too few: a warning that is often wrong is not read. What it finds
is told as places, never as the words themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.intake.fornamn import ALSO_WORDS, COMMON, FIRST_NAMES, SURNAMES
from matcher.intake.model import Analys

Slag = Literal["personnummer", "telefonnummer", "epost", "adress", "namn"]


@dataclass(frozen=True, slots=True)
class Personuppgift:
    """Where something stands that looks like a detail of a person.

    Parameters
    ----------
    slag : str
        ``personnummer`` (also samordningsnummer), ``telefonnummer``, ``epost``, ``adress``
        (street and number) or ``namn``.
    stycke : int
        Which paragraph of the analysis, from 0.
    fran, till : int
        From which character to which.
    i_rubrik : bool
        Whether the place is in the heading (``rubrik``) of the paragraph and not in its text.
    """

    slag: Slag
    stycke: int
    fran: int
    till: int
    i_rubrik: bool = False


def find_personal(analys: Analys) -> tuple[Personuppgift, ...]:
    """Return what looks like details of persons in an analysis, in the order of the text.

    Examples
    --------
    >>> from matcher.intake.model import Stycke
    >>> analys = Analys("text", (Stycke("Fråga Lina Holm på expeditionen."),))
    >>> find_personal(analys)
    (Personuppgift(slag='namn', stycke=0, fran=6, till=15, i_rubrik=False),)
    """
    found: list[Personuppgift] = []
    before: str | None = None
    for number, stycke in enumerate(analys.stycken):
        if stycke.rubrik and stycke.rubrik != before:
            found += (Personuppgift(*each, True) for each in _found(number, stycke.rubrik))
        before = stycke.rubrik
        found += (Personuppgift(*each) for each in _found(number, stycke.text))
    return tuple(found)


def warning(found: Iterable[Personuppgift]) -> str | None:
    """Return what to tell the visitor, or None when there is nothing to tell.

    Examples
    --------
    >>> warning([Personuppgift("namn", 0, 6, 15), Personuppgift("telefonnummer", 1, 0, 11)])
    'Texten tycks innehålla uppgifter om personer: ett namn och ett telefonnummer.'
    """
    numbers = Counter(each.slag for each in found)
    told = [_counted(numbers[slag], *NAMES[slag]) for slag in NAMES if numbers[slag]]
    if not told:
        return None
    listed = f"{', '.join(told[:-1])} och {told[-1]}" if len(told) > 1 else told[0]
    return f"Texten tycks innehålla uppgifter om personer: {listed}."


NAMES: dict[Slag, tuple[str, str]] = {
    "personnummer": ("ett personnummer", "personnummer"),
    "namn": ("ett namn", "namn"),
    "adress": ("en adress", "adresser"),
    "epost": ("en e-postadress", "e-postadresser"),
    "telefonnummer": ("ett telefonnummer", "telefonnummer"),
}


def _counted(number: int, one: str, several: str) -> str:
    return one if number == 1 else f"{number} {several}"


Place = tuple[Slag, int, int, int]


def _found(number: int, text: str) -> Iterator[Place]:
    taken: list[tuple[int, int]] = []
    places: list[tuple[int, int, Slag]] = []
    for slag, marks in (
        ("epost", _emails(text)),
        ("personnummer", _personnummer(text)),
        ("telefonnummer", _phones(text)),
        ("adress", ((m.start(), m.end()) for m in ADDRESS.finditer(text))),
        ("namn", _names(text)),
    ):
        for start, end in marks:
            if not any(start < other_end and other < end for other, other_end in taken):
                taken.append((start, end))
                places.append((start, end, slag))  # type: ignore[arg-type]
    for start, end, slag in sorted(places):
        yield slag, number, start, end


EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w-])")
OFFICES = frozenset(
    ("info", "kontakt", "rektor", "exp", "expedition", "expeditionen", "skola", "skolan", "kommun",
     "kommunen", "registrator", "kansli", "kansliet", "support", "post", "barnochutbildning")
)  # fmt: skip


def _emails(text: str) -> Iterator[tuple[int, int]]:
    for mark in EMAIL.finditer(text):
        if mark[0].partition("@")[0].lower() not in OFFICES:
            yield mark.span()


NUMBER = re.compile(r"(?<![\d.,-])(?:19|20)?(\d{2})(\d{2})(\d{2}) ?[-+–]? ?(\d{4})(?![\d-])")
COORDINATED = 60


def _personnummer(text: str) -> Iterator[tuple[int, int]]:
    """Yield numbers with a possible date (the day may have 60 added) and the right last digit."""
    for mark in NUMBER.finditer(text):
        year, month, day, last = mark.groups()
        plain = int(day) - COORDINATED if int(day) > COORDINATED else int(day)
        try:
            date(2000 + int(year) % 4, int(month), plain)
        except ValueError:
            continue
        if _luhn(year + month + day + last):
            yield mark.span()


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


PHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)46 ?(?:\(0\))? ?[1-9]\d{0,2}|0[1-9]\d{0,2})"
    r"(?: ?[-–/] ?| )\d{2,4}(?: ?\d{2,3}){1,3}(?![\d%,])"
    r"|(?<![\d.,/-])(?:(?:\+|00)46|0)7\d{8}(?!\d)"
)
PHONE_DIGITS = range(8, 12)
CALL = re.compile(r"(?:tel|telefon|mobil|nummer|ring|nås på|sms)[^.!?]{0,20}$", re.I)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for mark in PHONE.finditer(text):
        said = mark[0]
        digits = re.sub(r"\D", "", re.sub(r"^(?:\+|00)46", "0", said).replace("(0)", ""))
        sure = said.startswith(("+", "00", "07")) or re.match(r"0\d{1,3} ?[-–/]", said)
        called = CALL.search(text, max(0, mark.start() - 40), mark.start())
        if len(digits) in PHONE_DIGITS and (sure or called):
            yield mark.span()


STREET = "gatan|vägen|gränd|gränden|stigen|allén|backen|torget|gata|väg|stig|plan|leden|liden"
NO_STREET = (
    "Studie|Handlings|Åtgärds|Arbets|Kurs|Läro|Lektions|Utvecklings|Verksamhets|Ämnes|Tids|Tid|"
    "Kvalitets|Undervisnings|Insats|Likabehandlings"
)
"""What makes a word of «väg» or «plan» one that a school uses: «Studieväg 2», «Handlingsplan 3»."""

ADDRESS = re.compile(
    rf"\b(?!(?:{NO_STREET})(?:väg|plan)\b)"
    rf"(?:[A-ZÅÄÖ][a-zåäöé]{{1,25}}(?:{STREET})|[A-ZÅÄÖ][a-zåäöé]{{3,25}} (?:{STREET}))"
    r" \d{1,3} ?[A-Z]?\b(?! ?(?:%|procent|elever|barn|lärare))"
)

TOKEN = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéüèçøæ]+(?:[-–][A-ZÅÄÖ][a-zåäöéüèøæ]+)*|[A-ZÅÄÖ](?=[.\s])")
PUPIL = re.compile(
    r"\b(?:eleven|elev|pojken|flickan|barnet|killen|tjejen|sonen|dottern|mamma|pappa|mamman|pappan|"
    r"vårdnadshavaren|brodern|systern|vid namn) $",
    re.I,
)
STAFF = re.compile(
    r"(?:\brektor|rektorn|chefen|\bchef|läraren|lärare|pedagogen|pedagog|kurator|kuratorn|"
    r"sköterska|sköterskan|mentor|mentorn|handledare|handledaren|förstelärare|barnskötare|"
    r"(?:sammanställd|skriven|upprättad|godkänd|ansvarig) av|namn|ansvarig|kontaktperson) ?:? $",
    re.I,
)
PLACE = re.compile(
    r"(?:skolan|skola|skolor|avdelningen|avdelning|huset|hus|enheten|salen|gruppen|appen|"
    r"programmet|modellen|metoden|systemet|materialet|projektet|läromedlet|boken|sagan|sankt|sankta|s:t|s:ta|"
    r"kung|drottning|verktyget|plattformen|tjänsten|gården|campus|stormen) [«”\"]?$",
    re.I,
)
OF_NAME = re.compile(
    r"^s? (?:skola|förskola|gymnasium|gymnasiet|friskola|montessori|kyrka|pris|gata|väg|plan|torg|"
    r"minne|bok|böcker|modell|metod|universitet|högskola|stiftelse|fond|lucia)",
    re.I,
)
CITED = re.compile(r"^[^.!?]{0,40}?\(?(?:m\.? ?fl\.?|et al\.?|& [A-ZÅÄÖ]\w+)?,? ?\((?:19|20)\d\d")
NOT_PEOPLE = frozenset(
    ("Astrid Lindgren", "Selma Lagerlöf", "Elsa Beskow", "Harry Potter", "Pippi Långstrump",
     "Alfons Åberg", "John Hattie", "Dylan Wiliam", "Anne Frank", "Greta Thunberg", "Karl Marx",
     "Maria Montessori", "Carl Linné", "Gustav Vasa", "Lev Vygotskij", "Anna Karenina",
     "Helen Timperley", "Kalle Anka", "Max Weber", "Albert Einstein", "Karin Boye", "Alfred Nobel")
)  # fmt: skip
NOT_SURNAMES = (
    "skolan", "skola", "gymnasiet", "gymnasium", "kommun", "stad", "universitetet", "lyftet",
    "modellen", "metoden", "programmet", "gatan", "vägen", "förskolan", "området", "verket",
    "tionen", "ningen", "punkten", "planen", "gården", "huset", "centrum",
)  # fmt: skip


def _names(text: str) -> Iterator[tuple[int, int]]:
    tokens = [mark for mark in TOKEN.finditer(text) if _is_whole(text, mark)]
    place = 0
    while place < len(tokens):
        taken = _name_at(text, tokens, place)
        if taken:
            start, end = tokens[place].start(), tokens[place + taken - 1].end()
            if not _is_other(text, start, end):
                yield start, end
        place += max(taken, 1)


def _is_whole(text: str, mark: re.Match[str]) -> bool:
    """Return whether a word is not a part of a longer one: ``Anna-modellen``, ``iPhone``."""
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return not (
        before.isalnum() or before in {"-", "@", "/"} or after.isalnum() or after in {"-", "@"}
    )


def _name_at(text: str, tokens: list[re.Match[str]], place: int) -> int:
    """Return how many words from here are a name; 0 if none."""
    first = tokens[place]
    word = first[0]
    before = text[max(0, first.start() - 40) : first.start()]
    if len(word) == 1 and text[first.end()] != ".":
        return 0
    known = all(_is_first(part, FIRST_NAMES | ALSO_WORDS) for part in re.split("[-–]", word))
    follow = 0
    while (
        follow < 2
        and place + follow + 1 < len(tokens)
        and text[tokens[place + follow].end() : tokens[place + follow + 1].start()] in {" ", ". "}
        and (len(tokens[place + follow][0]) == 1) >= (text[tokens[place + follow].end()] == ".")
        and _is_surname(tokens[place + follow + 1][0])
    ):
        follow += 1
    last = tokens[place + follow][0]
    if known and follow:
        return follow + 1
    if known and all(_is_first(part, FIRST_NAMES) for part in re.split("[-–]", word)):
        return 1
    following = tokens[place + 1][0] if follow == 1 else ""
    if following in FIRST_NAMES or len(following) == 1:
        return 0  # the name begins with the next word
    if follow == 1 and word not in COMMON and (_is_sure_surname(last) or STAFF.search(before)):
        return follow + 1 if _is_name_like(word) else 0
    if PUPIL.search(before) and word not in COMMON and _is_name_like(word):
        return follow + 1
    return 0


def _is_first(word: str, names: frozenset[str]) -> bool:
    return word in names or (len(word) > 3 and word.endswith("s") and word[:-1] in names)


def _is_surname(word: str) -> bool:
    return word not in COMMON and _is_name_like(word)


def _is_name_like(word: str) -> bool:
    return not word.lower().endswith(NOT_SURNAMES)


def _is_sure_surname(word: str) -> bool:
    plain = word[:-1] if word.endswith("s") and len(word) > 4 else word
    return word in SURNAMES or plain in SURNAMES or plain.lower().endswith("sson")


def _is_other(text: str, start: int, end: int) -> bool:
    """Return whether a name is that of a school, a method, a book or a researcher."""
    name = text[start:end]
    return bool(
        name in NOT_PEOPLE
        or name.rstrip("s") in NOT_PEOPLE
        or PLACE.search(text, max(0, start - 30), start)
        or OF_NAME.match(text[end : end + 30])
        or CITED.match(text[end : end + 60])
    )
