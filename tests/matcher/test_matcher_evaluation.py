"""The formulas on cases worked out by hand, and the floor on the developing set."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml

from matcher import Behov, Matcher, default_encoder, open_matcher
from matcher.comparison import measure, ours
from matcher.evaluation import Svar, evaluate, hit, ndcg, recall, table
from matcher.statements import Pastaende, read_judged_folder
from matcher.vector_cache import VectorCache

GRADES = {"a": 3.0, "b": 2.0, "c": 1.0}


def test_ndcg_by_hand() -> None:
    ideal = 7 + 3 / math.log2(3) + 1 / 2
    assert ndcg(["a", "b", "c"], GRADES) == 1
    assert ndcg(["b", "x", "a"], GRADES) == pytest.approx((3 + 7 / 2) / ideal)
    assert ndcg(["x"] * 10 + ["a"], GRADES) == 0
    assert ndcg(["a"], {}) == 0


def test_recall_and_hit_by_hand() -> None:
    assert recall(["x", "b"], GRADES) == 0.5
    assert recall(["c"], {"c": 1.5}) is None
    assert hit(["x", "y", "a"], GRADES) == 1
    assert hit(["x", "y", "z", "a"], GRADES) == 0


def test_a_method_is_measured_where_something_fits_and_abstains_where_nothing_does() -> None:
    statements = [
        Pastaende("p1", Behov(text="x"), {"a": 3.0}),
        Pastaende("p2", Behov(text="y"), {"b": 2.0}),
        Pastaende("p3", Behov(text="z"), {}),
    ]
    answers = {
        "p1": Svar(("x", "a"), False),
        "p2": Svar(("b",), True),
        "p3": Svar((), True),
    }
    left = {"p1": frozenset({"a"}), "p2": frozenset({"b"}), "p3": frozenset[str]()}
    found = evaluate("prov", statements, answers, left)
    assert found.ndcg10
    assert found.ndcg10_sammanhang
    assert found.recall10
    assert found.traff3
    assert found.ndcg10.medel == pytest.approx((1 / math.log2(3) + 1) / 2, abs=1e-4)
    assert found.ndcg10_sammanhang.medel == 1
    assert found.recall10.medel == 1
    assert found.traff3.medel == 1
    assert (found.avstar_ratt, found.avstar_fel) == ((1, 1), (1, 2))
    assert found.ndcg10.lag <= found.ndcg10.medel <= found.ndcg10.hog
    assert "rätt 1/1, fel 1/2" in table([found])


def test_a_figure_that_no_statement_can_tell_is_left_blank() -> None:
    only_none = [Pastaende("p", Behov(text="z"), {})]
    found = evaluate("prov", only_none, {"p": Svar((), True)}, {"p": frozenset()})
    assert (found.ndcg10, found.recall10, found.traff3) == (None, None, None)
    assert found.avstar_ratt == (1, 1)
    assert "0.00" not in table([found])
    assert "–" in table([found])


def test_our_answer_is_whole(release: Path) -> None:
    matcher = open_matcher(release)
    answer = ours(matcher, Pastaende("p", Behov(text="Eleverna ljudar ord för ord.")))
    assert sorted(answer.ordning) == [each.id for each in matcher.underlag.insatser]


def test_ours_is_above_its_floor(riktig_matcher: Matcher, real_data: Path) -> None:
    floors = yaml.safe_load((Path(__file__).parent / "golv.yaml").read_text(encoding="utf-8"))
    statements = read_judged_folder(real_data / "bedomningar", riktig_matcher.vokabular)
    results = measure(riktig_matcher, statements, VectorCache(None), with_plain=False)
    # Without the extra ``semantik`` there is no way to measure «vår»; with it there must be.
    without = {"vår"} if default_encoder() is None else set()
    assert {each.metod for each in results} == set(floors) - without
    for each in results:
        floor = floors[each.metod]
        assert each.ndcg10
        assert each.recall10
        assert each.traff3
        assert each.ndcg10.medel >= floor["ndcg10"], each.metod
        assert each.recall10.medel >= floor["recall10"], each.metod
        assert each.traff3.medel >= floor["traff3"], each.metod
        assert each.avstar_ratt is not None
        assert each.avstar_fel is not None
        assert each.avstar_ratt[0] >= floor["avstar_ratt"], each.metod
        assert each.avstar_fel[0] <= floor["avstar_fel_hogst"], each.metod
