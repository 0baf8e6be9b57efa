"""What a set of insatser is worth: one measure for the solver, the comparison and the tests.

All numbers are whole, so that two packages are exactly as good or not.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from matcher.paket.form import Lage, Paketinsats, Paketproblem, Tackning
from matcher.result import Styrka

VARDE: Final[dict[Styrka, int]] = {"stark": 100, "möjlig": 45, "svag": 15}
"""Of 100, as the matcher values a curated link: a strong answer is worth two possible ones."""

POANG: Final = 5
"""Of 100, for the matcher's points when they are full: enough to tell the equally strong apart."""

VIKT: Final = 1_000
"""Of the first priority; so a strong answer to it is worth 1 000."""

PER_INSATS: Final = 60
"""What each insats takes of people's time and attention. A weak answer to a problem far down the
list is not worth it."""

OSAKER: Final = 10
DUBBLETT: Final = 400
KANSKE: Final = 15
EVIDENS: Final = {
    "systematisk-oversikt": 8,
    "effektstudie": 8,
    "utvardering": 6,
    "bygger-pa-forskning": 4,
}
WITHOUT_EFFECT: Final = "ingen-pavisad"


def weight(prioritet: int | None) -> int:
    """Return what a problem weighs: half as much in third place as in first.

    Examples
    --------
    >>> weight(1), weight(3), weight(None)
    (1000, 500, 1000)
    """
    return VIKT if prioritet is None else 2 * VIKT // (1 + prioritet)


def gain(problem: Paketproblem, cell: Tackning) -> int:
    """Return what an answer to a problem is worth."""
    return problem.vikt * (100 * VARDE[cell.styrka] + POANG * cell.poang) // 10_000


def price(insats: Paketinsats) -> int:
    """Return what an insats takes off the worth: less for the well founded, more for the unsure."""
    found = 0 if insats.evidensriktning == WITHOUT_EFFECT else EVIDENS.get(insats.evidensgrad, 0)
    unsure = OSAKER * ((insats.status == "okand") + (insats.sakerhet == "lag"))
    return PER_INSATS + unsure - found - KANSKE * insats.kanske


def best_answers(lage: Lage, chosen: Collection[str]) -> dict[str, Tackning]:
    """Return the strongest answer to each problem that has any, the first by id if several."""
    best: dict[str, Tackning] = {}
    for cell in sorted(lage.tackning, key=lambda each: each.insats):
        held = best.get(cell.problem)
        if cell.insats in chosen and (held is None or stronger(cell, held)):
            best[cell.problem] = cell
    return best


def stronger(cell: Tackning, other: Tackning) -> bool:
    """Return whether one answer to a problem is worth more than another to the same."""
    return (VARDE[cell.styrka], cell.poang) > (VARDE[other.styrka], other.poang)


def worth(lage: Lage, chosen: Collection[str]) -> int:
    """Return the worth of a set: each problem counts by its strongest answer alone."""
    best = best_answers(lage, chosen)
    covered = sum(gain(each, best[each.id]) for each in lage.problem if each.id in best)
    taken = sum(price(each) for each in lage.insatser if each.id in chosen)
    doubled = sum(max(0, sum(i in chosen for i in group) - 1) for group in lage.dubbletter)
    return covered - taken - DUBBLETT * doubled
