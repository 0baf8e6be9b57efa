"""The signals: what a need's text says about areas and insatser, before any context is weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoding import Encoder
from matcher.index import MatchIndex

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

PASSAGE_WORDS = 60
"""A text up to this long is one passage; a longer one is taken apart, so that nothing drowns."""

MOST_PASSAGES = 200

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

SHORTEST_NAME = 6
"""A name shorter than this is too easily met by chance."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a text says, in the index's order of areas and insatser.

    ``narmaste`` is the number of each insats's own sentence that is most like the text, and
    ``narmaste_likhet`` how like it is; -1 and 0 where an insats has no sentences.
    """

    stycken: tuple[str, ...]
    sannolikheter: Doubles
    likhet: Doubles
    narmaste: NDArray[np.intp]
    narmaste_likhet: Doubles
    namnda: NDArray[np.bool_]
    med_vektorer: bool


def passages(text: str) -> tuple[str, ...]:
    """Return a short text whole, and a long one as passages of a few sentences.

    Examples
    --------
    >>> passages("Två meningar. Men korta.")
    ('Två meningar. Men korta.',)
    >>> len(passages("Eleverna i klassen läser inte alls särskilt mycket. " * 30))
    5
    """
    whole = " ".join(text.split())
    if len(whole.split()) <= PASSAGE_WORDS:
        return (whole,)
    found: list[list[str]] = [[]]
    words = 0
    for sentence in SENTENCE_END.split(text):
        length = len(sentence.split())
        if found[-1] and words + length > PASSAGE_WORDS:
            found.append([])
            words = 0
        found[-1].append(" ".join(sentence.split()))
        words += length
    joined = [" ".join(each).strip() for each in found]
    return tuple(each for each in joined if each)[:MOST_PASSAGES]


def signals(index: MatchIndex, text: str, encoder: Encoder | None) -> Signals:
    """Return what a text says of each area and each insats."""
    stycken = passages(text)
    by_pieces = index.sentence_likeness(list(stycken))
    if encoder is None or index.vektorer is None or index.med_vektorer is None:
        return _signals(index, stycken, by_pieces, None)
    placed = index.vektorer.place(encoder.encode(stycken, "query"))
    return _signals(index, stycken, by_pieces, placed)


def area_probabilities(index: MatchIndex, texts: Sequence[str], encoder: Encoder | None) -> Doubles:
    """Return the probability of each area (columns) for each of several texts (rows)."""
    likeness = index.sentence_likeness(list(texts))
    if encoder is None or index.vektorer is None or index.med_vektorer is None:
        return index.utan_vektorer.probabilities(likeness)
    placed = index.vektorer.place(encoder.encode(texts, "query"))
    return index.med_vektorer.probabilities(index.blended(likeness, placed))


def _signals(
    index: MatchIndex, stycken: tuple[str, ...], by_pieces: Floats, placed: Floats | None
) -> Signals:
    words = index.insatstexter.bm25(list(stycken))
    known = len(index.underlag.omrade_for)
    if placed is None or index.vektorer is None or index.med_vektorer is None:
        sannolikheter = index.utan_vektorer.probabilities(by_pieces)
        own = by_pieces[:, known:]
        extra = []
    else:
        sannolikheter = index.med_vektorer.probabilities(index.blended(by_pieces, placed))
        own = placed @ index.vektorer.texter[known:].T
        extra = [placed @ index.vektorer.insatser.T]
    narmaste, likhet = _nearest(own.max(axis=0), index)
    parts = [words.max(axis=0), *(each.max(axis=0) for each in extra), likhet]
    return Signals(
        stycken=stycken,
        sannolikheter=_combined(sannolikheter, index.underlag.utanfor),
        likhet=_standard(np.sum([_standard(part) for part in parts], axis=0)),
        narmaste=narmaste,
        narmaste_likhet=likhet,
        namnda=_named(index, " ".join(stycken)),
        med_vektorer=placed is not None,
    )


def _combined(rows: Doubles, outside: NDArray[np.bool_]) -> Doubles:
    """Return one distribution for several passages: an area counts as where it is clearest."""
    if len(rows) == 1:
        return np.asarray(rows[0])
    best = np.where(outside, rows.mean(axis=0), rows.max(axis=0))
    return np.asarray(best / best.sum())


def _nearest(likeness: Floats, index: MatchIndex) -> tuple[NDArray[np.intp], Doubles]:
    number = len(index.underlag.insatser)
    nearest = np.full(number, -1, dtype=np.intp)
    best = np.full(number, likeness.min(initial=0.0), dtype=np.float64)
    for row, insats in enumerate(index.underlag.insats_for):
        if nearest[insats] < 0 or likeness[row] > best[insats]:
            nearest[insats], best[insats] = row, likeness[row]
    return nearest, best


def _standard(values: NDArray[np.floating]) -> Doubles:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread or 1.0), dtype=np.float64)


def _named(index: MatchIndex, text: str) -> NDArray[np.bool_]:
    return np.array([bool(named_in(each.namn, text)) for each in index.underlag.insatser])


def named_in(name: str, text: str) -> str:
    """Return the name of an insats if the text writes it out, else nothing.

    A name of one word counts only inside a sentence, where its capital letter must mean something.

    Examples
    --------
    >>> named_in("Samtal om text", "Vi gick Samtal om text i fjol.")
    'Samtal om text'
    >>> named_in("Algebra", "Algebra är svårt.")
    ''
    """
    start = text.find(name) if len(name) >= SHORTEST_NAME else -1
    if start < 0 or not name[0].isupper():
        return ""
    end = start + len(name)
    whole = not text[max(start - 1, 0) : start].isalnum() and not text[end : end + 1].isalnum()
    before = text[:start].rstrip()
    inside = " " in name or (before != "" and before[-1] not in ".!?:•-")
    return name if whole and inside else ""
