"""An analysis → the problems it tells of, each with the words that show it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad
from matcher.arbetsfil import Stalle
from matcher.candidates import SENTENCE_END
from matcher.intake import Analys
from matcher.needs.model import FunnetBehov
from matcher.result import FunnetOmrade

Classify = Callable[[Sequence[str]], NDArray[np.float64]]

CLEAR = 0.15
"""A passage tells of an area that it is at least this likely to be about."""

FEWEST_WORDS = 5
MOST_AREAS = 3
ALSO_LIKELY = 0.1
"""Areas beside the likeliest are mentioned from here."""

MOST_SENTENCES = 400
"""So many are read of an analysis; each takes some hundredths of a second."""

AT_A_TIME = 50
LONGEST_SENTENCE = 500
LONGEST_EXCERPT = 3000

LEVEL_WORDS = (
    ("resultat", ("resultat", "måluppfyllelse", "lärande och utveckling", "eleverna", "barnen")),
    ("undervisning", ("undervisning", "process", "arbetssätt", "lektion")),
    ("organisation", ("organisation", "ledning", "styrning", "huvudman", "kompetens")),
)


def find_needs(
    analys: Analys, omraden: Sequence[Omradesblad], classify: Classify
) -> tuple[FunnetBehov, ...]:
    """Return the problems of an analysis in the order of the text, read as far as is bearable."""
    passages = list(islice(_numbered(analys), MOST_SENTENCES))
    texts = [text for _, text in passages]
    batches = (texts[start : start + AT_A_TIME] for start in range(0, len(texts), AT_A_TIME))
    rows = (row for batch in batches for row in classify(batch))
    found: list[FunnetBehov] = []
    read_to: dict[int, int] = {}
    for (number, text), row in zip(passages, rows, strict=True):
        place = _place(analys.stycken[number].text, text, number, read_to.get(number, 0))
        read_to[number] = place.till
        order = np.argsort(-row, kind="stable")[:MOST_AREAS]
        if row[order[0]] < CLEAR:
            continue
        best = omraden[int(order[0])]
        rubrik = analys.stycken[number].rubrik
        before = found[-1] if found else None
        if before and before.stycke == number and _goes_on(before, text, best.id):
            found[-1] = replace(
                before, utdrag=f"{before.utdrag} {text}", stallen=(*before.stallen, place)
            )
            continue
        found.append(
            FunnetBehov(
                utdrag=text,
                rubrik=rubrik,
                stycke=number,
                analysniva=level_of(rubrik) or best.analysniva.id,
                utanfor=best.analysniva.id == "utanfor",
                problemomraden=tuple(
                    FunnetOmrade(omraden[int(n)].id, omraden[int(n)].namn, round(float(row[n]), 3))
                    for n in order
                    if row[n] >= ALSO_LIKELY
                ),
                stallen=(place,),
            )
        )
    return tuple(found)


def _place(paragraph: str, text: str, number: int, start: int) -> Stalle:
    """Return where a sentence stands in its paragraph, looked for from where the last one ended."""
    fran = max(paragraph.find(text, start), start)
    return Stalle(stycke=number, fran=fran, till=min(fran + len(text), len(paragraph)))


def is_read_in_part(analys: Analys) -> bool:
    """Return whether an analysis is longer than what is read of it.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> is_read_in_part(Analys("text", (Stycke("Eleverna läser inte alls hemma."),)))
    False
    """
    return next(islice(_numbered(analys), MOST_SENTENCES, None), None) is not None


def _numbered(analys: Analys) -> Iterator[tuple[int, str]]:
    for number, stycke in enumerate(analys.stycken):
        for sentence in sentences(stycke.text):
            yield number, sentence


def _goes_on(before: FunnetBehov, text: str, omrade: str) -> bool:
    same = before.problemomraden[0].problemomrade == omrade
    return same and len(before.utdrag) + len(text) < LONGEST_EXCERPT


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, with very short ones kept with their neighbour.

    Examples
    --------
    >>> sentences("Simning. 22 elever i sexan kan inte simma 200 meter. Stabilt!")
    ['Simning. 22 elever i sexan kan inte simma 200 meter. Stabilt!']
    """
    found: list[str] = []
    for part in SENTENCE_END.split(text):
        if not part.strip():
            continue
        short = len(part.split()) < FEWEST_WORDS
        near = found and len(found[-1]) < LONGEST_SENTENCE
        if near and (short or len(found[-1].split()) < FEWEST_WORDS):
            found[-1] = f"{found[-1]} {part.strip()}"
        else:
            found.append(part.strip())
    return [piece for each in found for piece in _pieces(each)]


def _pieces(sentence: str) -> list[str]:
    """Return a sentence whole, or cut between words where no stop has been put for very long."""
    if len(sentence) <= LONGEST_SENTENCE:
        return [sentence]
    return textwrap.wrap(sentence, LONGEST_SENTENCE, break_on_hyphens=False)


def level_of(rubrik: str | None) -> str | None:
    """Return the level that a heading speaks of.

    Examples
    --------
    >>> level_of("C. Organisation och ledning"), level_of("Bilaga 2")
    ('organisation', None)
    """
    low = (rubrik or "").lower()
    return next((level for level, words in LEVEL_WORDS if any(w in low for w in words)), None)
