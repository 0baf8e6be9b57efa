"""Statements to match or to measure on: rows of JSON, YAML lists, and ``data/bedomningar/``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.swedish import slug
from matcher.context import STAGES, stages_between
from matcher.errors import BehovError, RowError
from matcher.matching import check_text
from matcher.result import Behov

ALL = {"alla", "samtliga", "flera", "alla-skolformer"}
SCHOOL_FORMS = {
    *("forskola", "forskoleklass", "fritidshem", "grundskola", "anpassad-grundskola"),
    *("specialskola", "sameskola", "gymnasieskola", "anpassad-gymnasieskola", "komvux"),
}
OTHER_NAMES = {
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
LEVELS = {"resultat", "undervisning", "organisation"}
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


def read_years(value: object) -> tuple[str, ...] | None:
    """Return the stages of a years value, or None when it cannot be read.

    Examples
    --------
    >>> read_years("7-9"), read_years(4), read_years("F-3"), read_years("3-6"), read_years("gy")
    (('7-9',), ('4-6',), ('f-3',), ('f-3', '4-6'), ('gy',))
    """
    found: set[str] = set()
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


def read_row(row: object) -> Pastaende:
    """Return the statement of one row, as ``matcha rader`` takes it.

    Examples
    --------
    >>> read_row({"id": "a1", "text": "Sexorna läser inte.", "amne": "svenska"}).behov.amnen
    ('svenska',)
    """
    if not isinstance(row, Mapping):
        raise RowError("Raden är inte ett JSON-objekt.", 'Skriv {"id": "…", "text": "…"}.')
    for name in ("id", "text"):
        if not isinstance(row.get(name), str) or not str(row[name]).strip():
            raise RowError(f"Fältet «{name}» saknas eller är tomt.", f"Skriv {name} som en text.")
    unknown: list[str] = []
    forms = _school_forms(row.get("skolform"), unknown)
    stages = _stages(row.get("arskurser"), forms, unknown)
    level = row.get("niva") or row.get("analysniva")
    if level is not None and slug(str(level)) not in LEVELS:
        unknown.append(f"niva «{level}»")
        level = None
    subject = slug(str(row["amne"])) if row.get("amne") else ""
    behov = Behov(
        text=str(row["text"]),
        skolformer=forms,
        arskurser=stages,
        amnen=(OTHER_SUBJECTS.get(subject, subject),) if subject else (),
        analysniva=slug(str(level)) if level else None,
    )
    try:
        check_text(behov)
    except BehovError as fault:
        raise RowError(fault.message, fault.remedy) from fault
    return Pastaende(str(row["id"]), behov, oforstatt=tuple(unknown))


def read_json_line(line: str) -> Pastaende:
    """Return the statement of a line of JSON."""
    try:
        return read_row(json.loads(line))
    except json.JSONDecodeError as fault:
        raise RowError(
            f"Raden är inte giltig JSON (tecken {fault.pos + 1}).",
            'Skriv ett JSON-objekt på en rad: {"id": "…", "text": "…"}.',
        ) from fault


def read_judged(statements: Path, judgements: Path) -> tuple[Pastaende, ...]:
    """Return statements and their grades from two YAML files: a list, and id → insats → grade."""
    grades = _yaml(judgements)
    rows = _yaml(statements)
    if not isinstance(rows, list) or not isinstance(grades, dict):
        raise RowError(
            "Filerna har inte väntad form.",
            "Påståenden är en lista, bedömningar en tabell från id till insats och grad.",
        )
    found = [read_row(row) for row in rows]
    missing = [each.id for each in found if each.id not in grades]
    if missing:
        raise RowError(
            f"Bedömningar saknas för {', '.join(missing[:5])}.", "Lägg till dem, om så tomma."
        )
    return tuple(
        Pastaende(each.id, each.behov, _grades(grades[each.id]), each.oforstatt) for each in found
    )


def read_judged_folder(folder: Path) -> tuple[Pastaende, ...]:
    """Return the statements of a folder with one YAML file each, as ``data/bedomningar/``."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        row = _yaml(path)
        read = read_row(row)
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


def _grades(value: Any) -> dict[str, float]:
    return {str(insats): float(grade) for insats, grade in (value or {}).items()}


def _school_forms(value: object, unknown: list[str]) -> tuple[str, ...]:
    found = []
    for part in re.split(r"[,/]", str(value or "")):
        name = slug(part)
        name = OTHER_NAMES.get(name, name)
        if name in SCHOOL_FORMS:
            found.append(name)
        elif name and name not in ALL:
            unknown.append(f"skolform «{part.strip()}»")
    return tuple(found)


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
