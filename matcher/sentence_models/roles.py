"""What each sentence of an analysis does: tells a problem or a cause, or something else.

A linear model over cues and pieces of words, learned from sentences of made-up analyses
(``roller.yaml``) and from the catalogue's own formulations of problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse

from matcher.likeness import TextIndex
from matcher.sentence_models.cues import cues
from matcher.sentence_models.linear import SentenceModel, with_cues

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


def train(sentences: Sequence[str], roles: Sequence[str]) -> SentenceModel:
    """Learn the weights by ridge regression, every role counted alike however many its sentences.

    Examples
    --------
    >>> model = train(["Vi gick kursen 2019.", "Ingen vet varför."], ["historik", "problem"])
    >>> ROLES[int(model.probabilities(["Ingen vet hur."])[0].argmax())]
    'problem'
    """
    bitar = TextIndex.build(sentences, PIECES, min_documents=2)
    known = with_cues(bitar.weighed_documents(), _cues(sentences))
    wanted = np.array([[float(role == each) for each in ROLES] for role in roles])
    weight = 1 / np.maximum(wanted.sum(axis=0), 1)[wanted.argmax(axis=1)]
    root = np.sqrt(weight * len(sentences) / weight.sum())
    rows = sparse.csr_array(sparse.diags_array(root) @ known)
    # There are fewer sentences than pieces, so the system is solved among the sentences.
    alike = (rows @ rows.T).toarray() + CARE * np.eye(len(sentences))
    solved = rows.T @ np.linalg.solve(alike, wanted * root[:, None])
    return SentenceModel(bitar, solved, _cues, SURENESS)


def load(folder: Path) -> SentenceModel:
    """Read a model that was saved."""
    return SentenceModel.load(folder, len(ROLES), _cues, SURENESS)


def _cues(texts: Sequence[str]) -> Doubles:
    return CUE_WEIGHT * np.array([cues(text) for text in texts])


@cache
def known_sentences() -> tuple[tuple[str, str], ...]:
    """Return the sentences that the room brings, each with its role."""
    text = files("matcher.sentence_models").joinpath("roller.yaml").read_text(encoding="utf-8")
    return tuple(
        (each, role)
        for role, known in yaml.load(text, Loader=yaml.CSafeLoader).items()
        for each in known
    )


def role_model(formuleringar: Sequence[str]) -> SentenceModel:
    """Return the model, with some of a catalogue's formulations as problems too."""
    step = max(1, len(formuleringar) // MOST_FORMULATIONS)
    chosen = formuleringar[::step][:MOST_FORMULATIONS]
    known = [*known_sentences(), *((each, "problem") for each in chosen)]
    return train([text for text, _ in known], [role for _, role in known])
