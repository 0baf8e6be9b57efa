"""The commands on whole analyses, as they are run."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from matcher.analys_cli import analys
from matcher.evaluation_cli import utvardera_analyser

TEXT = """RESULTAT

* Många ljudar fortfarande ord för ord. Läsningen går sakta och hackigt.
* Bra saker: alla kan simma.

SÅDANT SOM VI INTE RÅR ÖVER

* Ventilationen i huset är utdömd.
"""


def run(path: Path, release: Path, *more: str) -> Result:
    return CliRunner().invoke(analys, [str(path), "--katalog", str(release), *more])


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "analys.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_problems_come_with_level_areas_and_suggestions(release: Path, tmp_path: Path) -> None:
    result = run(written(tmp_path), release)
    assert result.exit_code == 0, result.output
    assert "Nivå: resultat" in result.output
    assert "[intensiv-lastraning]" in result.output
    assert "Det som fungerar\n– Bra saker: alla kan simma." in result.output
    assert result.output.count("kan inte lösa det här") == 1


def test_as_json(release: Path, tmp_path: Path) -> None:
    result = run(written(tmp_path), release, "--json", "--skolform", "grundskola", "--antal", "2")
    found = json.loads(result.output)
    first, outside = found["problem"]
    assert first["utdrag"].startswith("Många ljudar")
    assert first["analysniva"] == "resultat"
    assert 0 < len(first["forslag"]) <= 2
    assert outside["utanfor"]
    assert outside["forslag"] == []
    assert [each["slag"] for each in found["iakttagelser"]] == ["styrka"]


def test_what_cannot_be_read_is_told_in_swedish(release: Path, tmp_path: Path) -> None:
    missing = run(tmp_path / "ingen.docx", release)
    empty = run(written(tmp_path, ""), release)
    for each in (missing, empty):
        assert each.exit_code == 1
        assert "Traceback" not in each.output
    assert "finns inte" in missing.output


def test_nothing_found_is_said(release: Path, tmp_path: Path) -> None:
    assert "Inga tydliga problem" in run(written(tmp_path, "Styrkor\n\nAllt."), release).output


def test_the_measure_as_a_command(release: Path, real_data: Path, tmp_path: Path) -> None:
    arguments = ["--katalog", str(release), "--data", str(real_data / "exempelanalyser"), "--json"]
    found = json.loads(CliRunner().invoke(utvardera_analyser, arguments).output)
    assert found[-1]["id"] == "alla"
    assert found[-1]["recall"] >= 0.65
    nowhere = CliRunner().invoke(
        utvardera_analyser, ["--katalog", str(release), "--data", str(tmp_path)]
    )
    assert nowhere.exit_code == 1
