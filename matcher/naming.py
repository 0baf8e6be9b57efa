"""What a few words ask for by name, forgiving of spelling: insatser, programmes and single words.

A short query is a name or a topic rather than a described problem. Long texts are left alone: a
programme that they name is mostly one that the school has already been through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from catalog.swedish import normalise, stem, tokens
from matcher.features import Underlag
from matcher.result import Rattat

MOST_WORDS = 5
"""More words than this describe something, and are not looked up as a name."""

ALIKE_NAME = 86
"""So alike (0-100) must a whole name be; below that other names come too often."""

ALIKE_WORD = 78
"""So alike must a known word be to a misspelt one."""

SHORTEST_WORD = 5
"""Shorter words have too many neighbours to be corrected."""

SHORTEST_PART = 4
"""A part of a word this long finds names that hold it."""

NAME_OF_PROGRAMME = 0.8
"""What a programme's name counts for the insatser in it, beside an insats's own name."""

PART_OF_NAME = 0.4
"""What a name that only holds the words counts at least; more, the more of it they are."""

NOT_A_NAME = frozenset(tokens("projektet programmet satsningen modulen kursen insatsen metoden"))
"""What people add to a name, or hang on to it with a hyphen."""

SAME_WORD = (("matte", "matematik"),)
"""Everyday beginnings of compound names, and how the names are written."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of insatser and programmes as they are looked up, and the words of the catalogue."""

    namn: tuple[str, ...]
    rader: tuple[tuple[int, ...], ...]
    vikter: tuple[float, ...]
    ord: tuple[str, ...]
    antal: int

    @classmethod
    def of(cls, underlag: Underlag) -> Names:
        """Collect the names and words of a catalogue."""
        rows: dict[tuple[str, float], list[int]] = {}
        for number, insats in enumerate(underlag.insatser):
            rows.setdefault((normalise(insats.namn), 1.0), []).append(number)
            for program in insats.program:
                rows.setdefault((normalise(program.namn), NAME_OF_PROGRAMME), []).append(number)
        names = tuple(name for name, _ in rows)
        spread = Counter(
            word
            for text in (*underlag.texter, *names, *(each.namn for each in underlag.omraden))
            for word in set(tokens(text))
            if len(word) >= SHORTEST_WORD
        )
        words = sorted(word for word, number in spread.items() if number > 1)
        words += sorted({word for name in names for word in tokens(name)} - set(words))
        return cls(
            names,
            tuple(tuple(each) for each in rows.values()),
            tuple(weight for _, weight in rows),
            tuple(words),
            len(underlag.insatser),
        )

    def corrected(self, text: str) -> tuple[str, tuple[Rattat, ...]]:
        """Return a short query with its misspelt words replaced, and what was replaced.

        Examples
        --------
        >>> names = Names((), (), (), ("lässtrategier", "läsning"), 0)
        >>> names.corrected("lässtratergier")[0]
        'lässtrategier'
        """
        if len(tokens(text)) > MOST_WORDS:
            return text, ()
        changed = []
        for word in tokens(text):
            better = self._nearest(word)
            if better is not None:
                changed.append(Rattat(word, better))
        fixed = normalise(text)
        for each in changed:
            fixed = fixed.replace(each.skrivet, each.last_som)
        return (fixed, tuple(changed)) if changed else (text, ())

    def _nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST_WORD or not word.isalpha():
            return None
        if word in self.ord or any(known.startswith(stem(word)) for known in self.ord):
            return None
        for short, whole in SAME_WORD:
            if word.startswith(short):
                word = whole + word.removeprefix(short)
        found = process.extractOne(word, self.ord, scorer=fuzz.ratio, score_cutoff=ALIKE_WORD)
        return None if found is None else str(found[0])

    def asked_for(self, text: str) -> NDArray[np.float64]:
        """Return how clearly a short query names each insats, 0-1."""
        named = np.zeros(self.antal)
        words = [
            part
            for word in tokens(text)
            for part in word.split("-")
            if part and part not in NOT_A_NAME
        ]
        if not words or len(words) > MOST_WORDS:
            return named
        for name, rows, weight in zip(self.namn, self.rader, self.vikter, strict=True):
            worth = weight * _worth(words, name)
            if worth:
                chosen = list(rows)
                named[chosen] = np.maximum(named[chosen], worth)
        return named


def _worth(words: Sequence[str], name: str) -> float:
    alike = fuzz.ratio(" ".join(words), name)
    if alike >= ALIKE_NAME:
        return 1.0
    telling = [word for word in words if len(word) >= SHORTEST_PART]
    if telling and all(word in name for word in telling):
        return PART_OF_NAME + (1 - PART_OF_NAME) * float(alike) / 100
    return 0.0
