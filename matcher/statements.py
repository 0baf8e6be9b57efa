"""Statements to match or to measure on: rows of JSON, YAML lists, and ``data/bedomningar/``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.reading import Term, Vokabular
from catalog.swedish import slug
from matcher.asking import check_text
from matcher.errors import BehovError, RowError
from matcher.features import OUTSIDE
from matcher.result import Behov
from matcher.school_words import STAGES, stages_between

ALL = re.compile(
    r"(?:alla|samtliga|flera|olika|inga|inget)(?:-(?:amnen|amne|skolformer|arskurser))?$"
)
"""Values that narrow nothing down."""

OTHER_SCHOOL_FORMS = {
    "gymnasium": "gymnasieskola",
    "gymnasiet": "gymnasieskola",
    "grundsarskola": "anpassad-grundskola",
    "gymnasiesarskola": "anpassad-gymnasieskola",
    "fritids": "fritidshem",
    "vuxenutbildning": "komvux",
    "sfi": "komvux",
}
OTHER_SUBJECTS = {
    "matte": "matematik",
    "sva": "svenska-som-andrasprak",
    "sfi": "svenska-for-invandrare",
    "no-amnen": "no",
    "naturvetenskap": "no",
    "so-amnen": "so",
    "samhallsvetenskap": "so",
    "idrott": "idrott-och-halsa",
    "praktisk-estetiska-amnen": "praktisk-estetiska",
    "bild": "praktisk-estetiska",
    "slojd": "praktisk-estetiska",
    "hem-och-konsumentkunskap": "praktisk-estetiska",
    **dict.fromkeys(("spanska", "tyska", "franska", "modersmal"), "moderna-sprak"),
}
YEARS = re.compile(r"^(f|\d{1,2})(?:-(\d{1,2}))?$")
UPPER = {"gy", "im", "gymnasiet", "gymnasium"}
LAST_YEAR = 9


@dataclass(frozen=True, slots=True)
class Pastaende:
    """A statement with its need, and the grades of judges where they are known.

    ``oforstatt`` names the context values that were not understood and so were not used.
    """

    id: str
    behov: Behov
    bedomningar: Mapping[str, float] | None = None
    oforstatt: tuple[str, ...] = ()


REQUIRED = (
    ("id", "Fältet «id» saknas eller är tomt.", "Ge raden ett eget namn, till exempel «p1»."),
    ("text", "Texten är tom.", "Beskriv läget i minst en mening."),
)
"""Field → what is wrong and what to do when it is missing."""


def read_years(value: object) -> tuple[str, ...] | None:
    """Return the stages of a years value, or None when it cannot be read.

    Examples
    --------
    >>> read_years("7-9"), read_years(4), read_years("F-3"), read_years("3-6"), read_years("gy")
    (('7-9',), ('4-6',), ('f-3',), ('f-3', '4-6'), ('gy',))
    """
    found: set[str] = set()
    if ALL.match(slug(str(value))):
        return ()
    plain = str(value).lower().replace("–", "-").replace("åk", "").replace("årskurs", "")
    for part in re.split(r"[,/]|\boch\b", plain):
        each = part.strip().replace(" ", "")
        years = YEARS.match(each)
        if each in UPPER:
            found.add("gy")
        elif years:
            first = 0 if years[1] == "f" else int(years[1])
            last = int(years[2] or first)
            if first > LAST_YEAR or last < first:
                return None
            found.update(stages_between(first, min(last, LAST_YEAR)))
        elif each:
            return None
    return tuple(stage for stage in STAGES if stage in found)


def read_row(row: object, vokabular: Vokabular) -> Pastaende:
    """Return the statement of one row, as ``matcha rader`` takes it.

    Examples
    --------
    >>> from catalog.reading import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     vokabular = reader.vokabular()
    >>> row = {"id": "a1", "text": "Sexorna läser inte.", "amne": "svenska och matte"}
    >>> read_row(row, vokabular).behov.amnen
    ('svenska', 'matematik')
    """
    if not isinstance(row, Mapping):
        raise RowError("Raden är inte ett JSON-objekt.", 'Skriv {"id": "…", "text": "…"}.')
    for name, missing, remedy in REQUIRED:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise RowError(f"Fältet «{name}» är inte text.", "Sätt värdet inom citattecken.")
        if not value or not value.strip():
            raise RowError(missing, remedy)
    unknown: list[str] = []
    forms = _among("skolform", row, _names(vokabular.skolformer, OTHER_SCHOOL_FORMS), unknown)
    behov = Behov(
        text=str(row["text"]),
        skolformer=forms,
        arskurser=_stages(row.get("arskurser"), forms, unknown),
        amnen=_among("amne", row, _names(vokabular.amnen, OTHER_SUBJECTS), unknown),
        analysniva=_level(row, vokabular, unknown),
    )
    try:
        check_text(behov)
    except BehovError as fault:
        raise RowError(fault.message, fault.remedy) from fault
    return Pastaende(str(row["id"]), behov, oforstatt=tuple(unknown))


def read_json_line(line: str, vokabular: Vokabular) -> Pastaende:
    """Return the statement of a line of JSON."""
    try:
        return read_row(json.loads(line), vokabular)
    except json.JSONDecodeError as fault:
        raise RowError(
            f"Raden är inte giltig JSON (tecken {fault.pos + 1}).",
            'Skriv ett JSON-objekt på en rad: {"id": "…", "text": "…"}.',
        ) from fault


def read_judged(statements: Path, judgements: Path, vokabular: Vokabular) -> tuple[Pastaende, ...]:
    """Return statements and their grades from two YAML files: a list, and id → insats → grade."""
    grades = _yaml(judgements)
    rows = _yaml(statements)
    if not isinstance(rows, list) or not isinstance(grades, dict):
        raise RowError(
            "Filerna har inte väntad form.",
            "Påståenden är en lista, bedömningar en tabell från id till insats och grad.",
        )
    found = [read_row(_as_meant(row), vokabular) for row in rows]
    missing = [each.id for each in found if each.id not in grades]
    if missing:
        raise RowError(
            f"Bedömningar saknas för {', '.join(missing[:5])}.", "Lägg till dem, om så tomma."
        )
    return tuple(
        Pastaende(each.id, each.behov, _grades(grades[each.id]), each.oforstatt) for each in found
    )


def read_judged_folder(folder: Path, vokabular: Vokabular) -> tuple[Pastaende, ...]:
    """Return the statements of a folder with one YAML file each, as ``data/bedomningar/``."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        row = _yaml(path)
        read = read_row(_as_meant(row), vokabular)
        found.append(
            Pastaende(read.id, read.behov, _grades(row.get("bedomningar")), read.oforstatt)
        )
    if not found:
        raise RowError(
            f"Det finns inga bedömda påståenden i {folder}.",
            "Ange --pastaenden och --bedomningar, eller kör i projektets mapp.",
        )
    return tuple(found)


def _yaml(path: Path) -> Any:
    if not path.is_file():
        raise RowError(f"Filen {path} finns inte.", "Kontrollera sökvägen.")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        raise RowError(f"Filen {path} är inte giltig YAML.", "Rätta filen.") from fault


def _as_meant(row: Any) -> Any:
    """Return a row of YAML as it was meant: its subject ``no``, unquoted, is read as False."""
    if isinstance(row, dict) and row.get("amne") is False:
        return {**row, "amne": "no"}
    return row


def _grades(value: Any) -> dict[str, float]:
    return {str(insats): float(grade) for insats, grade in (value or {}).items()}


def _names(terms: Sequence[Term], others: Mapping[str, str]) -> dict[str, str]:
    """Return the id for each way to write a term, as a slug."""
    ids = {each.id for each in terms}
    known = {other: id_ for other, id_ in others.items() if id_ in ids}
    return known | {slug(each.namn): each.id for each in terms} | {each: each for each in ids}


def _among(
    field: str, row: Mapping[str, Any], names: Mapping[str, str], unknown: list[str]
) -> tuple[str, ...]:
    """Return the ids that a value names, one or several; what is not understood is noted."""
    found = []
    for part in re.split(r"[,/]", str(row.get(field) or "")):
        for each in _whole_or_split(part.strip(), names):
            name = slug(each)
            if name in names:
                found.append(names[name])
            elif name and not ALL.match(name):
                unknown.append(f"{field} «{each}»")
    return tuple(dict.fromkeys(found))


def _whole_or_split(part: str, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a value, or its two sides of an «och» that is not in a name."""
    before, och, after = part.partition(" och ")
    if slug(part) in names or not och:
        yield part
    elif slug(before) in names or ALL.match(slug(before)):
        yield before
        yield from _whole_or_split(after.strip(), names)
    else:
        first, _, last = part.rpartition(" och ")
        yield from (first, last)


def _level(row: Mapping[str, Any], vokabular: Vokabular, unknown: list[str]) -> str | None:
    value = row.get("niva") or row.get("analysniva")
    if not value:
        return None
    level = slug(str(value))
    if level in {each.id for each in vokabular.analysnivaer} - {OUTSIDE}:
        return level
    unknown.append(f"niva «{value}»")
    return None


def _stages(value: object, forms: tuple[str, ...], unknown: list[str]) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if forms and all("gymnasieskola" in form for form in forms):
        return ("gy",)
    if forms and not {
        "grundskola",
        "anpassad-grundskola",
        "specialskola",
        "sameskola",
        "forskoleklass",
        "fritidshem",
        "gymnasieskola",
    } & set(forms):
        return ()
    stages = read_years(value)
    if stages is None:
        unknown.append(f"arskurser «{value}»")
    return stages or ()
