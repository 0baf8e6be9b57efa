"""Check and build of the whole catalogue, beside a plain sqlite-utils insert of the same rows."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from catalog import build, check
from catalog.loading import load
from catalog.rows import rows_of

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def seconds(work: Callable[[Path], object]) -> float:
    """Return the median time of a few runs, each in an empty folder."""
    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            work(Path(folder))
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def plain_insert(folder: Path) -> None:
    """Insert the same rows with the shape guessed, no keys, no checks, no search."""
    database = Database(str(folder / "x.db"))
    for table, rows in ROWS.items():
        database.table(table).insert_all(rows)
    database.close()


ROWS = rows_of(load(ROOT / "data")[0])

if __name__ == "__main__":
    peer = seconds(plain_insert)
    checked = seconds(lambda _: check(ROOT / "data"))
    built = seconds(lambda folder: build(ROOT / "data", folder / "ut"))
    print(f"{sum(map(len, ROWS.values()))} rader, median av {RUNS} körningar")
    print(f"{'sqlite-utils, bara rader':32} {peer:7.2f} s     1,0")
    print(f"{'kontrollera':32} {checked:7.2f} s {checked / peer:7.1f}")
    print(f"{'kontrollera och bygga':32} {built:7.2f} s {built / peer:7.1f}")
