"""First start: serve as early as possible, and compute the sentence vectors meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from datasette_plugins.publishing import WITHOUT_VECTORS, publish
from datasette_plugins.supervisor import serve

INSTANCE = "publik"


def start(data: Path, bygg: Path, port: int, say: Callable[[str], object]) -> None:
    """Publish what can be published at once, serve it, and let the rest follow.

    The matcher works without vectors, a little worse. Where many are missing, another process
    computes them and publishes a release that the server moves on to by itself.

    Raises
    ------
    CatalogError, PublishError, ServeError
        As :func:`publish` and :func:`serve` do.
    """
    release = publish(data, bygg, vectors="snabbt", say=say)
    if release.name.endswith(WITHOUT_VECTORS):
        say("Meningsvektorerna räknas ut medan sidan visas, och tas sedan i bruk av sig själva.")
        with _adding_vectors(data, bygg, release.name):
            serve(bygg, INSTANCE, port, say)
    else:
        serve(bygg, INSTANCE, port, say)


@contextmanager
def _adding_vectors(data: Path, bygg: Path, shown: str) -> Iterator[None]:
    arguments = ["publicera", "--data", str(data), "--bygg", str(bygg), "--ersatt", shown]
    process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "datasette_plugins", *arguments],
        # Ctrl-C is for the server, which then ends this process in good order.
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
