"""The commands, as they are run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from matcher import open_matcher
from matcher.cli import matcha
from matcher.statements import read_judged_folder, read_row

READING = "Eleverna läser flytande men förstår inte vad texten handlar om."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(matcha, [str(each) for each in arguments])


def rows(path: Path, *lines: object) -> Path:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_text_gives_reasons(release: Path) -> None:
    result = run("text", READING, "--katalog", release)
    assert result.exit_code == 0, result.output
    assert "1. Samtal om text" in result.output
    assert "Läsförståelse" in result.output


def test_text_as_json_leaves_the_text_out(release: Path) -> None:
    result = run("text", READING, "--katalog", release, "--json", "--antal", "2")
    found = json.loads(result.output)
    assert [each["rang"] for each in found["matcher"]] == [1, 2]
    assert READING not in result.output


@pytest.mark.parametrize("text", ["", "   ", "ord " * 60_000])
def test_a_bad_text_is_told_in_swedish(release: Path, text: str) -> None:
    result = run("text", text, "--katalog", release)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "text" in result.output.lower()


def test_a_missing_catalogue_names_the_command(tmp_path: Path) -> None:
    for arguments in (["text", READING], ["index", "--ut", tmp_path / "ut"], ["utvardera"]):
        result = run(
            *arguments,
            "--katalog",
            tmp_path / "ingen",
            *(
                ["--data", Path("tests/minikatalog/bedomningar")]
                if arguments[0] == "utvardera"
                else []
            ),
        )
        assert result.exit_code == 1
        assert "insatser publicera" in result.output


def test_rows_are_answered_one_by_one(release: Path, tmp_path: Path) -> None:
    path = rows(
        tmp_path / "rader.jsonl",
        {
            "id": "a",
            "text": READING,
            "skolform": "grundskola",
            "arskurser": "4-6",
            "amne": "svenska",
            "niva": "resultat",
        },
        {"id": "b", "text": "Ventilationen är utdömd.", "skolform": None, "arskurser": None},
    )
    result = run("rader", path, "--json", "--katalog", release, "--antal", "1000")
    assert result.exit_code == 0, result.output
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert (first["id"], first["avstar"]) == ("a", False)
    assert (second["id"], second["avstar"]) == ("b", True)
    assert len(second["matcher"]) == 11
    best = first["matcher"][0]
    assert best["insats"] == "samtal-om-text"
    assert set(best) == {"insats", "poang", "styrka", "skal", "forbehall"}
    assert best["skal"]


def test_broken_rows_are_named_and_the_good_ones_answered(release: Path, tmp_path: Path) -> None:
    path = rows(
        tmp_path / "rader.jsonl",
        "{trasig",
        {"id": "a", "text": READING},
        {"id": "b"},
        ["lista"],
        {"id": "c", "text": "x" * 300_000},
    )
    result = run("rader", path, "--json", "--katalog", release)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a"]
    for number in (1, 3, 4, 5):
        assert f"Rad {number}: " in result.stderr
    assert result.stderr.count("Åtgärd: ") == 4


def test_context_that_is_not_understood_is_told_and_left(release: Path, tmp_path: Path) -> None:
    row = {"id": "a", "text": READING, "skolform": "månskola", "arskurser": "sjuan", "niva": "x"}
    result = run("rader", rows(tmp_path / "r", row), "--json", "--katalog", release)
    assert result.exit_code == 0
    assert result.stderr.count("Förstod inte") == 3
    assert json.loads(result.stdout)["matcher"][0]["insats"] == "samtal-om-text"


def test_a_file_is_read_and_its_needs_matched(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "analys.txt"
    path.write_text(f"RESULTAT\n\n{READING}\n\nVi har två paralleller.\n", encoding="utf-8")
    result = run("fil", path, "--katalog", release, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found[0]["utdrag"] == READING
    assert found[0]["analysniva"] == "resultat"
    assert found[0]["matcher"][0]["insats"] == "samtal-om-text"


def test_a_missing_or_empty_file_is_told(release: Path, tmp_path: Path) -> None:
    (tmp_path / "tom.txt").write_bytes(b"")
    for name in ("ingen.txt", "tom.txt"):
        result = run("fil", tmp_path / name, "--katalog", release)
        assert result.exit_code == 1
        assert name in result.output or "tom" in result.output


def test_index_is_built(release: Path, tmp_path: Path) -> None:
    result = run("index", "--ut", tmp_path / "ut", "--utan-vektorer", "--katalog", release)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "ut" / "index.json").is_file()


def test_evaluation_takes_the_example_form(release: Path, tmp_path: Path) -> None:
    statements = tmp_path / "p.yaml"
    judgements = tmp_path / "b.yaml"
    statements.write_text(
        f"- {{id: d1, text: '{READING}', skolform: grundskola, arskurser: '4', amne: svenska, "
        "niva: resultat, url: null, omrade: x}\n- {id: d2, text: Ventilationen är utdömd., "
        "skolform: alla, arskurser: null, amne: null}\n",
        encoding="utf-8",
    )
    judgements.write_text("d1: {samtal-om-text: 3.0}\nd2: {}\n", encoding="utf-8")
    options = ("--pastaenden", statements, "--bedomningar", judgements, "--katalog", release)
    found = json.loads(run("utvardera", *options, "--json").output)
    assert found[0]["metod"] == "SQLite FTS5, alla ord"
    assert found[-1]["ndcg10"]["medel"] == 1
    assert found[-1]["avstar_ratt"] == [1, 1]
    assert "2 påståenden" in run("utvardera", *options).output


def test_half_of_a_pair_is_wrong_use(tmp_path: Path) -> None:
    assert run("utvardera", "--pastaenden", tmp_path / "p.yaml").exit_code == 2
    assert run("text").exit_code == 2


def test_every_command_has_a_help_text() -> None:
    for name, command in matcha.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.name}"


@pytest.mark.parametrize(
    ("amne", "understood", "untold"),
    [
        ("svenska", ["svenska"], True),
        ("Svenska och matte", ["svenska", "matematik"], True),
        ("NO, fysik", ["no", "fysik"], True),
        ("alla", [], True),
        ("flera ämnen", [], True),
        (None, [], True),
        ("franskaa", [], False),
        ("svenska, hittepå", ["svenska"], False),
    ],
)
def test_subjects_are_those_of_the_catalogue(
    release: Path, amne: str | None, understood: list[str], untold: bool
) -> None:
    terms = open_matcher(release).vokabular
    read = read_row({"id": "a", "text": READING, "amne": amne}, terms)
    assert list(read.behov.amnen) == understood
    assert (read.oforstatt == ()) is untold


def test_several_school_forms_are_read(release: Path) -> None:
    terms = open_matcher(release).vokabular
    row = {"id": "a", "text": READING, "skolform": "Förskola och grundskola, gymnasiet"}
    read = read_row(row, terms)
    assert read.behov.skolformer == ("forskola", "grundskola", "gymnasieskola")


def test_an_unquoted_no_in_yaml_is_the_subject(release: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(f"id: a\ntext: {READING}\namne: no\n", encoding="utf-8")
    [read] = read_judged_folder(tmp_path, open_matcher(release).vokabular)
    assert read.behov.amnen == ("no",)


def test_a_subject_that_is_not_understood_is_told(release: Path, tmp_path: Path) -> None:
    row = {"id": "a", "text": READING, "amne": "franskaa"}
    result = run("rader", rows(tmp_path / "r", row), "--json", "--katalog", release)
    assert "Rad 1: Förstod inte amne «franskaa»" in result.stderr


def test_an_analysis_that_is_read_in_part_is_told(release: Path, tmp_path: Path) -> None:
    path = tmp_path / "lang.txt"
    path.write_text("Vi har två paralleller i huset.\n\n" * 2_100, encoding="utf-8")
    result = run("fil", path, "--katalog", release)
    assert "bara början" in result.stderr


def test_the_commands_do_not_import_what_only_measuring_needs() -> None:
    code = "import sys, matcher.cli; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


FAULTY_ROWS = [
    ({"id": 5, "text": "Läsningen är svag."}, "Fältet «id» är inte text."),
    ({"text": "Läsningen är svag."}, "Fältet «id» saknas eller är tomt."),
    ({"id": "a", "text": " "}, "Texten är tom."),
    ({"id": "a"}, "Texten är tom."),
]


@pytest.mark.parametrize(("row", "said"), FAULTY_ROWS)
def test_a_faulty_row_is_told_as_it_is(
    release: Path, tmp_path: Path, row: dict[str, object], said: str
) -> None:
    path = rows(tmp_path / "rader.jsonl", row)
    result = run("rader", path, "--json", "--katalog", release)
    assert result.exit_code == 1
    assert f"Rad 1: {said}" in result.output
