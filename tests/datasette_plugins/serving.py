"""An instance behind a port of this machine, in this process or in processes of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

PATIENCE = 60
SLOWNESS = float(os.environ.get("PROV_TROGHET", "0"))
"""Seconds before an answer begins and again before it ends. A test that reads a page while it is
being exchanged fails on a slow machine alone; with some slowness it fails everywhere."""


def slow(app: Any) -> Any:
    """Return the same application, which answers late and in two parts."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def later(message: Any) -> None:
            await asyncio.sleep(SLOWNESS)
            body = message.get("body", b"")
            if message["type"] == "http.response.body" and len(body) > 1:
                half = len(body) // 2
                await send({**message, "body": body[:half], "more_body": True})
                await asyncio.sleep(SLOWNESS)
                message = {**message, "body": body[half:]}
            await send(message)

        await app(scope, receive, later)

    return answer


@contextmanager
def behind_a_port(datasette: Any) -> Iterator[str]:
    """Serve in a thread, and yield the address."""
    app = datasette.app()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            slow(app) if SLOWNESS else app, log_level="error", access_log=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)
    datasette.executor.shutdown()


@contextmanager
def served(bygg: Path, workers: int = 1) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve the public site as it is served, and yield the process and its port."""
    command = [sys.executable, "-m", "datasette_plugins", "servera", "publik", "--port", "0"]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--bygg", str(bygg), "--arbetare", str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        line = said(process)
        assert line.startswith("Insatskatalogen visas på http://127.0.0.1:"), line
        yield process, int(line.split()[3].rstrip("/").rpartition(":")[2])
    finally:
        # Ctrl-C is not heard where the tests themselves run in the background.
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=PATIENCE)[0]
        assert process.returncode == 0, rest
        assert "Traceback" not in rest


def said(process: subprocess.Popen[str]) -> str:
    """Return the next line that the process says."""
    assert process.stdout is not None
    return process.stdout.readline()
