"""Paragraphs → units: a paragraph or list item with what hangs on to it, read role by role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matcher.intake import Stycke
from matcher.needs.outside import Beyond, Part, with_outside
from matcher.needs.sections import CAUSE, LABEL, Avsnitt, is_leveled, read_heading, sections
from matcher.needs.sentences import Mening, sentences
from matcher.needs.trends import is_figure, is_worse
from matcher.sentence_models import NAMES, ROLES, SentenceModel, cues

Doubles = NDArray[np.float64]

MOST_SENTENCES = 2_000
"""So many are read of an analysis."""

FEWEST_WORDS = 4
"""A shorter paragraph is mostly a cell of a table."""

SHORT = 6
"""A paragraph of fewer words must have a word that tells a problem."""

TELLING = ("nekad", "brist", "nedgang", "for_lite", "men", "andel", "orsak")
UNDER_LEVEL, UNDER_PROBLEM, UNDER_NOTHING, OUTSIDE_LEVELS = 1.5, 2.5, 1.5, 0.4
"""What a problem's probability is multiplied by under a heading that names a level, one that says
that problems follow, neither, and neither in an analysis that has headings of levels."""

FEW_WORDS, USUAL_WORDS, MANY_WORDS = 5, 11, 20
FULLNESS = 2.0
"""How much the length of a sentence among others says, beside one of the usual number of words."""

MOSTLY = 0.6
MORE_OFTEN = 3.0
"""Where so many of a heading's sentences tell problems, the rest are likelier to do so too."""

SURE_OF_FIGURES = 0.9
MUCH_LONGER = 1.5
OBSERVED = ("styrka", "historik", "elevrost")
"""What is told apart beside problems."""

EDITORS_NOTE = re.compile(r"^\s*\[[^\]]*\]\W*$")
"""A paragraph in square brackets, by the one who put the document together."""

PROBLEM_ROLES = ("problem", "orsak")
IS_PROBLEM = np.array([role in PROBLEM_ROLES for role in ROLES])


@dataclass(frozen=True, slots=True)
class Last:
    """A sentence as it was read.

    ``sakerhet`` is how likely its role is, ``problem`` how likely it is to tell a problem or cause.
    """

    mening: Mening
    roll: str
    problem: float
    sakerhet: float = 1.0

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


@dataclass(frozen=True, slots=True)
class _Del:
    """A paragraph as it was read, before it is known what hangs on to what."""

    avsnitt: Avsnitt
    text: str
    rad: int | None
    last: tuple[Last, ...]
    kolumnrubrik: str | None = None

    @property
    def orsak(self) -> bool:
        return self.avsnitt.kolumn == "orsak" or bool(CAUSE.match(self.text))

    @property
    def problem(self) -> float:
        return max((each.problem for each in self.last if each.ar_problem), default=0.0)


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
        _Del(
            avsnitt,
            stycke.text,
            stycke.rad,
            tuple(_read(mening, next(weighed)) for mening in found),
            stycke.kolumnrubrik,
        )
        for avsnitt, stycke, found in parts
    ]
    units: list[Enhet] = []
    for (_, rad), same in groupby(read, key=lambda each: (each.avsnitt.rubrik, each.rad)):
        near = list(same)
        units += _units(near) if rad is None else _row(near)
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
    return Last(mening, ROLES[int(np.where(IS_PROBLEM, row, 0.0).argmax())], share, share)


def _units(parts: Sequence[_Del]) -> Iterator[Enhet]:
    """Yield the units under one heading."""
    small = [each.text[:1].islower() for each in parts if len(each.text.split()) >= FEWEST_WORDS]
    # Where most items begin with a small letter, that says nothing of what hangs on to what.
    small_goes_on = sum(small) * 2 < len(small)
    waiting: Enhet | None = None
    for part in parts:
        if not _says_something(part):
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


def _row(parts: Sequence[_Del]) -> Iterator[Enhet]:
    """Yield the units of a table's row.

    Cells of columns that tell what they hold («Styrkor», «Resultat») stand for themselves; of the
    others the clearest heads the row, and a cause follows what it is a cause of.
    """
    told = _figures(parts)
    if told is not None:
        yield from told
        return
    telling = [each for each in parts if _says_something(each)]
    if telling and telling[0].avsnitt.slag in OBSERVED and not telling[0].avsnitt.kolumn:
        yield Enhet(telling[0].avsnitt, telling[0].last, tuple(each.last for each in telling[1:]))
        return
    own = [each for each in telling if each.avsnitt.kolumn not in (None, "orsak")]
    rest = [each for each in telling if each not in own]
    finds = [each for each in rest if not each.orsak]
    problems = [each for each in own if each.avsnitt.problem]
    if len(problems) == 1 and not finds:
        own.remove(problems[0])
        finds, rest = problems, [problems[0], *rest]
    for each in own:
        yield Enhet(each.avsnitt, each.last)
    if finds:
        longest = max(len(each.text) for each in finds)
        # Of cells about as long, the one that tells the problem; a name or a figure is shorter.
        full = [each for each in finds if len(each.text) * MUCH_LONGER >= longest]
        head = max(full, key=lambda each: each.problem)
        yield Enhet(head.avsnitt, head.last, tuple(each.last for each in rest if each is not head))
    else:
        yield from (Enhet(each.avsnitt, each.last, orsak=True) for each in rest)


def _figures(parts: Sequence[_Del]) -> tuple[Enhet, ...] | None:
    """Return the units of a row with figures over time: one, where they have become worse.

    None where the row holds no such figures.
    """
    figures = [each for each in parts if is_figure(each.text)]
    words = [each for each in parts if each not in figures and len(each.text.split()) > 1]
    if not words or words[0].avsnitt.slag is not None:
        return None
    label = words[0]
    worse = is_worse(
        label.text, [each.text for each in figures], [each.kolumnrubrik for each in figures]
    )
    if worse is None:
        return None
    if not worse:
        return ()
    # A short label («F i engelska») tells less than what is remarked of it.
    longest = max(words, key=lambda each: len(each.text))
    head = longest if len(label.text) * MUCH_LONGER < len(longest.text) else label
    read = tuple(replace(each, roll="problem", problem=SURE_OF_FIGURES) for each in head.last)
    return (Enhet(head.avsnitt, read, tuple(each.last for each in words if each is not head)),)


def _is_remark(text: str) -> bool:
    """Return whether a paragraph is what someone said of the one before it."""
    return text[:1] in '"”“«»' and not text.rstrip().endswith(")")


def _says_something(part: _Del) -> bool:
    words = len(part.text.split())
    if EDITORS_NOTE.match(part.text):
        return False
    if part.avsnitt.slag in (*OBSERVED, "utanfor"):
        return words > 1
    if words < FEWEST_WORDS:
        return False
    found = cues(part.text)
    return words >= SHORT or any(found[NAMES.index(name)] for name in TELLING)
