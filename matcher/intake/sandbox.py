"""Reads a file in a process of its own, so that a hostile one can neither stop nor reach the site.

A process reads one file and is gone. Starting one takes some tenths of a second, nearly all of it
to load the libraries, so a server keeps one loaded and waiting (``warm_up``). It is not kept for
another file: nothing of a school's text, and nothing that a file did, is there for the next.

Only ``matcher.intake`` and ``matcher.errors`` are loaded there. To import the whole of ``matcher``
would take ten times as long.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from matcher.errors import IntakeError
from matcher.intake.limits import (
    LARGEST_ANSWER,
    LARGEST_FILE,
    LONGEST_QUEUE,
    LONGEST_WAIT,
    MOST_AT_ONCE,
)
from matcher.intake.model import Analys, Stycke
from matcher.intake.reading import check_size, is_plain, read_analysis

Process = subprocess.Popen[bytes]

START: Final = """
import sys, types
room = types.ModuleType("matcher")
room.__path__, sys.path[:] = sys.argv[1:2], sys.argv[2:]
sys.modules["matcher"] = room
from matcher.intake.worker import main
main()
"""
ROOM: Final = Path(__file__).resolve().parents[1]

SHORTER = "Spara de delar som beskriver problemen som en egen fil, eller klistra in texten."


def read_safely(content: bytes, filename: str = "", *, longest: float = LONGEST_WAIT) -> Analys:
    r"""Read a file from someone else: as ``read_analysis``, but nothing in it can do harm.

    It waits for the file to be read, so call it from a thread (``asyncio.to_thread``).

    Parameters
    ----------
    content : bytes
        The file.
    filename : str, optional
        Only used to say better what is wrong.
    longest : float, optional
        Seconds that it may take.

    Returns
    -------
    Analys
        Paragraphs with the headings that they stand under.

    Raises
    ------
    IntakeError
        As ``read_analysis``, and when the file takes too long or too much to read. Nothing else is
        raised, and none of the file's words are in it.

    Examples
    --------
    >>> read_safely("Frånvaron ökar i nian.".encode(), "analys.txt").stycken[0].text
    'Frånvaron ökar i nian.'
    """
    check_size(content)
    if is_plain(content):
        return read_analysis(content, filename=filename)
    if not _turns.acquire(timeout=LONGEST_QUEUE):
        raise IntakeError(
            "Många filer läses just nu.", "Vänta en minut och försök igen. Ingenting är sparat."
        )
    try:
        answer = _Reader.take().ask(content, longest)
    finally:
        _turns.release()
        _Reader.refill()
    return _analys(answer)


def warm_up() -> None:
    """Keep a process ready from now on; for a server, once, at its start."""
    _Reader.keep = True
    _Reader.refill()


def cool_down() -> None:
    """End the process that waits, and keep none ready."""
    _Reader.keep = False
    _Reader.empty()


class _Reader:
    """A process that is loaded and waits for its one file."""

    keep = False
    _waiting: _Reader | None = None
    _lock = threading.Lock()

    def __init__(self) -> None:
        self._process: Process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, str(ROOM), *_places()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/" if sys.platform != "win32" else None,
        )

    @classmethod
    def take(cls) -> _Reader:
        with cls._lock:
            ready, cls._waiting = cls._waiting, None
        if ready is not None and ready._process.poll() is None:
            return ready
        if ready is not None:
            ready.end()
        return cls()

    @classmethod
    def refill(cls) -> None:
        with cls._lock:
            if cls.keep and cls._waiting is None:
                with contextlib.suppress(OSError):
                    cls._waiting = cls()

    @classmethod
    def empty(cls) -> None:
        with cls._lock:
            ready, cls._waiting = cls._waiting, None
        if ready is not None:
            ready.end()

    def ask(self, content: bytes, longest: float) -> bytes | None:
        """Return the answer; None if the process was ended, by the clock or by its own limits."""
        clock = threading.Timer(longest, self._process.kill)
        giver = threading.Thread(target=self._give, args=(content,), daemon=True)
        clock.start()
        giver.start()
        try:
            assert self._process.stdout is not None  # noqa: S101 - it is a pipe
            answer = self._process.stdout.read(LARGEST_ANSWER + 1)
        finally:
            clock.cancel()
            self.end()
            giver.join()
        return answer if 0 < len(answer) <= LARGEST_ANSWER else None

    def _give(self, content: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):
            self._process.stdin.write(content[: LARGEST_FILE + 1])
            self._process.stdin.close()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _places() -> list[str]:
    """Return where the libraries are, as this process has them."""
    return [str(Path(each).resolve()) for each in sys.path if each]


def _analys(answer: bytes | None) -> Analys:
    told: Any = None
    if answer is not None:
        with contextlib.suppress(ValueError):
            told = json.loads(answer)
    if not isinstance(told, dict):
        raise IntakeError("Filen tog för lång tid eller för mycket minne att läsa.", SHORTER)
    if "fel" in told:
        raise IntakeError(*told["fel"])
    return Analys(
        told["slag"],
        tuple(Stycke(**{**each, "rubriker": tuple(each["rubriker"])}) for each in told["stycken"]),
        tuple(told["upplysningar"]),
    )


_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
atexit.register(cool_down)
