"""Serving moves on to the next release, and no visitor is left without an answer."""

from __future__ import annotations

import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from changing import change
from serving import said, served

from datasette_plugins import showing, supervisor
from datasette_plugins.publishing import publish
from datasette_plugins.supervisor import Crew, ServeError
from datasette_plugins.worker import ReadyServer

PATIENCE = 60


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


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
        assert answer.status == 200
        return str(answer.read().decode())


def test_the_site_is_served_and_moves_on_to_the_next_release(
    bygg: Path, mini_data_copy: Path
) -> None:
    change(mini_data_copy)
    with served(bygg, workers=2) as (process, port):
        address = f"http://127.0.0.1:{port}/"
        assert "Stöd till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        after = publish(mini_data_copy, bygg, vectors="inga")
        assert said(process) == f"Visar nu utgåvan {after.name}.\n"
        assert "Hjälp till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        broken = bygg / "trasig"
        shutil.copytree(after, broken)
        (broken / "MANIFEST.json").write_text('{"version": "annan"}', encoding="utf-8")
        showing._point_at(bygg, broken)
        told = "".join(said(process) for _ in range(3))  # one from each worker first
        assert "trasig kunde inte starta. Den förra visas fortfarande." in told
        assert "Hjälp till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")


def test_the_worker_ends_with_its_supervisor(bygg: Path) -> None:
    with served(bygg, workers=2) as (process, port):
        address = f"http://127.0.0.1:{port}/"
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
