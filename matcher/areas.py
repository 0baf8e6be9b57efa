"""Which problem areas a text is about, learned from sentences in a school's voice.

A linear support vector machine, one area against the others, over the pieces of a text's words and,
where there is a language model, over its vector. Linear, since it placed sentences that it had not
seen at least as well as votes of the nearest ones did, in a fraction of the memory and the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

CARE = 0.2
"""How much a sentence may bend the line; smaller is more careful. Chosen on sentences of insatser,
which no area is trained on, as are the two below."""

SURENESS_WITH, SURENESS_WITHOUT = 8.0, 10.0
"""What distances from the lines are multiplied by to be read as log odds, with vectors and not."""

SEED = 20261122
NEVER = -10.0
"""So far from its line is a text from an area that no sentence is known of."""


@dataclass(frozen=True, slots=True)
class AreaModel:
    """A weight towards each area of each piece of a word, and of each part of a vector if any."""

    bitar: Floats
    vektor: Floats | None
    grund: Floats
    sakerhet: float

    def scores(self, pieces: sparse.csr_array, vectors: Floats | None = None) -> Doubles:
        """Return the distance of texts (rows) from the line of each area (columns)."""
        found = pieces @ self.bitar + self.grund
        if self.vektor is not None and vectors is not None:
            # Not ``@``: one thread is quicker for a few rows, and sums in the same order.
            found = found + np.einsum("td,da->ta", vectors, self.vektor)
        return np.asarray(found, dtype=np.float64)

    def probabilities(self, pieces: sparse.csr_array, vectors: Floats | None = None) -> Doubles:
        """Return the probability of each area (columns) for texts (rows).

        Examples
        --------
        >>> model = AreaModel(np.eye(2, dtype=np.float32), None, np.zeros(2, np.float32), 10.0)
        >>> model.probabilities(sparse.csr_array(np.eye(2, dtype=np.float32))).round(2).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        return np.asarray(softmax(self.scores(pieces, vectors) * self.sakerhet, axis=1))


def train(
    pieces: sparse.csr_array,
    vectors: Floats | None,
    omrade_for: NDArray[np.intp],
    number: int,
) -> AreaModel:
    """Learn the weights.

    Parameters
    ----------
    pieces : scipy.sparse.csr_array
        The weighed pieces of every known sentence (rows).
    vectors : array or None
        Their vectors, of length 1.
    omrade_for : array
        The area of each sentence.
    number : int
        How many areas there are.

    Returns
    -------
    AreaModel
        An area without a sentence is never likely.
    """
    # Only here: scikit-learn is slow to import, and an index that is only read does without it.
    from sklearn.svm import LinearSVC

    known = pieces if vectors is None else sparse.hstack([pieces, sparse.csr_array(vectors)])
    model = LinearSVC(C=CARE, random_state=SEED).fit(sparse.csr_matrix(known), omrade_for)
    weights, base = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one line between two areas
        weights, base = np.vstack([-weights, weights]), np.concatenate([-base, base])
    every = np.zeros((number, weights.shape[1]))
    every[model.classes_] = weights
    grund = np.full(number, NEVER, dtype=np.float32)
    grund[model.classes_] = base
    columns = pieces.shape[1]
    # Rounded here as they are when saved, so that a loaded index equals the one just built.
    # In the order of rows, since a product with few pieces reads some rows only.
    rounded = np.ascontiguousarray(every.T.astype(np.float16).astype(np.float32))
    return AreaModel(
        bitar=rounded[:columns],
        vektor=None if vectors is None else rounded[columns:],
        grund=grund,
        sakerhet=SURENESS_WITHOUT if vectors is None else SURENESS_WITH,
    )
