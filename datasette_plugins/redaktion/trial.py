"""What the matcher would answer with a proposal, in a process of its own.

The whole index is built again, as a publication does it, since every text weighs on every other.
It takes its time, and a process of its own lets the site answer meanwhile. What is typed to be
matched is told on standard input and answered on standard output; none of it is written to disk.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from catalog.loading import load
from catalog.previewing import open_preview
from datasette_plugins.manifest import INDEX, read_manifest
from datasette_plugins.publishing import SHIPPED_VECTORS
from datasette_plugins.settings import DATABASE_FILE
from matcher import Behov, Matcher, VectorCache, build_index, default_encoder, open_matcher

ANSWERS = 10


def answers(matcher: Matcher, statements: list[str]) -> list[list[dict[str, str]]]:
    """Return the suggestions for each statement, best first."""
    return [
        [
            {"insats": match.insats, "namn": match.namn, "styrka": match.styrka}
            for match in matcher.match(Behov(text=text), limit=ANSWERS).matcher
        ]
        for text in statements
    ]


def try_out(
    release: Path, data: Path, changes: dict[str, str | None], statements: list[str]
) -> dict[str, Any]:
    """Return the answers of the release, and those of the same catalogue with changed files."""
    before = open_matcher(release)
    with_vectors = bool(read_manifest(release).get("vektorer"))
    encoder = default_encoder() if with_vectors else None
    cache = VectorCache(release.parent / "vektorer", [data / SHIPPED_VECTORS])
    with tempfile.TemporaryDirectory(prefix="insatser-prov-") as folder:
        work = Path(folder)
        katalog, _ = load(data)
        with open_preview(
            release / DATABASE_FILE, katalog, changes, at=work / DATABASE_FILE
        ) as reader:
            build_index(reader, work / INDEX, encoder=encoder, cache=cache)
        after = open_matcher(work)
        return {"fore": answers(before, statements), "efter": answers(after, statements)}


if __name__ == "__main__":
    told = json.load(sys.stdin)
    try:
        found = try_out(
            Path(told["release"]), Path(told["data"]), told["changes"], told["statements"]
        )
    except Exception as error:
        # The message could hold what was typed.
        sys.stderr.write(f"{type(error).__name__}\n")
        sys.exit(1)
    json.dump(found, sys.stdout)
