"""The register of rules: each has a permanent code, a title and a function over the katalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog.files import Place, field_name
from catalog.findings import Finding, Severity
from catalog.loading import Katalog

Check = Callable[[Katalog], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``title`` says in Swedish what must hold.

    ``alone`` is true where what it says of a record is told by that record and the ids that exist,
    so that only what has changed needs to be looked at again.
    """

    code: str
    title: str
    check: Check
    alone: bool = False


RULES: dict[str, Rule] = {}

SHAPE_CODES = {
    "K101": "Filen går att läsa: YAML i UTF-8, inte tom.",
    "K102": "Inget fält står två gånger.",
    "K103": "Bara fält som finns i modellen.",
    "K104": "Inget obligatoriskt fält saknas.",
    "K105": "Varje värde har rätt slag.",
    "K111": "De filer som katalogen behöver finns.",
    "K112": "Inga andra filer än katalogens.",
}
"""Codes of the findings that reading a file can give, before any rule runs."""


def rule(code: str, title: str, *, alone: bool = False) -> Callable[[Check], Check]:
    """Register a function as a rule."""

    def register(check: Check) -> Check:
        if code in RULES or code in SHAPE_CODES:
            raise ValueError(f"{code} is already taken")
        RULES[code] = Rule(code, title, check, alone)
        return check

    return register


def at(
    katalog: Katalog,
    name: str,
    place: Place,
    code: str,
    message: str,
    remedy: str,
    severity: Severity = "fel",
) -> Finding:
    """Return a finding at a place in a file, with its line."""
    raw = katalog.filer.get(name)
    line = raw.line(place) if raw else 1
    return Finding(name, line, code, field_name(place), message, remedy, severity)
