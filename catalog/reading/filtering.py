"""A narrowed list of insatser, and how many each further choice would leave.

A release never changes while it is read, so every value of every filter is kept as the set of
insatser that have it: one bit for each insats, in the bits of a whole number. To narrow a list is
then to combine a few numbers, and to count is to count their bits; no question goes to the
database but the one for words in the text.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from catalog.reading.model import Filterval, Insatskort, Tid, Urval

LINKED = {
    "problemomrade": "insats_problemomrade",
    "skolform": "insats_skolform_mojlig",
    "arskurs": "insats_arskurs_mojlig",
    "amne": "insats_amne",
    "malgrupp": "insats_malgrupp",
    "niva": "insats_niva",
    "anordnare": "insats_anordnare",
    "program": "insats_program",
    "paverkansfaktor": "insats_paverkansfaktor",
}
"""Filter, and the table of its values → the table that links insatser to them."""

OWN = {"typ": "typ", "status": "status", "evidensgrad": "evidens", "kostnadsband": "kostnad"}
"""Column of the insats, and the table of its values → filter."""

VALUES = {
    "problemomrade": (
        "select v.id, v.namn, v.ingar_i, g.namn from problemomrade v"
        " join analysniva n on n.id = v.analysniva join grupp g on g.id = v.grupp"
        " order by n.ordning, g.ordning, v.sortnyckel, v.id"
    ),
    "amne": "select id, namn, ingar_i, null from amne order by ordning, id",
    **dict.fromkeys(
        ("anordnare", "program", "paverkansfaktor"),
        "select id, namn, null, null from {table} order by sortnyckel, id",
    ),
}
"""Tables whose values have no order of their own, or are parts of each other."""

PLAIN_VALUES = "select id, namn, null, null from {table} order by ordning, id"
MOST_FIRST = "anordnare"
MISSING = "saknas"
MISSING_NAME = "Katalogen saknar uppgift"
UNBOUNDED = 1_000_000
HOURS = (
    ("under-10", "Under 10 timmar", 0, 9),
    ("10-40", "10–40 timmar", 10, 40),
    ("41-100", "41–100 timmar", 41, 100),
    ("over-100", "Över 100 timmar", 101, UNBOUNDED),
)
"""Spans of whole hours; an insats whose hours reach into two of them has both."""

NAME = "namn"
ORDERS = {
    NAME: "Namn",
    "evidens": "Evidens",
    "belagd": "Senast belagd",
    "skriven": "Nyast skriven",
}
"""Ways to sort a list → what they are called."""


@dataclass(frozen=True, slots=True)
class Varde:
    """A value of a filter, with the insatser that have it as bits."""

    id: str
    namn: str
    ingar_i: str | None
    grupp: str | None
    bits: int


@dataclass(frozen=True, slots=True)
class Register:
    """Every insats of a release in memory; an insats's place in ``kort`` is its bit."""

    kort: tuple[Insatskort, ...]
    plats: Mapping[str, int]
    rad: Mapping[int, int]
    varden: Mapping[str, tuple[Varde, ...]]
    ordningar: Mapping[str, tuple[int, ...]]

    def cards(self, ids: Iterable[str]) -> tuple[Insatskort, ...]:
        """Return cards in the order of the ids; unknown ids are left out."""
        return tuple(self.kort[self.plats[each]] for each in ids if each in self.plats)

    def narrow(self, urval: Urval, rows: Iterable[int] | None = None) -> Narrowed:
        """Return what a choice leaves; ``rows`` are those that hold its words, if it has any."""
        every = (1 << len(self.kort)) - 1
        found = every if rows is None else _bits(self.rad[row] for row in rows)
        allowed = {}
        for name, values in self.varden.items():
            chosen = getattr(urval, name)
            if chosen:
                allowed[name] = _union(value.bits for value in values if value.id in chosen)
        return Narrowed(self, urval, found, allowed)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a choice leaves: the insatser with the words, and those each used filter allows."""

    register: Register
    urval: Urval
    found: int
    allowed: Mapping[str, int]

    @property
    def antal(self) -> int:
        """How many insatser are left."""
        return self._bits().bit_count()

    def cards(self, sortering: str = NAME) -> tuple[Insatskort, ...]:
        """Return the insatser that are left, sorted in one of :data:`ORDERS`."""
        # A text of noughts and ones is looked up faster than a bit of a long number.
        digits = f"{self._bits():0{len(self.register.kort)}b}"[::-1]
        order = self.register.ordningar[sortering]
        return tuple(self.register.kort[place] for place in order if digits[place] == "1")

    def choices(self) -> dict[str, tuple[Filterval, ...]]:
        """Return filter → its values with how many insatser each has under the other filters."""
        return {name: self._counted(name) for name in self.register.varden}

    def _counted(self, name: str) -> tuple[Filterval, ...]:
        left, chosen = self._bits(without=name), getattr(self.urval, name)
        counted = []
        for value in self.register.varden[name]:
            antal = (left & value.bits).bit_count()
            if antal or value.id in chosen:
                counted.append(Filterval(value.id, value.namn, antal, value.ingar_i, value.grupp))
        if name == MOST_FIRST:
            counted.sort(key=lambda value: -value.antal)
        return tuple(counted)

    def _bits(self, without: str = "") -> int:
        left = self.found
        for name, bits in self.allowed.items():
            if name != without:
                left &= bits
        return left


def read_register(connection: sqlite3.Connection, kort: tuple[Insatskort, ...]) -> Register:
    """Read what the lists of a release are made from; ``kort`` are all cards in Swedish order."""
    plats = {card.id: place for place, card in enumerate(kort)}
    written: dict[str, str] = dict(connection.execute("select id, skriven_datum from insats"))
    varden = {name: _linked(connection, name, plats) for name in LINKED}
    varden |= {name: _own(connection, table, plats) for table, name in OWN.items()}
    varden["timmar"] = _hours(kort)
    strength = {value.id: n for n, value in enumerate(varden["evidens"])}
    keys = {
        NAME: lambda place: place,
        "evidens": lambda place: strength[_grade(kort[place])],
        "belagd": lambda place: -(kort[place].belagd or 0),
        "skriven": lambda place: tuple(-ord(sign) for sign in written[kort[place].id]),
    }
    return Register(
        kort=kort,
        plats=plats,
        rad={
            int(row): plats[str(key)]
            for row, key in connection.execute("select rowid, id from insats")
        },
        varden=varden,
        ordningar={name: tuple(sorted(range(len(kort)), key=keys[name])) for name in ORDERS},
    )


def spans_of(tid: Tid | None) -> tuple[str, ...]:
    """Return the spans of hours that an insats reaches into.

    Without an upper limit the lower one counts alone: that an insats takes at least 15 hours does
    not say that it takes a hundred.

    Examples
    --------
    >>> spans_of(Tid(30, 45, None, None, None))
    ('10-40', '41-100')
    >>> spans_of(Tid(15, None, None, None, None)), spans_of(Tid(None, 8, None, None, None))
    (('10-40',), ('under-10',))
    >>> spans_of(Tid(None, None, 4, 4, None)), spans_of(None)
    (('saknas',), ('saknas',))
    """
    known = [] if tid is None else [h for h in (tid.timmar_min, tid.timmar_max) if h is not None]
    if not known:
        return (MISSING,)
    least, most = min(known), max(known)
    return tuple(span for span, _, first, last in HOURS if least <= last and most >= first)


def _linked(
    connection: sqlite3.Connection, name: str, plats: Mapping[str, int]
) -> tuple[Varde, ...]:
    pairs = connection.execute(f"select {name}, insats from {LINKED[name]}")
    return _with_parts(connection, name, _gathered(pairs, plats))


def _own(connection: sqlite3.Connection, table: str, plats: Mapping[str, int]) -> tuple[Varde, ...]:
    pairs = connection.execute(f"select coalesce({table}, '{MISSING}'), id from insats")
    bits = _gathered(pairs, plats)
    missing = Varde(MISSING, MISSING_NAME, None, None, bits[MISSING])
    return (*_with_parts(connection, table, bits), missing)


def _hours(kort: tuple[Insatskort, ...]) -> tuple[Varde, ...]:
    pairs = [(span, card.id) for card in kort for span in spans_of(card.tid)]
    bits = _gathered(pairs, {card.id: place for place, card in enumerate(kort)})
    named = [(span, title) for span, title, _, _ in HOURS] + [(MISSING, MISSING_NAME)]
    return tuple(Varde(span, title, None, None, bits[span]) for span, title in named)


def _with_parts(
    connection: sqlite3.Connection, table: str, bits: Mapping[str, int]
) -> tuple[Varde, ...]:
    """Return the values of a table, each with the insatser of its parts, followed by them."""
    rows = connection.execute(VALUES.get(table, PLAIN_VALUES).format(table=table)).fetchall()
    parts = defaultdict(list)
    for row in rows:
        parts[row[2]].append(row)

    def values(row: tuple[str, str, str | None, str | None]) -> list[Varde]:
        inner = [value for part in parts[row[0]] for value in values(part)]
        own = _union([bits[row[0]], *(value.bits for value in inner)])
        return [Varde(*row, own), *inner]

    return tuple(value for row in parts[None] for value in values(row))


def _gathered(pairs: Iterable[tuple[str, str]], plats: Mapping[str, int]) -> defaultdict[str, int]:
    bits: defaultdict[str, int] = defaultdict(int)
    for value, insats in pairs:
        bits[value] |= 1 << plats[insats]
    return bits


def _bits(places: Iterable[int]) -> int:
    return _union(1 << place for place in places)


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def _grade(card: Insatskort) -> str:
    return card.evidens.grad.id if card.evidens else MISSING
