"""The text index against a plain reference, over documents that have nothing to do with schools."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from matcher.likeness import BM25_B, BM25_K1, TextIndex, pieces, word_pieces

DOCUMENTS = [
    "Katten sover på mattan hela dagen.",
    "En hund skäller på katten.",
    "Regn och rusk väntas i hela landet, regn även i fjällen.",
]
QUERIES = ["katter sover", "regnet i fjällen", "xyz"]


def naive_bm25(query: str, document: str) -> float:
    counted = [Counter(pieces(each)) for each in DOCUMENTS]
    mean = sum(each.total() for each in counted) / len(counted)
    mine = Counter(pieces(document))
    score = 0.0
    for piece, asked in Counter(pieces(query)).items():
        spread = sum(piece in each for each in counted)
        if not mine[piece]:
            continue
        idf = math.log(1 + (len(counted) - spread + 0.5) / (spread + 0.5))
        longer = BM25_K1 * (1 - BM25_B + BM25_B * mine.total() / mean)
        score += asked * idf * mine[piece] * (BM25_K1 + 1) / (mine[piece] + longer)
    return score


def test_bm25_equals_a_plain_loop() -> None:
    expected = [[naive_bm25(query, document) for document in DOCUMENTS] for query in QUERIES]
    assert TextIndex.build(DOCUMENTS).bm25(QUERIES) == pytest.approx(np.array(expected), abs=1e-4)


def test_tfidf_equals_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    theirs = TfidfVectorizer(
        analyzer=lambda text: word_pieces(text, 3, 5), sublinear_tf=True, lowercase=False
    )
    documents = theirs.fit_transform(DOCUMENTS)
    expected = (theirs.transform(QUERIES) @ documents.T).toarray()
    index = TextIndex.build(DOCUMENTS, "ordbitar3-5")
    assert index.tfidf(QUERIES) == pytest.approx(expected, abs=1e-5)
    lengths = np.sqrt(index.weighed_documents().multiply(index.weighed_documents()).sum(axis=1))
    assert lengths == pytest.approx(np.ones(3), abs=1e-5)


def test_a_saved_index_is_the_one_loaded(tmp_path: Path) -> None:
    index = TextIndex.build(DOCUMENTS, "stammar", min_documents=1)
    index.save(tmp_path / "a")
    loaded = TextIndex.load(tmp_path / "a")
    loaded.save(tmp_path / "b")
    assert (loaded.bm25(QUERIES) == index.bm25(QUERIES)).all()
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_pieces_in_too_few_documents_are_left_out() -> None:
    index = TextIndex.build(["abc", "abd"], "ordbitar3-5", min_documents=2)
    assert index.vocabulary == (" ab",)
