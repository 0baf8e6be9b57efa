"""A paragraph's sentences → the stretches that each tell of one problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.needs.parts import Last

Doubles = NDArray[np.float64]
Classify = Callable[[Sequence[str]], Doubles]

SHORT_SENTENCES, SHORT_TEXT = 3, 320
"""A stretch no longer than this is shown whole, with what stands between its problems."""

LONGEST_RUN, LONGEST_TEXT = 3, 300
"""Sentences and characters in an excerpt at most."""

SEPARATE = 0.25
"""So unlike must what two sentences are about be, for a new problem to begin between them."""

CLEAR, CLEAR_IN_ITEM = 0.12, 0.4
"""So likely must the likeliest area of both be, in a paragraph and in a short list item."""

ITEM_TEXT = 150
"""A paragraph no longer than this is mostly an item with one problem."""

OWN_WORDS = 6
"""A sentence of fewer words does not begin a problem of its own."""

OWN_WORDS_OF_EVERY = 5
"""The same where every sentence tells one."""

OWN_SHARE = 0.7
"""So likely must a sentence be to tell a problem, to begin one of its own."""

SURE = 0.65
"""So surely must a sentence tell of something else to be left out at the ends of a stretch."""

ANAPHORA = re.compile(
    r"^\W*(?:(?:hos|av|bland) (?:dem|dessa|de)|innan dess|sedan dess|till exempel|vi tror|"
    r"motsvarande|båda|begäran|ärendet|frågan|beslutet|tappet|ökningen|minskningen|skillnaden|"
    r"mönstret|bilden|förklaringen|exempelvis|samtidigt|likaså|detsamma|dessutom|"
    r"det|detta|den|de|dessa|dem|därför|därmed|då|där|samma|ändå|men|och|så|orsak\w*|varför|"
    r"resultatet|följden|hälften|resten|övriga|andra|några|flera|bara|ingen|inget|inga|vidare)\b",
    re.IGNORECASE,
)
"""Beginnings that lean on the sentence before."""


def segments(
    read: Sequence[Last], classify: Classify, *, every: bool = False
) -> tuple[tuple[Last, ...], ...]:
    """Return the stretches of a paragraph that each tell of a problem, in order.

    ``every`` says that each sentence tells a problem, as under a heading that says so.
    """
    if not every and not any(each.ar_problem for each in read):
        return ()
    parts = _cut(read, classify, every) if len(read) > 1 else [tuple(read)]
    told = [part for part in parts if _tells(part, every)]
    return tuple(stretch for part in told for stretch in _stretches(part, every))


def _tells(part: Sequence[Last], every: bool) -> bool:
    """Return whether a part tells a problem, and where all do, not only of what comes next."""
    if every:
        return not all(each.roll in ("plan", "metod") and each.sakerhet >= SURE for each in part)
    return any(each.ar_problem for each in part)


def _cut(read: Sequence[Last], classify: Classify, every: bool) -> list[tuple[Last, ...]]:
    """Return sentences, cut where the talk turns to another problem."""
    rows = classify([each.mening.text for each in read])
    clear = CLEAR if _length(read) > ITEM_TEXT else CLEAR_IN_ITEM
    each_own = every and _length(read) > ITEM_TEXT
    parts: list[list[int]] = [[0]]
    for place in range(1, len(read)):
        told = [each for each in parts[-1] if every or read[each].ar_problem]
        own = _stands_alone(read[place], every)
        if told and own and (each_own or _turns(rows, told, place, clear)):
            parts.append([])
        parts[-1].append(place)
    return [tuple(read[place] for place in part) for part in parts]


def _stands_alone(read: Last, every: bool) -> bool:
    """Return whether a sentence can begin a problem of its own."""
    told = every or (read.ar_problem and read.problem >= OWN_SHARE)
    fewest = OWN_WORDS_OF_EVERY if every else OWN_WORDS
    whole = len(read.mening.text.split()) >= fewest and not ANAPHORA.match(read.mening.text)
    return told and whole and read.roll != "orsak"


def _turns(rows: Doubles, before: Sequence[int], place: int, clear: float) -> bool:
    """Return whether a sentence is about something else than those before it."""
    so_far = np.mean(rows[list(before)], axis=0)
    if min(so_far.max(), rows[place].max()) < clear:
        return False
    alike = so_far @ rows[place] / (np.linalg.norm(so_far) * np.linalg.norm(rows[place]))
    return bool(alike < SEPARATE)


def _stretches(part: tuple[Last, ...], every: bool) -> tuple[tuple[Last, ...], ...]:
    if every or (len(part) <= SHORT_SENTENCES and _length(part) <= SHORT_TEXT):
        return (_trimmed(part),)
    told = [place for place, each in enumerate(part) if each.ar_problem]
    runs: list[list[int]] = [[told[0]]]
    for place in told[1:]:
        first = runs[-1][0]
        fits = place - first < LONGEST_RUN and _length(part[first : place + 1]) <= LONGEST_TEXT
        if fits:
            runs[-1].append(place)
        elif not ANAPHORA.match(part[place].mening.text):
            runs.append([place])
    return tuple(part[run[0] : run[-1] + 1] for run in runs)


def _length(part: Sequence[Last]) -> int:
    return part[-1].mening.till - part[0].mening.fran


def _trimmed(read: tuple[Last, ...]) -> tuple[Last, ...]:
    """Return sentences without those at the ends that surely tell of something else."""
    first, last = 0, len(read)
    while first < last and _is_clearly_other(read[first]):
        first += 1
    while last > first and _is_clearly_other(read[last - 1]):
        last -= 1
    return read[first:last] or read


def _is_clearly_other(read: Last) -> bool:
    return read.roll in ("styrka", "elevrost", "historik") and read.sakerhet >= SURE
