"""Which parts of an analysis are all about what no insats for school improvement can help with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.intake import Stycke
from matcher.needs.sections import Avsnitt
from matcher.needs.sentences import Mening

Beyond = Callable[[Sequence[str]], NDArray[np.float64]]
Part = tuple[Avsnitt, Stycke, tuple[Mening, ...]]

MOST_OUTSIDE, MOSTLY_OUTSIDE = 8, 0.25
"""Under a heading with so few sentences, so likely on the whole to be about what no insats helps,
every one of them is."""


def with_outside(parts: Sequence[Part], beyond: Beyond) -> list[Part]:
    """Return paragraphs, those under a heading that is all about what no insats helps so marked."""
    by_heading: dict[str | None, list[str]] = {}
    for avsnitt, _, found in parts:
        if avsnitt.slag is None and avsnitt.niva is None and not avsnitt.problem:
            by_heading.setdefault(avsnitt.rubrik, []).extend(each.text for each in found)
    asked = {
        name: texts for name, texts in by_heading.items() if name and len(texts) <= MOST_OUTSIDE
    }
    shares = iter(beyond([each for texts in asked.values() for each in texts]))
    outside = {
        name
        for name, texts in asked.items()
        if sum(float(next(shares)) for _ in texts) >= MOSTLY_OUTSIDE * len(texts)
    }
    return [
        (replace(avsnitt, slag="utanfor"), stycke, found)
        if avsnitt.rubrik in outside and avsnitt.slag is None
        else (avsnitt, stycke, found)
        for avsnitt, stycke, found in parts
    ]
