"""Reservations, on the invented catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog import open_reader
from matcher.forbehall import reservations
from matcher.result import Behov

GRUNDSKOLA = Behov(text="x", skolformer=("grundskola",))


@pytest.mark.parametrize(
    ("insats", "behov", "begins"),
    [
        ("fysik-pa-riktigt", GRUNDSKOLA, ["Insatsen avslutades 2021"]),
        ("narvaroteam", GRUNDSKOLA, ["Det är oklart om insatsen finns kvar, senast belagd 2019."]),
        ("bidrag-for-larande", GRUNDSKOLA, ["Ett statsbidrag är pengar"]),
        ("forebygga-franvaro", GRUNDSKOLA, ["Svagt underlag"]),
        ("analysera-tillsammans", GRUNDSKOLA, []),
        ("samtal-om-text", GRUNDSKOLA, ["Om effekten: I ett påhittat försök"]),
        ("forskolans-kvalitet", Behov(text="Vi på gymnasiet"), []),
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
    found = [
        each for each in reservations(record, behov, {}) if not each.startswith("Passar inte när")
    ]
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


NOT_WHEN = [
    ("Eleverna knäcker inte läskoden.", "Passar inte när: eleverna knäcker inte läskoden."),
    ("NPF-elever saknar stöd.", "Passar inte när: NPF-elever saknar stöd."),
]


@pytest.mark.parametrize(("line", "told"), NOT_WHEN)
def test_when_it_does_not_fit_is_told(release: Path, line: str, told: str) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("tal-i-tanken")
    assert record is not None
    assert reservations(replace(record, passar_inte=(line,)), GRUNDSKOLA, {}) == (told,)
