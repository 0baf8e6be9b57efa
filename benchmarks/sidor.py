"""Our pages beside plain Datasette 0.65.5 on the same ``katalog.db``; each ratio from one run.

The two servers are asked in turn, request by request, so that whatever else the machine does
falls on both. Datasette's list is asked for as gently as it can be: 25 rows, no suggested facets.
"""

from __future__ import annotations

import http.client
import itertools
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from catalog import open_reader
from datasette_plugins.smoke import FIXED, example_paths, record_paths

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
DATABASE = BUILD / "aktuell" / "katalog.db"
RUNS = 60
PATIENCE = 120
LARGEST = 100 * 1000
MORE = (
    "/insatser?sida=2",
    "/insatser?status=okand",
    "/insatser?problemomrade=lasforstaelse",
    "/sok?q=skola",
    "/katalog/insats_bladdra",
    "/katalog/referens",
)
HTML = b"<!DOCTYPE html>"
ZIPPED = {"Accept-Encoding": "gzip"}
# Datasette as it is: 0.65 has no setting that leaves installed plugins out, only this mark.
PLAIN = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"
WITHOUT_CACHE = "metadata: {plugins: {insatskatalogen: {cache_mb: 0}}}\n"
FACETS = "&_facet=typ&_facet=status&_facet=evidensgrad&_facet=kostnadsband&_size=25&_nosuggest=1"


class Server:
    """A server that is asked over one connection that stays open."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def reconnect(self) -> None:
        """Connect anew, since a server closes a connection that has long been silent."""
        self._connection.close()

    def get(
        self, path: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[float, bytes]:
        """Return the seconds to the first byte, and the body."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers=dict(headers))
        # Only looked at, so that what reading the headers takes here is not counted.
        self._connection.sock.recv(1, socket.MSG_PEEK)
        seconds = time.perf_counter() - start
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise ValueError(f"{path} svarade {answer.status}")
        return seconds, body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: Sequence[str]) -> Iterator[Server]:
    """Run a server until it is no longer needed."""
    port = free_port()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.perf_counter() + PATIENCE
        while True:
            try:
                Server(port).get("/")
                break
            except (OSError, http.client.HTTPException):
                if process.poll() is not None or time.perf_counter() > deadline:
                    raise
                time.sleep(0.05)
        yield Server(port)
    finally:
        process.terminate()
        process.wait()


def beside(
    ours: tuple[Server, Iterator[str]], theirs: tuple[Server, Iterator[str]]
) -> tuple[float, float, float]:
    """Return both medians in milliseconds, and the median of the ratios pair by pair."""
    for server in (ours[0], theirs[0]):
        server.reconnect()
    pairs = []
    for _ in range(RUNS):
        first, _ = theirs[0].get(next(theirs[1]))
        second, _ = ours[0].get(next(ours[1]))
        pairs.append((first, second))
    return (
        1000 * statistics.median(first for first, _ in pairs),
        1000 * statistics.median(second for _, second in pairs),
        statistics.median(first / second for first, second in pairs),
    )


def column(sql: str) -> list[str]:
    connection = sqlite3.connect(f"{DATABASE.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return [str(row[0]) for row in connection.execute(sql)]
    finally:
        connection.close()


def lists(path: str, extra: str = "") -> Iterator[str]:
    """Return the same question to either: the insatser with a status, one status after another."""
    statuses = column("select id from status order by ordning")
    return itertools.cycle(f"{path}?status={status}{extra}" for status in statuses)


def told(name: str, peer: str, figures: tuple[float, float, float], goal: str) -> None:
    theirs, ours, ratio = figures
    print(f"{name:34} {ours:7.2f} ms   {peer:30} {theirs:7.2f} ms   {ratio:5.1f} ×   mål {goal}")


def main() -> None:
    ids = column("select id from insats order by id")
    ours = [sys.executable, "-m", "datasette_plugins", "servera", "publik"]
    plain = [sys.executable, "-c", PLAIN, "-i", str(DATABASE)]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        (Path(folder) / "utan.yml").write_text(WITHOUT_CACHE, encoding="utf-8")
        without = [*ours, "--installningar", f"{folder}/utan.yml"]
        theirs = stack.enter_context(serving(plain))
        fresh = stack.enter_context(serving(without))
        print(f"Första byten, median av {RUNS} par i tur och ordning")
        told(
            "filtrerad lista, alla räkningar",
            "Datasettes lista, fyra fasetter",
            beside((fresh, lists("/insatser")), (theirs, lists("/katalog/insats", FACETS))),
            "3",
        )
        told(
            "insatssida",
            "Datasettes radsida",
            beside(
                (fresh, itertools.cycle(f"/insatser/{id_}" for id_ in ids)),
                (theirs, itertools.cycle(f"/katalog/insats/{id_}" for id_ in ids)),
            ),
            "1",
        )
        kept = stack.enter_context(serving(ours))
        for name, path in (
            ("cachad lista", "/insatser"),
            ("cachad insatssida", f"/insatser/{ids[0]}"),
        ):
            kept.get(path)
            again = itertools.repeat(path)
            told(name, "samma sida utan cache", beside((kept, again), (fresh, again)), "5")
        heaviest(kept)


def heaviest(server: Server) -> None:
    """Print the heaviest pages: as they are, and as a browser fetches them with what they need."""
    with open_reader(DATABASE) as reader:
        records = record_paths(reader)
        paths = [*FIXED, *records, *example_paths(reader, records), *MORE]
    server.reconnect()
    _, first = server.get("/")
    files = re.findall(rb'(?:href|src)="(/-/static-plugins/[^"]+)"', first)
    beside_page = sum(len(server.get(file.decode(), ZIPPED)[1]) for file in files)
    whole = {path: server.get(path)[1] for path in paths}
    weights = sorted(
        ((len(page), path) for path, page in whole.items() if page.startswith(HTML)), reverse=True
    )
    print(f"\nTyngst av {len(weights)} sidor (packad: med stilmall och skript)")
    for weight, path in weights[:5]:
        zipped = len(server.get(path, ZIPPED)[1]) + beside_page
        print(f"{path:50} {weight / 1000:6.1f} kB   (packad {zipped / 1000:.1f} kB)")
    reached = "nått" if weights[0][0] <= LARGEST else "INTE nått"
    print(f"mål: högst {LARGEST / 1000:.0f} kB före packning, {reached}")


if __name__ == "__main__":
    main()
