"""Gå hela webbplatsen: varje slags adress för varje post, och varje länk på varje sida.

    python -m benchmarks.krypning [UTGÅVA] [--html]

Skriver döda länkar, sidor över gränsen och hur många sidor som sågs. Med ``--html`` läses varje
sida också av Nu Html Checker.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from benchmarks.htmlkontroll import faults_in
from catalog import open_reader
from catalog.previewing import TABLE_OF
from catalog.reading import Reader
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import DATABASE_FILE
from datasette_plugins.sitemap import record_paths, vocabulary_paths
from datasette_plugins.smoke import FIXED, example_paths

LARGEST = 100 * 1000
"""The most bytes of a page, before compression; tables of Datasette's count too."""

FORMS = {
    "insatser": (".json", ".jsonld"),
    "problemomraden": (".json",),
    "paverkansfaktorer": (".json",),
    "program": (".json",),
    "anordnare": (".json",),
    "kallor": (".json", ".jsonld", ".csl.json"),
    "vokabular": (".json", ".jsonld", ".ttl", ".rdf"),
}
"""First segment of an address → the other forms that each record has."""

MORE = ("/sok", "/sok.json", "/datasets/dcat.rdf", "/katalog/byggnad", "/katalog?sql=select+1")
MOST_CHOICES = 2
"""Links with more choices than this are not followed: they can be combined without end."""
PLAIN = {"Accept-Encoding": "identity"}


class Marks(HTMLParser):
    """What a page points at, and what in it can be pointed at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element points at, and its id."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif value and name in {"href", "src", "formaction"}:
                self.links.append(value)


@dataclass(slots=True)
class Seen:
    """What a walk over the site saw."""

    status: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    """Address → bytes, of HTML pages."""
    dead: list[str] = field(default_factory=list)
    """``from → to`` for what did not answer, or lacks the place that was pointed at."""
    ids: dict[str, set[str]] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    def too_heavy(self) -> dict[str, int]:
        """Return the pages over the limit, the heaviest first."""
        heavy = {path: size for path, size in self.pages.items() if size > LARGEST}
        return dict(sorted(heavy.items(), key=lambda each: -each[1]))


def every_address(reader: Reader) -> list[str]:
    """Return every pattern of address for every record."""
    records = record_paths(reader)
    told = (*records, *vocabulary_paths(reader), *(f"/{segment}" for segment in FORMS))
    lists = {f"/{segment}": (".json",) for segment in FORMS} | {"/kallor": (".json", ".csl.json")}
    others = [
        f"{path}{ending}"
        for path in told
        for ending in lists.get(path) or FORMS[path.split("/")[1]]
    ]
    rows = [
        f"/katalog/{table}/{id_}" for kind, id_ in reader.poster() for table in [TABLE_OF[kind]]
    ]
    return [*FIXED, *MORE, *told, *others, *rows, *example_paths(reader, records)]


async def crawl(
    datasette: Any, starts: Iterable[str], keep: Path | None = None, *, follow: bool = True
) -> Seen:
    """Ask for the addresses, and ``follow`` what they lead to; ``keep`` is a folder for pages."""
    seen = Seen()
    waiting = list(dict.fromkeys(starts))
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        response = await datasette.client.get(path, headers=PLAIN)
        seen.status[path] = response.status_code
        if response.is_redirect:
            response = await datasette.client.get(response.headers["location"], headers=PLAIN)
        if response.status_code != 200:
            seen.dead.append(f"{seen.came_from.get(path, 'start')} → {path}")
            continue
        if not response.headers["content-type"].startswith("text/html"):
            continue
        seen.pages[path] = len(response.content)
        if not follow:
            continue
        marks = Marks(response.text)
        seen.ids[path] = marks.ids
        if keep is not None:
            (keep / f"{len(seen.pages)}.html").write_text(
                f"{response.text}\n<!-- {path.replace('--', '- -')} -->", encoding="utf-8"
            )
        for target in followed(path, marks.links, seen):
            if target not in known:
                known.add(target)
                seen.came_from[target] = path
                waiting.append(target)
    seen.dead += [
        f"{page} → {path}#{place}"
        for (path, place), page in seen.places.items()
        if path in seen.ids and place not in seen.ids[path]
    ]
    return seen


def followed(page: str, links: Iterable[str], seen: Seen) -> list[str]:
    """Return the addresses to go on to, and note the places within pages that are pointed at."""
    # Datasette's tables lead to every filter of every column.
    if page.startswith("/katalog"):
        return []
    targets = []
    for link in links:
        target, place = urldefrag(link)
        if place:
            seen.places.setdefault((target or page, place), page)
        if target.startswith("/") and urlsplit(target).query.count("&") < MOST_CHOICES:
            targets.append(target)
    return targets


def kinds(paths: Iterable[str]) -> Mapping[str, int]:
    """Count addresses by their first segment."""
    return Counter("/" + urlsplit(path).path.split("/")[1] for path in paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("utgava", nargs="?", default="build/aktuell")
    parser.add_argument("--html", action="store_true", help="kontrollera också varje sidas HTML")
    asked = parser.parse_args()
    release = Path(asked.utgava).resolve()
    with open_reader(release / DATABASE_FILE) as reader:
        starts = every_address(reader)
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(folder) if asked.html else None
        datasette = open_datasette(release)
        try:
            seen = asyncio.run(crawl(datasette, starts, keep))
        finally:
            datasette.executor.shutdown()
        faults = faults_in(Path(folder)) if asked.html else []
    print(f"{len(seen.status)} adresser, varav {len(seen.pages)} sidor")
    for kind, number in sorted(kinds(seen.pages).items()):
        print(f"  {kind:22} {number}")
    heaviest = sorted(seen.pages.items(), key=lambda each: -each[1])
    print(
        "Tyngst:", *(f"  {size / 1000:6.1f} kB  {path}" for path, size in heaviest[:12]), sep="\n"
    )
    print(f"Över {LARGEST // 1000} kB: {len(seen.too_heavy())}")
    print(f"Döda länkar: {len(seen.dead)}", *seen.dead, sep="\n  ")
    if asked.html:
        print(f"Fel i HTML: {len(faults)}", *faults[:200], sep="\n  ")
    sys.exit(bool(seen.dead or seen.too_heavy() or faults))


if __name__ == "__main__":
    main()
