"""``Matcher.match`` on the invented catalogue."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_encoder import Counting

from catalog import open_reader
from matcher import Behov, BehovError, Matcher, open_matcher
from matcher.asking import LONGEST_TEXT
from matcher.candidates import MOST_ENCODED, named_in
from matcher.features import collect
from matcher.index import compute_index
from matcher.language import is_swedish

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


def test_needs_in_many_threads_are_answered_as_one_by_one(matcher: Matcher) -> None:
    def answer(text: str) -> str:
        return json.dumps(matcher.match(Behov(text=text)).to_dict(med_text=True))

    areas = matcher.underlag.omraden
    texts = [each for omrade in areas for each in omrade.formuleringar] + [READING] * 4
    alone = [answer(text) for text in texts]
    assert len(set(alone)) == len(set(texts))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(answer, texts)) == alone


@pytest.mark.parametrize(
    ("behov", "message"),
    [
        (Behov(problemomraden=("hemlig",)), "Problemområdet finns inte i katalogen."),
        (Behov(text=READING, problemomraden=("hemlig",)), "Problemområdet finns inte"),
        (Behov(text=READING, skolformer=("hemlig",)), "Skolformen finns inte"),
        (Behov(text=READING, arskurser=("hemlig",)), "Stadiet finns inte"),
        (Behov(text=READING, amnen=("svenska", "hemlig")), "Ämnet finns inte"),
        (Behov(text=READING, malgrupper=("hemlig",)), "Målgruppen finns inte"),
        (Behov(text=READING, nivaer=("hemlig",)), "Nivån finns inte"),
        (Behov(text=READING, analysniva="hemlig"), "Analysnivån finns inte"),
    ],
)
def test_an_unknown_id_is_refused_and_not_repeated(
    matcher: Matcher, behov: Behov, message: str
) -> None:
    with pytest.raises(BehovError) as raised:
        matcher.match(behov)
    assert raised.value.message.startswith(message)
    assert raised.value.remedy.startswith("Välj bland")
    assert "hemlig" not in str(raised.value)


@pytest.mark.parametrize("text", [READING, "npf", "Samtal om text", "Taket läcker.", "?!", "åååå"])
def test_the_order_is_that_of_the_suggestions(matcher: Matcher, text: str) -> None:
    found = matcher.match(Behov(text=text), limit=1000)
    assert matcher.order(Behov(text=text)) == (
        tuple(each.insats for each in found.matcher),
        found.avstar,
    )


def test_chosen_areas_alone_give_only_what_has_a_reason(matcher: Matcher) -> None:
    for omrade in matcher.underlag.omraden:
        found = matcher.match(Behov(problemomraden=(omrade.id,)), limit=1000).matcher
        assert all(skal.slag != "mening" for match in found for skal in match.skal)
        assert all(match.skal for match in found)
        assert [each.rang for each in found] == list(range(1, len(found) + 1))
    assert len(matcher.match(Behov(text=READING), limit=1000).matcher) == 11


@pytest.mark.parametrize(
    "text",
    ["ab\n" * 16_000, "x" * LONGEST_TEXT, "ord " * 12_500, "Hon läser, men inte han. " * 1_900],
)
def test_a_text_of_any_shape_is_answered(matcher: Matcher, text: str) -> None:
    found = matcher.match(Behov(text=text))
    assert found.avstar or found.matcher


def test_what_is_left_out_of_a_long_text_is_told(matcher: Matcher) -> None:
    short, long = (matcher.match(Behov(text=READING + " ord" * n)) for n in (10, 12_400))
    assert not any("bara början" in each for each in short.anmarkningar)
    assert any("bara början" in each for each in long.anmarkningar)


def test_only_the_clearest_of_a_long_text_are_encoded(release: Path, tmp_path: Path) -> None:
    encoder = Counting()
    with open_reader(release / "katalog.db") as reader:
        index = compute_index(collect(reader), encoder=encoder)
    encoder.asked.clear()
    filling = "Vi har två paralleller och en matsal i källaren. " * 300
    found = Matcher(index, encoder).match(Behov(text=f"{filling}\n{READING}\n{filling}"))
    assert len(encoder.asked) == MOST_ENCODED
    assert any(READING in each for each in encoder.asked)
    assert any("lästs noga" in each for each in found.anmarkningar)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Samtal om text är något som vi saknar.", ""),
        ("Vi undrar. Samtal om text brister.", ""),
        ("Mål\nSamtal om text brister", ""),
        ("• Samtal om text brister", ""),
        ("Samtal om text brister. Vi gick Samtal om text i fjol.", "Samtal om text"),
        ("«Samtal om text» hjälpte inte.", "Samtal om text"),
        ("Vi gick kurser, t.ex. Samtal om text, i fjol.", "Samtal om text"),
        ("Vi gick Samtal om\ntext i fjol.", "Samtal om\ntext"),
        ("Vi har samtal om text varje dag.", ""),
        ("Vi prövar Samtal om texter.", ""),
    ],
)
def test_a_name_counts_where_its_capital_letter_says_something(text: str, written: str) -> None:
    assert named_in("Samtal om text", text) == written


def test_a_name_with_more_capitals_counts_first_in_a_sentence_too() -> None:
    assert named_in("Rum för Alla", "Rum för Alla hjälpte oss.") == "Rum för Alla"
    assert named_in("Räkna med 100", "Räkna med 100 hjälpte oss.") == "Räkna med 100"


def test_the_schools_words_stay_out_unless_asked_for(matcher: Matcher) -> None:
    found = matcher.match(Behov(text=READING + " Zebraskolan"))
    assert "Zebra" not in json.dumps(found.to_dict())
    assert "Zebra" in json.dumps(found.to_dict(med_text=True))


@pytest.mark.parametrize("text", ["", "  \n", "ord " * (LONGEST_TEXT // 4 + 1), "x" * 1_000_000])
def test_nothing_and_too_much_are_refused(matcher: Matcher, text: str) -> None:
    with pytest.raises(BehovError) as raised:
        matcher.match(Behov(text=text))
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
