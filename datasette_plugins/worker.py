"""One serving process: a release, a listening socket and a signal when it is ready.

Started by :mod:`datasette_plugins.supervisor`; it stops when its standard input closes, so that
it never outlives the supervisor.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from datasette.utils import StartupError

from datasette_plugins.accounts import redaktion_of
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import SettingsError

FIRST_PAGES = ("/katalog", "/katalog/insats", "/", "/insatser", "/problemomraden", "/kallor")
"""Datasette's own pages ask hundreds of small questions, each of which waits for every visitor."""


class ReadyServer(uvicorn.Server):
    """A server that tells through a pipe when it answers."""

    def __init__(self, config: uvicorn.Config, ready: int) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell; a pipe that closes without a word tells that it failed."""
        try:
            await super().startup(sockets)
            if self.started and not self.should_exit:
                os.write(self._ready, b"1")
        finally:
            os.close(self._ready)


def run(release: Path, name: str, listening: int, ready: int, local: Path | None = None) -> int:
    """Serve until standard input closes."""
    try:
        datasette = open_datasette(release, name, local=local)
        asyncio.run(_prepare(datasette))
    except (StartupError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    redaktion = redaktion_of(datasette)
    config = uvicorn.Config(
        datasette.app(),
        log_level="warning",
        access_log=False,
        lifespan="on",
        server_header=False,
        # Where a proxy vouches for who is there, its own address must be the one that is seen.
        proxy_headers=not (redaktion and redaktion.sso),
    )
    server = ReadyServer(config, ready)
    threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=listening)])
    return 0 if server.started else 1


async def _prepare(datasette: Any) -> None:
    """Open the release, and make the pages that take long or are asked for first."""
    await datasette.invoke_startup()
    for path in FIRST_PAGES:
        await datasette.client.get(path)


def _stop_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    release, name, listening, ready, *local = sys.argv[1:]
    file = Path(local[0]) if local else None
    sys.exit(run(Path(release), name, int(listening), int(ready), file))
