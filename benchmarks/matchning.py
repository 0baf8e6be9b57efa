"""One match of the whole catalogue, beside bm25s on the same texts and questions."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import bm25s
import yaml

from catalog import open_reader
from matcher import Behov, open_matcher

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "build" / "aktuell"


def median_ms(work: Callable[[str], object], questions: list[str]) -> float:
    """Return the median time for a question, in milliseconds."""
    times = []
    for question in questions:
        start = time.perf_counter()
        work(question)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    paths = sorted((ROOT / "data" / "bedomningar").glob("*.yaml"))
    questions = [yaml.safe_load(path.read_text(encoding="utf-8"))["text"] for path in paths]
    with open_reader(RELEASE / "katalog.db") as reader:
        texts = [
            "\n".join([insats.namn, insats.sammanfattning, *insats.stycken, *insats.formuleringar])
            for insats in reader.insatser()
        ]
    peer = bm25s.BM25()
    peer.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
    matcher = open_matcher(RELEASE)
    by_words = matcher.without_encoder()

    def ask_peer(question: str) -> object:
        tokens = bm25s.tokenize(question, show_progress=False)
        return peer.retrieve(tokens, k=10, show_progress=False)

    asked = {
        "bm25s": ask_peer,
        "matcher, utan språkmodell": lambda question: by_words.match(Behov(text=question)),
    }
    if matcher.har_vektorer:
        asked["matcher"] = lambda question: matcher.match(Behov(text=question))
    for ask in asked.values():
        ask(questions[0])
    times = {name: median_ms(ask, questions) for name, ask in asked.items()}
    print(f"{len(texts)} insatser, {len(questions)} frågor, median för en fråga")
    for name, time_for_one in times.items():
        print(f"{name:28} {time_for_one:7.2f} ms {time_for_one / times['bm25s']:6.1f}")
