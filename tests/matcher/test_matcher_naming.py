"""Short queries on the real catalogue: names, parts of words, misspelt words."""

from __future__ import annotations

import pytest

from matcher import Behov, Matcher, ranking
from matcher.ranking import VARIANT
from matcher.result import Rattat


@pytest.fixture
def matcher(riktig_matcher: Matcher) -> Matcher:
    return riktig_matcher


@pytest.mark.parametrize(
    ("query", "among_three"),
    [
        ("Samtal om text", "laslyftet-samtal-om-text"),
        ("samtal om txt", "laslyftet-samtal-om-text"),
        ("lässtratergier", "skolfi-lasstrategier"),
        ("PISA-projektet", "skr-matematik-pisa-2015"),
        ("Bornholm", "metod-bornholmsmodellen"),
        ("olweus", "olweusprogrammet"),
        ("diamant", "ncm-diamant"),
        ("mobbing", "olweusprogrammet"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    matcher: Matcher, query: str, among_three: str
) -> None:
    found = matcher.match(Behov(text=query), limit=3)
    assert not found.avstar
    assert among_three in [each.insats for each in found.matcher]


@pytest.mark.parametrize(
    ("query", "program"),
    [("Läslyftet", "laslyftet"), ("läslyft", "laslyftet"), ("matteliftet", "matematiklyftet")],
)
def test_a_programme_gives_what_is_in_it(matcher: Matcher, query: str, program: str) -> None:
    records = {each.id: each for each in matcher.underlag.insatser}
    found = matcher.match(Behov(text=query)).matcher
    within = [
        each
        for each in found
        if program in [p.id for p in records[each.insats].program] or query in each.namn
    ]
    assert len(within) >= 8


@pytest.mark.parametrize(
    ("query", "area"),
    [
        ("lässvårigheter åk 2", "las-skrivsvarigheter-sprakstorning"),
        ("npf", "tillganglig-larmiljo-npf"),
        ("extra anpassnigar", "extra-anpassningar"),
        ("hedersförtryck", "hedersfortryck"),
        ("studiero", "studiero-klassrumsledarskap"),
        ("mobbning", "krankningar-mobbning"),
    ],
)
def test_a_word_is_placed_among_the_areas(matcher: Matcher, query: str, area: str) -> None:
    found = matcher.match(Behov(text=query)).funna_problemomraden
    assert area in [each.problemomrade for each in found[:3]]


def test_what_was_corrected_is_told(matcher: Matcher) -> None:
    found = matcher.match(Behov(text="lässtratergier"))
    assert found.forstatt.rattat == (Rattat("lässtratergier", "lässtrategier"),)
    assert "lässtratergier" not in str(found.to_dict())


@pytest.mark.parametrize("query", ["läsförståelse", "npf", "APL", "åk 2", "sva", "Zebraskolan 7b"])
def test_what_is_rightly_spelt_or_a_name_is_left_alone(matcher: Matcher, query: str) -> None:
    assert matcher.match(Behov(text=query)).forstatt.rattat == ()


def test_a_described_problem_is_never_respelt_or_taken_for_a_name(matcher: Matcher) -> None:
    text = "Vi har gått Läslyftet men elevrna förstår fortfarande inte vad de läser i sexan."
    found = matcher.match(Behov(text=text))
    assert found.forstatt.rattat == ()
    assert all(skal.slag != "namn" for each in found.matcher for skal in each.skal)


def test_a_second_variant_of_an_offer_counts_less(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    behov = Behov(text="Eleverna saknar taluppfattning och klarar inte bråk och procent.")
    rows = {each.id: row for row, each in enumerate(matcher.underlag.insatser)}
    weighed = {each.insats: each.poang for each in matcher.match(behov, limit=1000).matcher}
    monkeypatch.setattr(ranking, "VARIANT", 1.0)
    seen: set[tuple[str, str]] = set()
    again = 0
    for each in matcher.match(behov, limit=40).matcher:
        family = matcher.underlag.profiler[rows[each.insats]].familj
        factor = VARIANT if family in seen else 1.0
        assert weighed[each.insats] == pytest.approx(factor * each.poang, abs=0.001)
        again += family in seen
        seen.add(family)
    assert again >= 2
