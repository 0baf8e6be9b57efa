"""Plainer ways to match, measured beside ours: plain searches and a plain recipe."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from catalog.swedish import tokens
from matcher.encoding import Encoder
from matcher.features import Underlag, whole_text
from matcher.likeness import TextIndex
from matcher.statements import Pastaende
from matcher.vector_cache import VectorCache

Doubles = NDArray[np.float64]

RECIPE_LIKENESS = 0.05
RECIPE_CARE = 10.0


@dataclass(frozen=True, slots=True)
class Metod:
    """A method by name, with its points for every statement (rows) and insats (columns)."""

    namn: str
    poang: Doubles


def plain_methods(
    underlag: Underlag,
    statements: Sequence[Pastaende],
    encoder: Encoder | None,
    cache: VectorCache,
) -> Iterator[Metod]:
    """Yield the plain methods, from the plainest to the plain recipe."""
    texts = [each.behov.text for each in statements]
    documents = [whole_text(each) for each in underlag.insatser]
    yield Metod("SQLite FTS5, alla ord", _full_text(documents, texts, " "))
    yield Metod("SQLite FTS5, något ord (OR)", _full_text(documents, texts, " OR "))
    yield Metod("BM25 på stammar", _doubles(TextIndex.build(documents, "stammar").bm25(texts)))
    by_pieces = _doubles(TextIndex.build(documents, "bitar5").bm25(texts))
    yield Metod("BM25 på 5 teckens bitar", by_pieces)
    yield Metod(
        "TF-IDF på tecken 3-5", _doubles(TextIndex.build(documents, "ordbitar3-5").tfidf(texts))
    )
    if encoder is None:
        return
    asked = cache.encode(encoder, texts, "query")
    by_vector = _doubles(asked @ cache.encode(encoder, documents, "passage").T)
    yield Metod("e5", by_vector)
    sentences = cache.encode(encoder, underlag.texter, "query")
    known = len(underlag.omrade_for)
    nearest = _nearest(_doubles(asked @ sentences[known:].T), underlag)
    together = _standard(by_pieces) + _standard(by_vector) + _standard(nearest)
    yield Metod("bitar + e5 + e5 på närmaste mening", together)
    formulations = sum(len(each.formuleringar) for each in underlag.omraden)
    areas = _recipe_areas(underlag, formulations, sentences[:formulations], texts, asked)
    yield Metod("enkelt recept", areas @ underlag.links() + RECIPE_LIKENESS * _standard(together))


def _full_text(documents: Sequence[str], texts: Sequence[str], between: str) -> Doubles:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "create virtual table d using fts5(text, tokenize='unicode61 remove_diacritics 0')"
        )
        connection.executemany("insert into d(text) values (?)", [(each,) for each in documents])
        points = np.zeros((len(texts), len(documents)))
        for row, text in enumerate(texts):
            words = [word.replace('"', "") for word in tokens(text)]
            query = between.join(f'"{word}"' for word in dict.fromkeys(words))
            found = connection.execute("select rowid, bm25(d) from d where d match ?", (query,))
            for place, points_ in found:
                points[row, place - 1] = -points_
        return points
    finally:
        connection.close()


def _recipe_areas(
    underlag: Underlag,
    formulations: int,
    vectors: NDArray[np.float32],
    texts: Sequence[str],
    asked: NDArray[np.float32],
) -> Doubles:
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2
    )
    words = TfidfVectorizer(sublinear_tf=True)
    known = underlag.texter[:formulations]
    training = sparse.hstack(
        [characters.fit_transform(known), words.fit_transform(known), sparse.csr_array(vectors)]
    ).tocsr()
    wanted = sparse.hstack(
        [characters.transform(texts), words.transform(texts), sparse.csr_array(asked)]
    ).tocsr()
    model = LogisticRegression(C=RECIPE_CARE, max_iter=200)
    model.fit(training, underlag.omrade_for[:formulations])
    probabilities = np.zeros((len(texts), len(underlag.omraden)))
    probabilities[:, model.classes_] = model.predict_proba(wanted)
    return probabilities


def _nearest(likeness: Doubles, underlag: Underlag) -> Doubles:
    best = np.full((len(likeness), len(underlag.insatser)), likeness.min(initial=0.0))
    np.maximum.at(best.T, np.array(underlag.insats_for, dtype=np.intp), likeness.T)
    return best


def _standard(points: Doubles) -> Doubles:
    spread = points.std(axis=1, keepdims=True)
    centred = points - points.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.where(spread > 0, spread, 1))


def _doubles(points: NDArray[np.float32]) -> Doubles:
    return points.astype(np.float64)
