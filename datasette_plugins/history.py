"""What has been shown and when, how well matching worked, and how fresh it was: a line for each.

The file lies beside the releases and is only added to. Order is told by the lines, not by their
times, so a clock that is set back does no harm. A line that was not written whole is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from datasette_plugins.lage import measures, read_state
from datasette_plugins.manifest import read_manifest, read_measurement

HISTORY = "historik.jsonl"
SHOWN, BACK = "visad", "tillbaka"
MEASURES = ("ndcg10", "recall10", "traff3")


@dataclass(frozen=True, slots=True)
class Handelse:
    """A release was shown, or shown again because the one after it was taken back."""

    tid: str
    handling: str
    utgava: str
    av: str
    antal: Mapping[str, int]
    matt: Mapping[str, float]
    lage: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Measure → how many of how many; empty in lines from before it was noted."""


def note(bygg: Path, release: Path, handling: str, av: str = "") -> None:
    """Add a line on what is shown from now on."""
    line = {
        "tid": datetime.now(UTC).isoformat(timespec="seconds"),
        "handling": handling,
        "utgava": release.name,
        "av": av,
        "antal": counts(release),
        "matt": figures(release),
        "lage": measures(read_state(release), date.today()),
    }
    path = bygg / HISTORY
    text = json.dumps(line, ensure_ascii=False) + "\n"
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            # What was cut off by a power failure must not take this line with it.
            text = text if file.read(1) == b"\n" else f"\n{text}"
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def read_history(bygg: Path) -> tuple[Handelse, ...]:
    """Return what has been shown, oldest first.

    Examples
    --------
    >>> read_history(mapp)
    ()
    """
    try:
        lines = (bygg / HISTORY).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(Handelse(**json.loads(line)))
        except (TypeError, ValueError):
            continue
    return tuple(found)


def trail(events: tuple[Handelse, ...], shown: str) -> list[str]:
    """Return the releases that led to the one that is shown, that one last.

    One step back leads to the release before; from there, another step leads further back.

    Examples
    --------
    >>> def event(handling, utgava):
    ...     return Handelse("", handling, utgava, "", {}, {})
    >>> a, b, c = (event(SHOWN, name) for name in "abc")
    >>> trail((a, b, c), "c")
    ['a', 'b', 'c']
    >>> trail((a, b, c, event(BACK, "b")), "b")
    ['a', 'b']
    >>> trail((a, b), "x")
    ['a', 'b', 'x']
    """
    names: list[str] = []
    for event in events:
        if event.handling == BACK and event.utgava in names:
            del names[names.index(event.utgava) + 1 :]
        elif event.utgava not in names[-1:]:
            names.append(event.utgava)
    return names if names[-1:] == [shown] else [*names, shown]


def counts(release: Path) -> dict[str, int]:
    """Return how many records of each kind a release has."""
    try:
        return dict(read_manifest(release)["antal"])
    except (OSError, ValueError, KeyError):
        return {}


def figures(release: Path) -> dict[str, float]:
    """Return how well matching works in a release, by the method that visitors get.

    Examples
    --------
    >>> sorted(figures(utgava))
    ['antal', 'ndcg10', 'recall10', 'traff3']
    """
    try:
        measured: dict[str, Any] | None = read_measurement(release)
    except (OSError, ValueError):
        return {}
    if not measured:
        return {}
    best = measured["resultat"][-1]
    told = {name: best[name]["medel"] for name in MEASURES if best.get(name)}
    return {"antal": measured["antal"], **told}
