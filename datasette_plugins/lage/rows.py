"""The shape of what needs work, and the file that it is kept in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from datasette_plugins.manifest import STATE


@dataclass(frozen=True, slots=True)
class Rad:
    """Something to mend: the record and field where, what is wrong, and how much it matters.

    ``vikt`` compares rows of the same kind. ``dag`` is the day from which it holds, if it is not
    every day; ``andra`` is the other record, where there are two: an insats much like this one, or
    the statement that it is suggested for.
    """

    slag: str
    postslag: str
    id: str
    namn: str
    falt: str
    text: str
    vikt: float = 1
    dag: str | None = None
    andra: str | None = None


@dataclass(frozen=True, slots=True)
class Stapel:
    """A bar of a chart: how many of how many."""

    namn: str
    antal: int
    av: int


class Andel(NamedTuple):
    """How many of how many."""

    antal: int
    av: int

    @property
    def procent(self) -> float:
        """The share in hundredths; of nothing, all is as it should be."""
        return 100 * self.antal / self.av if self.av else 100.0


@dataclass(frozen=True, slots=True)
class Lage:
    """All that was found, and the charts by title.

    ``pastaenden`` is how many statements were matched, and ``matt`` the figures that are followed
    from release to release.
    """

    rader: tuple[Rad, ...]
    diagram: Mapping[str, tuple[Stapel, ...]]
    pastaenden: int
    matt: Mapping[str, Andel] = field(default_factory=dict)

    def of_kind(self, slag: str) -> list[Rad]:
        """Return the rows of a kind, what matters most first."""
        return sorted(
            (each for each in self.rader if each.slag == slag),
            key=lambda each: (-each.vikt, each.namn, each.id),
        )


def write_state(lage: Lage, release: Path) -> None:
    """Write what was found beside the release that it was found in."""
    text = json.dumps(asdict(lage), ensure_ascii=False, indent=1, sort_keys=True)
    (release / STATE).write_text(text + "\n", encoding="utf-8")


def read_state(release: Path) -> Lage | None:
    """Return what was found in a release; None in one that was built before this was done.

    Examples
    --------
    >>> read_state(utgava).pastaenden
    4
    """
    try:
        told = json.loads((release / STATE).read_text(encoding="utf-8"))
        return Lage(
            rader=tuple(Rad(**each) for each in told["rader"]),
            diagram={
                title: tuple(Stapel(**each) for each in bars)
                for title, bars in told["diagram"].items()
            },
            pastaenden=told["pastaenden"],
            matt={name: Andel(*each) for name, each in told.get("matt", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
