"""The files of a release that hold the whole catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.exporting import CSL_FILE, CSV_FILE, JSON_FILE, YAML_FILE
from datasette_plugins.manifest import DOWNLOADS
from datasette_plugins.settings import DATABASE_FILE


@dataclass(frozen=True, slots=True)
class Nedladdning:
    """A file with the whole catalogue, or one kind of record."""

    fil: str
    vag: str
    titel: str
    beskrivning: str
    mediatyp: str
    plats: Path
    storlek: int
    sha256: str


FILES: tuple[tuple[str, str, str, str], ...] = (
    (
        DATABASE_FILE,
        "SQLite",
        "Hela katalogen som databas, med en förklaring till varje tabell på tabellsidorna.",
        "application/vnd.sqlite3",
    ),
    (
        CSV_FILE,
        "CSV",
        "En fil för varje tabell i databasen, och en beskrivning av kolumnerna (CSV on the Web).",
        "text/csv+zip",
    ),
    (
        JSON_FILE,
        "JSON",
        "Alla poster och listor i en fil. Varje post ser ut som på sin egen JSON-adress.",
        "application/json",
    ),
    (
        YAML_FILE,
        "YAML",
        "Posterna så som redaktionen skriver dem, en fil för varje post.",
        "application/zip",
    ),
    (
        CSL_FILE,
        "CSL-JSON",
        "Alla källor, för referenshanterare som Zotero.",
        "application/vnd.citationstyles.csl+json",
    ),
)
"""File, title, what it holds and media type."""


def downloads_of(release: Path, manifest: Mapping[str, Any]) -> tuple[Nedladdning, ...]:
    """Return the files with the sizes and hashes that they were made with.

    Examples
    --------
    >>> from datasette_plugins.manifest import read_manifest
    >>> [each.vag for each in downloads_of(utgava, read_manifest(utgava))][:2]
    ['/katalog.db', '/nedladdning/insatskatalogen-csv.zip']
    """
    found = []
    for name, title, description, media in FILES:
        inside = name if name == DATABASE_FILE else f"{DOWNLOADS}/{name}"
        place = release / inside
        size = place.stat().st_size
        digest = manifest["filer"][inside]
        found.append(
            Nedladdning(name, f"/{inside}", title, description, media, place, size, digest)
        )
    return tuple(found)


def size_in_words(size: int) -> str:
    r"""Write a size as people read it.

    Examples
    --------
    >>> size_in_words(10_395_648), size_in_words(250_000), size_in_words(12)
    ('10,4\xa0MB', '250\xa0kB', '1\xa0kB')
    """
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}MB"
    return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
