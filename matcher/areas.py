"""Which problem areas a text is about, learned from sentences in a school's voice.

A text is compared with every known sentence, and the areas of those that are alike vote (kernel
ridge regression). The vote is weighed so that each known sentence, hidden from the rest, would be
placed right as often as possible; the same leave-one-out answers tell how sure the votes may be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, lapack
from scipy.special import log_softmax, softmax

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SHARPNESS = 2.0
"""How fast a vote fades with likeness. Chosen by leave-one-out, like the two below."""

SMOOTHING = 1.5
"""How much one sentence alone may decide; larger is more careful."""

PARTIAL_WEIGHT = 0.5
"""Less sure: an insats's own sentence is about one of its linked areas, but which is unknown."""

LEAST_DERIVED = 0.02
"""Less than this says nothing of what an insats is for."""

TEMPERATURES = np.arange(10.0, 92.0, 2.0)
FIRST_TEMPERATURE = 40.0


@dataclass(frozen=True, slots=True)
class AreaModel:
    """Votes of each known sentence (rows) for each area, and how to read their sum."""

    roster: Floats
    grund: Floats
    temperatur: float

    def scores(self, likeness: Floats) -> Doubles:
        """Return the summed votes for texts, given their likeness to every known sentence."""
        # Not ``@``: one thread is quicker for a few rows, and sums in the same order everywhere.
        votes = np.einsum("ts,sa->ta", kernel(likeness), self.roster)
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


def train(likeness: Floats, omrade_for: NDArray[np.intp], links: Floats) -> AreaModel:
    """Learn the votes.

    Parameters
    ----------
    likeness : array
        Of every sentence with every sentence: first those with a known area, then those of
        insatser.
    omrade_for : array
        The area of each sentence in the first part.
    links : array
        For each sentence in the second part, the worth of its insats's links to each area; a row of
        zeros leaves the sentence out.

    Returns
    -------
    AreaModel
        With a row of votes for every sentence.
    """
    known = len(omrade_for)
    weights = kernel(likeness)
    targets = np.eye(links.shape[1])[omrade_for]
    grund = targets.mean(axis=0)
    among = weights[:known, :known] + SMOOTHING * np.eye(known, dtype=np.float32)
    first = cho_solve(cho_factor(among), (targets - grund).astype(np.float32))
    believed = (
        softmax(FIRST_TEMPERATURE * (weights[known:, :known] @ first + grund), axis=1)
        * (links > 0)
        * links
    )
    used = np.concatenate([np.arange(known), known + np.flatnonzero(believed.sum(axis=1) > 0)])
    partial = believed[used[known:] - known]
    partial /= partial.sum(axis=1, keepdims=True)
    wanted = np.vstack([targets, partial]) - grund
    care = np.full(len(used), SMOOTHING)
    care[known:] /= PARTIAL_WEIGHT
    inverse = _inverse(weights[np.ix_(used, used)] + np.diag(care).astype(np.float32))
    votes = inverse @ wanted.astype(np.float32)
    hidden = (wanted - votes / np.diag(inverse)[:, None] + grund)[:known]
    roster = np.zeros((len(likeness), links.shape[1]), dtype=np.float32)
    roster[used] = votes
    return AreaModel(roster, grund.astype(np.float32), _temperature(hidden, omrade_for))


def _inverse(positive: Floats) -> Floats:
    """Return the inverse of a positive definite matrix, at half the work of a general one."""
    factor, _ = lapack.spotrf(positive, lower=True, clean=True)
    lower, _ = lapack.spotri(factor, lower=True)
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T, dtype=np.float32)


def _temperature(scores: Doubles, omrade_for: NDArray[np.intp]) -> float:
    rows = np.arange(len(omrade_for))
    losses = [-log_softmax(scores * t, axis=1)[rows, omrade_for].mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def derived_links(
    probabilities: Doubles,
    insats_for: NDArray[np.intp],
    links: Floats,
    outside: NDArray[np.bool_],
) -> Floats:
    """Return the links with those of unlinked insatser filled in from their own sentences.

    The probability that an insats's sentences are about an area is, measured on the linked ones,
    close to what a curated link between them is worth. No insats is about areas outside.
    """
    filled = links.copy()
    for column in np.flatnonzero(links.sum(axis=0) == 0):
        rows = insats_for == column
        if rows.any():
            worth = probabilities[rows].mean(axis=0)
            filled[:, column] = np.where(outside | (worth < LEAST_DERIVED), 0, worth)
    return filled
