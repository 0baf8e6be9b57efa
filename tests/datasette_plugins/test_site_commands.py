"""The commands: what they answer, with which code, and how what goes wrong is told."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from datasette.utils import StartupError

from catalog.building import BuildError
from datasette_plugins import commands, supervisor
from datasette_plugins.cli import cli
from datasette_plugins.publishing import PublishError
from matcher import MatcherError


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


def test_a_taken_port_is_told_in_words(bygg: Path) -> None:
    with supervisor._listen(0) as taken:
        port = taken.getsockname()[1]
        arguments = ["servera", "publik", "--bygg", str(bygg), "--port", str(port)]
        result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert f"Port {port} är upptagen" in result.output
