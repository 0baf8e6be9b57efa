"""Curators who save at once, each in a process of their own: times, and what is lost (nothing).

python -m benchmarks.redaktion [--sekunder 60] [--redaktorer 20]
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.redaktorer import PAUSE, SHARED, parser_of, takes_own
from catalog.proposals import (
    DraftConflictError,
    ProposalStore,
    back_up,
    change,
    findings_for,
)
from catalog.prospect import Prospect

ROOT = Path(__file__).resolve().parent.parent

Saved = list[tuple[int, str, bool]]


def write(path: Path, who: int, until: float, out: multiprocessing.Queue) -> None:
    """Save own drafts and shared ones, and tell what was saved and how long each took."""
    store = ProposalStore(path)
    me, luck = f"Skribent {who}", random.Random(who)  # noqa: S311
    own = store.list_forslag(forfattare=me)[0].nummer
    saved: Saved = []
    times: list[float] = []
    while time.time() < until:
        number = own if takes_own(luck) else luck.randint(1, SHARED)
        seen = store.get(number)
        text = f"{seen.text}# {me} {len(saved)}\n" if len(seen.text) < 20_000 else f"# {me}\n"
        start = time.perf_counter()
        try:
            store.save_draft(number, text=text, version=seen.version, by=me)
            kept = True
        except DraftConflictError:
            kept = False
        times.append(time.perf_counter() - start)
        saved.append((number, hashlib.sha256(text.encode()).hexdigest(), kept))
        time.sleep(PAUSE)
    store.close()
    out.put((saved, times))


def plain(folder: Path, count: int = 300) -> list[float]:
    """Return the times of bare inserts of as much text, kept on disk as surely."""
    connection = sqlite3.connect(folder / "x.db", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table t (a text)")
    times = []
    for _ in range(count):
        start = time.perf_counter()
        connection.execute("insert into t values (?)", ("x" * 5_000,))
        times.append(time.perf_counter() - start)
    connection.close()
    return times


def main(seconds: float, writers: int) -> int:
    """Run the writers and count what they saved against what is there."""
    prospect = Prospect(ROOT / "data")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = ProposalStore(folder / "forslag.db")
        records = [f"insatser/{post_id}.yaml" for post_id in sorted(prospect.katalog.insatser)]
        for number in range(SHARED + writers):
            fil = records[number]
            by = f"Skribent {number - SHARED}" if number >= SHARED else "Delad"
            plan = change(prospect.katalog, fil, prospect.text(fil) or "")
            store.create_draft(*plan, by=by)
        start = time.perf_counter()
        found = findings_for(prospect, store.get(1))
        first = time.perf_counter() - start
        start = time.perf_counter()
        findings_for(prospect, store.get(2))
        again = time.perf_counter() - start
        out: multiprocessing.Queue = multiprocessing.Queue()
        until = time.time() + seconds
        people = [
            multiprocessing.Process(target=write, args=(folder / "forslag.db", who, until, out))
            for who in range(writers)
        ]
        for each in people:
            each.start()
        told = [out.get(timeout=seconds + 120) for _ in people]
        for each in people:
            each.join()
        there = {
            (event.forslag, hashlib.sha256(text.encode()).hexdigest(), event.slag == "sparat")
            for event in store.events()
            for text in event.detalj.get("filer", {}).values()
        }
        saved = [each for part, _ in told for each in part]
        times = sorted(each for _, part in told for each in part)
        lost = [each for each in saved if each not in there]
        conflicts = sum(not kept for _, _, kept in saved)
        start = time.perf_counter()
        copy = back_up(store.path, folder / "kopior")
        copied = time.perf_counter() - start
        store.close()
        peer = statistics.median(plain(folder))
    middle = statistics.median(times)
    print(f"{writers} skribenter i {seconds:g} s: {len(saved)} sparningar, {conflicts} krockar")
    print(f"förlorade: {len(lost)}")
    print(f"{'bara insert, en skribent, median':40} {peer * 1000:8.1f} ms   1,0")
    for words, value in (
        ("spara, median", middle),
        ("spara, 95 %", times[int(len(times) * 0.95)]),
        ("spara, längst", times[-1]),
    ):
        print(f"{words:40} {value * 1000:8.1f} ms {value / peer:7.1f}")
    print(f"{'fynd första gången':40} {first * 1000:8.0f} ms   ({len(found)} fynd)")
    print(f"{'fynd medan man skriver':40} {again * 1000:8.0f} ms")
    print(f"{'säkerhetskopia':40} {copied * 1000:8.0f} ms   ({copy.handelser} händelser)")
    return 1 if lost or len(people) != len(told) else 0


if __name__ == "__main__":
    asked = parser_of(__doc__).parse_args()
    sys.exit(main(asked.sekunder, asked.redaktorer))
