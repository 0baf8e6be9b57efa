"""What is known of whether addresses answer: kept in a file of its own, outside ``data/`` and git.

It is rewritten whole and renamed into place as the work goes on, so that what was learnt before
the work was stopped is never lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog.addresses import Stalle

RESULTS = "lankar.json"
GOOD = frozenset({"svarar", "flyttad", "stangd", "robots"})
"""Outcomes that nobody has to mend: those that are closed to machines may be open to people."""


@dataclass(frozen=True, slots=True)
class Traff:
    """How an address answered when it was last asked.

    ``slag`` is what happened in one word, ``ord`` in a sentence; ``till`` is where it has moved,
    and ``i_rad`` how many times in a row it has not answered.
    """

    url: str
    slag: str
    ord: str
    provad: str
    status: int | None = None
    till: str | None = None
    i_rad: int = 0
    stallen: tuple[Stalle, ...] = ()

    @property
    def bra(self) -> bool:
        """Whether a reader who follows the link gets there, as far as can be told."""
        return self.slag in GOOD


@dataclass(frozen=True, slots=True)
class Kontroll:
    """All that is known: when it was last worked on, of how many addresses, and each answer."""

    tid: str = ""
    antal: int = 0
    utan_nat: bool = False
    traffar: tuple[Traff, ...] = ()

    def by_address(self) -> Mapping[str, Traff]:
        """Return the answers by address."""
        return {each.url: each for each in self.traffar}


def read_checks(folder: Path) -> Kontroll:
    """Return what is known; nothing at all where there is no file that can be read.

    Examples
    --------
    >>> read_checks(mapp).traffar
    ()
    """
    try:
        told = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
        hits = tuple(
            Traff(**{**each, "stallen": tuple(Stalle(**place) for place in each["stallen"])})
            for each in told["traffar"]
        )
        return Kontroll(told["tid"], told["antal"], told["utan_nat"], hits)
    except (OSError, ValueError, KeyError, TypeError):
        return Kontroll()


def write_checks(kontroll: Kontroll, folder: Path) -> None:
    """Write what is known, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{RESULTS}-{os.getpid()}"
    text = json.dumps(asdict(kontroll), ensure_ascii=False, indent=1, sort_keys=True)
    try:
        fresh.write_text(text + "\n", encoding="utf-8")
        fresh.replace(folder / RESULTS)
    finally:
        fresh.unlink(missing_ok=True)
