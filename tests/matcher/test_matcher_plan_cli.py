"""The command that writes a plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from planer import READING, docx_texts, json_texts, markdown_texts, whole_sitting

from datasette_plugins.cli import cli
from matcher import Arbetsfil, write_arbetsfil


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["atgardsplan", *(str(each) for each in arguments)])


@pytest.mark.parametrize("ending", [".docx", ".md", ".json"])
def test_a_working_file_becomes_a_plan(release: Path, tmp_path: Path, ending: str) -> None:
    source, target = tmp_path / "arbetsfil.json", tmp_path / f"plan{ending}"
    source.write_bytes(write_arbetsfil(whole_sitting()))
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 0, result.output
    assert "väntar på skolans egna ord" in result.output
    content = target.read_bytes()
    texts = {
        ".docx": docx_texts,
        ".md": lambda raw: markdown_texts(raw.decode()),
        ".json": lambda raw: json_texts(raw.decode()),
    }[ending](content)
    assert texts[0] == "Åtgärdsplan för Hittepåskolan"


def test_an_analysis_becomes_a_plan(release: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "analys.txt", tmp_path / "plan.md"
    source.write_text(f"Resultat\n\n{READING}\n", encoding="utf-8")
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 0, result.output
    written = target.read_text(encoding="utf-8")
    assert READING.rstrip(".") in written
    assert "Skolan har inte valt några insatser ännu." in written
    assert READING not in result.output


def test_a_plan_that_exists_is_not_written_over(release: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "plan.md"
    source.write_bytes(write_arbetsfil(Arbetsfil()))
    target.write_text("Skolans arbete", encoding="utf-8")
    result = run(source, "--ut", target, "--katalog", release)
    assert result.exit_code == 1
    assert "finns redan" in result.output
    assert target.read_text(encoding="utf-8") == "Skolans arbete"
    assert run(source, "--ut", target, "--katalog", release, "--skriv-over").exit_code == 0
    assert target.read_text(encoding="utf-8") != "Skolans arbete"


FAULTS = [
    ("ingen.txt", None, "plan.md", 1, "går inte att läsa"),
    ("tom.txt", b"", "plan.md", 1, "tom"),
    ("trasig.json", b"{trasig", "plan.md", 1, "inte en arbetsfil"),
    ("a.json", b"{}", "plan.pdf", 2, ".docx, .md eller .json"),
    ("a.json", b"{}", "ingen/mapp/plan.md", 1, "gick inte att skriva"),
]


@pytest.mark.parametrize(("name", "content", "target", "code", "said"), FAULTS)
def test_what_goes_wrong_is_told_in_swedish(
    release: Path,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    target: str,
    code: int,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "--ut", tmp_path / target, "--katalog", release)
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_without_a_catalogue_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    result = run(tmp_path / "a.json", "--ut", tmp_path / "p.md", "--katalog", tmp_path / "ingen")
    assert result.exit_code == 1
    assert "insatser publicera" in result.output
