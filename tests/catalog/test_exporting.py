"""The files with the whole catalogue: complete, alike every time, and readable by others."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog import check
from catalog.building import BUILT_FROM, data_version
from catalog.exporting import CSL_FILE, CSV_FILE, CSV_METADATA, JSON_FILE, YAML_FILE, export
from catalog.kinds import VOCABULARIES, WITH_PAGES
from catalog.reading import Reader, open_reader
from catalog.reading.listing import VOCABULARIES as LISTED
from catalog.rows import VOCABULARY_TABLES
from catalog.schema import TABLES


@pytest.fixture(scope="module")
def files(mini_data: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "filer"
    export(mini_data, release / "katalog.db", target)
    return target


@pytest.fixture
def reader(release: Path) -> Any:
    with open_reader(release / "katalog.db") as opened:
        yield opened


def test_the_same_catalogue_gives_the_same_bytes(
    files: Path, mini_data: Path, release: Path, tmp_path: Path
) -> None:
    again = export(mini_data, release / "katalog.db", tmp_path / "igen")
    assert {path.name for path in files.iterdir()} == {path.name for path in again}
    for path in again:
        assert path.read_bytes() == (files / path.name).read_bytes(), path.name


def test_json_holds_every_record_and_list(files: Path, reader: Reader, mini_data: Path) -> None:
    content = json.loads((files / JSON_FILE).read_text(encoding="utf-8"))
    for kind in WITH_PAGES:
        key = "kallor" if kind == "referenser" else kind
        written = {path.stem for path in (mini_data / kind).glob("*.yaml")}
        assert {record["id"] for record in content[key]} == written
    assert [lista["id"] for lista in content["vokabularer"]] == [
        *VOCABULARIES,
        "problemomraden",
        "paverkansfaktorer",
    ]
    assert content["version"] == reader.byggnad()["version"]


def test_csv_holds_every_row_of_every_table(files: Path, release: Path) -> None:
    with zipfile.ZipFile(files / CSV_FILE) as archive:
        names = {f"{table.name}.csv" for table in TABLES}
        assert set(archive.namelist()) == {*names, CSV_METADATA}
        connection = sqlite3.connect(release / "katalog.db")
        for table in TABLES:
            text = archive.read(f"{table.name}.csv").decode("utf-8")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            count = connection.execute(f"select count(*) from {table.name}").fetchone()[0]
            assert len(rows) == count, table.name
            assert all(None not in row and None not in row.values() for row in rows), table.name
        connection.close()


def test_csv_is_described_column_by_column(files: Path) -> None:
    with zipfile.ZipFile(files / CSV_FILE) as archive:
        described = json.loads(archive.read(CSV_METADATA))
        for table in described["tables"]:
            text = archive.read(table["url"]).decode("utf-8")
            header = next(csv.reader(io.StringIO(text, newline="")))
            columns = table["tableSchema"]["columns"]
            assert [column["titles"] for column in columns] == header
            assert all(column["dc:description"] for column in columns)
            for key in table["tableSchema"]["foreignKeys"]:
                assert key["reference"]["resource"] in archive.namelist()


def test_yaml_is_the_records_as_they_are_written(
    files: Path, mini_data: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(files / YAML_FILE) as archive:
        for name in archive.namelist():
            assert archive.read(name).decode("utf-8") == (mini_data / name).read_text("utf-8")
        names = set(archive.namelist())
        archive.extractall(tmp_path)
    assert not {name for name in names if name.startswith(("bedomningar/", "exempelanalyser/"))}
    record = yaml.safe_load((tmp_path / "insatser" / "samtal-om-text.yaml").read_text("utf-8"))
    assert record["namn"] == "Samtal om text"
    (tmp_path / "undantag.yaml").write_text("[]\n", encoding="utf-8")
    assert [finding for finding in check(tmp_path) if finding.severity == "fel"] == []


def test_csl_holds_every_work_and_no_fields_of_ours(files: Path, mini_data: Path) -> None:
    works = json.loads((files / CSL_FILE).read_text(encoding="utf-8"))
    assert {work["id"] for work in works} == {
        path.stem for path in (mini_data / "referenser").glob("*.yaml")
    }
    assert all("alias" not in work for work in works)


def test_every_vocabulary_is_listed() -> None:
    assert tuple(LISTED) == VOCABULARIES
    assert {name: table for name, (table, _, _) in LISTED.items()} == VOCABULARY_TABLES


def test_problem_areas_keep_their_tree_and_their_kin(reader: Reader) -> None:
    listor = {lista.id: lista for lista in reader.begreppslistor()}
    areas = {begrepp.id: begrepp for begrepp in listor["problemomraden"].begrepp}
    for blad in reader.problemomraden():
        assert areas[blad.id].ingar_i == (blad.ingar_i.id if blad.ingar_i else None)
        assert areas[blad.id].narliggande == tuple(term.id for term in blad.narliggande)


def test_the_register_tells_what_an_id_stands_for_now(release: Path, mini_data: Path) -> None:
    connection = sqlite3.connect(release / "katalog.db")
    states = dict(connection.execute("select slag || '/' || id, lage from id_register"))
    connection.close()
    assert states["insatser/samtal-om-text"] == "gäller"
    assert states["insatser/samtal-om-text-gammal"] == "ersatt"
    assert states["insatser/borttagen"] == "borttagen"
    given = (mini_data / "id-register.txt").read_text(encoding="utf-8").split()
    assert set(states) == {each for each in given if each.split("/")[0] in WITH_PAGES}


@pytest.mark.parametrize(
    ("kind", "id_", "successor", "gone"),
    [
        ("insatser", "samtal-om-text", None, False),
        ("insatser", "samtal-om-text-gammal", "samtal-om-text", False),
        ("referenser", "pahittad-2019", "pahittad-2020", False),
        ("insatser", "borttagen", None, True),
        ("program", "samtal-om-text-gammal", None, False),
        ("insatser", "har-aldrig-funnits", None, False),
    ],
)
def test_an_id_is_kept_replaced_gone_or_unknown(
    reader: Reader, kind: str, id_: str, successor: str | None, gone: bool
) -> None:
    assert reader.ny_id(kind, id_) == successor
    assert reader.borttagen(kind, id_) is gone


def test_changes_come_newest_first_with_both_events(reader: Reader) -> None:
    changes = reader.andringar()
    assert [change.datum for change in changes] == sorted(
        (change.datum for change in changes), reverse=True
    )
    reviewed = {(c.id, c.datum) for c in changes if c.handelse == "granskad"}
    assert reviewed == {(i.id, i.granskad) for i in reader.insatser() if i.granskad}
    assert reviewed
    assert {c.id for c in changes if c.slag == "insatser"} == {i.id for i in reader.insatser()}


@pytest.mark.parametrize("name", ["id-register.txt", "insatser/narvaroteam.yaml"])
def test_what_the_release_is_built_from_is_in_its_version(mini_data_copy: Path, name: str) -> None:
    before = data_version(mini_data_copy)
    path = mini_data_copy / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert data_version(mini_data_copy) != before
    assert any(path.match(pattern) for pattern in BUILT_FROM)
