"""A few figures on coverage and freshness, noted each time a release is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from catalog.coverage import coverage
from catalog.loading import Katalog
from datasette_plugins.lage.rows import Andel, Lage

UNKNOWN = "okand"
REVIEWED = "granskade"
MEASURES: Mapping[str, tuple[str, str]] = {
    REVIEWED: ("Granskade i tid", "poster där dagen för översyn inte har passerat"),
    "belagda": ("Belagda", "insatser där en källa visar vilket år uppgifterna gällde"),
    "kand-status": ("Känd status", "insatser där det går att säga om de finns att få"),
    "tackta": ("Täckta", "problemområden med minst en insats som går att få"),
}
"""Measure → what it is called, and what the share is of."""


def measures_of(katalog: Katalog) -> dict[str, Andel]:
    """Return the figures that are the same on every day."""
    insatser = katalog.insatser.values()
    areas = [row for row in coverage(katalog) if row.rutor]
    return {
        "belagda": Andel(sum(each.belagd is not None for each in insatser), len(insatser)),
        "kand-status": Andel(sum(each.status != UNKNOWN for each in insatser), len(insatser)),
        "tackta": Andel(
            sum(not all(cell.lucka for cell in row.rutor) for row in areas), len(areas)
        ),
    }


def measures(lage: Lage | None, today: date) -> dict[str, Andel]:
    """Return the figures of a release as they are on a day; none of one that was built before.

    Examples
    --------
    >>> from datasette_plugins.lage import read_state
    >>> measures(read_state(utgava), date(2026, 11, 23))["belagda"]
    Andel(antal=12, av=12)
    >>> measures(None, date(2026, 11, 23))
    {}
    """
    if lage is None or not lage.matt:
        return {}
    days = [row.dag for row in lage.of_kind("granskning") if row.dag]
    reviewed = Andel(sum(day >= today.isoformat() for day in days), len(days))
    return {REVIEWED: reviewed, **lage.matt}
