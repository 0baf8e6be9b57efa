"""Reservations, on the invented catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog import open_reader
from matcher.context import read_context
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
        (
            "forskolans-kvalitet",
            Behov(text="I grundskolan", skolformer=("komvux",)),
            ["Riktar sig"],
        ),
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
    found = reservations(record, behov, read_context(behov), {})
    assert len(found) == len(begins)
    for sentence, start in zip(found, begins, strict=True):
        assert sentence.startswith(start)
        assert sentence.endswith(".")


def test_when_it_does_not_fit_is_told(release: Path) -> None:
    with open_reader(release / "katalog.db") as reader:
        record = reader.insats("samtal-om-text")
    assert record is not None
    assert record.passar_inte
    found = reservations(record, GRUNDSKOLA, read_context(GRUNDSKOLA), {})
    assert found == ("Passar inte när: eleverna knäcker inte läskoden.",)
