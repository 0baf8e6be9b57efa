"""What a serving process shows: one release at a time, and the change from one to the next.

A change is made inside the process, so that no connection has to be closed for it. It is made in
two steps, so that several processes change as one: first all of them hold what visitors ask for
from then on, and when all do, they let it through to the next release. So nobody who has seen the
next release is ever answered from the one before, whichever process answers.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette_plugins import resources, templating

FIRST_PAGES = ("/katalog", "/katalog/insats", "/", "/insatser", "/problemomraden", "/kallor")
"""Datasette's own pages ask hundreds of small questions, each of which waits for every visitor."""


class Shown:
    """A release that is open, and how many visitors it is answering."""

    def __init__(self, datasette: Any) -> None:
        self.datasette = datasette
        self.app = datasette.app()
        self.visitors = 0
        self.replaced = False

    def close_when_empty(self) -> None:
        """Let go of the release, when nobody waits for an answer from it."""
        if self.replaced and not self.visitors:
            self.app = None
            close(self.datasette)
            self.datasette = None


class Stage:
    """The application that visitors reach.

    Everything but :meth:`prepare` is called where the visitors are answered, so that nothing
    happens between two lines without an ``await``.
    """

    def __init__(self, open_release: Callable[[Path], Any], release: Path) -> None:
        self._open_release = open_release
        self._next: Shown | None = None
        self._now = prepared(open_release, release)
        self._gate = asyncio.Event()
        self._gate.set()

    @property
    def datasette(self) -> Any:
        """The instance on the release that is shown."""
        return self._now.datasette

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one visitor from one release, the one that is shown when the gate is open."""
        while not self._gate.is_set():
            await self._gate.wait()
        shown = self._now
        shown.visitors += 1
        try:
            await shown.app(scope, receive, send)
        finally:
            shown.visitors -= 1
            shown.close_when_empty()

    def prepare(self, release: Path) -> None:
        """Open the next release, in a thread of its own, while the one before is shown."""
        self._next = prepared(self._open_release, release)

    def hold(self) -> None:
        """Let those who ask from now on wait."""
        self._gate.clear()

    def change(self) -> None:
        """Show the release that was prepared, and let those in who waited."""
        if self._next:
            before, self._now, self._next = self._now, self._next, None
            before.replaced = True
            before.close_when_empty()
        self._gate.set()

    def forget(self) -> None:
        """Show the same release as before, and let those in who waited."""
        if self._next:
            close(self._next.datasette)
            self._next = None
        self._gate.set()


def prepared(open_release: Callable[[Path], Any], release: Path) -> Shown:
    """Open a release, and make the pages that take long or are asked for first."""
    datasette = open_release(release)
    try:
        asyncio.run(_make_first_pages(datasette))
    except BaseException:
        close(datasette)
        raise
    return Shown(datasette)


async def _make_first_pages(datasette: Any) -> None:
    await datasette.invoke_startup()
    for path in FIRST_PAGES:
        await datasette.client.get(path)


def close(datasette: Any) -> None:
    """Let go of all that an open release holds; it is not to be asked any more."""
    resources.forget(datasette)
    templating.forget(datasette)
    datasette.executor.shutdown(wait=False)
    # Datasette never ends the thread that writes to its own small database. Let it hold only that.
    for database in datasette.databases.values():
        database.ds = None


def sweep() -> None:
    """Give back the memory of a closed release at once; its parts point at each other."""
    gc.collect()
