"""Work with releases in a process of its own, so that the page that began it can be left.

One at a time: the lock is handed to the process and ends with it, however it ends. What it says is
added to a file beside the releases, line by line, and the last line tells how it went. Where that
line is missing and nobody holds the lock, the process was stopped; then nothing was changed.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from catalog import CatalogError
from datasette_plugins.difference import difference
from datasette_plugins.faults import told
from datasette_plugins.making import Vectors
from datasette_plugins.publishing import PublishError, go_back, prepare, show
from datasette_plugins.showing import shown_release

FOLDER = ".arbete"
LOCK = "las"
LOG = "logg.jsonl"
BUILD, SHOW, BACK = "bygg", "visa", "tillbaka"
ATTEMPTS = 20
POLITENESS = 5
MOST_FINDINGS = 50


class BusyError(Exception):
    """Other work goes on."""


@dataclass(frozen=True, slots=True)
class Fynd:
    """A fault that the check found, and where it is mended."""

    kod: str
    fil: str
    falt: str
    meddelande: str
    atgard: str


@dataclass(frozen=True, slots=True)
class Arbete:
    """Work that goes on or has ended: who began it, what it has said, and how it went."""

    slag: str
    av: str
    tid: str
    pagar: bool
    rader: tuple[tuple[str, str], ...] = ()
    klart: str | None = None
    fel: str | None = None
    fynd: tuple[Fynd, ...] = ()
    andringar: tuple[dict[str, str], ...] = ()

    @property
    def avbrutet(self) -> bool:
        """Whether it ended without telling how it went."""
        return not self.pagar and self.klart is None and self.fel is None


def begin(
    bygg: Path, slag: str, av: str, *, data: Path, name: str = "", vectors: Vectors = "alla"
) -> None:
    """Begin work in a process of its own.

    Raises
    ------
    BusyError
        When other work goes on.
    """
    folder = bygg / FOLDER
    folder.mkdir(exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        _take(lock.fileno())
        fresh = folder / f"{LOG}.ny"
        fresh.write_text(_line({"slag": slag, "av": av, "tid": _now()}), encoding="utf-8")
        fresh.replace(folder / LOG)
        arguments = [slag, str(data), str(bygg), name, vectors, av, str(lock.fileno())]
        process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            [sys.executable, "-m", "datasette_plugins.background", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock.fileno(),),
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()


def read_work(bygg: Path) -> Arbete | None:
    """Return the work that goes on, or else the last that ended.

    Examples
    --------
    >>> read_work(mapp) is None
    True
    """
    # Asked first: what ends after this is read as it ended.
    busy = is_busy(bygg)
    try:
        lines = (bygg / FOLDER / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    read: list[dict[str, Any]] = []
    for line in lines:
        with suppress(ValueError):
            read.append(json.loads(line))
    if not read or "slag" not in read[0]:
        return None
    first, last = read[0], read[-1]
    return Arbete(
        slag=first["slag"],
        av=first["av"],
        tid=first["tid"],
        pagar=busy,
        rader=tuple((each["tid"], each["text"]) for each in read if "text" in each),
        klart=last.get("klart"),
        fel=last.get("fel"),
        fynd=tuple(Fynd(**each) for each in last.get("fynd", ())),
        andringar=tuple(last.get("andringar", ())),
    )


def is_busy(bygg: Path) -> bool:
    """Tell whether work goes on."""
    try:
        with (bygg / FOLDER / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    return False


def _take(lock: int) -> None:
    for _ in range(ATTEMPTS):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        # Someone who only asks whether work goes on holds it for no time at all.
        time.sleep(0.01)
    raise BusyError("Ett annat arbete pågår.")


def run(slag: str, data: Path, bygg: Path, name: str, vectors: Vectors, av: str) -> dict[str, Any]:
    """Do the work, and return the last line of its log."""

    def say(text: str) -> None:
        _add(bygg, {"text": text, "tid": _now()})

    try:
        made = _do(slag, data, bygg, name, vectors, av, say)
        return {"klart": made.name, **_changes(bygg, slag, made)}
    except CatalogError as error:
        fynd = [
            {
                "kod": each.code,
                "fil": each.file,
                "falt": each.field or "",
                "meddelande": each.message,
                "atgard": each.remedy,
            }
            for each in error.findings[:MOST_FINDINGS]
        ]
        return {"fel": "Kontrollen hittade fel i katalogens filer.", "fynd": fynd}
    except PublishError as error:
        return {"fel": str(error)}
    except Exception as error:
        return {"fel": told(error) or f"Något oväntat gick fel ({type(error).__name__})."}


def _do(
    slag: str,
    data: Path,
    bygg: Path,
    name: str,
    vectors: Vectors,
    av: str,
    say: Callable[[str], object],
) -> Path:
    if slag == BUILD:
        return prepare(data, bygg, vectors=vectors, say=say)
    if slag == SHOW:
        return show(bygg, name, av=av, say=say)
    return go_back(bygg, av=av, say=say)


def _changes(bygg: Path, slag: str, made: Path) -> dict[str, Any]:
    shown = shown_release(bygg)
    if slag != BUILD or shown is None:
        return {}
    return {"andringar": difference(bygg / shown, made)}


def _add(bygg: Path, content: dict[str, Any]) -> None:
    # A log that cannot be written must not stop the work.
    with suppress(OSError), (bygg / FOLDER / LOG).open("a", encoding="utf-8") as file:
        file.write(_line(content))


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def main(arguments: list[str]) -> None:
    """Do what the arguments say, and write how it went."""
    # So that what is half done is cleared away also when someone ends the process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.nice(POLITENESS)
    slag, data, bygg, name, vectors, av, lock = arguments
    _add(Path(bygg), run(slag, Path(data), Path(bygg), name, cast(Vectors, vectors), av))
    # What is told as done must not keep the next one waiting while the process ends.
    os.close(int(lock))


if __name__ == "__main__":
    main(sys.argv[1:])
