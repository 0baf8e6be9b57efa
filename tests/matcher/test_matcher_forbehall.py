"""Reservations, on the invented catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog import open_reader
from matcher import open_matcher
from matcher.forbehall import reservations
from matcher.result import Behov

NOT_EVALUATED = "Ingen utvärdering av insatsen är känd."
GRUNDSKOLA = Behov(text="x", skolformer=("grundskola",))


@pytest.mark.parametrize(
    ("insats", "behov", "begins"),
    [
        ("fysik-pa-riktigt", GRUNDSKOLA, ["Insatsen avslutades 2021", NOT_EVALUATED]),
        (
            "narvaroteam",
            GRUNDSKOLA,
            ["Det är oklart om insatsen finns kvar, senast belagd 2019.", NOT_EVALUATED],
        ),
        ("bidrag-for-larande", GRUNDSKOLA, ["Ett statsbidrag är pengar", NOT_EVALUATED]),
        ("forebygga-franvaro", GRUNDSKOLA, ["Svagt underlag", NOT_EVALUATED]),
        ("analysera-tillsammans", GRUNDSKOLA, [NOT_EVALUATED]),
        (
            "samtal-om-text",
            GRUNDSKOLA,
            ["Om effekten: I ett påhittat försök", "Förutsätter handledare: "],
        ),
        ("forskolans-kvalitet", Behov(text="Vi på gymnasiet"), [NOT_EVALUATED]),
        ("tal-i-tanken", Behov(text="Niorna i fysik"), []),
        ("tal-i-tanken", Behov(text="x", arskurser=("7-9",)), ["Riktar sig till andra årskurser"]),
        ("tal-i-tanken", Behov(text="x", arskurser=("f-3",)), []),
        ("tal-i-tanken", Behov(text="x", amnen=("svenska",)), ["Gäller ett annat ämne"]),
        ("tal-i-tanken", Behov(text="x", malgrupper=("rektor",)), ["Vänder sig till en annan"]),
    ],
)
def test_reservations(release: Path, insats: str, behov: Behov, begins: list[str]) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats(insats)
    assert record is not None
    found = reservations(record, behov, {})
    assert len(found) == len(begins)
    for sentence, start in zip(found, begins, strict=True):
        assert sentence.startswith(start)
        assert sentence.endswith(".")


def test_a_school_form_that_no_source_states_is_a_reservation(release: Path) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("analysera-tillsammans")
    assert record is not None
    record = replace(record, skolformer_bedomda=record.skolformer_bedomda[:2])
    assert reservations(record, Behov(text="x", skolformer=("gymnasieskola",)), {})[0] == (
        "Källan anger ingen skolform. Enligt redaktionens bedömning: förskola och grundskola."
    )


NEAR = "Det ni beskriver ligger nära ett läge där insatsen inte passar: "


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Eleverna knäcker inte läskoden.", f"{NEAR}eleverna knäcker inte läskoden."),
        ("NPF-elever saknar stöd.", f"{NEAR}NPF-elever saknar stöd."),
    ],
)
def test_when_it_does_not_fit_is_told(release: Path, line: str, told: str) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("tal-i-tanken")
    assert record is not None
    assert reservations(record, GRUNDSKOLA, {}, (line,))[-1] == told


def test_only_what_the_text_touches_is_held_against_an_insats(release: Path) -> None:
    matcher = open_matcher(release)
    record = next(each for each in matcher.underlag.insatser if each.id == "samtal-om-text")
    line = record.passar_inte[0]
    touched, other = (
        {match.insats: match.forbehall for match in matcher.match(Behov(text=text)).matcher}[
            "samtal-om-text"
        ]
        for text in (f"De förstår inte texten. {line}", "De förstår inte vad de läser.")
    )
    assert any(each.startswith(NEAR) for each in touched)
    assert not any(each.startswith(NEAR) for each in other)
