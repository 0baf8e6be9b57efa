"""What is new, changed and gone in a release, seen from the one before it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from datasette_plugins.manifest import DOWNLOADS

FILES = "insatskatalogen-yaml.zip"
WHOLE = "insatskatalogen.json"
KINDS = {
    "insatser": "insats",
    "problemomraden": "problemområde",
    "paverkansfaktorer": "påverkansfaktor",
    "program": "program",
    "anordnare": "anordnare",
    "referenser": "källa",
    "vokabular": "ordlista",
}
"""Folder of the data → what one of its records is called."""
LISTS = {"referenser": "kallor", "vokabular": "vokabularer"}
"""Folder → its list in the file with the whole catalogue, where it is called something else."""
NEW, CHANGED, GONE = "ny", "ändrad", "borttagen"


def difference(before: Path, after: Path) -> list[dict[str, str]]:
    """Return the records whose files are new, changed or gone.

    Examples
    --------
    >>> difference(utgava, utgava)
    []
    """
    old, new = _files(before), _files(after)
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if not changed:
        return []
    names = _names(before) | _names(after)
    found = []
    for name in changed:
        kind, _, file = name.partition("/")
        if kind in KINDS:
            id_ = Path(file).stem
            handling = NEW if name not in old else GONE if name not in new else CHANGED
            told = names.get((kind, id_), id_)
            found.append({"slag": kind, "id": id_, "namn": told, "handling": handling})
    return found


def _files(release: Path) -> dict[str, int]:
    try:
        with zipfile.ZipFile(release / DOWNLOADS / FILES) as files:
            return {each.filename: each.CRC for each in files.infolist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def _names(release: Path) -> dict[tuple[str, str], str]:
    try:
        whole = json.loads((release / DOWNLOADS / WHOLE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        (kind, str(each["id"])): _name(each)
        for kind in KINDS
        for each in whole.get(LISTS.get(kind, kind), ())
    }


def _name(record: dict[str, Any]) -> str:
    return str(record.get("namn") or record.get("titel") or record["id"])
