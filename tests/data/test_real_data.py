"""The catalogue's own data: every record of the collected facts is there, and holds together."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from catalog.checking import check_katalog
from catalog.loading import Katalog


@pytest.fixture(scope="module")
def katalog(real_data: Path) -> Katalog:
    katalog, findings = check_katalog(real_data)
    assert [str(finding) for finding in findings if finding.severity == "fel"] == []
    return katalog


SAME = 75
"""Per cent alike, of letters, from which two sentences are said to be the same."""

LEAST = {"insatser": 545, "referenser": 214, "problemomraden": 131, "bedomningar": 60}


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


def test_no_judged_statement_is_near_what_is_learnt(katalog: Katalog) -> None:
    """The developing set must stay unseen by what is learnt from the catalogue."""
    learnt = [
        text
        for kind in (katalog.problemomraden, katalog.insatser)
        for post in kind.values()
        for text in (*post.formuleringar, *(each.text for each in post.liknar_men_inte))
    ]
    for post in katalog.poster["bedomningar"].values():
        statement = post.text  # type: ignore[attr-defined]
        near = process.extractOne(statement, learnt, scorer=fuzz.ratio, score_cutoff=SAME)
        assert near is None, (statement, near)


def test_every_reference_is_used(katalog: Katalog) -> None:
    used = {
        link.referens
        for kind in (katalog.insatser, katalog.problemomraden, katalog.paverkansfaktorer)
        for post in kind.values()
        for link in post.referenser
    }
    assert set(katalog.referenser) - used == set()


def test_no_record_claims_to_be_reviewed(katalog: Katalog) -> None:
    for insats in katalog.insatser.values():
        assert insats.granskad is None, insats.id
        assert insats.skriven.av == "redaktionen", insats.id


def test_no_exception_lacks_a_day(katalog: Katalog) -> None:
    assert [each for each in katalog.undantag if not each.sista_dag] == []
