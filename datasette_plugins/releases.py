"""The releases that are kept: which one is shown, and where one step back leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from datasette_plugins.history import counts, figures, read_history
from datasette_plugins.publishing import WITHOUT_VECTORS
from datasette_plugins.showing import kept_releases, previous_release, shown_release

NAME_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Utgava:
    """A release in the folder of releases; ``visad`` is when it was last begun to be shown."""

    namn: str
    visas: bool
    tillbaka_hit: bool
    vektorer: bool
    visad: str | None
    av: str
    antal: Mapping[str, int]
    matt: Mapping[str, float]


def list_releases(bygg: Path) -> tuple[Utgava, ...]:
    """Return the releases that are kept, newest first.

    Examples
    --------
    >>> [(each.visas, each.vektorer) for each in list_releases(utgava.parent)]
    [(True, False)]
    """
    shown, previous = shown_release(bygg), previous_release(bygg)
    last = {event.utgava: event for event in read_history(bygg)}
    return tuple(
        Utgava(
            namn=release.name,
            visas=release.name == shown,
            tillbaka_hit=release.name == previous,
            vektorer=not release.name.endswith(WITHOUT_VECTORS),
            visad=last[release.name].tid if release.name in last else None,
            av=last[release.name].av if release.name in last else "",
            antal=counts(release),
            matt=figures(release),
        )
        for release in kept_releases(bygg)
    )


def table(bygg: Path) -> Iterator[str]:
    """Yield the lines of the table that the command prints."""
    found = list_releases(bygg)
    if not found:
        yield f"Det finns inga utgåvor i {bygg}."
        return
    yield f"{'Utgåva':{NAME_WIDTH}} {'Visad':20} {'Insatser':>8} {'nDCG@10':>8}"
    for each in found:
        day = each.visad.replace("T", " ")[:16] if each.visad else "aldrig"
        quality = f"{each.matt['ndcg10']:.2f}" if "ndcg10" in each.matt else "–"
        mark = "  visas nu" if each.visas else "  --tillbaka leder hit" if each.tillbaka_hit else ""
        yield (
            f"{each.namn:{NAME_WIDTH}} {day:20} {each.antal.get('insatser', 0):>8} "
            f"{quality:>8}{mark}"
        )
