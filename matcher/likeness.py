"""Likeness between texts: pieces of words counted, weighed by BM25 or TF-IDF.

Nothing here knows of insatser, so the index can be measured on any list of documents.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from catalog.swedish import normalise, stems, tokens

Floats = NDArray[np.float32]
Analyzer = Callable[[str], list[str]]

BM25_K1 = 1.5
BM25_B = 0.75


def pieces(text: str, length: int = 5) -> list[str]:
    """Return every run of characters of a length, across the words of a text.

    Examples
    --------
    >>> pieces("Läsa nu")
    [' läsa', 'läsa ', 'äsa n', 'sa nu', 'a nu ']
    """
    padded = f" {' '.join(tokens(text))} "
    return [padded[start : start + length] for start in range(len(padded) - length + 1)]


def word_pieces(text: str, shortest: int = 2, longest: int = 5) -> list[str]:
    """Return the runs of characters inside each word, with its edges as blanks.

    Examples
    --------
    >>> word_pieces("npf", 3, 4)
    [' np', 'npf', 'pf ', ' npf', 'npf ']
    """
    found = []
    for word in normalise(text).split():
        padded = f" {word} "
        for length in range(shortest, longest + 1):
            found += [padded[start : start + length] for start in range(len(padded) - length + 1)]
    return found


ANALYZERS: dict[str, Analyzer] = {
    "bitar5": pieces,
    "ordbitar2-5": word_pieces,
    "ordbitar3-5": lambda text: word_pieces(text, 3, 5),
    "stammar": stems,
}
"""Ways to take a text apart, by the name that a saved index carries."""


class TextIndex:
    """Counts of the pieces of each document, ready to be compared with other texts.

    Parameters
    ----------
    analyzer : str
        A key of :data:`ANALYZERS`.
    vocabulary : sequence of str
        The pieces that are counted.
    counts : scipy.sparse.csr_array
        One row for each document, one column for each piece.

    Examples
    --------
    >>> index = TextIndex.build(["Läsförståelse i sexan", "Ventilationen är trasig"])
    >>> [int(row.argmax()) for row in index.bm25(["läser men förstår inte", "ventilation"])]
    [0, 1]
    """

    def __init__(self, analyzer: str, vocabulary: Sequence[str], counts: sparse.csr_array) -> None:
        self.analyzer = analyzer
        self.vocabulary = tuple(vocabulary)
        self.counts = counts
        self._column = {piece: column for column, piece in enumerate(self.vocabulary)}

    @classmethod
    def build(
        cls, documents: Sequence[str], analyzer: str = "bitar5", *, min_documents: int = 1
    ) -> TextIndex:
        """Count the pieces of documents, leaving out those that occur in too few."""
        analyze = ANALYZERS[analyzer]
        counted = [Counter(analyze(document)) for document in documents]
        spread = Counter(piece for each in counted for piece in each)
        vocabulary = sorted(piece for piece, n in spread.items() if n >= min_documents)
        column = {piece: number for number, piece in enumerate(vocabulary)}
        return cls(analyzer, vocabulary, _matrix(counted, column))

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def count(self, texts: Iterable[str]) -> sparse.csr_array:
        """Count the known pieces of other texts."""
        analyze = ANALYZERS[self.analyzer]
        return _matrix([Counter(analyze(text)) for text in texts], self._column)

    def bm25(self, texts: Sequence[str]) -> Floats:
        """Return the BM25 score of each document (columns) for each text (rows)."""
        return _dense(self.count(texts) @ self._bm25_weights)

    def tfidf(self, texts: Sequence[str]) -> Floats:
        """Return the TF-IDF cosine of each document (columns) with each text (rows)."""
        return _dense(self.weighed(texts) @ self._tfidf_weights)

    def weighed(self, texts: Iterable[str]) -> sparse.csr_array:
        """Return the TF-IDF weights of the known pieces of other texts, each row of length 1."""
        return self._weighed(self.count(texts))

    def weighed_documents(self, start: int = 0) -> sparse.csr_array:
        """Return the TF-IDF weights of the documents, from one of them on."""
        return self._weighed(self.counts[start:])

    def save(self, folder: Path) -> None:
        """Write the index as arrays and JSON; the same index gives the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        words = {"analys": self.analyzer, "bitar": self.vocabulary}
        (folder / "bitar.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "antal.npy", np.minimum(self.counts.data, 65_535).astype(np.uint16))
        np.save(folder / "kolumner.npy", self.counts.indices.astype(np.int32))
        np.save(folder / "rader.npy", self.counts.indptr.astype(np.int32))

    @classmethod
    def load(cls, folder: Path) -> TextIndex:
        """Read an index that was saved."""
        words = json.loads((folder / "bitar.json").read_text(encoding="utf-8"))
        data, columns, rows = (
            np.load(folder / f"{name}.npy", allow_pickle=False)
            for name in ("antal", "kolumner", "rader")
        )
        shape = (len(rows) - 1, len(words["bitar"]))
        counts = sparse.csr_array((data.astype(np.float32), columns, rows), shape=shape)
        return cls(words["analys"], words["bitar"], counts)

    @cached_property
    def _spread(self) -> NDArray[np.int64]:
        return np.bincount(self.counts.indices, minlength=len(self.vocabulary))

    @cached_property
    def _bm25_weights(self) -> sparse.csr_array:
        counts = self.counts.tocoo()
        length = np.asarray(self.counts.sum(axis=1)).ravel()
        longer = length / max(length.mean(), 1.0)
        idf = np.log1p((len(self) - self._spread + 0.5) / (self._spread + 0.5))
        damped = counts.data + BM25_K1 * (1 - BM25_B + BM25_B * longer[counts.row])
        data = idf[counts.col] * counts.data * (BM25_K1 + 1) / damped
        weights = sparse.coo_array((data, (counts.row, counts.col)), shape=counts.shape)
        return weights.T.tocsr().astype(np.float32)

    @cached_property
    def _idf(self) -> NDArray[np.float64]:
        return np.log((1 + len(self)) / (1 + self._spread)) + 1

    @cached_property
    def _tfidf_weights(self) -> sparse.csr_array:
        return self._weighed(self.counts).T.tocsr()

    def _weighed(self, counts: sparse.csr_array) -> sparse.csr_array:
        weighed = counts.astype(np.float64)
        weighed.data = (1 + np.log(weighed.data)) * self._idf[weighed.indices]
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        weighed.data /= np.repeat(np.where(length > 0, length, 1), np.diff(weighed.indptr))
        return weighed.astype(np.float32)


def _matrix(counted: Sequence[Counter[str]], column: dict[str, int]) -> sparse.csr_array:
    data: list[int] = []
    columns: list[int] = []
    rows = [0]
    for each in counted:
        known = sorted((column[piece], n) for piece, n in each.items() if piece in column)
        columns += [number for number, _ in known]
        data += [n for _, n in known]
        rows.append(len(columns))
    return sparse.csr_array(
        (
            np.array(data, dtype=np.float32),
            np.array(columns, dtype=np.int32),
            np.array(rows, dtype=np.int32),
        ),
        shape=(len(counted), len(column)),
    )


def _dense(matrix: sparse.csr_array) -> Floats:
    return np.asarray(matrix.toarray(), dtype=np.float32)
