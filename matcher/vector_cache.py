"""Vectors kept by the hash of what was encoded, so that a changed record encodes only itself.

A folder holds packs: ``.npy`` files of rows with a key, a scale and one byte for each dimension.
New vectors go into a new pack, so that a folder kept in git grows by little at each change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoding import Encoder, Kind, Vectors

Progress = Callable[[int, int], object]
Rows = dict[bytes, Any]
"""Key → row of a pack."""

BATCH = 64
BATCHES_BETWEEN_SAVES = 10
KEY_BYTES = 16
STEPS = 127
ROWS_IN_A_PACK = 3000


class VectorCache:
    """Vectors in one folder that is written, and in others that are only read.

    Parameters
    ----------
    folder : Path or None
        Where new vectors are kept; None keeps nothing.
    also : sequence of Path
        Folders to look in before anything is encoded.

    Examples
    --------
    >>> class Length:
    ...     name, dim = "langd", 1
    ...     def encode(self, texts, kind):
    ...         return np.array([[len(text)] for text in texts], dtype=np.float32)
    >>> VectorCache(None).encode(Length(), ["ett", "fyra", "ett"], "query").tolist()
    [[3.0], [4.0], [3.0]]
    """

    def __init__(self, folder: Path | None, also: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._also = also

    def encode(
        self,
        encoder: Encoder,
        texts: Sequence[str],
        kind: Kind,
        *,
        progress: Progress | None = None,
    ) -> Vectors:
        """Return one vector for each text, encoding only those that are new."""
        rows = self.rows(encoder, texts, kind, progress=progress)
        return from_rows([rows[_key(text, kind)] for text in texts], encoder.dim)

    def rows(
        self,
        encoder: Encoder,
        texts: Sequence[str],
        kind: Kind,
        *,
        progress: Progress | None = None,
    ) -> Rows:
        """Return key → row of a pack for each text, encoding only those that are new."""
        known = self._load(encoder)
        keys = [_key(text, kind) for text in texts]
        waiting = _missing(keys, texts, known)
        fresh: Rows = {}
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            rows = to_rows([key for key, _ in batch], encoder.encode([t for _, t in batch], kind))
            fresh.update(zip((key for key, _ in batch), rows, strict=True))
            if progress is not None:
                progress(min(start + BATCH, len(waiting)), len(waiting))
            if (start // BATCH + 1) % BATCHES_BETWEEN_SAVES == 0:
                fresh = self._save(encoder, fresh, known)
        self._save(encoder, fresh, known)
        return {key: known[key] for key in keys}

    def missing(self, encoder: Encoder, texts: Sequence[str], kind: Kind) -> int:
        """Return how many texts have no vector yet."""
        keys = [_key(text, kind) for text in texts]
        return len(_missing(keys, texts, self._load(encoder)))

    def _load(self, encoder: Encoder) -> Rows:
        known: Rows = {}
        for folder in (self._folder, *self._also):
            if folder is None:
                continue
            for path in sorted((folder / encoder.name).glob("*.npy")):
                known.update((bytes(row["nyckel"]), row) for row in read_pack(path, encoder.dim))
        return known

    def _save(self, encoder: Encoder, fresh: Rows, known: Rows) -> Rows:
        known.update(fresh)
        if fresh and self._folder is not None:
            write_pack(self._folder / encoder.name, fresh.values(), encoder.dim)
        return {}


def row_type(dim: int) -> np.dtype[np.void]:
    """Return the type of a pack's rows: key, scale, one byte for each dimension."""
    return np.dtype([("nyckel", f"V{KEY_BYTES}"), ("skala", "<f4"), ("steg", "i1", (dim,))])


def to_rows(keys: Sequence[bytes], vectors: Vectors) -> NDArray[np.void]:
    """Return vectors as rows of a pack; one byte keeps what the likeness of sentences needs."""
    rows = np.zeros(len(keys), dtype=row_type(vectors.shape[1]))
    scale = np.abs(vectors).max(axis=1) / STEPS
    scale[scale == 0] = 1.0
    rows["nyckel"] = np.frombuffer(b"".join(keys), dtype=f"V{KEY_BYTES}")
    rows["skala"] = scale
    rows["steg"] = np.rint(vectors / scale[:, None])
    return rows


def from_rows(rows: Sequence[Any], dim: int) -> Vectors:
    """Return the vectors of rows."""
    packed = np.array(rows, dtype=row_type(dim))
    vectors: Vectors = packed["skala"][:, None] * packed["steg"].astype(np.float32)
    return vectors


def write_pack(folder: Path, rows: Iterable[Any], dim: int) -> Path:
    """Write rows as a new pack, named by its keys."""
    packed = np.array(sorted(rows, key=lambda row: bytes(row["nyckel"])), dtype=row_type(dim))
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(packed["nyckel"].tobytes()).hexdigest()[:16]
    working = folder / f".{name}.{os.getpid()}.tmp"
    with working.open("wb") as file:
        np.save(file, packed, allow_pickle=False)
    return working.replace(folder / f"{name}.npy")


def read_pack(path: Path, dim: int) -> NDArray[np.void]:
    """Return the rows of a pack; one that is broken or of another kind has none."""
    try:
        with path.open("rb") as file:
            rows: NDArray[np.void] = np.lib.format.read_array(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return np.zeros(0, dtype=row_type(dim))
    same_kind = rows.ndim == 1 and rows.dtype == row_type(dim)
    return rows if same_kind else np.zeros(0, dtype=row_type(dim))


def settle(folder: Path, wanted: Rows, dim: int) -> tuple[int, int]:
    """Let a folder of packs hold what is wanted, changing as few files as it can.

    Packs that are mostly unused are taken away. Returns how many rows were added and how many
    packs were taken away.
    """
    kept: set[bytes] = set()
    removed = 0
    for path in sorted(folder.glob("*.npy")):
        rows = read_pack(path, dim)
        used = {bytes(key) for key in rows["nyckel"]} & wanted.keys()
        if not used or len(used) * 2 < len(rows):
            path.unlink(missing_ok=True)
            removed += 1
        else:
            kept |= used
    new = [wanted[key] for key in sorted(wanted.keys() - kept)]
    for start in range(0, len(new), ROWS_IN_A_PACK):
        write_pack(folder, new[start : start + ROWS_IN_A_PACK], dim)
    return len(new), removed


def _missing(keys: Sequence[bytes], texts: Sequence[str], known: Rows) -> list[tuple[bytes, str]]:
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    return list(new.items())


def _key(text: str, kind: Kind) -> bytes:
    return hashlib.sha256(f"{kind}:{text}".encode()).digest()[:KEY_BYTES]
