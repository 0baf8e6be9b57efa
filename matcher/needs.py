"""An analysis → the problems it tells of, each with the words that show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad
from matcher.candidates import SENTENCE_END
from matcher.intake import Analys
from matcher.result import Behov, FunnetOmrade

Classify = Callable[[Sequence[str]], NDArray[np.float64]]

CLEAR = 0.15
"""A passage tells of an area that it is at least this likely to be about."""

FEWEST_WORDS = 5
MOST_AREAS = 3
SMALLEST_PROBABILITY = 0.1

LEVEL_WORDS = (
    ("resultat", ("resultat", "måluppfyllelse", "lärande och utveckling", "eleverna", "barnen")),
    ("undervisning", ("undervisning", "process", "arbetssätt", "lektion")),
    ("organisation", ("organisation", "ledning", "styrning", "huvudman", "kompetens")),
)


@dataclass(frozen=True, slots=True)
class FunnetBehov:
    """A problem found in an analysis: the excerpt that shows it, and what it is about.

    ``analysniva`` is the level that the heading tells of, or else that of the likeliest area;
    ``utanfor`` says that no insats for school improvement can help.
    """

    utdrag: str
    rubrik: str | None
    stycke: int
    analysniva: str
    utanfor: bool
    problemomraden: tuple[FunnetOmrade, ...]

    def behov(self, context: Behov | None = None) -> Behov:
        """Return the need to match, with the context that the analysis was given."""
        known = context or Behov()
        return Behov(
            text=self.utdrag,
            skolformer=known.skolformer,
            arskurser=known.arskurser,
            amnen=known.amnen,
            malgrupper=known.malgrupper,
            nivaer=known.nivaer,
            analysniva=known.analysniva or self.analysniva,
        )


def find_needs(
    analys: Analys, omraden: Sequence[Omradesblad], classify: Classify
) -> tuple[FunnetBehov, ...]:
    """Return the problems of an analysis in the order of the text."""
    passages = [
        (number, sentence)
        for number, stycke in enumerate(analys.stycken)
        for sentence in sentences(stycke.text)
    ]
    if not passages:
        return ()
    probabilities = classify([text for _, text in passages])
    found: list[FunnetBehov] = []
    for (number, text), row in zip(passages, probabilities, strict=True):
        order = np.argsort(-row, kind="stable")[:MOST_AREAS]
        if row[order[0]] < CLEAR:
            continue
        best = omraden[int(order[0])]
        rubrik = analys.stycken[number].rubrik
        before = found[-1] if found else None
        if before and before.stycke == number and before.problemomraden[0].problemomrade == best.id:
            found[-1] = _longer(before, text)
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
                    if row[n] >= SMALLEST_PROBABILITY
                ),
            )
        )
    return tuple(found)


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
        if found and (short or len(found[-1].split()) < FEWEST_WORDS):
            found[-1] = f"{found[-1]} {part.strip()}"
        else:
            found.append(part.strip())
    return found


def level_of(rubrik: str | None) -> str | None:
    """Return the level that a heading speaks of.

    Examples
    --------
    >>> level_of("C. Organisation och ledning"), level_of("Bilaga 2")
    ('organisation', None)
    """
    low = (rubrik or "").lower()
    return next((level for level, words in LEVEL_WORDS if any(w in low for w in words)), None)


def _longer(found: FunnetBehov, text: str) -> FunnetBehov:
    return FunnetBehov(
        f"{found.utdrag} {text}",
        found.rubrik,
        found.stycke,
        found.analysniva,
        found.utanfor,
        found.problemomraden,
    )
