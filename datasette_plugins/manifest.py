"""The manifest of a release: which files belong to it, and whether they are as they were made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalog.building import MANIFEST, file_hash
from datasette_plugins.settings import DATABASE_FILE

INDEX = "index"
DOWNLOADS = "nedladdning"


def complete_manifest(release: Path, **facts: Any) -> None:
    """Add the files of the index and to take away, and other facts, to what the build wrote."""
    path = release / MANIFEST
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for folder in (INDEX, DOWNLOADS):
        for file in sorted((release / folder).rglob("*")):
            if file.is_file():
                manifest["filer"][file.relative_to(release).as_posix()] = file_hash(file)
    text = json.dumps(manifest | facts, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def read_manifest(release: Path) -> dict[str, Any]:
    """Return the manifest; OSError or ValueError when there is none that can be read.

    Examples
    --------
    >>> sorted(read_manifest(utgava))
    ['antal', 'filer', 'program', 'schema', 'vektorer', 'version']
    """
    manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(manifest, dict):
        raise ValueError(MANIFEST)
    return manifest


def damaged_files(release: Path, manifest: dict[str, Any]) -> list[str]:
    """Return the files that are missing or not as the manifest says.

    Examples
    --------
    >>> damaged_files(utgava, read_manifest(utgava))
    []
    """
    told = manifest.get("filer") or {DATABASE_FILE: None}
    return [name for name, expected in told.items() if _hash(release / name) != expected]


def is_whole(release: Path) -> bool:
    """Tell whether a release is as it was when it passed the smoke test."""
    try:
        return damaged_files(release, read_manifest(release)) == []
    except (OSError, ValueError):
        return False


def _hash(path: Path) -> str:
    return file_hash(path) if path.is_file() else ""
