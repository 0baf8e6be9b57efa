"""The whole account of one insats's points for a need: also why it is not suggested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.index import MatchIndex
from matcher.ranking import SMALLEST_PROBABILITY, Faktor, Ranking, context_factors, strength
from matcher.result import Behov, Skal, Styrka

SMALLEST_PART = 0.001


@dataclass(frozen=True, slots=True)
class Omradesdel:
    """What one problem area gives: how likely it is (0-1), and what the link to it is worth."""

    problemomrade: str
    namn: str
    sannolikhet: float
    koppling: float

    @property
    def poang(self) -> float:
        """Return the points that come of the area."""
        return self.sannolikhet * self.koppling


@dataclass(frozen=True, slots=True)
class Redovisning:
    """How the points of an insats were made, and where that puts it.

    ``rang`` is None when the insats is for other school forms than those stated. ``okopplade`` are
    the areas that the text is most likely about and that the insats has no link to.
    """

    insats: str
    namn: str
    rang: int | None
    antal: int
    poang: float
    styrka: Styrka
    delar: tuple[Omradesdel, ...]
    likhet: float
    namnpoang: float
    faktorer: tuple[Faktor, ...]
    okopplade: tuple[str, ...]
    skal: tuple[Skal, ...]


def account(
    index: MatchIndex, behov: Behov, ranking: Ranking, number: int, skal: tuple[Skal, ...]
) -> Redovisning:
    """Return the account of the insats with a number in the index's order."""
    underlag = index.underlag
    insats = underlag.insatser[number]
    worth = index.kopplingar[:, number]
    parts = ranking.omraden * worth
    likely = [
        int(row)
        for row in np.argsort(-ranking.omraden, kind="stable")
        if ranking.omraden[row] >= SMALLEST_PROBABILITY
    ]
    return Redovisning(
        insats=insats.id,
        namn=insats.namn,
        rang=ranking.ordning.index(number) + 1 if number in ranking.ordning else None,
        antal=len(ranking.ordning),
        poang=float(ranking.poang[number]),
        styrka=strength(float(ranking.poang[number])),
        delar=tuple(
            Omradesdel(
                underlag.omraden[row].id,
                underlag.omraden[row].namn,
                round(float(ranking.omraden[row]), 3),
                round(float(worth[row]), 3),
            )
            for row in np.argsort(-parts, kind="stable")
            if parts[row] >= SMALLEST_PART
        ),
        likhet=float(ranking.likhetspoang[number]),
        namnpoang=float(ranking.namnpoang[number]),
        faktorer=context_factors(
            underlag.profiler[number], behov, ranking.sammanhang, underlag.amne_ingar_i
        ),
        okopplade=tuple(underlag.omraden[row].namn for row in likely if not worth[row]),
        skal=skal,
    )
