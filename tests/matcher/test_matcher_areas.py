"""The area classifier on a handful of sentences."""

from __future__ import annotations

import numpy as np

from matcher.areas import kernel, train
from matcher.likeness import TextIndex

READING = ["Eleverna läser sakta", "De läser inte böcker", "Läsningen hackar i trean"]
ABSENCE = ["Många elever är borta", "Frånvaron ökar varje fredag", "Hon är borta från skolan"]
OTHERS = ["Barnen läser för lite", "Elever är borta hela veckor"]


def test_each_sentence_is_placed_and_probabilities_sum_to_one() -> None:
    index = TextIndex.build(READING + ABSENCE, "ordbitar2-5")
    model = train(index.tfidf_among(), np.array([0, 0, 0, 1, 1, 1]), 2)
    found = model.probabilities(index.tfidf(READING + ABSENCE + OTHERS))
    assert found.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1, 0, 1]
    assert np.allclose(found.sum(axis=1), 1)


def test_likeness_one_counts_whole_and_less_counts_less() -> None:
    weights = kernel(np.array([1.0, 0.5, 0.0], dtype=np.float32))
    assert weights[0] == 1
    assert weights[0] > weights[1] > weights[2] > 0
