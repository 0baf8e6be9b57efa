"""Where a visitor's words may be left behind: what is printed, logged and written in files."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKER = "Zvartkoltrast7731"
"""A word that is nowhere unless someone wrote it."""


class Net:
    """Catches all that may hold the marker from now on, and says where it is found."""

    def __init__(self, capfd: Any, caplog: Any, folders: tuple[Path, ...]) -> None:
        caplog.set_level(logging.DEBUG)
        self._capfd = capfd
        self._caplog = caplog
        self._folders = folders
        self._start = time.time() - 1

    def found_in(self) -> list[str]:
        """Return the places where the marker is, and forget what has been printed."""
        places = []
        printed = self._capfd.readouterr()
        if MARKER in printed.out + printed.err:
            places.append("utskrift")
        if any(MARKER in _whole(record) for record in self._caplog.records):
            places.append("logg")
        places += [str(path) for path in self._new_files() if MARKER.encode() in path.read_bytes()]
        return places

    def _new_files(self) -> Iterator[Path]:
        for folder in self._folders:
            for path in folder.rglob("*"):
                if path.is_file() and path.stat().st_mtime >= self._start:
                    yield path


def _whole(record: logging.LogRecord) -> str:
    return f"{record.getMessage()} {record.args} {record.exc_info} {record.exc_text}"
