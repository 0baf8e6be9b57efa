"""Processes that publish and are killed on the way, without loading the whole program each time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from types import ModuleType
from typing import Any

from datasette_plugins import making, publishing, showing

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["datasette_plugins.publishing", "sklearn.svm"])


def place_of(step: str) -> ModuleType:
    """Return the module that takes a step of a publication."""
    return next(each for each in (making, showing, publishing) if hasattr(each, step))


def publish_until(step: str, moment: str, data: Path, bygg: Path) -> None:
    """Publish in a process of its own that dies before or after a step."""
    process = _context.Process(target=_publish_and_die, args=(step, moment, data, bygg))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _publish_and_die(step: str, moment: str, data: Path, bygg: Path) -> None:
    place = place_of(step)
    whole = getattr(place, step)
    publishing.smoke_test = lambda _: []

    def killed(*given: Any, **named: Any) -> None:
        if moment == "after":
            whole(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, step, killed)
    publishing.publish(data, bygg, vectors="inga")
