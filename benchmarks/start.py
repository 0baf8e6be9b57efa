"""``./start`` on a prepared machine to its first answer, beside plain Datasette."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Sequence

from benchmarks.sidor import ROOT, free_port

RUNS = 3
PATIENCE = 300


def seconds_to_answer(command: Sequence[str]) -> float:
    """Start a server and return the time until its first page answers 200."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [word.format(port=port) for word in command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - start < PATIENCE:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    if answer.status == 200:
                        return time.perf_counter() - start
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(" ".join(command))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


# Datasette as it is: 0.65 has no setting that leaves installed plugins out, only this mark.
PLAIN = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
DATABASE = "build/aktuell/katalog.db"
DATASETTE = (".venv/bin/python", "-c", PLAIN, "-i", DATABASE, "--port", "{port}")
START = ("./start", "--port", "{port}")

if __name__ == "__main__":
    pairs = [(seconds_to_answer(DATASETTE), seconds_to_answer(START)) for _ in range(RUNS)]
    peer = statistics.median(first for first, _ in pairs)
    ours = statistics.median(second for _, second in pairs)
    ratio = statistics.median(second / first for first, second in pairs)
    print(f"Till första svaret, median av {RUNS} par")
    print(f"{'datasette katalog.db':24} {peer:6.2f} s   1,0")
    print(f"{'./start':24} {ours:6.2f} s {ratio:5.1f}")
