"""What is known of the site's accessibility: the latest run of axe, and a list kept by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

RUN = "tillganglighet.yml"
BY_HAND = "tillganglighet-hand.yml"
LOOKS = ("templates", "static")
"""Folders whose files decide how a page looks and is read aloud."""


def statement() -> dict[str, Any]:
    """Return what the page about accessibility is made from.

    ``andrat`` tells that templates, styles or scripts are other than those that axe saw.

    Examples
    --------
    >>> sorted(statement())
    ['andrat', 'for_hand', 'korning']
    """
    run = _content(RUN)
    return {
        "korning": run,
        "for_hand": _content(BY_HAND)["kontroller"],
        "andrat": run["avtryck"] != fingerprint(),
    }


@cache
def fingerprint() -> str:
    """Return what changes whenever a template, the style sheet or a script does."""
    digest = hashlib.sha256()
    for folder in LOOKS:
        for name, file in sorted(_files(resources.files("datasette_plugins") / folder)):
            digest.update(f"{folder}/{name}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry


@cache
def _content(name: str) -> dict[str, Any]:
    file = resources.files("datasette_plugins") / "configuration" / name
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
