"""Publishing changes nothing until all is well; serving moves on to the next release."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog import CatalogError
from datasette_plugins import publishing, supervisor
from datasette_plugins.cli import cli
from datasette_plugins.publishing import PublishError, publish
from datasette_plugins.smoke import smoke_test

PATIENCE = 60


@pytest.fixture
def bygg(release: Path, tmp_path: Path) -> Path:
    """A folder of releases of our own, with the mini release as the current one."""
    target = tmp_path / "build"
    shutil.copytree(release, target / release.name)
    (target / "aktuell").symlink_to(release.name)
    return target


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


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
    record = mini_data_copy / "insatser" / "narvaroteam.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("Stöd till", "Hjälp till"), encoding="utf-8")
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


def test_the_smoke_test_finds_a_broken_release(release: Path, tmp_path: Path) -> None:
    assert smoke_test(release) == []
    broken = Path(shutil.copytree(release, tmp_path / "trasig"))
    shutil.rmtree(broken / "index")
    with pytest.raises(Exception, match="publicera"):
        smoke_test(broken)


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
        (["servera", "redaktion"], 2, "publik"),
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
        [*command, "--bygg", str(bygg)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
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
    record = mini_data_copy / "insatser" / "narvaroteam.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("Stöd till", "Hjälp till"), encoding="utf-8")
    with served(bygg) as (process, address):
        assert "Stöd till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        after = publish(mini_data_copy, bygg, vectors="inga")
        assert read_line(process) == f"Visar nu utgåvan {after.name}.\n"
        assert "Hjälp till skolans elevhälsa" in fetch(f"{address}insatser/narvaroteam")
        broken = bygg / "trasig"
        shutil.copytree(after, broken)
        (broken / "MANIFEST.json").write_text('{"version": "annan"}', encoding="utf-8")
        publishing._point_at(bygg, broken)
        said = read_line(process) + read_line(process)
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
