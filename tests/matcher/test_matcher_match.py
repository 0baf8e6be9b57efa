"""``Matcher.match`` on the invented catalogue."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import pytest

from matcher import Behov, BehovError, Matcher, open_matcher
from matcher.language import is_swedish
from matcher.matching import LONGEST_TEXT

READING = "Eleverna läser flytande men förstår inte vad texten handlar om."


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


@pytest.mark.parametrize(
    ("text", "insats"),
    [
        (READING, "samtal-om-text"),
        ("Många ljudar fortfarande ord för ord och läsningen går sakta.", "intensiv-lastraning"),
        ("Eleverna är borta från skolan hela veckor.", "narvaroteam"),
        ("De räknar på fingrarna och vet inte hur stora talen är.", "tal-i-tanken"),
    ],
)
def test_the_right_one_comes_among_the_first(matcher: Matcher, text: str, insats: str) -> None:
    found = matcher.match(Behov(text=text))
    assert insats in [each.insats for each in found.matcher[:3]]
    assert not found.avstar


def test_a_need_outside_is_left_with_a_reason(matcher: Matcher) -> None:
    found = matcher.match(Behov(text="Ventilationen är utdömd och luften tar slut."))
    assert found.avstar
    assert found.avstar_skal is not None
    assert "lokaler och luft" in found.avstar_skal


def test_models_abroad_are_never_suggested(matcher: Matcher) -> None:
    found = matcher.match(Behov(text=READING), limit=1000)
    assert "forebild-i-utlandet" not in [each.insats for each in found.matcher]


def test_other_school_forms_are_left_out_and_counted(matcher: Matcher) -> None:
    found = matcher.match(Behov(text=READING, skolformer=("forskola",)), limit=1000)
    names = {each.insats for each in found.matcher}
    assert names == {"analysera-tillsammans", "forskolans-kvalitet"}
    assert found.bortfiltrerade + len(names) == len(matcher.underlag.insatser)


def test_chosen_areas_need_no_text(matcher: Matcher) -> None:
    found = matcher.match(Behov(problemomraden=("skolfranvaro",)))
    assert found.matcher[0].insats == "narvaroteam"
    assert all(each.poang > 0 for each in found.matcher)
    assert not found.avstar


def test_ranks_points_and_strengths_go_together(matcher: Matcher) -> None:
    found = matcher.match(Behov(text=READING), limit=1000).matcher
    assert [each.rang for each in found] == list(range(1, len(found) + 1))
    assert [each.poang for each in found] == sorted((each.poang for each in found), reverse=True)
    order = ["stark", "möjlig", "svag"]
    assert [each.styrka for each in found] == sorted((m.styrka for m in found), key=order.index)


def test_the_same_need_gives_the_same_bytes_in_any_thread(matcher: Matcher) -> None:
    def answer(_: int) -> str:
        return json.dumps(matcher.match(Behov(text=READING)).to_dict(med_text=True))

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(answer, range(8)))) == 1


def test_the_schools_words_stay_out_unless_asked_for(matcher: Matcher) -> None:
    found = matcher.match(Behov(text=READING + " Zebraskolan"))
    assert "Zebra" not in json.dumps(found.to_dict())
    assert "Zebra" in json.dumps(found.to_dict(med_text=True))


@pytest.mark.parametrize("text", ["", "  \n", "ord " * (LONGEST_TEXT // 4 + 1), "x" * 1_000_000])
def test_nothing_and_too_much_are_refused_at_once(matcher: Matcher, text: str) -> None:
    start = perf_counter()
    with pytest.raises(BehovError) as raised:
        matcher.match(Behov(text=text))
    assert perf_counter() - start < 1
    assert raised.value.message
    assert raised.value.remedy


def test_a_long_text_is_taken_apart(matcher: Matcher) -> None:
    filling = "Vi har två paralleller och en matsal i källaren. " * 40
    found = matcher.match(Behov(text=f"{filling}\n{READING}\n{filling}"))
    assert "samtal-om-text" in [each.insats for each in found.matcher[:3]]


@pytest.mark.parametrize(
    ("text", "swedish"),
    [
        ("npf", True),
        ("heder", True),
        ("Elever med NPF", True),
        (READING, True),
        ("Fler elever saknar betyg", True),
        ("Our students cannot read and the teachers are tired of it.", False),
        ("Die Kinder lesen nicht und das ist ein Problem", False),
        ("Åsa says that the pupils of the school do not read", False),
    ],
)
def test_swedish_is_told_from_other_languages(text: str, swedish: bool) -> None:
    assert is_swedish(text) is swedish


def test_english_is_answered_with_a_note_and_no_suggestion(matcher: Matcher) -> None:
    found = matcher.match(Behov(text="The pupils are not there and that is a problem for us."))
    assert found.avstar
    assert "svenska" in found.anmarkningar[0]
