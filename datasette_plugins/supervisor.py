"""Serve the current release, and show the next one when it is published, without a gap."""

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
from pathlib import Path
from types import FrameType

from datasette_plugins.settings import DATABASE_FILE
from datasette_plugins.showing import CURRENT
from datasette_plugins.versioning import made_by_another_program, program_version

HOST = "127.0.0.1"
STOP_SECONDS = 10
READY_SECONDS = 120
HOLD_SECONDS = 5
"""How long visitors may have to wait for a worker that is too busy to hear its orders."""
PIPE_BYTES = 4096


class ServeError(Exception):
    """The site cannot be served; the message says why and what to do."""


class Worker:
    """A serving process, that is told which release to show."""

    def __init__(
        self, release: Path, name: str, listening: socket.socket, local: Path | None = None
    ) -> None:
        self._answers, theirs = os.pipe()
        self._told = b""
        self._orders = 0
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

    def order(self, order: str) -> None:
        """Give an order; :meth:`has_done` tells how it went."""
        self._orders += 1
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.write(f"{self._orders} {order}\n".encode())
                self._process.stdin.flush()

    def has_done(self, seconds: float) -> bool:
        """Wait for the last order, at first to start; false if it failed or took too long."""
        deadline = time.monotonic() + seconds
        while True:
            *whole, self._told = self._told.split(b"\n")
            for line in whole:
                number, _, answer = line.partition(b" ")
                if int(number) == self._orders:
                    return answer == b"ja"
            left = max(deadline - time.monotonic(), 0)
            if not select.select([self._answers], [], [], left)[0]:
                return False
            more = os.read(self._answers, PIPE_BYTES)
            if not more:
                return False
            self._told += more

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
        if self._answers >= 0:
            os.close(self._answers)
            self._answers = -1


class Crew:
    """Several workers that show the same release, and change to the next one as one."""

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
        return self._all_have_done(READY_SECONDS)

    def move_to(self, release: Path) -> bool | None:
        """Show another release, or the same as before if one of them cannot.

        False tells that the release cannot be opened, None that it was not the right moment.
        No request is refused, and none is answered from a release that comes before one that
        anybody has seen: all workers hold what they are asked before the first one changes.
        """
        self._order(f"prepare {release}")
        if not self._all_have_done(READY_SECONDS):
            self._order("forget")
            return False
        self._order("hold")
        if not self._all_have_done(HOLD_SECONDS):
            self._order("forget")
            return None
        self._order("change")
        self.release = release
        return True

    def is_running(self) -> bool:
        """Tell whether all of them still run."""
        return all(worker.is_running() for worker in self._workers)

    def stop(self) -> None:
        """Let them all finish what they are doing, at the same time, then end them."""
        for worker in self._workers:
            worker.ask_to_stop()
        for worker in self._workers:
            worker.stop()

    def _order(self, order: str) -> None:
        for worker in self._workers:
            worker.order(order)

    def _all_have_done(self, seconds: float) -> bool:
        # Every one of them is asked, so that no answer is left for the next order.
        done = [worker.has_done(seconds) for worker in self._workers]
        return all(done)


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
    running = program_version()
    with _listen(port) as listening:
        crew = Crew(current_release(bygg), name, listening, local, count)
        try:
            signal.signal(signal.SIGTERM, _interrupt)
            if not crew.wait_until_ready():
                raise ServeError("Servern kunde inte starta. Orsaken står ovanför.")
            address = f"http://{HOST}:{listening.getsockname()[1]}/"
            _ask(HOST, listening.getsockname()[1])
            say(f"Insatskatalogen visas på {address} (avsluta med Ctrl-C)")
            refused: Path | None = None
            while True:
                time.sleep(1)
                if not crew.is_running():
                    raise ServeError("Servern stannade av sig själv.")
                latest = _current_or(bygg, crew.release)
                if latest not in (crew.release, refused):
                    refused = _move_on(crew, latest, running, say)
        except KeyboardInterrupt:
            say("Stänger.")
        finally:
            crew.stop()


def _move_on(crew: Crew, latest: Path, running: str, say: Callable[[str], object]) -> Path | None:
    """Show the latest release; return it if it cannot be shown, so that it is not tried again."""
    if made_by_another_program(latest, running):
        say(
            f"Utgåvan {latest.name} är gjord med en annan version av programmet än den som körs. "
            "Starta om servern, så visas den. Den förra visas fortfarande."
        )
        return latest
    moved = crew.move_to(latest)
    if moved:
        say(f"Visar nu utgåvan {latest.name}.")
    elif not crew.is_running():
        raise ServeError(
            f"Servern stannade av sig själv, och utgåvan {latest.name} kunde inte starta."
        )
    elif moved is False:
        say(f"Utgåvan {latest.name} kunde inte starta. Den förra visas fortfarande.")
        return latest
    return None


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
