"""The built database: whole, repeatable, and absent when anything is wrong."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from catalog import CatalogError, build, check, schema
from catalog.building import DATABASE, MANIFEST, BuildError, data_version, file_hash, write_database


@pytest.fixture(scope="module")
def built(mini_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bygge") / "release"
    build(mini_data, target)
    return target


@pytest.fixture
def database(built: Path):
    connection = sqlite3.connect(built / DATABASE)
    yield connection
    connection.close()


def test_two_builds_are_the_same_bytes(built: Path, mini_data_copy: Path, tmp_path: Path) -> None:
    build(mini_data_copy, tmp_path / "igen")
    for name in (DATABASE, MANIFEST):
        assert (tmp_path / "igen" / name).read_bytes() == (built / name).read_bytes()


def test_the_version_follows_the_data(mini_data: Path, mini_data_copy: Path) -> None:
    assert data_version(mini_data_copy) == data_version(mini_data)
    path = mini_data_copy / "program" / "raknelust.yaml"
    path.write_text(path.read_text().replace("Räknelust", "Räkneglädje"))
    assert data_version(mini_data_copy) != data_version(mini_data)


def test_the_manifest_tells_what_was_built(built: Path) -> None:
    manifest = json.loads((built / MANIFEST).read_text())
    assert manifest["antal"] == {"insatser": 12, "problemomraden": 6, "referenser": 2}
    assert manifest["filer"] == {DATABASE: file_hash(built / DATABASE)}


def test_every_table_is_strict_filled_and_whole(database: sqlite3.Connection) -> None:
    strict = dict(database.execute("select name, strict from pragma_table_list"))
    for table in schema.TABLES:
        assert strict[table.name] == 1, table.name
        rows = database.execute(f"select count(*) from {table.name}").fetchone()[0]
        assert rows > 0, f"minikatalogen fyller inte {table.name}"
    assert database.execute("pragma foreign_key_check").fetchall() == []


def test_every_link_is_indexed_from_its_other_end(database: sqlite3.Connection) -> None:
    for table in schema.TABLES:
        indexed = {
            row[0]
            for row in database.execute(
                "select info.name from pragma_index_list(?) list, pragma_index_info(list.name) info"
                " where info.seqno = 0",
                [table.name],
            )
        }
        assert set(table.indexes) <= indexed


@pytest.mark.parametrize("view", schema.VIEWS)
def test_every_view_runs_and_is_not_empty(database: sqlite3.Connection, view: str) -> None:
    assert database.execute(f"select count(*) from {view}").fetchone()[0] > 0


def test_every_insats_is_found_by_its_own_name(database: sqlite3.Connection) -> None:
    for insats_id, namn in database.execute("select id, namn from insats").fetchall():
        found = database.execute(
            "select i.id from insats_fts f join insats i on i.rowid = f.rowid"
            " where insats_fts match ?",
            [f'namn : "{namn}"'],
        ).fetchall()
        assert (insats_id,) in found


def test_swedish_letters_are_kept_apart(database: sqlite3.Connection) -> None:
    def hits(word: str) -> int:
        sql = "select count(*) from insats_fts where insats_fts match ?"
        return int(database.execute(sql, [word]).fetchone()[0])

    assert hits("lästräning") == 1
    assert hits("lastraning") == 0


def test_a_faulty_catalogue_builds_nothing(mini_data_copy: Path, tmp_path: Path) -> None:
    (mini_data_copy / "insatser" / "tal-i-tanken.yaml").write_text("id: [")
    target = tmp_path / "byggen" / "release"
    with pytest.raises(CatalogError) as caught:
        build(mini_data_copy, target)
    assert [finding.code for finding in caught.value.findings] == ["K101"]
    assert not target.parent.exists()


def test_an_interrupted_build_leaves_nothing(
    mini_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("catalog.building.write_database", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(mini_data, tmp_path / "release")
    assert list(tmp_path.iterdir()) == []


def test_a_release_is_never_built_over_another(built: Path, mini_data: Path) -> None:
    before = file_hash(built / DATABASE)
    with pytest.raises(FileExistsError):
        build(mini_data, built)
    assert file_hash(built / DATABASE) == before


def test_a_database_with_dangling_keys_is_refused(tmp_path: Path) -> None:
    rows = {"insats_skolform": [{"insats": "a", "skolform": "b", "ordning": 0}]}
    with pytest.raises(BuildError, match="pekar på något som inte finns"):
        write_database(tmp_path / "x.db", rows)


def test_warnings_do_not_stop_a_build(mini_data_copy: Path, tmp_path: Path) -> None:
    forms = mini_data_copy / "vokabular" / "skolformer.yaml"
    unused = "- {id: komvux, namn: Komvux}\n"
    forms.write_text(forms.read_text(encoding="utf-8") + unused, encoding="utf-8")
    assert [each.code for each in check(mini_data_copy)] == ["K205"]
    assert build(mini_data_copy, tmp_path / "release").antal["insatser"] == 12
