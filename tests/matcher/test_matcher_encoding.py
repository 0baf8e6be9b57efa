"""The cache of vectors."""

from __future__ import annotations

from pathlib import Path

from fake_encoder import Counting

from matcher.encoding import VectorCache


def test_a_changed_text_encodes_only_itself(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    VectorCache(tmp_path).encode(first, ["ett", "tjugo"], "query")
    rows = VectorCache(tmp_path).encode(second, ["ett", "tjugofem", "ett"], "query")
    assert first.asked == ["ett", "tjugo"]
    assert second.asked == ["tjugofem"]
    assert rows.tolist() == [[3, 1], [8, 1], [3, 1]]


def test_query_and_passage_are_kept_apart(tmp_path: Path) -> None:
    encoder = Counting()
    cache = VectorCache(tmp_path)
    assert cache.encode(encoder, ["ett"], "query").tolist() == [[3, 1]]
    assert cache.encode(encoder, ["ett"], "passage").tolist() == [[3, 0]]


def test_a_broken_cache_is_made_again(tmp_path: Path) -> None:
    VectorCache(tmp_path).encode(Counting(), ["ett"], "query")
    (tmp_path / "langd.json").write_text("[]", encoding="utf-8")
    again = Counting()
    VectorCache(tmp_path).encode(again, ["ett"], "query")
    assert again.asked == ["ett"]


def test_progress_is_told_of_new_texts_only(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    cache = VectorCache(tmp_path)
    for _ in range(2):
        cache.encode(Counting(), ["a", "bb"], "query", progress=lambda *step: told.append(step))
    assert told == [(2, 2)]


def test_no_texts_give_no_rows() -> None:
    assert VectorCache(None).encode(Counting(), [], "query").shape == (0, 2)
