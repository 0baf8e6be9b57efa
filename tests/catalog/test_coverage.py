"""How well areas are covered, and that gaps show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.coverage import GRADE_MARKS, SHORT_FORMS, Rad, coverage, table
from catalog.loading import load
from datasette_plugins.cli import cli


@pytest.fixture
def rows(mini_data: Path) -> dict[str, Rad]:
    return {row.omrade: row for row in coverage(load(mini_data)[0])}


CELLS = [
    ("lasforstaelse", "grundskola", 3, 3, "effektstudie"),
    ("avkodning", "grundskola", 2, 2, "effektstudie"),
    ("taluppfattning", "grundskola", 2, 2, "bygger-pa-forskning"),
    ("skolfranvaro", "grundskola", 1, 2, "ej-utvarderad"),
    ("analys-av-resultat", "grundskola", 1, 1, "ej-utvarderad"),
]


@pytest.mark.parametrize(("area", "form", "available", "every", "best"), CELLS)
def test_insatser_are_counted_with_the_best_evidence(
    rows: dict[str, Rad], area: str, form: str, available: int, every: int, best: str
) -> None:
    [cell] = [each for each in rows[area].rutor if each.skolform == form]
    assert (cell.att_fa, cell.alla, cell.basta_grad) == (available, every, best)


def test_what_no_insats_can_mend_is_no_gap(rows: dict[str, Rad]) -> None:
    assert "ventilation" not in rows


def test_gaps_are_marked(mini_data_copy: Path) -> None:
    for name in ("narvaroteam", "forebygga-franvaro"):
        file = mini_data_copy / "insatser" / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("skolfranvaro", "avkodning"), encoding="utf-8")
    lines = list(table(coverage(load(mini_data_copy)[0])))
    [line] = [each for each in lines if each.startswith("Skolfrånvaro")]
    assert line.split() == ["Skolfrånvaro", "(lucka)", "!!"]
    worst = CliRunner().invoke(
        cli, ["katalog", "tackning", str(mini_data_copy), "--varst", "1", "--json"]
    )
    assert [row["omrade"] for row in json.loads(worst.output)] == ["skolfranvaro"]


def test_every_form_and_grade_of_the_catalogue_has_a_mark(real_data: Path) -> None:
    vokabular = load(real_data)[0].vokabular
    assert [term.id for term in vokabular["skolformer"]] == list(SHORT_FORMS)
    assert [term.id for term in vokabular["evidensgrader"]] == list(GRADE_MARKS)


def test_the_command_prints_a_row_for_each_area(mini_data: Path) -> None:
    result = CliRunner().invoke(cli, ["katalog", "tackning", str(mini_data)])
    assert result.exit_code == 0
    assert result.output.count("\n") == 1 + 5 + 5
    assert "1/2–" in result.output
