"""The manifest of a release: which files belong to it, and whether they are as they were made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalog.building import MANIFEST, file_hash
from datasette_plugins.settings import DATABASE_FILE
from matcher import Matning

INDEX = "index"
DOWNLOADS = "nedladdning"
MEASUREMENT = "matning.json"
STATE = "lage.json"
BESIDE = (MEASUREMENT, STATE)
"""What is known of a release, for people; the site works without it."""


def complete_manifest(release: Path, **facts: Any) -> None:
    """Add the files made beside the catalogue, and other facts, to what its build wrote."""
    path = release / MANIFEST
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    made = (
        *(release / INDEX).rglob("*"),
        *(release / DOWNLOADS).rglob("*"),
        *(release / name for name in BESIDE),
    )
    for file in sorted(made):
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


def write_measurement(measured: Matning | None, release: Path) -> None:
    """Write how well matching works beside the release that it was measured on."""
    plain = None if measured is None else measured.to_dict()
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
    (release / MEASUREMENT).write_text(text + "\n", encoding="utf-8")


def read_measurement(release: Path) -> dict[str, Any] | None:
    """Return how well matching works in a release; None where it was not measured.

    Examples
    --------
    >>> read_measurement(utgava)["antal"]
    3
    """
    path = release / MEASUREMENT
    if not path.is_file():
        return None
    measured: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8"))
    return measured


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
