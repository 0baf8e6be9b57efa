"""Publishing changes nothing until all is well."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from changing import change
from datasette.utils import StartupError

from catalog import CatalogError
from catalog.reading import Lista, Reader, Urval
from datasette_plugins import history, making, publishing, showing, versioning
from datasette_plugins.publishing import PublishError, publish
from datasette_plugins.smoke import smoke_test

PATIENCE = 60


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {showing.LOCK, history.HISTORY}


def test_a_release_is_whole(release: Path) -> None:
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
    assert release.name.startswith(manifest["version"])
    assert manifest["vektorer"] is False
    assert (release.parent / "aktuell").resolve() == release
    assert set(manifest["filer"]) == {
        path.relative_to(release).as_posix()
        for path in release.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }


def test_the_same_data_and_program_use_the_release_that_exists(mini_data: Path, bygg: Path) -> None:
    said: list[str] = []
    before = (bygg / "aktuell").resolve()
    assert publish(mini_data, bygg, vectors="inga", say=said.append) == before
    assert said == []
    assert names(bygg) == {before.name, "aktuell"}


def test_changed_data_become_the_next_release_and_the_previous_stays(
    mini_data_copy: Path, bygg: Path
) -> None:
    before = (bygg / "aktuell").resolve()
    change(mini_data_copy)
    after = publish(mini_data_copy, bygg, vectors="inga")
    assert after != before
    assert (bygg / "aktuell").resolve() == after
    assert names(bygg) == {before.name, after.name, "aktuell"}


def test_broken_data_leave_all_as_it_was(mini_data_copy: Path, bygg: Path) -> None:
    before = names(bygg), (bygg / "aktuell").readlink()
    (mini_data_copy / "insatser" / "narvaroteam.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(CatalogError):
        publish(mini_data_copy, bygg, vectors="inga")
    assert (names(bygg), (bygg / "aktuell").readlink()) == before


def test_a_release_that_does_not_answer_is_thrown_away(
    mini_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "smoke_test", lambda _: ["/ svarade 500"])
    with pytest.raises(PublishError, match="/ svarade 500"):
        publish(mini_data, tmp_path / "build", vectors="inga")
    assert names(tmp_path / "build") == set()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_files_that_change_while_they_are_read_stop_it(
    mini_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    whole = publishing._copy

    def copy(data: Path, target: Path) -> None:
        if moment == "before":
            change(data)
        whole(data, target)
        if moment == "after":
            change(data)

    monkeypatch.setattr(publishing, "_copy", copy)
    with pytest.raises(PublishError, match=r"Filerna ändrades medan de lästes\. Kör igen\."):
        publish(mini_data_copy, tmp_path / "build", vectors="inga")
    assert names(tmp_path / "build") == set()


def test_one_publication_waits_for_another(mini_data: Path, bygg: Path) -> None:
    said: list[str] = []
    (bygg / "aktuell").unlink()
    waiting = threading.Thread(
        target=publish, args=(mini_data, bygg), kwargs={"vectors": "inga", "say": said.append}
    )
    with (bygg / showing.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting.start()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not said:
            time.sleep(0.02)
        assert said == ["En annan publicering pågår. Väntar tills den är klar …"]
        assert not (bygg / "aktuell").exists()
    waiting.join(PATIENCE)
    assert (bygg / "aktuell").exists()


def test_a_damaged_release_is_built_again(mini_data: Path, bygg: Path) -> None:
    release = (bygg / "aktuell").resolve()
    damaged = release / "index" / "grund_utan.npy"
    whole = damaged.read_bytes()
    damaged.write_bytes(b"")
    assert publish(mini_data, bygg, vectors="inga") == release
    assert damaged.read_bytes() == whole


def test_vectors_are_added_to_the_release_that_is_shown(
    mini_data: Path, bygg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "default_encoder", lambda: None)
    shown = (bygg / "aktuell").resolve()
    after = publishing.add_vectors(mini_data, bygg, shown.name)
    assert after.name == shown.name.removesuffix(publishing.WITHOUT_VECTORS)
    assert (bygg / "aktuell").resolve() == after


def test_vectors_are_not_added_when_the_data_have_changed(mini_data_copy: Path, bygg: Path) -> None:
    before = names(bygg), (bygg / "aktuell").readlink()
    change(mini_data_copy)
    with pytest.raises(PublishError, match="Filerna har ändrats"):
        publishing.add_vectors(mini_data_copy, bygg, before[1].name)
    assert (names(bygg), (bygg / "aktuell").readlink()) == before


def test_vectors_never_take_the_place_of_another_release(
    mini_data: Path, bygg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "default_encoder", lambda: None)
    shown = (bygg / "aktuell").resolve()
    shutil.copytree(shown, bygg / "annan")
    showing._point_at(bygg, bygg / "annan")
    with pytest.raises(PublishError, match="En annan utgåva har publicerats"):
        publishing.add_vectors(mini_data, bygg, shown.name)
    assert (bygg / "aktuell").resolve() == bygg / "annan"


@pytest.mark.parametrize(
    "library", ["snowballstemmer", "scipy", "pydantic", "pyyaml", "sqlite-utils", "scikit-learn"]
)
def test_another_version_of_a_library_is_another_program(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versioning.program_version.__wrapped__()
    whole = versioning.metadata.version
    monkeypatch.setattr(
        versioning.metadata, "version", lambda name: "0" if name == library else whole(name)
    )
    assert versioning.program_version.__wrapped__() != before


def test_the_smoke_test_finds_a_broken_release(release: Path, tmp_path: Path) -> None:
    assert smoke_test(release) == []
    broken = Path(shutil.copytree(release, tmp_path / "trasig"))
    shutil.rmtree(broken / "index")
    with pytest.raises(StartupError, match="Bygg om med «insatser publicera»"):
        smoke_test(broken)


def test_the_smoke_test_opens_every_record(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Reader.insats
    monkeypatch.setattr(
        Reader, "insats", lambda self, id_: None if id_ == "narvaroteam" else whole(self, id_)
    )
    assert smoke_test(release) == ["/insatser/narvaroteam svarade 404"]


def test_the_smoke_test_finds_every_insats_by_its_name(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Reader.lista

    def lista(self: Reader, urval: Urval, **named: Any) -> Lista:
        found = whole(self, urval, **named)
        kept = tuple(insats for insats in found.kort if insats.id != "narvaroteam")
        return replace(found, kort=kept) if urval.q else found

    monkeypatch.setattr(Reader, "lista", lista)
    assert smoke_test(release) == ["narvaroteam hittas inte på sitt namn"]


def test_old_releases_are_cleared_away(bygg: Path, mini_data: Path) -> None:
    current = (bygg / "aktuell").resolve()
    for number in range(5):
        old = bygg / f"gammal-{number}"
        old.mkdir()
        (old / "MANIFEST.json").write_text("{}", encoding="utf-8")
        os.utime(old / "MANIFEST.json", (number, number))
    publish(mini_data, bygg, vectors="inga")
    assert names(bygg) == {"aktuell", current.name, "gammal-3", "gammal-4"}
