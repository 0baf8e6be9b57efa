"""What the matcher knows of the catalogue: curated links, and what follows from the tree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog import open_reader
from catalog.reading import Term
from matcher.features import FROM_WIDER, GAIN, Underlag, collect
from matcher.index import compute_index
from matcher.matching import Matcher
from matcher.result import Behov

NARROW, WIDE = "avkodning", "lasforstaelse"


@pytest.fixture
def underlag(release: Path) -> Underlag:
    with open_reader(release / "katalog.db") as reader:
        found = collect(reader)
    wide = Term(WIDE, "Läsförståelse")
    omraden = tuple(
        replace(each, ingar_i=wide) if each.id == NARROW else each for each in found.omraden
    )
    return replace(found, omraden=omraden)


def worth(underlag: Underlag, area: str, insats: str) -> float:
    row = [each.id for each in underlag.omraden].index(area)
    column = [each.id for each in underlag.insatser].index(insats)
    return float(underlag.links()[row, column])


@pytest.mark.parametrize(
    ("area", "insats", "expected"),
    [
        (WIDE, "samtal-om-text", GAIN[3]),
        (NARROW, "samtal-om-text", FROM_WIDER * GAIN[3]),
        (NARROW, "intensiv-lastraning", GAIN[3]),
        (WIDE, "intensiv-lastraning", 0),
        (NARROW, "laslyckan-hela", GAIN[2]),
        (NARROW, "narvaroteam", 0),
    ],
)
def test_a_narrower_area_inherits_half_of_what_the_wider_has(
    underlag: Underlag, area: str, insats: str, expected: float
) -> None:
    assert worth(underlag, area, insats) == pytest.approx(expected)


def test_an_inherited_link_is_told_with_both_areas(underlag: Underlag) -> None:
    samtal = next(each for each in underlag.insatser if each.id == "samtal-om-text")
    only_wide = replace(
        samtal, problemomraden=tuple(e for e in samtal.problemomraden if e.id == WIDE)
    )
    underlag = replace(
        underlag,
        insatser=tuple(only_wide if each is samtal else each for each in underlag.insatser),
        omraden=tuple(
            replace(each, insatser=tuple(x for x in each.insatser if x.id != samtal.id))
            if each.id == NARROW
            else each
            for each in underlag.omraden
        ),
    )
    matcher = Matcher(compute_index(underlag))
    found = matcher.match(Behov(text="", problemomraden=(NARROW,)), limit=20)
    [match] = [each for each in found.matcher if each.insats == samtal.id]
    assert match.skal[0].text == (
        "Redaktionen bedömer att insatsen är till för problem av slaget «Läsförståelse», "
        "där «Avkodning» ingår."
    )
    assert match.skal[0].kalla_id == WIDE


def test_decoys_of_insatser_teach_which_area_a_sentence_is_about(underlag: Underlag) -> None:
    text = "Räkningen är det som drar ner betygen."
    place = underlag.texter.index(text)
    assert underlag.omraden[underlag.omrade_for[place]].id == "taluppfattning"
