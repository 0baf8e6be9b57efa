"""The catalogue's own data: every record of the collected facts is there, and holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.checking import check_katalog
from catalog.loading import Katalog


@pytest.fixture(scope="module")
def katalog(real_data: Path) -> Katalog:
    katalog, findings = check_katalog(real_data)
    assert [str(finding) for finding in findings if finding.severity == "fel"] == []
    return katalog


LEAST = {"insatser": 525, "referenser": 176, "problemomraden": 113, "bedomningar": 60}


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_nothing_is_lost(katalog: Katalog, kind: str, least: int) -> None:
    assert len(katalog.poster[kind]) >= least


def test_the_six_factors_of_the_commission_are_there(katalog: Katalog) -> None:
    assert set(katalog.paverkansfaktorer) == {
        "formativ-bedomning",
        "inkludering",
        "kollegialt-larande",
        "metakognition",
        "pedagogiskt-ledarskap",
        "tillit",
    }


def test_models_abroad_are_shown_but_never_suggested(katalog: Katalog) -> None:
    never = {term.id for term in katalog.vokabular["typer"] if not term.foreslas}
    assert never == {"forebild"}
    shown = {key for key, insats in katalog.insatser.items() if insats.typ in never}
    assert shown == {"ca-ontario-skolreform", "no-veilederkorps", "uk-challenge-partners"}


def test_every_area_can_be_learnt(katalog: Katalog) -> None:
    for area in katalog.problemomraden.values():
        assert len(area.formuleringar) >= 20, area.id
        assert len(set(area.formuleringar)) == len(area.formuleringar), area.id


def test_no_judged_statement_is_a_formulation(katalog: Katalog) -> None:
    """The developing set must stay unseen by what is learnt from the catalogue."""
    learnt = {text for area in katalog.problemomraden.values() for text in area.formuleringar}
    learnt |= {text for insats in katalog.insatser.values() for text in insats.formuleringar}
    statements = {post.text for post in katalog.poster["bedomningar"].values()}  # type: ignore[attr-defined]
    assert not learnt & statements
