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
        ("fysik-pa-riktigt", GRUNDSKOLA, ["Insatsen är avslutad"]),
        ("narvaroteam", GRUNDSKOLA, ["Det är inte bekräftat"]),
        ("bidrag-for-larande", GRUNDSKOLA, ["Ett statsbidrag är pengar"]),
        ("forebygga-franvaro", GRUNDSKOLA, ["Svagt underlag"]),
        ("analysera-tillsammans", GRUNDSKOLA, []),
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
    found = reservations(record, behov, {})
    assert len(found) == len(begins)
    for sentence, start in zip(found, begins, strict=True):
        assert sentence.startswith(start)
        assert sentence.endswith(".")


def test_when_it_does_not_fit_is_told(release: Path) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("samtal-om-text")
    assert record is not None
    assert record.passar_inte
    found = reservations(record, GRUNDSKOLA, {})
    assert found == ("Passar inte när: eleverna knäcker inte läskoden.",)


def test_an_abbreviation_keeps_its_capitals(release: Path) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("samtal-om-text")
    assert record is not None
    record = replace(record, passar_inte=("NPF-elever saknar stöd.",))
    assert reservations(record, GRUNDSKOLA, {}) == ("Passar inte när: NPF-elever saknar stöd.",)
