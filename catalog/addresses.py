"""Every web address in the catalogue, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.kinds import WITH_PAGES
from catalog.loading import Katalog
from catalog.records import to_plain

DOI = "https://doi.org/"
FIELDS = ("url", "URL", "webbadress")


@dataclass(frozen=True, slots=True)
class Stalle:
    """A field of a record where an address stands."""

    postslag: str
    id: str
    namn: str
    falt: str


def addresses_of(katalog: Katalog) -> dict[str, tuple[Stalle, ...]]:
    """Return address → where it stands, in the order of the files.

    Examples
    --------
    >>> from catalog.loading import load
    >>> places = addresses_of(load(data)[0])["https://exempel.test/om"]
    >>> places[0].postslag, places[0].falt
    ('insatser', 'kallor.0.url')
    """
    found: defaultdict[str, list[Stalle]] = defaultdict(list)
    for kind in WITH_PAGES:
        for id_, post in katalog.poster[kind].items():
            plain = to_plain(post)
            name = str(plain.get("namn") or plain.get("title") or id_)
            for field, url in _addresses(plain, ""):
                found[url].append(Stalle(kind, id_, name, field))
    return {url: tuple(places) for url, places in found.items()}


def _addresses(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            field = f"{path}.{key}" if path else str(key)
            if key in FIELDS and isinstance(part, str):
                yield field, part
            elif key == "DOI" and isinstance(part, str):
                yield field, DOI + part
            else:
                yield from _addresses(part, field)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _addresses(part, f"{path}.{number}")
