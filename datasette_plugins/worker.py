"""One serving process: a listening socket, a release, and orders to show the next one.

Started by :mod:`datasette_plugins.supervisor`. Orders come line by line on standard input, and
each is answered with its number and yes or no. The process stops when its standard input closes,
so that it never outlives the supervisor.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from datasette.utils import StartupError

from datasette_plugins.accounts import redaktion_of
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import SettingsError
from datasette_plugins.stage import Stage, sweep
from matcher.intake import warm_up

logger = logging.getLogger(__name__)
PATIENCE = 60
STARTED = 0
"""The number of the order to start, which is given by starting the process."""


class ReadyServer(uvicorn.Server):
    """A server that tells through a pipe when it answers."""

    def __init__(self, config: uvicorn.Config, answers: int) -> None:
        super().__init__(config)
        self._answers = answers
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell; a pipe that closes without a word tells that it failed."""
        try:
            await super().startup(sockets)
        except BaseException:
            os.close(self._answers)
            raise
        if self.started and not self.should_exit:
            self.loop = asyncio.get_running_loop()
            self.answer(STARTED, True)
        else:
            os.close(self._answers)

    def answer(self, number: int, done: bool) -> None:
        """Tell whether an order was carried out."""
        with suppress(BrokenPipeError):
            os.write(self._answers, f"{number} {'ja' if done else 'nej'}\n".encode())


class Orders:
    """What the supervisor may tell the process to do."""

    def __init__(self, server: ReadyServer, stage: Stage) -> None:
        self._server = server
        self._stage = stage

    def follow(self, line: str) -> None:
        """Carry out one order and answer it."""
        number, order, *rest = line.rstrip("\n").split(" ", 2)
        if order == "prepare":
            self._server.answer(int(number), self._prepare(Path(rest[0])))
        elif order in {"hold", "change", "forget"}:
            self._where_visitors_are(getattr(self._stage, order), int(number))
            if order != "hold":
                sweep()

    def _prepare(self, release: Path) -> bool:
        try:
            self._stage.prepare(release)
        except (StartupError, SettingsError) as error:
            sys.stderr.write(f"{error}\n")
            sys.stderr.flush()
        except Exception as error:
            logger.error("Utgåvan %s gick inte att öppna: %s", release.name, type(error).__name__)
        else:
            return True
        return False

    def _where_visitors_are(self, do: Callable[[], None], number: int) -> None:
        done = threading.Event()

        def carry_out() -> None:
            do()
            self._server.answer(number, True)
            done.set()

        if self._server.loop:
            self._server.loop.call_soon_threadsafe(carry_out)
            done.wait(PATIENCE)


def run(release: Path, name: str, listening: int, answers: int, local: Path | None = None) -> int:
    """Serve until standard input closes."""
    try:
        stage = Stage(partial(open_instance, name=name, local=local), release)
    except (StartupError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    redaktion = redaktion_of(stage.datasette)
    config = uvicorn.Config(
        stage,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        # Where a proxy vouches for who is there, its own address must be the one that is seen.
        proxy_headers=not (redaktion and redaktion.sso),
    )
    # A file from a visitor is read by a process of its own, and one is kept loaded.
    warm_up()
    server = ReadyServer(config, answers)
    threading.Thread(target=_follow_orders, args=(server, stage), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=listening)])
    return 0 if server.started else 1


def open_instance(release: Path, *, name: str, local: Path | None) -> Any:
    """Return the named instance on a release."""
    return open_datasette(release, name, local=local)


def _follow_orders(server: ReadyServer, stage: Stage) -> None:
    orders = Orders(server, stage)
    for line in sys.stdin:
        orders.follow(line)
    server.should_exit = True
    if server.loop:
        # Those who are held must be answered before the server can stop.
        server.loop.call_soon_threadsafe(stage.forget)


if __name__ == "__main__":
    release, name, listening, answers, *local = sys.argv[1:]
    file = Path(local[0]) if local else None
    sys.exit(run(Path(release), name, int(listening), int(answers), file))
