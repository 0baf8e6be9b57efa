"""Publishing changes nothing until all is well; serving moves on to the next release."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner
from datasette.utils import StartupError

from catalog import CatalogError
from catalog.building import BuildError
from catalog.reading import Lista, Reader, Urval
from datasette_plugins import commands, history, publishing, supervisor
from datasette_plugins.cli import cli
from datasette_plugins.publishing import PublishError, publish
from datasette_plugins.smoke import smoke_test
from datasette_plugins.supervisor import Crew, ServeError
from datasette_plugins.worker import ReadyServer
from matcher import MatcherError

PATIENCE = 60


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {publishing.LOCK, history.HISTORY}


def change(data: Path) -> None:
    record = data / "insatser" / "narvaroteam.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("Stöd till", "Hjälp till"), encoding="utf-8")


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
    with (bygg / publishing.LOCK).open("w") as lock:
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
    monkeypatch.setattr(publishing, "default_encoder", lambda: None)
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
    monkeypatch.setattr(publishing, "default_encoder", lambda: None)
    shown = (bygg / "aktuell").resolve()
    shutil.copytree(shown, bygg / "annan")
    publishing._point_at(bygg, bygg / "annan")
    with pytest.raises(PublishError, match="En annan utgåva har publicerats"):
        publishing.add_vectors(mini_data, bygg, shown.name)
    assert (bygg / "aktuell").resolve() == bygg / "annan"


@pytest.mark.parametrize(
    "library", ["snowballstemmer", "scipy", "pydantic", "pyyaml", "sqlite-utils", "scikit-learn"]
)
def test_another_version_of_a_library_is_another_program(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publishing.program_version.__wrapped__()
    whole = publishing.metadata.version
    monkeypatch.setattr(
        publishing.metadata, "version", lambda name: "0" if name == library else whole(name)
    )
    assert publishing.program_version.__wrapped__() != before


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


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["--help"], 0, "publicera"),
        (["publicera", "--help"], 0, "meningsvektorerna"),
        (["servera", "--help"], 0, "publicerade utgåvan"),
        (["starta", "--help"], 0, "webbplatsen"),
        (["publicera", "--data", "finns-inte"], 2, "Mappen finns-inte finns inte"),
        (["servera", "annan"], 2, "publik"),
        (["servera", "publik", "--bygg", "finns-inte"], 1, "insatser publicera"),
        (["finns-inte"], 2, "finns-inte"),
    ],
)
def test_commands_answer_in_words_and_with_a_code(
    arguments: list[str], code: int, expected: str
) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code
    assert expected in result.output


def test_publicera_tells_of_every_fault(mini_data_copy: Path, tmp_path: Path) -> None:
    (mini_data_copy / "insatser" / "narvaroteam.yaml").write_text("id: [", encoding="utf-8")
    arguments = ["publicera", "--data", str(mini_data_copy), "--bygg", str(tmp_path / "build")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert "insatser/narvaroteam.yaml" in result.output
    assert "Inget publicerades" in result.output


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BuildError("databasen är trasig"), "databasen är trasig. Inget publicerades."),
        (PublishError("Kör igen."), "Kör igen. Inget publicerades."),
        (MatcherError("Indexet saknas.", "Bygg om."), "Indexet saknas. Bygg om."),
        (StartupError("Utgåvan är skadad."), "Utgåvan är skadad."),
        (OSError(errno.ENOSPC, "No space left on device"), "Disken är full."),
        (PermissionError(errno.EACCES, "Permission denied", "build"), "behörighet. Det gäller bui"),
        (OSError(errno.EIO, "Input/output error"), "Datorn svarade:"),
        (sqlite3.OperationalError("database or disk is full"), "Datorn svarade:"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_goes_wrong_is_told_in_words(
    error: Exception, expected: str, mini_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Path:
        raise error

    monkeypatch.setattr(commands, "publish", fail)
    result = CliRunner().invoke(cli, ["publicera", "--data", str(mini_data)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.output.startswith("Fel: ")
    assert expected in result.output


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Crew]]:
    """Make workers whose process is a line of shell instead."""
    program = tmp_path / "worker"
    with supervisor._listen(0) as listening:

        def play(line: str) -> Crew:
            program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            program.chmod(0o755)
            monkeypatch.setattr(supervisor.sys, "executable", str(program))
            return Crew(tmp_path, "publik", listening, count=2)

        yield play


def test_a_worker_that_never_answers_is_given_up(
    played: Callable[[str], Crew], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "READY_SECONDS", 0.3)
    worker = played("cat")
    assert not worker.wait_until_ready()
    assert worker.is_running()
    worker.stop()
    assert not worker.is_running()


def test_workers_change_as_one(played: Callable[[str], Crew], tmp_path: Path) -> None:
    crew = played(orders("echo $number ja >/dev/fd/$6"))
    assert crew.wait_until_ready()
    assert crew.move_to(tmp_path / "ny") is True
    assert crew.release == tmp_path / "ny"
    crew.stop()
    assert given(tmp_path) == [f"prepare {tmp_path / 'ny'}"] * 2 + ["hold"] * 2 + ["change"] * 2


def test_nothing_changes_when_one_worker_cannot_open_the_release(
    played: Callable[[str], Crew], tmp_path: Path
) -> None:
    crew = played(
        orders(
            "told=ja; test -e refused || told=nej; touch refused; echo $number $told >/dev/fd/$6"
        )
    )
    assert crew.wait_until_ready()
    assert crew.move_to(tmp_path / "ny") is False
    assert crew.release == tmp_path
    crew.stop()
    assert "change" not in given(tmp_path)
    assert given(tmp_path)[-2:] == ["forget", "forget"]


def test_visitors_are_let_in_again_when_a_worker_is_too_busy_to_change(
    played: Callable[[str], Crew], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "HOLD_SECONDS", 0.3)
    crew = played(orders("test $order = hold || echo $number ja >/dev/fd/$6"))
    assert crew.wait_until_ready()
    said: list[str] = []
    assert supervisor._move_on(crew, tmp_path / "ny", "", said.append) is None
    assert said == []
    crew.stop()
    assert given(tmp_path)[-4:] == ["hold", "hold", "forget", "forget"]


def orders(answer: str) -> str:
    """A line of shell that notes every order and answers it as told."""
    noted = f"{{ echo $order $rest >> orders; {answer}; }}"
    return (
        f"cd $(dirname $0); echo 0 ja >/dev/fd/$6; while read number order rest; do {noted}; done"
    )


def given(folder: Path) -> list[str]:
    return (folder / "orders").read_text(encoding="utf-8").splitlines()


def test_a_server_left_without_any_worker_says_so(
    played: Callable[[str], Crew], tmp_path: Path
) -> None:
    crew = played("exit 1")
    assert not crew.wait_until_ready()
    said: list[str] = []
    with pytest.raises(ServeError, match="Servern stannade av sig själv, och utgåvan ny"):
        supervisor._move_on(crew, tmp_path / "ny", "", said.append)
    crew.stop()
    assert said == []


def test_a_release_of_another_program_is_shown_after_a_restart(
    played: Callable[[str], Crew], tmp_path: Path
) -> None:
    (tmp_path / "ny").mkdir()
    (tmp_path / "ny" / "MANIFEST.json").write_text('{"program": "annat"}', encoding="utf-8")
    crew = played(orders("echo $number ja >/dev/fd/$6"))
    assert crew.wait_until_ready()
    said: list[str] = []
    refused = supervisor._move_on(crew, tmp_path / "ny", "detta", said.append)
    assert refused == tmp_path / "ny"
    assert "Starta om servern" in said[0]
    crew.stop()
    assert not (tmp_path / "orders").exists()


@pytest.mark.parametrize(("fails", "told"), [(False, b"0 ja\n"), (True, b"")])
async def test_a_worker_tells_only_of_a_start_that_went_well(
    monkeypatch: pytest.MonkeyPatch, fails: bool, told: bytes
) -> None:
    async def startup(self: uvicorn.Server, sockets: Any = None) -> None:
        self.started = not fails
        self.should_exit = fails

    monkeypatch.setattr(uvicorn.Server, "startup", startup)
    ready, theirs = os.pipe()
    await ReadyServer(uvicorn.Config("app"), theirs).startup()
    with suppress(OSError):
        os.close(theirs)
    with os.fdopen(ready, "rb") as pipe:
        assert pipe.read() == told


def test_a_taken_port_is_told_in_words(bygg: Path) -> None:
    with supervisor._listen(0) as taken:
        port = taken.getsockname()[1]
        arguments = ["servera", "publik", "--bygg", str(bygg), "--port", str(port)]
        result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert f"Port {port} är upptagen" in result.output


@contextmanager
def served(bygg: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command ``insatser servera publik``, once it has told its address."""
    command = [sys.executable, "-m", "datasette_plugins", "servera", "publik", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--bygg", str(bygg), "--arbetare", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        line = read_line(process)
        assert line.startswith("Insatskatalogen visas på http://127.0.0.1:"), line
        yield process, line.split()[3]
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=PATIENCE)[0]
        assert process.returncode == 0, rest
        assert "Traceback" not in rest


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
        assert answer.status == 200
        return str(answer.read().decode())


def test_the_site_is_served_and_moves_on_to_the_next_release(
    bygg: Path, mini_data_copy: Path
) -> None:
    change(mini_data_copy)
    with served(bygg) as (process, address):
        assert "Stöd till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        after = publish(mini_data_copy, bygg, vectors="inga")
        assert read_line(process) == f"Visar nu utgåvan {after.name}.\n"
        assert "Hjälp till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        broken = bygg / "trasig"
        shutil.copytree(after, broken)
        (broken / "MANIFEST.json").write_text('{"version": "annan"}', encoding="utf-8")
        publishing._point_at(bygg, broken)
        said = "".join(read_line(process) for _ in range(3))  # one from each worker first
        assert "trasig kunde inte starta. Den förra visas fortfarande." in said
        assert "Hjälp till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")


def test_the_worker_ends_with_its_supervisor(bygg: Path) -> None:
    with served(bygg) as (process, address):
        process.kill()
        process.wait()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and answers(address):
            time.sleep(0.2)
        assert not answers(address)
        process.returncode = 0


def answers(address: str) -> bool:
    try:
        return bool(fetch(address))
    except OSError:
        return False
