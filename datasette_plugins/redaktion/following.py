"""Coverage and freshness from release to release, as figures in a table and lines in charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from datasette_plugins.history import Handelse
from datasette_plugins.lage import MEASURES, Andel, Lage, measures

MOST = 24
"""Releases that are shown; what came before stays in the history."""
LEFT, RIGHT, TOP, BOTTOM = 44.0, 310.0, 8.0, 92.0
"""Where in the drawing, of 320 by 100, the lines are."""


@dataclass(frozen=True, slots=True)
class Matning:
    """The figures when a release was shown; without a time, those of today."""

    tid: str
    delar: Mapping[str, Andel]


@dataclass(frozen=True, slots=True)
class Kurva:
    """One measure as a line: the points of the drawing, and its first and last figure."""

    id: str
    namn: str
    forklaring: str
    punkter: tuple[tuple[float, float], ...]
    forst: Andel
    forst_tid: str
    sist: Andel

    @property
    def linje(self) -> str:
        """The points as a drawing has them."""
        return " ".join(f"{x},{y}" for x, y in self.punkter)


def followed(events: Sequence[Handelse], state: Lage | None, today: date) -> tuple[Matning, ...]:
    """Return what was noted when releases were shown, oldest first, and what holds today.

    Examples
    --------
    >>> followed((), None, date(2026, 11, 23))
    ()
    """
    noted = [
        Matning(event.tid, {name: Andel(*told) for name, told in event.lage.items()})
        for event in events
        if event.lage
    ]
    now = measures(state, today)
    return (*noted[-MOST:], *([Matning("", now)] if now else []))


def curves(found: Sequence[Matning]) -> tuple[Kurva, ...]:
    """Return a line for each measure that has been told at least twice.

    Examples
    --------
    >>> told = [Matning("x", {"tackta": Andel(1, 2)}), Matning("", {"tackta": Andel(2, 2)})]
    >>> [(line.namn, line.linje) for line in curves(told)]
    [('Täckta', '44.0,50.0 310.0,8.0')]
    """
    drawn = []
    for name, (word, meaning) in MEASURES.items():
        told = [(each.tid, each.delar[name]) for each in found if name in each.delar]
        if len(told) < 2:
            continue
        step = (RIGHT - LEFT) / (len(told) - 1)
        points = tuple(
            (round(LEFT + number * step, 1), round(_height(part), 1))
            for number, (_, part) in enumerate(told)
        )
        drawn.append(Kurva(name, word, meaning, points, told[0][1], told[0][0], told[-1][1]))
    return tuple(drawn)


def _height(part: Andel) -> float:
    return BOTTOM - (BOTTOM - TOP) * part.procent / 100
