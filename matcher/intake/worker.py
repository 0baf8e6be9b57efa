"""The process that reads one file and ends: file in on stdin, JSON out on stdout, nothing else.

It is started by ``sandbox``. Before the first byte is read it has given up what a reader of files
does not need: more memory and time than the limits, writing files, starting programs, the network.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from typing import Any

from matcher.errors import IntakeError
from matcher.intake.limits import LARGEST_FILE, LARGEST_MEMORY, LONGEST_CPU
from matcher.intake.reading import read_analysis

FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
    "os.forkpty", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "shutil.", "tempfile.", "urllib.", "http.", "ftplib.",
    "ctypes.dlopen", "pty.", "sqlite3.",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DAMAGED = (
    "Filen är skadad och går inte att läsa.",
    "Öppna den i det program som den skrevs i och spara den på nytt, eller klistra in texten.",
)
TOO_HEAVY = (
    "Filen kräver för mycket minne för att läsas.",
    "Spara den utan bilder, dela upp den, eller klistra in texten.",
)


def main() -> None:
    """Read a file from stdin and answer on stdout."""
    out = io.FileIO(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):  # whatever a library prints is lost, not mixed with the answer
        os.dup2(nowhere, stream)
    _import_readers()
    give_up_rights()
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    told = memoryview(_answer(content).encode())
    while told:
        told = told[out.write(told) :]
    os._exit(0)  # nothing to tidy up, and no time for a reader's own tidying


def give_up_rights() -> None:
    """Set the limits of this process and close what it does not need."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.addaudithook(_refuse)
    with contextlib.suppress(OSError):
        os.nice(5)
    try:
        import resource
    except ImportError:  # Windows: the time limit of the sandbox remains
        return
    for kind, most in (
        (resource.RLIMIT_AS, LARGEST_MEMORY),
        (resource.RLIMIT_CPU, LONGEST_CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(flags, int) and flags & WRITING) or (mode and set(str(mode)) & set("wxa+")):
            raise PermissionError(event)


def _import_readers() -> None:
    """Load the libraries while there is nothing to read, so that a file need not wait for it."""
    import matcher.intake.docx
    import matcher.intake.odt
    import matcher.intake.pdf  # noqa: F401


def _answer(content: bytes) -> str:
    try:
        analys = read_analysis(content)
        return (
            json.dumps(
                {
                    "slag": analys.slag,
                    "stycken": [asdict(each) for each in analys.stycken],
                    "upplysningar": analys.upplysningar,
                },
                ensure_ascii=False,
            )
            .encode("utf-8", "replace")
            .decode()
        )
    except IntakeError as fault:
        return json.dumps({"fel": [fault.message, fault.remedy]})
    except (MemoryError, RecursionError):
        return json.dumps({"fel": TOO_HEAVY})
    except Exception:
        return json.dumps({"fel": DAMAGED})
