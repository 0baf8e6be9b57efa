"""What a found problem is about, and how it is worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher import Matcher, open_matcher, read_analysis, till_arbetsfil
from matcher.needs import Lasare, read_whole
from matcher.needs.model import FunnetBehov
from matcher.sentence_models import learn

TOLD = "RESULTAT\n\n* Eleverna ljudar ord för ord i trean.\n"


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


def the_problem(
    matcher: Matcher,
    likely: Mapping[str, float],
    text: str = TOLD,
    elsewhere: str = "",
    outside: Sequence[str] = (),
) -> FunnetBehov:
    """Return the only problem, when its words are as likely as said about each area.

    ``elsewhere`` is an area of all school forms, as no other is, and ``outside`` what a level
    model knows to be what no insats helps.
    """
    omraden = [
        replace(each, skolformer=()) if each.id == elsewhere else each
        for each in matcher.underlag.omraden
    ]
    row = np.array([likely.get(each.id, 0.0) for each in omraden])
    lasare = Lasare(
        omraden=omraden,
        classify=lambda texts: np.tile(row, (len(texts), 1)),
        quick=lambda texts: np.tile(row, (len(texts), 1)),
        modeller=learn(outside, ["utanfor"] * len(outside)),
        named=lambda _: (),
    )
    (problem,) = read_whole(read_analysis(text.encode()), lasare).problem
    return problem


def found(
    matcher: Matcher, likely: Mapping[str, float], text: str = TOLD, elsewhere: str = ""
) -> tuple[str, ...]:
    problem = the_problem(matcher, likely, text, elsewhere)
    return tuple(each.problemomrade for each in problem.problemomraden)


def test_words_alone_put_nothing_outside_what_insatser_help(matcher: Matcher) -> None:
    words = ["Reflektionstiden räcker inte till för alla."] * 30
    text = f"* {words[0]}\n"
    outside = [
        the_problem(matcher, likely, text, outside=words).utanfor
        for likely in ({"lasforstaelse": 1.0}, {"lasforstaelse": 0.7, "ventilation": 0.3})
    ]
    assert outside == [False, True]


def test_beside_the_likeliest_area_one_near_it_is_told(matcher: Matcher) -> None:
    likely = {"lasforstaelse": 0.6, "taluppfattning": 0.2, "avkodning": 0.15}
    assert found(matcher, likely) == ("lasforstaelse", "avkodning")
    likely = {"lasforstaelse": 0.6, "taluppfattning": 0.3, "avkodning": 0.05}
    assert found(matcher, likely) == ("lasforstaelse", "taluppfattning")


def test_an_area_far_from_the_likeliest_is_told_where_it_is_about_as_likely(
    matcher: Matcher,
) -> None:
    others = {"skolfranvaro": 0.18, "analys-av-resultat": 0.18, "avkodning": 0.17}
    close = found(matcher, {"lasforstaelse": 0.24, "taluppfattning": 0.23, **others})
    assert close == ("lasforstaelse", "taluppfattning")
    clear = found(matcher, {"lasforstaelse": 0.26, "taluppfattning": 0.21, **others})
    assert clear == ("lasforstaelse",)


def test_an_area_that_no_insats_helps_is_not_that_of_a_problem_that_one_may(
    matcher: Matcher,
) -> None:
    likely = {"ventilation": 0.4, "lasforstaelse": 0.35, "skolfranvaro": 0.25}
    assert found(matcher, likely)[0] == "lasforstaelse"


def test_an_area_of_another_school_form_must_be_very_sure(matcher: Matcher) -> None:
    forskola = "Förskolan Lingonet är en förskola med två barngrupper.\n\n" + TOLD
    likely = {"lasforstaelse": 0.95, "avkodning": 0.05}
    assert found(matcher, likely, forskola)[0] == "lasforstaelse"
    assert found(matcher, likely, forskola, "avkodning") == ("avkodning",)


def worded(matcher: Matcher, text: str) -> list[str]:
    analys = read_analysis(text.encode())
    fil = till_arbetsfil(analys, matcher.read_needs(analys), matcher.katalogversion)
    for each in fil.problem:
        place = each.stallen[0]
        assert fil.stycken[place.stycke].text[place.fran : place.till] in each.formulering
    return [each.formulering for each in fil.problem]


def test_a_cell_says_what_it_is_said_of(matcher: Matcher) -> None:
    rows = (
        "| Område | Nuläge |\n|---|---|\n| Studiero | Varierar mellan lektioner |\n"
        "| 3.1 | Få läser längre texter hemma |\n"
    )
    assert worded(matcher, f"RESULTAT\n\n{rows}") == [
        "Studiero: Varierar mellan lektioner",
        "Få läser längre texter hemma",
    ]


def test_figures_that_have_become_worse_are_told(matcher: Matcher) -> None:
    rows = (
        "| Mått | 2023 | 2025 | Kommentar |\n|---|---|---|---|\n"
        "| Meritvärde åk 9 | 228 | 213 | |\n"
        "| Godkänt i engelska | 91 % | 83 % | Störst är tappet i hörförståelse bland pojkarna |\n"
    )
    assert worded(matcher, f"RESULTAT\n\n{rows}") == [
        "Meritvärde åk 9 har sedan 2023 gått från 228 till 213",
        "Godkänt i engelska har sedan 2023 gått från 91 % till 83 %. "
        "Störst är tappet i hörförståelse bland pojkarna",
    ]


def test_a_short_item_says_its_heading_but_not_that_of_a_level(matcher: Matcher) -> None:
    text = (
        "# Nuläge\n\n## Matematik\n\n- Låg måluppfyllelse åk 6\n"
        "- Eleverna räknar på fingrarna långt upp i åren och hinner inte klart.\n"
        "\n## Undervisning\n\n- Otydliga rutiner\n"
    )
    assert worded(matcher, text) == [
        "Matematik: Låg måluppfyllelse åk 6",
        "Eleverna räknar på fingrarna långt upp i åren och hinner inte klart.",
        "Otydliga rutiner",
    ]


def test_what_is_matched_is_what_is_worded() -> None:
    told = FunnetBehov("Varierar", None, 0, "undervisning", utanfor=False, problemomraden=())
    assert told.behov().text == "Varierar"
    assert replace(told, formulering="Studiero: Varierar").behov().text == "Studiero: Varierar"
