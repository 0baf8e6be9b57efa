"""A whole analysis to its problems and suggestions, beside the time that reading the file takes.

python -m benchmarks.analys                  # about ten pages
python -m benchmarks.analys 40 build/aktuell # as many pages, another release
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from docx import Document

from matcher import Matcher, open_matcher, read_analysis

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
CHARACTERS_ON_A_PAGE = 2_400


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def document(pages: int) -> bytes:
    """Return a Word file of as many pages, put together of the example analyses."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "data" / "exempelanalyser").glob("*/text.md"))
    ]
    made = Document()
    length = 0
    while length < pages * CHARACTERS_ON_A_PAGE:
        for text in texts:
            for stycke in read_analysis(text.encode(), filename="text.md").stycken:
                made.add_paragraph(stycke.text)
                length += len(stycke.text)
                if length >= pages * CHARACTERS_ON_A_PAGE:
                    break
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def report(name: str, matcher: Matcher, content: bytes, peer: float) -> None:
    """Print what a matcher takes, after a first reading that learns the roles."""
    analys = read_analysis(content, filename="analys.docx")
    found = matcher.read_needs(analys)
    context = [each for each in found.problem if not each.utanfor]
    reading = seconds(lambda: matcher.read_needs(analys))
    start = time.perf_counter()
    for each in context:
        matcher.match(found.behov(each))
    matching = time.perf_counter() - start
    print(f"{name}: {len(found.problem)} problem, {len(found.iakttagelser)} iakttagelser")
    print(f"{'  hitta problemen':34} {reading:7.2f} s {reading / peer:7.1f}")
    print(f"{'  förslag till varje':34} {matching:7.2f} s {matching / peer:7.1f}")


if __name__ == "__main__":
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    release = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "build" / "aktuell"
    content = document(pages)
    peer = seconds(lambda: read_analysis(content, filename="analys.docx"))
    print(f"{pages} sidor, median av {RUNS} körningar")
    print(f"{'läsa in filen':34} {peer:7.2f} s     1,0")
    matcher = open_matcher(release.resolve())
    report("utan språkmodell", matcher.without_encoder(), content, peer)
    if matcher.har_vektorer:
        report("med språkmodell", matcher, content, peer)
