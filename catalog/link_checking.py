"""Try the addresses of the catalogue, those that nobody has tried for longest first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from catalog.addresses import Stalle
from catalog.link_asking import Artighet, Asker
from catalog.link_results import Kontroll, Traff, read_checks, write_checks

ENOUGH_HOSTS = 4
"""So many different hosts are not down at once: if none answers there is no network."""
UNREACHED = frozenset({"okand-vard", "fel", "tidsgrans"})


class NoNetworkError(Exception):
    """Nothing answers, so nothing can be said of the addresses."""


def _utc() -> datetime:
    return datetime.now(UTC)


def check_addresses(
    places: Mapping[str, tuple[Stalle, ...]],
    folder: Path,
    *,
    most: int | None = None,
    fresh_days: int = 14,
    artighet: Artighet = Artighet(),  # noqa: B008 - frozen
    kontakt: str = "",
    say: Callable[[str], object] = str,
    now: Callable[[], datetime] = _utc,
) -> Kontroll:
    """Try addresses, and keep what is learnt as soon as it is learnt.

    Parameters
    ----------
    places : mapping
        Address → where it stands, as :func:`catalog.addresses.addresses_of` tells.
    folder : Path
        Where the results are kept; what was tried within ``fresh_days`` is not tried again.
    most : int, optional
        How many addresses at most.

    Raises
    ------
    NoNetworkError
        When several hosts were asked and none answered. What was known before is kept.
    """
    known = read_checks(folder).by_address()
    kept = {url: replace(hit, stallen=places[url]) for url, hit in known.items() if url in places}
    waiting = _waiting(places, kept, now() - timedelta(days=fresh_days))[:most]
    say(
        f"{len(places)} adresser, varav {len(waiting)} prövas nu. En värd får en fråga i taget, "
        f"med {artighet.paus:g} sekunders paus."
    )
    return asyncio.run(_run(waiting, places, kept, folder, artighet, kontakt, say, now))


def _waiting(
    places: Mapping[str, tuple[Stalle, ...]], kept: Mapping[str, Traff], since: datetime
) -> list[str]:
    """Return the addresses to try: those never tried, then those tried longest ago."""
    before = since.astimezone(UTC).isoformat(timespec="seconds")
    left = [url for url in places if url not in kept or kept[url].provad < before]
    return sorted(left, key=lambda url: kept[url].provad if url in kept else "")


async def _run(
    waiting: Sequence[str],
    places: Mapping[str, tuple[Stalle, ...]],
    kept: dict[str, Traff],
    folder: Path,
    artighet: Artighet,
    kontakt: str,
    say: Callable[[str], object],
    now: Callable[[], datetime],
) -> Kontroll:
    learnt: dict[str, Traff] = {}

    def known(*, without_network: bool = False) -> Kontroll:
        hits = kept if without_network else {**kept, **learnt}
        time = now().astimezone(UTC).isoformat(timespec="seconds")
        inorder = tuple(hits[url] for url in places if url in hits)
        return Kontroll(time, len(places), without_network, inorder)

    async with Asker(artighet, kontakt=kontakt, now=now) as asker:
        tasks = [asyncio.create_task(asker.ask(url)) for url in _by_turns(waiting)]
        try:
            for number, done in enumerate(asyncio.as_completed(tasks), start=1):
                hit = await done
                before = kept.get(hit.url)
                failures = 0 if hit.bra else 1 + (before.i_rad if before else 0)
                learnt[hit.url] = replace(hit, i_rad=failures, stallen=places[hit.url])
                if not asker.reached and _seems_without_network(learnt):
                    raise NoNetworkError
                if asker.reached:
                    write_checks(known(), folder)
                if not hit.bra or number % 25 == 0:
                    say(f"{number} av {len(waiting)}: {hit.url}: {hit.ord}")
            if learnt and not asker.reached:
                raise NoNetworkError
        except NoNetworkError:
            write_checks(known(without_network=True), folder)
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    write_checks(known(), folder)
    return known()


def _seems_without_network(learnt: Mapping[str, Traff]) -> bool:
    hosts = {urlsplit(url).netloc for url, hit in learnt.items() if hit.slag in UNREACHED}
    return len(hosts) >= ENOUGH_HOSTS


def _by_turns(urls: Sequence[str]) -> list[str]:
    """Let the hosts take turns, so that one with many addresses does not hold up the others.

    Examples
    --------
    >>> _by_turns(["https://a/1", "https://a/2", "https://b/1"])
    ['https://a/1', 'https://b/1', 'https://a/2']
    """
    count: dict[str, int] = {}
    turns: list[tuple[int, int, str]] = []
    for url in urls:
        host = urlsplit(url).netloc
        count[host] = count.get(host, 0) + 1
        turns.append((count[host], len(turns), url))
    return [url for _, _, url in sorted(turns)]
