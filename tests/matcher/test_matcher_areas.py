"""The area classifier on a handful of sentences."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.areas import train
from matcher.likeness import TextIndex

READING = ["Eleverna läser sakta", "De läser inte böcker", "Läsningen hackar i trean"]
ABSENCE = ["Många elever är borta", "Frånvaron ökar varje fredag", "Hon är borta från skolan"]
OTHERS = ["Barnen läser för lite", "Elever är borta hela veckor"]
AREAS = np.array([0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize("number", [2, 3])
def test_each_sentence_is_placed_and_probabilities_sum_to_one(number: int) -> None:
    index = TextIndex.build(READING + ABSENCE, "ordbitar2-5")
    model = train(index.weighed_documents(), None, AREAS, number)
    found = model.probabilities(index.weighed(READING + ABSENCE + OTHERS))
    assert found.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1, 0, 1]
    assert np.allclose(found.sum(axis=1), 1)


def test_vectors_decide_where_words_say_nothing() -> None:
    index = TextIndex.build(READING + ABSENCE, "ordbitar2-5")
    vectors = np.eye(2, dtype=np.float32)[AREAS]
    model = train(index.weighed_documents(), vectors, AREAS, 2)
    found = model.probabilities(index.weighed(["xyz", "xyz"]), np.eye(2, dtype=np.float32))
    assert found.argmax(axis=1).tolist() == [0, 1]


def test_the_same_sentences_give_the_same_weights() -> None:
    index = TextIndex.build(READING + ABSENCE, "ordbitar2-5")
    one, other = (train(index.weighed_documents(), None, AREAS, 2) for _ in range(2))
    assert (one.bitar == other.bitar).all()
