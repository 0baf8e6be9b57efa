"""Which problem areas a text is about, learned from sentences in a school's voice.

A text is compared with every known sentence, and the areas of those that are alike vote (kernel
ridge regression). The vote is weighed so that each known sentence, hidden from the rest, would be
placed right as often as possible; the same leave-one-out answers tell how sure the votes may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, lapack
from scipy.special import log_softmax, softmax

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SHARPNESS = 2.0
"""How fast a vote fades with likeness. Chosen by leave-one-out, like the two below."""

SMOOTHING = 1.5
"""How much one sentence alone may decide; larger is more careful."""

TEMPERATURES = np.arange(10.0, 92.0, 2.0)


@dataclass(frozen=True, slots=True)
class AreaModel:
    """Votes of each known sentence (rows) for each area, and how to read their sum."""

    roster: Floats
    grund: Floats
    temperatur: float

    def scores(self, likeness: Floats) -> Doubles:
        """Return the summed votes for texts, given their likeness to every known sentence.

        Further columns, of sentences that do not vote, are passed over.
        """
        # Not ``@``: one thread is quicker for a few rows, and sums in the same order everywhere.
        votes = np.einsum("ts,sa->ta", kernel(likeness[:, : len(self.roster)]), self.roster)
        return np.asarray(votes + self.grund, dtype=np.float64)

    def probabilities(self, likeness: Floats) -> Doubles:
        """Return the probability of each area (columns) for texts (rows).

        Examples
        --------
        >>> likeness = np.eye(2, dtype=np.float32)
        >>> model = AreaModel(np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32), 10.0)
        >>> model.probabilities(likeness).round(2).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        return np.asarray(softmax(self.scores(likeness) * self.temperatur, axis=1))


def kernel(likeness: Floats) -> Floats:
    """Return how much a sentence counts, 0-1, for its likeness."""
    return np.asarray(np.exp(SHARPNESS * (likeness - 1)), dtype=np.float32)


def train(likeness: Floats, omrade_for: NDArray[np.intp], number: int) -> AreaModel:
    """Learn the votes.

    Parameters
    ----------
    likeness : array
        Of every known sentence with every other.
    omrade_for : array
        The area of each sentence.
    number : int
        How many areas there are.

    Returns
    -------
    AreaModel
        With a row of votes for every sentence.
    """
    targets = np.eye(number)[omrade_for]
    grund = targets.mean(axis=0)
    weights = kernel(likeness)
    weights[np.diag_indices_from(weights)] += np.float32(SMOOTHING)
    factor, _ = lapack.spotrf(weights, lower=True, clean=True, overwrite_a=True)
    votes = cho_solve((factor, True), (targets - grund).astype(np.float32))
    halves, _ = lapack.strtri(factor, lower=True, overwrite_c=True)
    # What each sentence would be placed at if it were not known: the leave-one-out of a ridge.
    hidden = targets - votes / np.square(halves).sum(axis=0)[:, None]
    return AreaModel(votes, grund.astype(np.float32), _temperature(hidden, omrade_for))


def _temperature(scores: Doubles, omrade_for: NDArray[np.intp]) -> float:
    rows = np.arange(len(omrade_for))
    losses = [-log_softmax(scores * t, axis=1)[rows, omrade_for].mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])
