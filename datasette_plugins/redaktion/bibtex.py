"""A reference in BibTeX, as a library or a reference manager gives it → the fields of a record."""

from __future__ import annotations

import re
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.middlewares.names import split_multiple_persons_names as split_names
from bibtexparser.model import Field

from datasette_plugins.redaktion.bibtex_entry import (
    MONTH,
    fields_in,
    plain,
    refuse_longer,
    short,
    wrong,
)
from datasette_plugins.redaktion.values import MOST_ROWS, date_parts

LONGEST_NAMES = 5000
TYPES = {
    "article": "article-journal",
    **dict.fromkeys(("book", "booklet", "collection", "manual", "mvbook", "proceedings"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("report", "techreport"), "report"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
}
NAMES = ("author", "editor")
TITLES = ("title", "subtitle")
TEXTS = {
    "container-title": ("journaltitle", "journal", "booktitle"),
    "collection-title": ("series",),
    "volume": ("volume",),
    "issue": ("issue",),
    "page": ("pages",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("address", "location"),
    "language": ("language", "langid"),
    "ISBN": ("isbn",),
}
"""Field of a record → the fields of BibTeX that may tell it, the surest first."""
NUMBER = {"article-journal": "issue", "book": "collection-number", "chapter": "collection-number"}
"""Type → what its ``number`` is a number of; of all others, of the work itself."""
ADDRESSES = ("doi", "url", "howpublished")
READ = frozenset(
    {*NAMES, *TITLES, *ADDRESSES, "number", "date", "year", MONTH}.union(*TEXTS.values())
)
LANGUAGES = {
    **dict.fromkeys(("swedish", "svenska", "swe"), "sv"),
    **dict.fromkeys(("english", "american", "british", "ukenglish", "usenglish", "eng"), "en"),
    **dict.fromkeys(("norwegian", "norsk", "bokmal", "nynorsk", "nor", "nob", "nno"), "no"),
    **dict.fromkeys(("danish", "dansk", "dan"), "da"),
    **dict.fromkeys(("finnish", "suomi", "fin"), "fi"),
    **dict.fromkeys(("german", "ngerman", "ger", "deu"), "de"),
}
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {
    **{word: place for place, word in enumerate(_ENGLISH.split(), start=1)},
    "maj": 5,
    "okt": 10,
}
ESCAPED = re.compile(r"\{?\\([_&%#$~])(?:\{\})?\}?")
ADDRESS = re.compile(r"https?://[^\s{}\"<>]+")
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}]+")
DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}(?:/\d{4}(?:-\d{2}){0,2})?")


def read_bibtex(text: str) -> dict[str, Any]:
    r"""Return the fields of the only reference of a text.

    Examples
    --------
    >>> found = read_bibtex(r'''@article{x, title = {Att l{\aa}ta}, author = {Exempel, Anna},
    ...     journal = "Skoltidskrift", year = 2012, pages = {5--9}, number = 1}''')
    >>> found["title"], found["issue"], found["page"], found["issued"]
    ('Att låta', '1', '5–9', {'date-parts': [[2012]]})

    Raises
    ------
    PageError
        What is wrong, on which line, and what to do.
    """
    entry, given = fields_in(text, READ)
    texts = {
        name: plain(field, str(field.value))
        for name, field in given.items()
        if name in READ and name not in {*NAMES, *ADDRESSES, MONTH}
    }
    if not texts.get("title"):
        raise wrong("Posten saknar titel (title)", entry, "Lägg till den, eller skriv själv.")
    kind = TYPES.get(entry.entry_type.lower(), "document")
    language = texts.get("language", texts.get("langid", ""))
    fields = {
        "type": kind,
        "title": ": ".join(texts[name] for name in TITLES if texts.get(name)),
        **{name: _people(given[name]) for name in NAMES if name in given},
        **{key: next(filter(None, map(texts.get, names)), "") for key, names in TEXTS.items()},
        "language": LANGUAGES.get(language.lower(), language),
        "issued": _issued(texts, given.get(MONTH)),
        **_addresses(given),
    }
    if texts.get("number"):
        fields[NUMBER.get(kind, "number")] = texts["number"]
    return {key: value for key, value in fields.items() if value}


def _people(field: Field) -> list[dict[str, str]]:
    value = str(field.value)
    refuse_longer(field, value, LONGEST_NAMES)
    names = [name for name in split_names(value) if name.strip().lower() != "others"]
    if len(names) > MOST_ROWS:
        many = f"Fältet «{short(field.key)}» har fler än {MOST_ROWS} namn"
        raise wrong(many, field, "Ta bara med de första.")
    return [person for name in names if (person := _person(field, name))]


def _person(field: Field, name: str) -> dict[str, str]:
    try:
        parts = parse_single_name_into_parts(name.strip(" ,\t\n"))
    except ValueError:  # it quotes the name
        raise wrong(
            f"Namnet «{short(name)}» i fältet «{short(field.key)}» går inte att läsa",
            field,
            "Skriv «Efternamn, Förnamn», med ordet and mellan namnen.",
        ) from None
    first, von, last, jr = (
        plain(field, " ".join(each)) for each in (parts.first, parts.von, parts.last, parts.jr)
    )
    if not (first or von):
        return {"literal": f"{last} {jr}".strip()} if last else {}
    given = ", ".join(filter(None, (first, jr)))
    person = {"family": last, "given": given, "non-dropping-particle": von}
    return {key: value for key, value in person.items() if value}


def _issued(texts: dict[str, str], month: Field | None) -> dict[str, Any]:
    date = texts.get("date", "")
    if DAY.fullmatch(date):
        return {"date-parts": date_parts(date)}
    year = re.search(r"\d{4}", date or texts.get("year", ""))
    if year is None:
        return {}
    told = _month(str(month.value)) if month else None
    return {"date-parts": [[int(year[0]), *([told] if told else [])]]}


def _month(text: str) -> int | None:
    """Return the month of a number, or of the first name of a month in a text.

    Examples
    --------
    >>> _month("07"), _month('"5~" # oct'), _month("juni"), _month("våren")
    (7, 10, 6, None)
    """
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    words = re.findall(r"[^\W\d_]{3}", text[:40].lower())
    return next((MONTHS[word] for word in words if word in MONTHS), None)


def _addresses(given: dict[str, Field]) -> dict[str, str]:
    """Return the DOI and the address; % and _ are what they are in them."""
    doi_text, url_text, published = (
        ESCAPED.sub(r"\1", str(given[name].value)) if name in given else "" for name in ADDRESSES
    )
    doi = DOI.search(doi_text or url_text)
    address = ADDRESS.search(url_text or published)
    found = {"DOI": doi[0].rstrip(".")} if doi else {}
    if address and not (doi and "doi.org/" in address[0]):
        found["URL"] = address[0].rstrip(".")
    return found
