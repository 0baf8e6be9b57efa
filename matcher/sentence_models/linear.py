"""A linear model over the pieces of words in a sentence, and over cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

from matcher.likeness import TextIndex

Doubles = NDArray[np.float64]
Cues = Callable[[Sequence[str]], Doubles]


@dataclass(frozen=True)
class SentenceModel:
    """Weights towards each class (columns) of each piece of a word, each cue and nothing at all.

    ``tecken`` gives the cues of texts, and ``skarpa`` how sharply scores are told apart.
    """

    bitar: TextIndex
    vikter: Doubles
    tecken: Cues
    skarpa: float

    def probabilities(self, texts: Sequence[str]) -> Doubles:
        """Return the probability of each class (columns) for texts (rows)."""
        if not texts:
            return np.zeros((0, self.vikter.shape[1]))
        scores = with_cues(self.bitar.weighed(texts), self.tecken(texts)) @ self.vikter
        return np.asarray(softmax(self.skarpa * scores, axis=1))

    def save(self, folder: Path) -> None:
        """Write the model as arrays and JSON; the same model gives the same bytes."""
        self.bitar.save(folder)
        np.save(folder / "vikter.npy", self.vikter)

    @classmethod
    def load(cls, folder: Path, classes: int, tecken: Cues, skarpa: float) -> SentenceModel:
        """Read a model that was saved; a ``ValueError`` tells that it is not of this kind."""
        bitar = TextIndex.load(folder)
        vikter = np.load(folder / "vikter.npy", allow_pickle=False)
        shape = (len(bitar.vocabulary) + tecken([""]).shape[1] + 1, classes)
        if vikter.shape != shape:
            raise ValueError(f"{vikter.shape} is not {shape}")
        return cls(bitar, vikter, tecken, skarpa)


def with_cues(pieces: sparse.csr_array, tecken: Doubles) -> sparse.csr_array:
    """Return all that is known of sentences, what is the same for all of them last."""
    told, always = sparse.csr_array(tecken), sparse.csr_array(np.ones((len(tecken), 1)))
    return sparse.csr_array(sparse.hstack([pieces, told, always]))
