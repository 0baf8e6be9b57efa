"""Which level a problem is of, where no heading tells, and whether any insats can help with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad
from matcher.sentence_models import COLUMNS, LEVELS, OUTSIDE

Doubles = NDArray[np.float64]

AREAS_COUNT = 0.3
"""What the areas that a text is likely about say of its level, beside its words."""

EARLIER = 2.0
"""How much the level of the headings before says, where the own heading names none."""


def level_of(
    told: Doubles, row: Doubles, omraden: Sequence[Omradesblad], earlier: str | None = None
) -> str:
    """Return the level of a problem by what its words tell and the areas it is likely about."""
    areas = dict.fromkeys(LEVELS, 0.05)
    for share, omrade in zip(row, omraden, strict=True):
        if omrade.analysniva.id in areas:
            areas[omrade.analysniva.id] += float(share)
    shares = {
        level: float(told[place]) * areas[level] ** AREAS_COUNT
        for place, level in enumerate(LEVELS)
    }
    if earlier in shares:
        shares[earlier] *= EARLIER
    return max(LEVELS, key=lambda each: shares[each])


def beyond(rows: Doubles, told: Doubles, omraden: Sequence[Omradesblad]) -> Doubles:
    """Return how likely texts are about what no insats helps, by their areas and their words.

    The two were learned apart and are seldom wrong together.
    """
    outside = rows[:, outside_areas(omraden)].sum(axis=1)
    return np.asarray((outside + told[:, COLUMNS.index(OUTSIDE)]) / 2)


def outside_areas(omraden: Sequence[Omradesblad]) -> NDArray[np.bool_]:
    """Return which areas are such that no insats helps."""
    return np.array([each.analysniva.id == OUTSIDE for each in omraden], dtype=bool)
