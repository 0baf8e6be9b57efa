"""Writing files so that each is always whole: beside, to the disk, then in place by a rename."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalog.folder import NOT_YET


@contextmanager
def sole_writer(data: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a data folder, so that no other process applies a proposal to it meanwhile.

    The folder itself is locked, so that no file has to be left in it. The system lets go of the
    lock when a process dies.

    Raises
    ------
    BlockingIOError
        When someone holds it and one does not want to wait.
    """
    folder = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(folder)


@contextmanager
def undisturbed(data: Path, *, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Hold a data folder while it is read, so that no proposal is half applied to it meanwhile.

    Those who read do not wait for each other, and need no right to write. ``waiting`` is called if
    a proposal is being applied.
    """
    folder = os.open(data, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(folder, fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def is_half_applied(data: Path) -> bool:
    """Tell whether a process died while it applied a proposal; for those who hold the folder."""
    return any(data.rglob(f"*{NOT_YET}"))


def beside(path: Path) -> Path:
    """Return the path of the file that will replace another."""
    return path.with_name(f".{path.name}{NOT_YET}")


def write_beside(path: Path, text: str) -> None:
    """Write the whole new file beside the old one, and see that it has reached the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = os.open(beside(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        with os.fdopen(new, "w", encoding="utf-8", newline="") as file:
            if path.is_file():
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            beside(path).unlink()
        raise


def put_in_place(path: Path) -> None:
    """Let the new file take the old one's name."""
    beside(path).replace(path)
    _settle(path.parent)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)
    _settle(path.parent)


def clear(data: Path) -> None:
    """Remove what a dead process left beside the files; only the sole writer may ask for it."""
    for path in data.rglob(f"*{NOT_YET}"):
        path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """See that a folder's names have reached the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
