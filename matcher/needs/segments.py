"""A paragraph's sentences → the stretches that each tell of one problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.needs.units import Last

Doubles = NDArray[np.float64]
Classify = Callable[[Sequence[str]], Doubles]

SHORT_SENTENCES, SHORT_TEXT = 3, 320
"""A paragraph no longer than this tells of one problem, and is shown whole."""

LONGEST_RUN = 4
"""Sentences in an excerpt at most."""

SEPARATE = 0.25
"""So unlike must what two sentences are about be, for a new problem to begin between them."""

CLEAR = 0.25
"""So likely must the likeliest area of both be."""

SURE = 0.65
"""So surely must a sentence tell of something else to be left out of a short paragraph."""

BETWEEN = ("fakta", "plan", "metod")
"""Roles that a stretch may hold between two sentences that tell a problem."""

ANAPHORA = re.compile(
    r"^\W*(?:det|detta|den|de|dessa|dem|därför|därmed|då|där|samma|ändå|men|och|så|orsak\w*|varför|"
    r"resultatet|följden|hälften|resten|övriga|andra|några|flera|bara|ingen|inget|inga|vidare)\b",
    re.IGNORECASE,
)
"""Beginnings that lean on the sentence before."""


def segments(read: Sequence[Last], classify: Classify) -> tuple[tuple[Last, ...], ...]:
    """Return the stretches of a paragraph that tell of a problem, in order."""
    if not any(each.ar_problem for each in read):
        return ()
    length = read[-1].mening.till - read[0].mening.fran
    if len(read) <= SHORT_SENTENCES and length <= SHORT_TEXT:
        return (_trimmed(read),)
    runs = _runs(read)
    rows = iter(classify([each.mening.text for run in runs for each in run]))
    return tuple(part for run in runs for part in _split(run, [next(rows) for _ in run]))


def _trimmed(read: Sequence[Last]) -> tuple[Last, ...]:
    """Return sentences without those at the ends that tell of what works, was done or is said."""
    first, last = 0, len(read)
    while first < last and _is_clearly_other(read[first]):
        first += 1
    while last > first and _is_clearly_other(read[last - 1]):
        last -= 1
    return tuple(read[first:last])


def _is_clearly_other(read: Last) -> bool:
    return read.roll in ("styrka", "elevrost", "historik") and read.sakerhet >= SURE


def _runs(read: Sequence[Last]) -> list[tuple[Last, ...]]:
    """Return stretches that begin and end with a sentence that tells a problem."""
    runs: list[list[Last]] = []
    waiting: list[Last] = []
    for each in read:
        if each.ar_problem:
            if runs and (
                not waiting
                or (all(one.roll in BETWEEN for one in waiting[:1]) and len(waiting) == 1)
            ):
                runs[-1] += [*waiting, each]
            else:
                runs.append([each])
            waiting = []
        else:
            waiting.append(each)
    return [tuple(run) for run in runs]


def _split(run: tuple[Last, ...], rows: Sequence[Doubles]) -> list[tuple[Last, ...]]:
    """Return a stretch, cut where the talk turns to something else."""
    parts: list[list[int]] = [[0]]
    for place in range(1, len(run)):
        if len(parts[-1]) >= LONGEST_RUN or _turns(run, rows, parts[-1], place):
            parts.append([])
        parts[-1].append(place)
    found = [tuple(run[place] for place in part) for part in parts]
    return [part for part in found if any(each.ar_problem for each in part)]


def _turns(
    run: tuple[Last, ...], rows: Sequence[Doubles], before: Sequence[int], place: int
) -> bool:
    here = run[place]
    if not here.ar_problem or here.roll == "orsak" or ANAPHORA.match(here.mening.text):
        return False
    so_far = np.mean([rows[each] for each in before], axis=0)
    if min(so_far.max(), rows[place].max()) < CLEAR:
        return False
    alike = so_far @ rows[place] / (np.linalg.norm(so_far) * np.linalg.norm(rows[place]))
    return bool(alike < SEPARATE)
