"""Paragraphs as they were read, sentence by sentence, and the units that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from matcher.needs.sections import CAUSE, Avsnitt
from matcher.needs.sentences import Mening
from matcher.points import tells
from matcher.sentence_models import NAMES, cues

FEWEST_WORDS = 4
"""A shorter paragraph is mostly a cell of a table."""

SHORT = 6
"""A paragraph of fewer words must have a word that tells a problem."""

TELLING = ("nekad", "brist", "nedgang", "for_lite", "men", "andel", "orsak")

SURE_OF_ITEM = 0.75
"""So surely does a short item tell what its words show."""

OBSERVED = ("styrka", "historik", "elevrost")
"""What is told apart beside problems."""

EDITORS_NOTE = re.compile(r"^\s*\[[^\]]*\]\W*$")
"""A paragraph in square brackets, by the one who put the document together."""

PROBLEM_ROLES = ("problem", "orsak")


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
class Del:
    """A paragraph as it was read, before it is known what hangs on to what."""

    avsnitt: Avsnitt
    text: str
    rad: int | None
    last: tuple[Last, ...]
    kolumnrubrik: str | None = None

    @property
    def orsak(self) -> bool:
        """Return whether it is told as the cause of something."""
        return self.avsnitt.kolumn == "orsak" or bool(CAUSE.match(self.text))

    @property
    def problem(self) -> float:
        """Return how likely it is to tell a problem, by the likeliest of its sentences."""
        return max((each.problem for each in self.last if each.ar_problem), default=0.0)


def told_shortly(part: Del) -> Del:
    """Return a paragraph, read as a short item of a list where its few words show what it tells."""
    told = tells(part.text)
    if told is None or len(part.last) > 1:
        return part
    share = max(part.last[0].problem, SURE_OF_ITEM)
    if told == "problem":
        roll = "orsak" if part.orsak else "problem"
        last = replace(part.last[0], roll=roll, problem=share, sakerhet=share)
    else:
        last = replace(part.last[0], roll="styrka", problem=1 - share, sakerhet=SURE_OF_ITEM)
    return replace(part, last=(last,))


def says_something(part: Del) -> bool:
    """Return whether a paragraph is more than a name or a note."""
    words = len(part.text.split())
    if EDITORS_NOTE.match(part.text):
        return False
    if part.avsnitt.slag in (*OBSERVED, "utanfor"):
        return words > 1
    if tells(part.text):
        return True
    if words < FEWEST_WORDS:
        return False
    found = cues(part.text)
    return words >= SHORT or any(found[NAMES.index(name)] for name in TELLING)
