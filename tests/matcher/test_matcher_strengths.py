"""Texts that only tell of what works get no suggestions."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import Behov, open_matcher
from matcher.abstaining import WORKS

ONLY_PRAISE = (
    "Eleverna trivs",
    "Vi är stolta över vårt skolbibliotek.",
    "Studieron är god och eleverna trivs.",
    "Resultaten i matematik ligger över riket.",
    "Barnen leker bra tillsammans.",
    "Meritvärdet har ökat fyra år i rad.",
    "Läsningen fungerar bra i alla klasser. Vårdnadshavarna är nöjda.",
    "Vi är överens om vad en bra lektion är.",
)
NOT_ONLY = (
    "Eleverna trivs men läser inte.",
    "Bra läsförståelse",
    "studiero",
    "Eleverna behöver trivas bättre.",
    "Hur får vi eleverna att trivas?",
    "Frånvaron har ökat fyra år i rad.",
    "Samverkan mellan hem och skola fungerar dåligt.",
    "Eleverna är duktiga på att läsa men kan inte återberätta.",
    "Flickorna trivs bättre än pojkarna.",
    "Nästan alla är nöjda, utom eleverna i åttan.",
)


@pytest.mark.parametrize("text", ONLY_PRAISE)
def test_praise_is_not_matched(release: Path, text: str) -> None:
    found = open_matcher(release).match(Behov(text=text))
    assert found.avstar
    assert found.avstar_skal == WORKS


@pytest.mark.parametrize("text", NOT_ONLY)
def test_all_else_is(release: Path, text: str) -> None:
    assert open_matcher(release).match(Behov(text=text)).avstar_skal != WORKS


def test_a_chosen_area_goes_before_praise(release: Path) -> None:
    behov = Behov(text="Eleverna trivs", problemomraden=("avkodning",))
    assert not open_matcher(release).match(behov).avstar
