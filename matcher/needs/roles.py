"""What each sentence of an analysis does: tells a problem or a cause, or something else.

A linear model over cues and pieces of words, learned from sentences of made-up analyses
(``roller.yaml``) and from the catalogue's own formulations of problems. It is small enough to be
learned when first asked for, so nothing is saved with the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

from matcher.likeness import TextIndex
from matcher.needs.cues import cues

Doubles = NDArray[np.float64]

ROLES = (
    "problem",
    "orsak",
    "styrka",
    "historik",
    "elevrost",
    "fakta",
    "metod",
    "plan",
    "inledning",
)
PIECES = "bitar5"
CARE = 0.15
"""How much the weights are held back; larger is more careful."""

CUE_WEIGHT = 0.2
"""What a cue counts beside all the pieces of the words, which together are of length 1."""

SURENESS = 5.0
MOST_FORMULATIONS = 600


@dataclass(frozen=True)
class RoleModel:
    """Weights towards each role of each piece of a word and each cue."""

    bitar: TextIndex
    vikter: Doubles

    def probabilities(self, texts: Sequence[str]) -> Doubles:
        """Return the probability of each role (columns, as :data:`ROLES`) for texts (rows)."""
        if not texts:
            return np.zeros((0, len(ROLES)))
        scores = _features(self.bitar, texts) @ self.vikter
        return np.asarray(softmax(SURENESS * scores, axis=1))


def train(sentences: Sequence[str], roles: Sequence[str]) -> RoleModel:
    """Learn the weights by ridge regression, every role counted alike however many its sentences.

    Examples
    --------
    >>> model = train(["Vi gick kursen 2019.", "Ingen vet varför."], ["historik", "problem"])
    >>> ROLES[int(model.probabilities(["Ingen vet hur."])[0].argmax())]
    'problem'
    """
    bitar = TextIndex.build(sentences, PIECES, min_documents=2)
    known = _features(bitar, sentences)
    wanted = np.array([[float(role == each) for each in ROLES] for role in roles])
    weight = 1 / np.maximum(wanted.sum(axis=0), 1)[wanted.argmax(axis=1)]
    root = np.sqrt(weight * len(sentences) / weight.sum())
    rows = sparse.csr_array(sparse.diags_array(root) @ known)
    # There are fewer sentences than pieces, so the system is solved among the sentences.
    alike = (rows @ rows.T).toarray() + CARE * np.eye(len(sentences))
    return RoleModel(bitar, rows.T @ np.linalg.solve(alike, wanted * root[:, None]))


def _features(bitar: TextIndex, texts: Sequence[str]) -> sparse.csr_array:
    told = sparse.csr_array(CUE_WEIGHT * np.array([cues(text) for text in texts]))
    always = sparse.csr_array(np.ones((len(texts), 1)))
    return sparse.csr_array(sparse.hstack([bitar.weighed(texts), told, always]))


@cache
def known_sentences() -> tuple[tuple[str, str], ...]:
    """Return the sentences that the room brings, each with its role."""
    text = files("matcher.needs").joinpath("roller.yaml").read_text(encoding="utf-8")
    return tuple((each, role) for role, known in yaml.safe_load(text).items() for each in known)


def role_model(formuleringar: Sequence[str]) -> RoleModel:
    """Return the model, with some of a catalogue's formulations as problems too."""
    step = max(1, len(formuleringar) // MOST_FORMULATIONS)
    chosen = formuleringar[::step][:MOST_FORMULATIONS]
    known = [*known_sentences(), *((each, "problem") for each in chosen)]
    return train([text for text, _ in known], [role for _, role in known])
