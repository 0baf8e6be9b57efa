"""A pasted reference → the fields of a record: CSL-JSON, BibTeX, or a line of a reference list.

Nothing is fetched from elsewhere: what the text does not say, the curator fills in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from json import JSONDecodeError
from typing import Any

from catalog.kinds import KINDS
from catalog.swedish import slug
from datasette_plugins.redaktion.bibtex import read_bibtex
from datasette_plugins.redaktion.bibtex_entry import looks_like_bibtex, several
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.responses import PageError
from datasette_plugins.wording import number

UNREADABLE = "Det gick inte att känna igen någon referens i texten."
INSTEAD = (
    "Klistra in BibTeX eller CSL-JSON, eller en rad som "
    "«Efternamn, F. (2012). Titel. Tidskrift, 3(1), 5–9.»"
)
LONGEST = 20_000
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
ONLY_DOI = re.compile(rf"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(?P<doi>{DOI.pattern[2:]})", re.I)
RIS = re.compile(r"^TY {2}- ", re.MULTILINE)
URL = re.compile(r"https?://[^\s\"<>]+")
ENTRY = re.compile(r"^(?P<who>.+?)\s*\((?P<year>\d{4})[a-z]?\)\.?\s*(?P<rest>.+)$", re.DOTALL)
IN_JOURNAL = re.compile(
    r"^(?P<name>[^,]+?),\s*(?P<volume>\d+)?\s*(?:\((?P<issue>[^)]+)\))?"
    r"(?:,?\s*(?:s\.\s*)?(?P<page>\d+\s*[–-]\s*\d+))?\.?$"
)
PERSON = re.compile(r"(?P<family>[^,&]{1,80}),\s*(?P<given>(?:\w[\w-]*\.\s*(?:-\s*\w\.\s*)?)+)")
OURS = frozenset({"id", "note", "custom", "alias"})
NAME_PARTS = frozenset({"family", "given", "literal", "dropping-particle", "non-dropping-particle"})


def read_citation(text: str) -> dict[str, Any]:
    """Return the fields of a pasted reference.

    Examples
    --------
    >>> found = read_citation("Exempel, A. (2012). Att läsa. Skoltidskrift, 3(1), 5–9.")
    >>> found["title"], found["container-title"], found["page"], found["author"]
    ('Att läsa', 'Skoltidskrift', '5–9', [{'family': 'Exempel', 'given': 'A.'}])
    >>> read_citation('{"title": "Att läsa", "DOI": "https://doi.org/10.1234/x"}')["DOI"]
    '10.1234/x'
    >>> read_citation("https://doi.org/10.1234/x")
    {'DOI': '10.1234/x'}

    Raises
    ------
    PageError
        Why none is recognised, and what to do instead.
    """
    text = text.strip()
    if len(text) > LONGEST:
        long = f"Texten är längre än {number(LONGEST)} tecken."
        raise PageError(400, long, "Klistra in en referens i taget, utan sammanfattningen.")
    doi = ONLY_DOI.fullmatch(text)
    if doi:
        return {"DOI": doi["doi"].rstrip(".")}
    if text[:1] in "[{":
        return _from_csl(text)
    if looks_like_bibtex(text):
        return read_bibtex(text)
    if RIS.search(text):
        raise PageError(400, "Det ser ut som RIS, som inte går att läsa in.", INSTEAD)
    fields = _from_line(text)
    if not fields:
        raise PageError(400, UNREADABLE, INSTEAD)
    return fields


def suggested_id(fields: Mapping[str, Any]) -> str:
    """Return an id as the catalogue's works have it: first author and year.

    Examples
    --------
    >>> suggested_id({"author": [{"family": "Åkeson"}], "issued": {"date-parts": [[2012]]}})
    'akeson-2012'
    """
    author = (fields.get("author") or fields.get("editor") or [{}])[0]
    who = author.get("family") or author.get("literal") or fields.get("title", "")
    parts = fields.get("issued", {}).get("date-parts") or [[]]
    year = str(parts[0][0]) if parts[0] else ""
    return slug(f"{who} {year}")[:80].strip("-")


def _from_csl(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" Felet är på rad {error.lineno}." if isinstance(error, JSONDecodeError) else ""
        broken = f"Det ser ut som CSL-JSON, men går inte att läsa.{line}"
        raise PageError(400, broken, "Hämta referensen på nytt, så att allt kommer med.") from None
    if isinstance(content, list):
        if len(content) > 1:
            raise several(len(content))
        content = content[0] if content else {}
    if not isinstance(content, dict) or not isinstance(content.get("title"), str):
        raise PageError(400, UNREADABLE, INSTEAD)
    fields: dict[str, Any] = {}
    for name, info in KINDS["referenser"].model_fields.items():
        key = info.alias or name
        if key in OURS or content.get(key) in (None, "", [], {}):
            continue
        value = _value(key, content[key])
        if value:
            fields[key] = value
    return fields


def _value(key: str, value: Any) -> Any:
    if key in {"author", "editor"}:
        return (
            [_name(each) for each in value if isinstance(each, dict)]
            if (isinstance(value, list))
            else None
        )
    if key == "issued":
        return _issued(value)
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    text = clean(str(value))
    if key == "DOI":
        found = DOI.search(text)
        return found.group(0).rstrip(".") if found else None
    return text


def _name(given: Mapping[str, Any]) -> dict[str, str]:
    return {key: clean(str(value)) for key, value in given.items() if key in NAME_PARTS and value}


def _issued(value: Any) -> Any:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and all(isinstance(day, list) and day for day in parts):
        read = [[_number(each) for each in day] for day in parts]
        if read and all(all(each is not None for each in day) for day in read):
            return {"date-parts": read}
    year = re.search(r"\d{4}", str(value.get("raw") or value.get("literal") or ""))
    return {"date-parts": [[int(year.group(0))]]} if year else None


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _from_line(text: str) -> dict[str, Any]:
    text = re.sub(r"\s+", " ", text)
    doi = DOI.search(text)
    url = URL.search(text)
    bare = URL.sub("", DOI.sub("", text)).replace("doi:", "").strip(" .")
    entry = ENTRY.match(bare)
    if entry is None:
        return {}
    title, _, rest = entry["rest"].partition(". ")
    fields: dict[str, Any] = {
        "title": title.strip(" ."),
        "author": _people(entry["who"]),
        "issued": {"date-parts": [[int(entry["year"])]]},
    }
    rest = rest.strip(" .")
    journal = IN_JOURNAL.match(rest)
    if journal:
        fields |= {"type": "article-journal", "container-title": journal["name"].strip()}
        fields |= {
            key: journal[key].replace(" ", "")
            for key in ("volume", "issue", "page")
            if journal[key]
        }
    elif rest:
        fields |= {"publisher": rest}
    if doi:
        fields["DOI"] = doi.group(0).rstrip(".")
    if url and "doi.org/" not in url.group(0):
        fields["URL"] = url.group(0).rstrip(".")
    return fields


def _people(who: str) -> list[dict[str, str]]:
    found = [
        {"family": each["family"].strip(), "given": each["given"].strip()}
        for each in PERSON.finditer(who.replace(" och ", " & ").replace(" and ", " & "))
    ]
    return found or [{"literal": who.strip(" .,")}]
