"""Paragraphs → units: a paragraph or list item with what hangs on to it, read role by role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matcher.intake import Stycke
from matcher.needs.cues import NAMES, cues
from matcher.needs.roles import ROLES, RoleModel
from matcher.needs.sections import CAUSE, LABEL, Avsnitt, read_heading, sections
from matcher.needs.sentences import Mening, sentences

Doubles = NDArray[np.float64]

MOST_SENTENCES = 2_000
"""So many are read of an analysis."""

FEWEST_WORDS = 4
"""A shorter paragraph is mostly a cell of a table."""

SHORT = 6
"""A paragraph of fewer words must have a word that tells a problem."""

TELLING = ("nekad", "brist", "nedgang", "for_lite", "men", "andel", "orsak")
UNDER_LEVEL, UNDER_PROBLEM, UNDER_NOTHING = 3.0, 6.0, 0.8
"""What a problem's probability is multiplied by under a heading that names a level, one that says
that problems follow, and neither."""

PROBLEM_ROLES = ("problem", "orsak")
IS_PROBLEM = np.array([role in PROBLEM_ROLES for role in ROLES])


@dataclass(frozen=True, slots=True)
class Last:
    """A sentence as it was read: its role, and how likely it is to tell a problem or a cause."""

    mening: Mening
    roll: str
    problem: float

    @property
    def ar_problem(self) -> bool:
        """Return whether it tells a problem or a cause."""
        return self.roll in PROBLEM_ROLES


@dataclass(frozen=True, slots=True)
class Enhet:
    """A paragraph or list item (``huvud``) and what hangs on to it (``foljer``)."""

    avsnitt: Avsnitt
    huvud: tuple[Last, ...]
    foljer: tuple[tuple[Last, ...], ...] = ()
    orsak: bool = False


def read_units(
    stycken: Sequence[Stycke], model: RoleModel
) -> tuple[tuple[Enhet, ...], int]:
    """Return the units of an analysis, and how many sentences were left unread."""
    headed = list(sections(stycken))
    parts: list[tuple[Avsnitt, int, tuple[Mening, ...]]] = []
    number = left = 0
    for place, (stycke, (avsnitt, is_heading)) in enumerate(zip(stycken, headed, strict=True)):
        if is_heading:
            continue
        found = sentences(stycke.text, place)
        if number + len(found) > MOST_SENTENCES:
            left += len(found)
            continue
        number += len(found)
        parts.append((_labelled(avsnitt, stycke.text), place, found))
    rows = iter(model.probabilities([each.text for _, _, found in parts for each in found]))
    read = [
        (avsnitt, stycken[place].text, tuple(_read(m, next(rows), avsnitt) for m in found))
        for avsnitt, place, found in parts
    ]
    units: list[Enhet] = []
    for _, same in groupby(read, key=lambda each: each[0].rubrik):
        units += _units(list(same))
    return tuple(units), left


def _labelled(avsnitt: Avsnitt, text: str) -> Avsnitt:
    """Return what is said over a paragraph, its own label («Styrkor: …») included."""
    label = LABEL.match(text)
    if label is None:
        return avsnitt
    read = read_heading(label["etikett"])
    if CAUSE.match(text) or not (read.slag or read.problem):
        return avsnitt
    return replace(avsnitt, slag=read.slag, problem=read.problem)


def _read(mening: Mening, row: Doubles, avsnitt: Avsnitt) -> Last:
    weight = UNDER_PROBLEM if avsnitt.problem else UNDER_LEVEL if avsnitt.niva else UNDER_NOTHING
    weighed = row * np.where(IS_PROBLEM, weight, 1.0)
    weighed = weighed / weighed.sum()
    share = float(weighed[IS_PROBLEM].sum())
    if CAUSE.match(mening.text):
        return Last(mening, "orsak", max(share, 0.5))
    other = int(np.where(IS_PROBLEM, 0.0, weighed).argmax())
    if share >= weighed[other]:
        return Last(mening, ROLES[int(weighed[IS_PROBLEM].argmax())], share)
    return Last(mening, ROLES[other], share)


def _units(parts: Sequence[tuple[Avsnitt, str, tuple[Last, ...]]]) -> Iterator[Enhet]:
    """Yield the units under one heading."""
    small = [text[:1].islower() for _, text, _ in parts if len(text.split()) >= FEWEST_WORDS]
    # Where most items begin with a small letter, that says nothing of what hangs on to what.
    small_goes_on = sum(small) * 2 < len(small)
    waiting: Enhet | None = None
    for avsnitt, text, read in parts:
        if not read or not _says_something(avsnitt, text):
            continue
        cause = bool(CAUSE.match(text))
        goes_on = cause or (small_goes_on and text[:1].islower()) or _is_remark(text)
        if waiting is not None and goes_on and waiting.avsnitt.slag == avsnitt.slag:
            waiting = replace(waiting, foljer=(*waiting.foljer, read))
            continue
        if waiting is not None:
            yield waiting
        waiting = Enhet(avsnitt, read, orsak=cause)
    if waiting is not None:
        yield waiting


def _is_remark(text: str) -> bool:
    """Return whether a paragraph is what someone said of the one before it."""
    return text[:1] in "\"”“«»" and not text.rstrip().endswith(")")


def _says_something(avsnitt: Avsnitt, text: str) -> bool:
    words = len(text.split())
    if avsnitt.slag in ("historik", "elevrost", "styrka", "utanfor"):
        return words > 1
    if words < FEWEST_WORDS:
        return False
    found = cues(text)
    return words >= SHORT or any(found[NAMES.index(name)] for name in TELLING)
