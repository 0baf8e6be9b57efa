"""The folder of releases: which are kept, which one is shown, and how another takes its place."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.building import MANIFEST
from datasette_plugins.history import SHOWN, note, read_history, trail

CURRENT = "aktuell"
LOCK = ".las"
KEPT = 3
ABANDONED_SECONDS = 24 * 3600


def kept_releases(bygg: Path) -> tuple[Path, ...]:
    """Return the releases that are kept, newest first."""
    found = [path.parent for path in bygg.glob(f"*/{MANIFEST}") if path.parent.name != CURRENT]
    return tuple(sorted(found, key=lambda each: (each / MANIFEST).stat().st_mtime, reverse=True))


def shown_release(bygg: Path) -> str | None:
    """Return the name of the release that is served."""
    shown = current(bygg)
    return shown.name if shown else None


def previous_release(bygg: Path) -> str | None:
    """Return the name of the release that one step back leads to; none when it is gone."""
    shown = current(bygg)
    if shown is None:
        return None
    *before, _ = trail(read_history(bygg), shown.name)
    kept = [name for name in before if name != shown.name and (bygg / name / MANIFEST).is_file()]
    return kept[-1] if kept else None


def current(bygg: Path) -> Path | None:
    """Return the release that is served, if any has been."""
    link = bygg / CURRENT
    return bygg / link.readlink().name if link.is_symlink() else None


@contextmanager
def alone(bygg: Path, say: Callable[[str], object]) -> Iterator[None]:
    """Let one publication at a time work in the folder; the lock ends with the process."""
    bygg.mkdir(parents=True, exist_ok=True)
    with (bygg / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("En annan publicering pågår. Väntar tills den är klar …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def show_instead(
    bygg: Path, target: Path, handling: str, av: str, say: Callable[[str], object]
) -> None:
    """Let a release be the one that is served, note it, and clear away what is old."""
    previous = current(bygg)
    _point_at(bygg, target)
    try:
        if previous != target:
            if previous and previous.name != _last_noted(bygg):
                note(bygg, previous, SHOWN)
            note(bygg, target, handling, av)
        events = read_history(bygg)
        # By the lines of the history, since the clock may have been set back.
        latest = [event.utgava for event in events[-KEPT:]]
        _prune(bygg, keep={*trail(events, target.name)[-KEPT:], *latest})
    except OSError:
        # The release is shown already, and that must not be told as a failure.
        say("Utgåvan visas, men historiken eller städningen gick inte att göra klart.")


def _last_noted(bygg: Path) -> str | None:
    return next((event.utgava for event in reversed(read_history(bygg))), None)


def _point_at(bygg: Path, release: Path) -> None:
    if current(bygg) == release:
        return
    fresh = bygg / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(release.name, target_is_directory=True)
    fresh.replace(bygg / CURRENT)


def _prune(bygg: Path, *, keep: set[str]) -> None:
    for work in bygg.glob(".bygger-*"):
        if time.time() - work.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(work, ignore_errors=True)
    for release in kept_releases(bygg)[KEPT:]:
        if release.name not in keep:
            shutil.rmtree(release, ignore_errors=True)
