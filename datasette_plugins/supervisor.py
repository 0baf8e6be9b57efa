"""Serve the current release, and move on to the next one without a gap when it is published."""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

from datasette_plugins.publishing import CURRENT
from datasette_plugins.settings import DATABASE_FILE

HOST = "127.0.0.1"
STOP_SECONDS = 10
READY_SECONDS = 120


class ServeError(Exception):
    """The site cannot be served; the message says why and what to do."""


class Worker:
    """A serving process on one release."""

    def __init__(
        self, release: Path, name: str, listening: socket.socket, local: Path | None = None
    ) -> None:
        self.release = release
        self._ready, theirs = os.pipe()
        arguments = [str(release), name, str(listening.fileno()), str(theirs)]
        arguments += [str(local)] if local else []
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            [sys.executable, "-m", "datasette_plugins.worker", *arguments],
            stdin=subprocess.PIPE,
            pass_fds=(listening.fileno(), theirs),
            # Ctrl-C is for the supervisor, which closes the workers in good order.
            start_new_session=True,
        )
        os.close(theirs)

    def wait_until_ready(self) -> bool:
        """Wait until the process answers; false if it stopped, or took too long, instead."""
        with os.fdopen(self._ready, "rb") as pipe:
            told, _, _ = select.select([pipe], [], [], READY_SECONDS)
            return bool(told) and pipe.read(1) == b"1"

    def is_running(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Let the process finish what it is doing, and then end by itself."""
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.close()

    def stop(self) -> None:
        """Let the process finish what it is doing, then end it."""
        self.ask_to_stop()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Crew:
    """Several workers on one release, that start and stop together."""

    def __init__(
        self,
        release: Path,
        name: str,
        listening: socket.socket,
        local: Path | None = None,
        count: int = 1,
    ) -> None:
        self.release = release
        self._workers = [Worker(release, name, listening, local) for _ in range(count)]

    def wait_until_ready(self) -> bool:
        """Wait until all of them answer; false if one of them does not."""
        ready = [worker.wait_until_ready() for worker in self._workers]
        return all(ready)

    def is_running(self) -> bool:
        """Tell whether all of them still run."""
        return all(worker.is_running() for worker in self._workers)

    def stop(self) -> None:
        """Let them all finish what they are doing, at the same time, then end them."""
        for worker in self._workers:
            worker.ask_to_stop()
        for worker in self._workers:
            worker.stop()


def current_release(bygg: Path) -> Path:
    """Return the release that is to be served."""
    link = bygg / CURRENT
    if not (link / DATABASE_FILE).is_file():
        raise ServeError(f"Det finns ingen byggd utgåva i {bygg}. Kör «insatser publicera» först.")
    return link.resolve()


def serve(
    bygg: Path,
    name: str,
    port: int,
    say: Callable[[str], object],
    *,
    local: Path | None = None,
    count: int = 1,
) -> None:
    """Serve until Ctrl-C or SIGTERM, with a number of processes that share the port."""
    release = current_release(bygg)
    with _listen(port) as listening:
        begin = partial(Crew, name=name, listening=listening, local=local, count=count)
        worker = begin(release)
        try:
            signal.signal(signal.SIGTERM, _interrupt)
            if not worker.wait_until_ready():
                raise ServeError("Servern kunde inte starta. Orsaken står ovanför.")
            address = f"http://{HOST}:{listening.getsockname()[1]}/"
            _ask(HOST, listening.getsockname()[1])
            say(f"Insatskatalogen visas på {address} (avsluta med Ctrl-C)")
            failed: Path | None = None
            while True:
                time.sleep(1)
                if not worker.is_running():
                    raise ServeError("Servern stannade av sig själv.")
                latest = _current_or(bygg, worker.release)
                if latest not in (worker.release, failed):
                    worker, failed = _move_on(worker, latest, begin, say)
        except KeyboardInterrupt:
            say("Stänger.")
        finally:
            worker.stop()


def _move_on(
    worker: Crew, latest: Path, begin: Callable[[Path], Crew], say: Callable[[str], object]
) -> tuple[Crew, Path | None]:
    fresh = begin(latest)
    try:
        ready = fresh.wait_until_ready()
    except BaseException:
        fresh.stop()
        raise
    if not ready:
        fresh.stop()
        if not worker.is_running():
            raise ServeError(
                f"Servern stannade av sig själv, och utgåvan {latest.name} kunde inte starta."
            )
        say(f"Utgåvan {latest.name} kunde inte starta. Den förra visas fortfarande.")
        return worker, latest
    worker.stop()
    say(f"Visar nu utgåvan {latest.name}.")
    return fresh, None


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise ServeError(
            f"Port {port} är upptagen eller går inte att använda. Välj en annan med --port."
        ) from error
    listening.listen(128)
    return listening


def _current_or(bygg: Path, served: Path) -> Path:
    try:
        return current_release(bygg)
    except (OSError, ServeError):
        return served


def _ask(host: str, port: int) -> None:
    """Ask for the first page, so that the address is told when it truly answers."""
    connection = http.client.HTTPConnection(host, port, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except OSError as error:
        raise ServeError("Servern startade men svarar inte.") from error
    finally:
        connection.close()
    if status != 200:
        raise ServeError(f"Servern startade men startsidan svarar {status}.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
