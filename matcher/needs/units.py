"""Paragraphs → units: a paragraph or list item with what hangs on to it, read role by role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matcher.intake import Stycke
from matcher.needs.outside import Beyond, Part, with_outside
from matcher.needs.parts import (
    FEWEST_WORDS,
    OBSERVED,
    PROBLEM_ROLES,
    Del,
    Enhet,
    Last,
    says_something,
    told_shortly,
)
from matcher.needs.rows import read_row
from matcher.needs.sections import CAUSE, LABEL, Avsnitt, is_leveled, read_heading, sections
from matcher.needs.sentences import Mening, sentences
from matcher.needs.strengths import praises
from matcher.sentence_models import ROLES, SentenceModel

Doubles = NDArray[np.float64]

MOST_SENTENCES = 2_000
"""So many are read of an analysis."""

UNDER_LEVEL, UNDER_PROBLEM, UNDER_NOTHING, OUTSIDE_LEVELS = 1.5, 2.5, 1.5, 0.4
"""What a problem's probability is multiplied by under a heading that names a level, one that says
that problems follow, neither, and neither in an analysis that has headings of levels."""

FEW_WORDS, USUAL_WORDS, MANY_WORDS = 5, 11, 20
FULLNESS = 2.0
"""How much the length of a sentence among others says, beside one of the usual number of words."""

MOSTLY = 0.6
MORE_OFTEN = 3.0
"""Where so many of a heading's sentences tell problems, the rest are likelier to do so too."""

IS_PROBLEM = np.array([role in PROBLEM_ROLES for role in ROLES])


def read_units(
    stycken: Sequence[Stycke], model: SentenceModel, beyond: Beyond | None = None
) -> tuple[tuple[Enhet, ...], int]:
    """Return the units of an analysis, and how many sentences were left unread.

    ``beyond`` tells how likely it is of each text that no insats can help with what it is about;
    without it only headings say so.
    """
    parts: list[Part] = []
    column_headings = {each.kolumnrubrik for each in stycken}
    number = left = 0
    for place, (avsnitt, is_heading) in enumerate(sections(stycken)):
        stycke = stycken[place]
        heads_column = stycke.rad is not None and stycke.text in column_headings
        found = () if is_heading or heads_column else sentences(stycke.text, place)
        room = MOST_SENTENCES - number
        number += min(len(found), room)
        left += max(len(found) - room, 0)
        if found[:room]:
            parts.append((_labelled(avsnitt, stycke.text), stycke, found[:room]))
    if beyond is not None:
        parts = with_outside(parts, beyond)
    rows = model.probabilities([each.text for *_, found in parts for each in found])
    leveled = is_leveled(avsnitt for avsnitt, *_ in parts)
    weights = np.array(
        [_weight(avsnitt, leveled) for avsnitt, _, found in parts for _ in found], dtype=np.float64
    )
    weights *= np.array(
        [
            1.0 if stycke.rad is not None or len(found) == 1 else _full(each)
            for _, stycke, found in parts
            for each in found
        ]
    )
    headings = [avsnitt.rubrik for avsnitt, _, found in parts for _ in found]
    weights *= _more_often(headings, _weighed(rows, weights))
    weighed = iter(_weighed(rows, weights))
    read = [
        told_shortly(
            Del(
                avsnitt,
                stycke.text,
                stycke.rad,
                tuple(_read(mening, next(weighed)) for mening in found),
                stycke.kolumnrubrik,
            )
        )
        for avsnitt, stycke, found in parts
    ]
    units: list[Enhet] = []
    for (_, rad), same in groupby(read, key=lambda each: (each.avsnitt.rubrik, each.rad)):
        near = list(same)
        units += _units(near) if rad is None else read_row(near)
    return tuple(units), left


def _labelled(avsnitt: Avsnitt, text: str) -> Avsnitt:
    """Return what is said over a paragraph, its own label («Styrkor: …») included."""
    label = LABEL.match(text)
    if label is None or CAUSE.match(text) or avsnitt.slag in OBSERVED:
        return avsnitt
    read = read_heading(label["etikett"] or label["ord"])
    if not (read.slag or read.problem):
        return avsnitt
    return replace(avsnitt, slag=read.slag, problem=read.problem)


def _weight(avsnitt: Avsnitt, leveled: bool) -> float:
    if avsnitt.problem:
        return UNDER_PROBLEM
    if avsnitt.niva:
        return UNDER_LEVEL
    return OUTSIDE_LEVELS if leveled else UNDER_NOTHING


def _full(mening: Mening) -> float:
    """Return how much likelier a full sentence is to tell a problem than a short remark."""
    words = min(max(len(mening.text.split()), FEW_WORDS), MANY_WORDS)
    return float((words / USUAL_WORDS) ** FULLNESS)


def _weighed(rows: Doubles, weights: Doubles) -> Doubles:
    weighed = np.where(IS_PROBLEM, rows * weights[:, None], rows)
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def _more_often(headings: Sequence[str | None], rows: Doubles) -> Doubles:
    """Return what to multiply by where a heading turns out to have mostly problems under it."""
    told = rows[:, IS_PROBLEM].sum(axis=1) > 0.5
    by_heading: dict[str | None, list[bool]] = {}
    for heading, each in zip(headings, told, strict=True):
        by_heading.setdefault(heading, []).append(bool(each))
    mostly = {name for name, each in by_heading.items() if sum(each) >= MOSTLY * len(each)}
    return np.array([MORE_OFTEN if name in mostly else 1.0 for name in headings])


def _read(mening: Mening, row: Doubles) -> Last:
    share = float(row[IS_PROBLEM].sum())
    if CAUSE.match(mening.text):
        return Last(mening, "orsak", max(share, 0.5))
    other = int(np.where(IS_PROBLEM, 0.0, row).argmax())
    if share < row[other]:
        return Last(mening, ROLES[other], share, float(row[other]))
    if praises(mening.text):
        return Last(mening, "styrka", share, 1 - share)
    return Last(mening, ROLES[int(np.where(IS_PROBLEM, row, 0.0).argmax())], share, share)


def _units(parts: Sequence[Del]) -> Iterator[Enhet]:
    """Yield the units under one heading."""
    small = [each.text[:1].islower() for each in parts if len(each.text.split()) >= FEWEST_WORDS]
    # Where most items begin with a small letter, that says nothing of what hangs on to what.
    small_goes_on = sum(small) * 2 < len(small)
    waiting: Enhet | None = None
    for part in parts:
        if not says_something(part):
            continue
        goes_on = part.orsak or (small_goes_on and part.text[:1].islower()) or _is_remark(part.text)
        if waiting is not None and goes_on and waiting.avsnitt.slag == part.avsnitt.slag:
            waiting = replace(waiting, foljer=(*waiting.foljer, part.last))
            continue
        if waiting is not None:
            yield waiting
        waiting = Enhet(part.avsnitt, part.last, orsak=part.orsak)
    if waiting is not None:
        yield waiting


def _is_remark(text: str) -> bool:
    """Return whether a paragraph is what someone said of the one before it."""
    return text[:1] in '"”“«»' and not text.rstrip().endswith(")")
