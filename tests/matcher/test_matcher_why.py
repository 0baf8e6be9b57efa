"""The account of a score is the score."""

from __future__ import annotations

from math import prod
from pathlib import Path

import pytest

from matcher import Behov, BehovError, Matcher, open_matcher
from matcher.printing import account_as_text

READING = "Eleverna läser flytande men förstår inte vad texten handlar om i sexan."


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


@pytest.mark.parametrize("context", [{}, {"skolformer": ("grundskola",)}, {"amnen": ("fysik",)}])
def test_the_parts_make_the_points(matcher: Matcher, context: dict[str, tuple[str, ...]]) -> None:
    behov = Behov(text=READING, **context)  # type: ignore[arg-type]
    for insats in matcher.underlag.insatser:
        found = matcher.explain(behov, insats.id)
        parts = sum(each.poang for each in found.delar) + found.likhet + found.namnpoang
        assert parts * prod(each.vikt for each in found.faktorer) == pytest.approx(
            found.poang, abs=0.01
        )


def test_place_and_strength_are_those_of_the_suggestion(matcher: Matcher) -> None:
    behov = Behov(text=READING)
    for match in matcher.match(behov, limit=1000).matcher:
        found = matcher.explain(behov, match.insats)
        assert (found.rang, found.styrka) == (match.rang, match.styrka)
        assert found.skal == match.skal


def test_what_is_left_out_has_no_place_and_says_why(matcher: Matcher) -> None:
    found = matcher.explain(Behov(text=READING, skolformer=("forskola",)), "samtal-om-text")
    assert found.rang is None
    assert "visas inte: den är för andra skolformer" in account_as_text(found)


def test_an_area_without_a_link_is_told(matcher: Matcher) -> None:
    text = account_as_text(matcher.explain(Behov(text=READING), "narvaroteam"))
    assert "Utan koppling till insatsen: Läsförståelse" in text


def test_an_unknown_id_is_answered_with_a_near_one(matcher: Matcher) -> None:
    with pytest.raises(BehovError) as raised:
        matcher.explain(Behov(text=READING), "samtal-om-txt")
    assert raised.value.remedy == "Menade du samtal-om-text?"
