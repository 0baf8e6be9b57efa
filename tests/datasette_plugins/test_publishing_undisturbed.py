"""A publication reads the files as they are between two proposals, never in the middle of one."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog import open_reader
from catalog.proposals import (
    ProposalStore,
    apply_proposal,
    recover,
    retire,
    sole_writer,
    undisturbed,
)
from catalog.proposals.writing import beside
from catalog.prospect import Prospect
from datasette_plugins import making, publishing, showing
from datasette_plugins.history import SHOWN, note
from datasette_plugins.publishing import PublishError, go_back, prepare, publish
from datasette_plugins.showing import kept_releases

ENDED, SUCCESSOR = "fysik-pa-riktigt", "tal-i-tanken"
PATIENCE = 60


@pytest.fixture
def bygg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for releases. Asking every page takes the time, and is tried elsewhere."""
    monkeypatch.setattr(publishing, "smoke_test", lambda _: [])
    monkeypatch.setattr(making, "measure_matching", lambda *_: None)
    monkeypatch.setattr(making, "write_measurement", lambda *_: None)
    return tmp_path / "build"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProposalStore]:
    made = ProposalStore(tmp_path / "forslag.db")
    yield made
    made.close()


@pytest.fixture
def sent(store: ProposalStore, mini_data_copy: Path) -> int:
    """A proposal of two files, of which one alone breaks no rule."""
    plan = retire(Prospect(mini_data_copy).katalog, ENDED, till=2025, eftertradare=SUCCESSOR)
    assert len(plan.filer) == 2
    number = store.create_draft(*plan, by="Åsa Ek").nummer
    return store.submit(number, by="Åsa Ek").nummer


def half(release: Path) -> tuple[bool, bool]:
    """Tell which half of the proposal a release has."""
    with open_reader(release / "katalog.db") as reader:
        ended, successor = reader.insats(ENDED), reader.insats(SUCCESSOR)
    assert ended is not None
    assert successor is not None
    return ended.till == 2025, any(each.insats.id == ENDED for each in successor.relationer)


def in_thread(do: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    made: list[Any] = []

    def run() -> None:
        try:
            made.append(do())
        except Exception as error:  # told by the test
            made.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, made


def test_a_publication_waits_for_a_proposal_that_is_being_applied(
    store: ProposalStore, sent: int, mini_data_copy: Path, bygg: Path
) -> None:
    halfway, go_on, said = threading.Event(), threading.Event(), threading.Event()

    def step(name: str) -> None:
        if name == "bytt" and not halfway.is_set():
            halfway.set()
            assert go_on.wait(PATIENCE)

    def say(words: str) -> None:
        if "förslag införs" in words:
            said.set()

    applying, applied = in_thread(
        lambda: apply_proposal(store, sent, mini_data_copy, reviewer="Bo Al", step=step)
    )
    assert halfway.wait(PATIENCE)
    publishing_, made = in_thread(lambda: prepare(mini_data_copy, bygg, vectors="inga", say=say))
    try:
        assert said.wait(PATIENCE), made
        assert made == []
    finally:
        go_on.set()
    applying.join()
    publishing_.join()
    assert not isinstance(applied[0], Exception), applied
    assert isinstance(made[0], Path), made
    assert half(made[0]) == (True, True)


def test_what_is_applied_during_a_publication_comes_with_the_next_one(
    store: ProposalStore,
    sent: int,
    mini_data_copy: Path,
    bygg: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = making.build

    def build(data: Path, target: Path) -> Any:
        # Nobody waits for the building, which takes its time: only for the reading of the files.
        apply_proposal(store, sent, mini_data_copy, reviewer="Bo Al")
        return whole(data, target)

    monkeypatch.setattr(making, "build", build)
    first = prepare(mini_data_copy, bygg, vectors="inga")
    assert half(first) == (False, False)
    monkeypatch.setattr(making, "build", whole)
    second = prepare(mini_data_copy, bygg, vectors="inga")
    assert half(second) == (True, True)
    assert prepare(mini_data_copy, bygg, vectors="inga") == second
    assert not list(bygg.glob(".bygger-*"))


class DiedError(BaseException):
    """Stands for the end of the process."""


def test_a_proposal_that_was_applied_by_half_is_not_published(
    store: ProposalStore, sent: int, mini_data_copy: Path, bygg: Path
) -> None:
    def step(name: str) -> None:
        if name == "bytt":
            raise DiedError

    with pytest.raises(DiedError):
        apply_proposal(store, sent, mini_data_copy, reviewer="Bo Al", step=step)
    with pytest.raises(PublishError, match="avbröts halvvägs"):
        prepare(mini_data_copy, bygg, vectors="inga")
    recover(store, mini_data_copy)
    assert half(prepare(mini_data_copy, bygg, vectors="inga")) == (True, True)


def test_what_lies_left_from_nothing_begun_is_cleared(
    store: ProposalStore, mini_data_copy: Path
) -> None:
    left = beside(mini_data_copy / "insatser" / f"{ENDED}.yaml")
    left.write_text("id: ", encoding="utf-8")
    assert recover(store, mini_data_copy) == []
    assert not left.exists()


def test_those_who_only_read_do_not_wait_for_each_other(
    mini_data_copy: Path, tmp_path: Path
) -> None:
    waited: list[bool] = []
    with (
        undisturbed(mini_data_copy),
        undisturbed(mini_data_copy, waiting=lambda: waited.append(True)),
    ):
        assert waited == []
    with sole_writer(mini_data_copy):
        reading, _ = in_thread(lambda: _read(mini_data_copy, waited))
        while not waited:
            reading.join(0.01)
    reading.join()


def _read(data: Path, waited: list[bool]) -> None:
    with undisturbed(data, waiting=lambda: waited.append(True)):
        pass


def test_the_copy_can_be_thrown_away_also_when_the_data_may_only_be_read(
    mini_data_copy: Path, tmp_path: Path
) -> None:
    folders = [mini_data_copy, *(each for each in mini_data_copy.rglob("*") if each.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        publishing._copy(mini_data_copy, tmp_path / "kopia")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    copied = [each for each in (tmp_path / "kopia").rglob("*") if each.is_dir()]
    assert copied
    assert all(each.stat().st_mode & 0o200 for each in copied)


def test_a_clock_that_is_set_back_hides_no_release(
    release: Path, mini_data_copy: Path, bygg: Path
) -> None:
    """Older releases are told by their files to be newer than the one that is published now."""
    bygg.mkdir()
    for number in range(5):
        older = Path(shutil.copytree(release, bygg / f"{number}{release.name[1:]}"))
        showing._point_at(bygg, older)
        note(bygg, older, SHOWN)
        os.utime(older / "MANIFEST.json", times=(2**32 + number, 2**32 + number))
    (mini_data_copy / "README.md").write_text("Annat.\n", encoding="utf-8")
    made = publish(mini_data_copy, bygg, vectors="inga")
    assert (bygg / "aktuell").resolve() == made
    assert made in kept_releases(bygg)
    assert go_back(bygg) == older
    assert made.is_dir()
