"""How well matching works is measured with every release."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import measure_matching, open_matcher
from matcher.comparison import own_methods
from matcher.evaluation import DEPTH, ndcg
from matcher.statements import read_judged_folder


def test_the_figures_are_those_of_the_answers(release: Path, mini_data: Path) -> None:
    matcher = open_matcher(release)
    found = measure_matching(matcher, mini_data)
    assert found is not None
    statements = read_judged_folder(mini_data / "bedomningar", matcher.vokabular)
    fitting = [each for each in statements if any((each.bedomningar or {}).values())]
    assert found.antal == len(statements)
    assert len(found.resultat) == len(own_methods(matcher))
    best = found.resultat[-1].ndcg10
    assert best is not None
    points = [
        ndcg(
            [each.insats for each in matcher.match(statement.behov, limit=DEPTH).matcher],
            {id_: grade for id_, grade in (statement.bedomningar or {}).items() if grade > 0},
        )
        for statement in fitting
    ]
    assert best.medel == pytest.approx(sum(points) / len(points), abs=0.001)


def test_the_worst_come_first(release: Path, mini_data: Path) -> None:
    found = measure_matching(open_matcher(release), mini_data)
    assert found is not None
    assert [each.ndcg10 for each in found.samst] == sorted(each.ndcg10 for each in found.samst)


def test_no_judgements_give_no_figures(release: Path, tmp_path: Path) -> None:
    (tmp_path / "bedomningar").mkdir()
    assert measure_matching(open_matcher(release), tmp_path) is None
