"""The signals: what a need's text says about areas and insatser, before any context is weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoding import Encoder, Vectors
from matcher.index import MatchIndex, VectorSpace
from matcher.naming import Names

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SENTENCE_WORDS = 4
"""A sentence of fewer words is not read by itself."""

CLAUSE_WORDS = 3
CLAUSE_END = re.compile(r"[,;:]\s+|\s+(?=och\b|men\b|samt\b|dessutom\b)")
LOOK_FOR_MORE = 0.25
"""A sentence that is so likely to be about what no insats can help with is read clause by clause:
it may be about something else too."""

SENTENCE_SHARE = 0.4
"""How much the sentences of a passage count by themselves, so that a second problem is heard."""

PASSAGE_WORDS = 60
"""A text up to this long is one passage; a longer one is taken apart, so that nothing drowns."""

LONGEST_WORD = 40
"""The rest of a longer word, such as an address, is not read: it costs much and says nothing."""

MOST_PASSAGES = 200
MOST_ENCODED = 30
"""A passage takes a tenth of a second to encode; of a long text the clearest are."""

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")

SHORTEST_NAME = 6
"""A name shorter than this is too easily met by chance."""

BEGINS_SENTENCE = re.compile(r"(?:^|\n|(?<!\bt\.ex)(?<!\bbl\.a)[.!?:…])\W*$")
LOOK_BACK = 40
QUOTATION_MARKS = "«»”“\"'’"


@dataclass(frozen=True, slots=True)
class Meaning:
    """An encoder with the space that its vectors belong in."""

    encoder: Encoder
    space: VectorSpace

    def place(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, in the space."""
        return self.space.place(self.encoder.encode(texts, "query"))


@dataclass(frozen=True, slots=True)
class Signals:
    """What a text says, in the index's order of areas and insatser.

    ``narmaste`` is the number of each insats's own sentence that is most like the text, and
    ``narmaste_likhet`` how like it is; -1 and 0 where an insats has no sentences. ``namnda`` are
    the insatser that the text names, ``sokta`` how clearly (0-1) a short query asks for each by a
    name that may be misspelt or cut short. ``olasta`` is how many passages of a long text were
    left out, ``bara_ord`` how many went by words alone although others did not.
    """

    sannolikheter: Doubles
    likhet: Doubles
    narmaste: NDArray[np.intp]
    narmaste_likhet: Doubles
    namnda: NDArray[np.bool_]
    sokta: Doubles
    med_vektorer: bool
    olasta: int
    bara_ord: int


def passages(text: str) -> tuple[str, ...]:
    """Return a short text whole, and a long one as passages of a few sentences.

    Examples
    --------
    >>> passages("Två meningar. Men korta.")
    ('Två meningar. Men korta.',)
    >>> len(passages("Eleverna i klassen läser inte alls särskilt mycket. " * 30))
    5
    """
    words = _words(text)
    if len(words) <= PASSAGE_WORDS:
        return (" ".join(words),)
    found: list[list[str]] = [[]]
    for sentence in SENTENCE_END.split(text):
        for part in _parts(_words(sentence)):
            if found[-1] and len(found[-1]) + len(part) > PASSAGE_WORDS:
                found.append([])
            found[-1] += part
    return tuple(" ".join(each) for each in found if each)


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in text.split()]


def _parts(words: list[str]) -> list[list[str]]:
    """Return a sentence as parts no longer than a passage."""
    return [words[start : start + PASSAGE_WORDS] for start in range(0, len(words), PASSAGE_WORDS)]


def signals(index: MatchIndex, names: Names, text: str, meaning: Meaning | None) -> Signals:
    """Return what a text says of each area and each insats."""
    every = passages(text)
    stycken = every[:MOST_PASSAGES]
    utanfor = index.underlag.utanfor
    delar = _sentences(stycken[0]) if len(stycken) == 1 else ()
    lasta = (*stycken, *delar)
    pieces = index.meningar.weighed(lasta)
    sannolikheter = index.utan_vektorer.probabilities(pieces)
    if len(lasta) == 1 and sannolikheter[0, utanfor].sum() >= LOOK_FOR_MORE:
        delar = _clauses(stycken[0])
        lasta = (*stycken, *delar)
        pieces = index.meningar.weighed(lasta)
        sannolikheter = index.utan_vektorer.probabilities(pieces)
    parts = [index.insatstexter.bm25(stycken).max(axis=0)]
    own = index.own_likeness(pieces[: len(stycken)])
    bara_ord = 0
    if meaning is not None:
        rows = _clearest(sannolikheter[:, ~index.underlag.utanfor])
        bara_ord = len(lasta) - len(rows)
        placed = meaning.place([lasta[row] for row in rows])
        sannolikheter[rows] = meaning.space.modell.probabilities(pieces[rows], placed)
        whole = placed[rows < len(stycken)]
        parts.append((whole @ meaning.space.insatser.T).max(axis=0))
        own = whole @ meaning.space.meningar.T
    narmaste, likhet = _nearest(own.max(axis=0), index)
    parts.append(likhet)
    omraden = _combined(sannolikheter[: len(stycken)], utanfor)
    if delar:
        by_sentence = _combined(sannolikheter[len(stycken) :], utanfor)
        omraden = (1 - SENTENCE_SHARE) * omraden + SENTENCE_SHARE * by_sentence
    return Signals(
        sannolikheter=omraden,
        likhet=_standard(np.sum([_standard(part) for part in parts], axis=0)),
        narmaste=narmaste,
        narmaste_likhet=likhet,
        namnda=_named(index, text),
        sokta=names.asked_for(text),
        med_vektorer=meaning is not None,
        olasta=len(every) - len(stycken),
        bara_ord=bara_ord,
    )


def _sentences(passage: str) -> tuple[str, ...]:
    """Return the sentences of a passage that has several."""
    found = [each for each in SENTENCE_END.split(passage) if len(each.split()) >= SENTENCE_WORDS]
    return tuple(found) if len(found) > 1 else ()


def _clauses(sentence: str) -> tuple[str, ...]:
    """Return what a sentence says one thing at a time, where it says several."""
    found = [each for each in CLAUSE_END.split(sentence) if len(each.split()) >= CLAUSE_WORDS]
    return tuple(found) if len(found) > 1 else ()


def area_probabilities(index: MatchIndex, texts: Sequence[str], meaning: Meaning | None) -> Doubles:
    """Return the probability of each area (columns) for each of several texts (rows)."""
    pieces = index.meningar.weighed(texts)
    if meaning is None:
        return index.utan_vektorer.probabilities(pieces)
    return meaning.space.modell.probabilities(pieces, meaning.place(texts))


def _clearest(sannolikheter: Doubles) -> NDArray[np.intp]:
    """Return the passages that are most clearly about something, in the order of the text.

    What no insats can help with does not count: a long text speaks much of premises in passing.
    """
    order = np.argsort(-sannolikheter.max(axis=1), kind="stable")
    return np.sort(order[:MOST_ENCODED])


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
    folded = " ".join(text.split())
    return np.array(
        [
            each.namn in folded and bool(named_in(each.namn, text))
            for each in index.underlag.insatser
        ]
    )


def named_in(name: str, text: str) -> str:
    """Return the name of an insats as the text writes it out, else nothing.

    First in a sentence any words have a capital letter, so there a name counts only if it has
    another one or a digit after its first word, or stands in quotation marks.

    Examples
    --------
    >>> named_in("Samtal om text", "Vi gick Samtal om text i fjol.")
    'Samtal om text'
    >>> named_in("Samtal om text", "Samtal om text är svårt.")
    ''
    """
    if len(name) < SHORTEST_NAME or not name[0].isupper():
        return ""
    marked = any(sign.isupper() or sign.isdigit() for sign in name.partition(" ")[2])
    words = r"\s+".join(re.escape(word) for word in name.split())
    for found in re.finditer(rf"(?<![\w-]){words}(?!\w)", text):
        before = text[max(found.start() - LOOK_BACK, 0) : found.start()]
        if marked or _in_quotes(text, found) or not BEGINS_SENTENCE.search(before):
            return found.group()
    return ""


def _in_quotes(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return before != "" and after != "" and before in QUOTATION_MARKS and after in QUOTATION_MARKS
