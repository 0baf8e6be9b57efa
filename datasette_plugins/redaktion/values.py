"""What a form says ↔ what a record's file says.

A form that is sent as it was shown gives the same file back, so that a proposal holds nothing but
what someone changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalog import files
from catalog.swedish import slug
from datasette_plugins.redaktion.fields import Field, fields_of
from datasette_plugins.redaktion.pasted import clean, lines_of, paragraphs
from datasette_plugins.uploads import Form

MOST_ROWS = 300
CSL_DATE = re.compile(r"(\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
Names = Mapping[str, Mapping[str, str]]
"""Kind of record → id → name, for those who write a name where an id is asked for."""
Rows = Mapping[str, Sequence[int]]
"""List of a form → for each row that was filled in, its number in the form."""


slug_of = lru_cache(maxsize=10_000)(slug)
"""Names of records are compared in every form, and seldom change."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says of a record, and where in the form the rows of its lists stand."""

    values: dict[str, Any]
    rows: Rows


def values_of(text: str | None) -> dict[str, Any]:
    """Return what a file says; nothing if it cannot be read."""
    raw, _ = files.parse(text or "", "")
    return dict(raw.values) if raw is not None and isinstance(raw.values, dict) else {}


def read_form(
    kind: str,
    form: Form,
    base: Mapping[str, Any],
    vocabularies: Mapping[str, Sequence[str]],
    names: Names,
) -> Said:
    """Return what a form says of a record.

    ``base`` is what the file said before: fields that are never asked for are taken from it, and
    the order in which it had ticked values.
    """
    reader = _Reader(form, vocabularies, names)
    values: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.key in {"id", "alias"}:
            if base.get(field.key) not in (None, []):
                values[field.key] = base[field.key]
            continue
        value = reader.read(field, field.key, base.get(field.key))
        if value is not None:
            values[field.key] = value
        elif field.required and field.nullable:
            values[field.key] = None
    return Said(values, reader.rows)


def as_told(known: Mapping[str, str]) -> dict[str, str]:
    """Return id → what a form calls a record: its name, where that is enough to find it again.

    Examples
    --------
    >>> as_told({"a": "Ett", "b": "Två", "c": "Två"})
    {'a': 'Ett', 'b': 'b', 'c': 'c'}
    """
    ids = _ids_by_name(known)
    return {
        key: name
        if ids[slug_of(name)] == [key]
        and known.get(name) in (None, name)
        and name == " ".join(clean(name).split())
        else key
        for key, name in known.items()
    }


def _ids_by_name(known: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, name in known.items():
        found.setdefault(slug_of(name), []).append(key)
    return found


def as_shown(values: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    """Return values with a row, also an empty one, for each that the form shows.

    Examples
    --------
    >>> as_shown({"kallor": [{"titel": "A"}]}, {"kallor": [2]})
    {'kallor': [None, None, {'titel': 'A'}]}
    """
    return {key: _spread(value, key, rows) for key, value in values.items()}


def _spread(value: Any, name: str, rows: Rows) -> Any:
    if isinstance(value, dict):
        return {key: _spread(each, f"{name}.{key}", rows) for key, each in value.items()}
    if not isinstance(value, list) or not rows.get(name):
        return value
    spread: list[Any] = [None] * (max(rows[name]) + 1)
    for number, each in zip(rows[name], value, strict=True):
        if spread[number] is None:  # what was pasted in one row is still in that row
            spread[number] = _spread(each, f"{name}.{number}", rows)
    return spread


def name_shown(name: str, rows: Rows) -> str:
    """Return where a form shows what a file has in some place.

    Examples
    --------
    >>> name_shown("kallor.0.titel", {"kallor": [2]})
    'kallor.2.titel'
    """
    shown = ""
    for part in name.split("."):
        numbers = rows.get(shown, ())
        if part.isdigit() and int(part) < len(numbers):
            part = str(numbers[int(part)])
        shown = f"{shown}.{part}".lstrip(".")
    return shown


class _Reader:
    def __init__(self, form: Form, vocabularies: Mapping[str, Sequence[str]], names: Names) -> None:
        self._form = form
        self.rows: dict[str, list[int]] = {}
        self._vocabularies = vocabularies
        self._names = names
        self._by_name: dict[str, dict[str, list[str]]] = {}

    def read(self, field: Field, name: str, base: Any) -> Any:
        """Return the value of a field, or nothing if it was left empty."""
        match field.kind:
            case "kryss":
                return self._ticked(field, name, base)
            case "lista":
                return self._rows(field, name, base)
            case "grupp":
                return self._group(field, name, base)
            case _:
                return self._simple(field, self._form.first(name))

    def _simple(self, field: Field, given: str) -> Any:
        text = paragraphs(given) if field.kind == "text" else " ".join(clean(given).split())
        if not text:
            return None
        match field.kind:
            case "tal" | "styrka":
                short = text.isascii() and text.isdigit() and len(text) <= 9
                return int(text) if short else text
            case "utgiven":
                return {"date-parts": date_parts(text)}
            case "sok":
                return self._id_of(field.target, text)
        return text

    def _id_of(self, target: str, text: str) -> str:
        known = self._names.get(target, {})
        if text in known:
            return text
        if target not in self._by_name:
            self._by_name[target] = _ids_by_name(known)
        named = self._by_name[target].get(slug_of(text), [])
        return named[0] if len(named) == 1 else text

    def _ticked(self, field: Field, name: str, base: Any) -> list[str] | None:
        ticked = self._form.all(name)
        order = [*(base if isinstance(base, list) else []), *self._vocabularies[field.target]]
        known = [each for each in dict.fromkeys(order) if each in ticked]
        return [*known, *(each for each in ticked if each not in known)] or None

    def _rows(self, field: Field, name: str, base: Any) -> list[Any] | None:
        item = field.parts[0]
        before = base if isinstance(base, list) else []
        rows = []
        self.rows[name] = []
        for number in row_numbers(self._form, name):
            was = before[number] if number < len(before) else None
            if item.kind == "text":  # a list that was pasted in one row
                found: list[Any] = lines_of(self._form.first(f"{name}.{number}"))
            else:
                found = [self.read(item, f"{name}.{number}", was)]
            found = [each for each in found if each is not None]
            rows += found
            self.rows[name] += [number] * len(found)
        return rows or None

    def _group(self, field: Field, name: str, base: Any) -> dict[str, Any] | None:
        before = base if isinstance(base, dict) else {}
        values: dict[str, Any] = {}
        empty = True
        for part in field.parts:
            value = self.read(part, f"{name}.{part.key}", before.get(part.key))
            if value is not None:
                values[part.key] = value
                empty = False
            elif part.required and part.nullable:
                values[part.key] = None
        return None if empty else values


def row_numbers(form: Form, name: str) -> list[int]:
    """Return the numbers of the rows that a form has for a list.

    Examples
    --------
    >>> row_numbers(Form({"a.10.titel": ("A",), "a.2.url": ("",), "x.1": ("",)}), "a")
    [2, 10]
    """
    found = set()
    for key in form.values:
        if key.startswith(f"{name}."):
            number = key[len(name) + 1 :].partition(".")[0]
            if number.isascii() and number.isdigit() and len(number) <= 4:
                found.add(int(number))
    return sorted(found)[:MOST_ROWS]


def date_parts(text: str) -> Any:
    """Return a day, or two, as CSL has it; what cannot be read stays as it was written.

    Examples
    --------
    >>> date_parts("2012-05"), date_parts("2012/2014"), date_parts("i fjol")
    ([[2012, 5]], [[2012], [2014]], 'i fjol')
    """
    found = [CSL_DATE.fullmatch(part.strip()) for part in text.split("/")]
    if len(found) > 2 or not all(found):
        return text
    return [[int(each) for each in day.groups() if each] for day in found if day]


def date_text(value: Any) -> str:
    """Return what :func:`date_parts` reads.

    Examples
    --------
    >>> date_text({"date-parts": [[2012, 5], [2014]]})
    '2012-05/2014'
    """
    parts = value.get("date-parts") if isinstance(value, dict) else value
    if not isinstance(parts, list):
        return "" if parts is None else str(parts)
    return "/".join(_day_text(day) for day in parts)


def _day_text(day: Any) -> str:
    if not isinstance(day, Iterable) or isinstance(day, str):
        return str(day)
    return "-".join(f"{part:02d}" if isinstance(part, int) else str(part) for part in day)
