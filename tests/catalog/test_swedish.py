"""Swedish words are the same in any thread."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalog import swedish
from catalog.loading import load


@pytest.fixture
def words(real_data: Path) -> list[str]:
    katalog, _ = load(real_data)
    texts = " ".join(
        text for area in katalog.problemomraden.values() for text in area.formuleringar
    )
    return sorted(set(swedish.tokens(texts)))


def test_stems_are_the_same_in_any_thread(words: list[str]) -> None:
    swedish.stem.cache_clear()
    alone = [swedish.stem(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(3):
                swedish.stem.cache_clear()
                halves = (words[start::4] for start in range(4))
                together = list(pool.map(lambda part: [swedish.stem(w) for w in part], halves))
                for start, found in enumerate(together):
                    assert found == alone[start::4]
    finally:
        sys.setswitchinterval(interval)


SYNONYMER = {"elevhälsoteam": ("EHT", "elevhälsans team")}


@pytest.mark.parametrize("word", ["eht", "elevhälsoteam"])
def test_synonyms_go_both_ways(word: str) -> None:
    assert swedish.expand([word], SYNONYMER) == {"eht", "elevhälsoteam", "elevhälsans team"}
