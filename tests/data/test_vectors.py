"""The vectors that travel with the data spare a fresh clone minutes of computing."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import open_reader
from matcher import VectorCache, count_missing, default_encoder

MOST_MISSING = 0.1


def test_they_cover_the_catalogue(real_data: Path, riktig_release: Path) -> None:
    encoder = default_encoder()
    if encoder is None:
        pytest.skip("tillägget «semantik» är inte installerat")
    with open_reader(riktig_release / "katalog.db") as reader:
        every = count_missing(reader, encoder, VectorCache(None))
        missing = count_missing(reader, encoder, VectorCache(None, [real_data / "vektorer"]))
    assert missing <= MOST_MISSING * every, "kör «insatser matcha vektorer»"
