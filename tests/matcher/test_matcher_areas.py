"""The area classifier on a handful of sentences."""

from __future__ import annotations

import numpy as np

from matcher.areas import derived_links, kernel, train
from matcher.likeness import TextIndex

READING = ["Eleverna läser sakta", "De läser inte böcker", "Läsningen hackar i trean"]
ABSENCE = ["Många elever är borta", "Frånvaron ökar varje fredag", "Hon är borta från skolan"]
OWN = ["Barnen läser för lite", "Elever är borta hela veckor"]


def likeness(texts: list[str]) -> np.ndarray:
    return TextIndex.build(texts, "ordbitar2-5").tfidf_among()


def test_each_sentence_is_placed_and_probabilities_sum_to_one() -> None:
    texts = READING + ABSENCE + OWN
    links = np.array([[1, 0], [0, 1]], dtype=np.float32)
    model = train(likeness(texts), np.array([0, 0, 0, 1, 1, 1]), links)
    found = model.probabilities(likeness(texts))
    assert found.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1, 0, 1]
    assert np.allclose(found.sum(axis=1), 1)


def test_sentences_of_unlinked_insatser_do_not_vote() -> None:
    texts = READING + ABSENCE + OWN
    model = train(likeness(texts), np.array([0, 0, 0, 1, 1, 1]), np.zeros((2, 2), np.float32))
    assert not model.roster[6:].any()
    assert model.roster[:6].any()


def test_likeness_one_counts_whole_and_less_counts_less() -> None:
    weights = kernel(np.array([1.0, 0.5, 0.0], dtype=np.float32))
    assert weights[0] == 1
    assert weights[0] > weights[1] > weights[2] > 0


def test_links_are_derived_only_where_there_are_none_and_never_outside() -> None:
    links = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]], dtype=np.float32)
    probabilities = np.array([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.01, 0.49, 0.5]])
    outside = np.array([False, False, True])
    filled = derived_links(probabilities, np.array([0, 1, 1]), links, outside)
    assert filled[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert np.allclose(filled[:, 1], [0.305, 0.395, 0.0])
