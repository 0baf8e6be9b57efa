"""The commands under «insatser katalog», as a curator meets them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from catalog.cli import katalog
from catalog.json_schema import schemas


def run(*words: str | Path):
    return CliRunner().invoke(katalog, [str(word) for word in words])


def test_a_faultless_catalogue_ends_with_0(mini_data: Path) -> None:
    result = run("kontrollera", mini_data)
    assert result.exit_code == 0
    assert "Inga fel" in result.output
    assert "12 insatser" in result.output


def test_faults_end_with_1_and_tell_place_and_remedy(mini_data_copy: Path) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    path.write_text(path.read_text().replace("typ: modul", "typ: moddul"))
    result = run("kontrollera", mini_data_copy)
    assert result.exit_code == 1
    assert "insatser/tal-i-tanken.yaml:3  fel K202  typ" in result.output
    assert "Menade du «modul»?" in result.output
    as_json = json.loads(run("kontrollera", mini_data_copy, "--json").output)
    assert [(each["code"], each["line"]) for each in as_json] == [("K202", 3)]
    assert run("kontrollera", mini_data_copy, "--regel", "K101").exit_code == 0


def test_wrong_use_ends_with_2(mini_data: Path, tmp_path: Path) -> None:
    unknown = run("kontrollera", mini_data, "--regel", "K10")
    assert unknown.exit_code == 2
    assert "Menade du" in unknown.output
    assert run("bygg", "--data", mini_data, "--ut", tmp_path).exit_code == 2


def test_a_missing_folder_is_told_in_swedish(tmp_path: Path) -> None:
    result = run("kontrollera", tmp_path / "ingen")
    assert result.exit_code == 1
    assert "Mappen finns inte" in result.output


def test_format_mends_the_form_and_keeps_the_content(mini_data_copy: Path) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    before = path.read_text()
    path.write_text(before.replace("namn: Tal i tanken", 'namn: "Tal i tanken"  # fel form'))
    assert run("formatera", "--kolla", "--data", mini_data_copy).exit_code == 1
    result = run("formatera", "--data", mini_data_copy)
    assert result.exit_code == 0
    assert "1 filer skrevs om" in result.output
    assert path.read_text() == before


def test_format_never_drops_a_repeated_field(mini_data_copy: Path) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    text = path.read_text().replace("typ: modul\n", "typ: modul\ntyp: kurs\n")
    path.write_text(text)
    assert run("formatera", "--data", mini_data_copy).exit_code == 1
    assert path.read_text() == text


def test_a_new_record_is_registered_and_asks_for_its_fields(mini_data_copy: Path) -> None:
    result = run("ny", "insatser", "ny-insats", "--data", mini_data_copy)
    assert result.exit_code == 0
    assert "insatser/ny-insats" in (mini_data_copy / "id-register.txt").read_text()
    told = run("kontrollera", mini_data_copy).output
    assert "insatser/ny-insats.yaml" in told
    assert "K109" not in told
    again = run("ny", "insatser", "ny-insats", "--data", mini_data_copy)
    assert again.exit_code == 1
    assert "aldrig två gånger" in again.output
    assert run("ny", "insatser", "Å-insats", "--data", mini_data_copy).exit_code == 1


def test_a_withdrawn_id_is_not_given_again(mini_data_copy: Path) -> None:
    result = run("ny", "insatser", "samtal-om-text-gammal", "--data", mini_data_copy)
    assert result.exit_code == 1
    assert "redan använts" in result.output


def test_show_prints_the_file(mini_data: Path) -> None:
    result = run("visa", "tal-i-tanken", "--data", mini_data)
    assert result.exit_code == 0
    assert (mini_data / "insatser" / "tal-i-tanken.yaml").read_text() in result.output
    missing = run("visa", "tal-i-tankn", "--data", mini_data)
    assert missing.exit_code == 1
    assert "Menade du «tal-i-tanken»?" in missing.output


def test_build_makes_a_database_or_nothing(mini_data_copy: Path, tmp_path: Path) -> None:
    assert run("bygg", "--data", mini_data_copy, "--ut", tmp_path / "ut").exit_code == 0
    assert (tmp_path / "ut" / "katalog.db").is_file()
    (mini_data_copy / "insatser" / "tal-i-tanken.yaml").write_text("id: [")
    result = run("bygg", "--data", mini_data_copy, "--ut", tmp_path / "ut2")
    assert result.exit_code == 1
    assert "K101" in result.output
    assert not (tmp_path / "ut2").exists()


def test_the_schemas_in_the_data_are_those_of_the_models(real_data: Path) -> None:
    assert run("schema", "--data", real_data, "--kolla").exit_code == 0
    assert {path.name for path in (real_data / "schema").iterdir()} == set(schemas())


@pytest.mark.parametrize("name", katalog.commands)
def test_every_command_has_help(name: str) -> None:
    command = katalog.commands[name]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
