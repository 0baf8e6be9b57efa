"""The files of a data folder, as they lie on disk or as they would lie with some changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from functools import cached_property
from pathlib import Path

from catalog import files
from catalog.files import RawFile
from catalog.findings import Finding

NOT_YET = ".insatser-ny"
"""Ending of a file that is being written beside the one it will replace."""

Parsed = MutableMapping[str, tuple[str, RawFile | None, list[Finding]]]
"""What files have been found to say: name → text and what it parses to."""


class Folder:
    """A data folder seen through changes: file name → text, or none where there shall be no file.

    ``parsed`` is kept by the one who reads the same folder many times.
    """

    def __init__(
        self,
        root: Path,
        changes: Mapping[str, str | None] | None = None,
        parsed: Parsed | None = None,
    ) -> None:
        self.root = root
        self.changes = dict(changes or {})
        self._parsed: Parsed = {} if parsed is None else parsed

    def exists(self) -> bool:
        """Tell whether there is such a folder."""
        return self.root.is_dir()

    @cached_property
    def entries(self) -> Mapping[str, bool]:
        """Every path within, in order, and whether it is a folder."""
        found = {
            path.relative_to(self.root).as_posix(): path.is_dir()
            for path in self.root.rglob("*")
            if path.suffix != NOT_YET
        }
        for name, text in self.changes.items():
            if text is None:
                found.pop(name, None)
            else:
                found[name] = False
                parents = Path(name).parents
                found |= {parent.as_posix(): True for parent in parents if parent.name}
        return {name: found[name] for name in sorted(found, key=lambda name: name.split("/"))}

    def within(self, folder: str, suffix: str) -> Iterator[Path]:
        """Yield the files of a folder that end so, as paths from the data folder."""
        for name, is_folder in self.entries.items():
            if is_folder or name.rpartition("/")[0] != folder:
                continue
            if (path := Path(name)).suffix == suffix:
                yield path

    def folders(self, folder: str) -> Iterator[str]:
        """Yield the names of the folders in a folder."""
        for name, is_folder in self.entries.items():
            parent, _, own = name.rpartition("/")
            if is_folder and parent == folder:
                yield own

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return self.entries.get(name) is False

    def text(self, name: str) -> tuple[str, list[Finding]]:
        """Return what a file says; one that is not UTF-8 gives a finding and no text."""
        changed = self.changes.get(name)
        if changed is not None:
            return changed, []
        return files.read_text(self.root / name, name)

    def read(self, name: str) -> tuple[RawFile | None, list[Finding]]:
        """Read a YAML file."""
        text, findings = self.text(name)
        if findings:
            return None, findings
        known = self._parsed.get(name)
        if known is None or known[0] != text:
            known = self._parsed[name] = (text, *files.parse(text, name))
        return known[1], list(known[2])
