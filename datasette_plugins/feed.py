"""The Atom feed of when records were written and reviewed.

The days are those that the records carry. The feed could instead compare a release with the one
before it, but then what a release says would hang on what happened to lie on that machine; from
the records, the same data always give the same feed. The price, which the feed tells of itself:
a correction that does not move the day is not in it, and neither is a record that was taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from catalog.reading import Andring
from catalog.swedish import inside_sentence
from datasette_plugins.absolute import Address
from datasette_plugins.sitemap import xml

ATOM = "http://www.w3.org/2005/Atom"
PER_PAGE = 50
EMPTY = "1970-01-01"
WHAT = {"skriven": "Skriven", "granskad": "Granskad"}
KIND = {"insatser": "Insats", "problemomraden": "Problemområde"}
SUBTITLE = (
    "När insatser och problemområden skrevs och granskades, enligt dagen i varje post. Rättelser "
    "som inte ändrar dagen och poster som har tagits bort står inte här."
)


def feed(changes: Sequence[Andring], page: int, pages: int, author: str, address: Address) -> str:
    """Return a page of the feed as XML (RFC 4287, with the paging of RFC 5005).

    Parameters
    ----------
    changes : sequence of Andring
        Those of the page, newest first.
    page, pages : int
        Which page it is, of how many.
    author : str
        Who answers for the catalogue.
    address : callable
        From a path of ours to the whole address.

    Examples
    --------
    >>> text = feed([], 1, 1, "Redaktionen", lambda path: f"https://exempel.test{path}")
    >>> "<title>Ändringar i Insatskatalogen</title>" in text
    True
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "sv"})
    _text(root, "title", "Ändringar i Insatskatalogen")
    _text(root, "subtitle", SUBTITLE)
    _text(root, "id", address("/andringar.atom"))
    _text(root, "updated", _moment(changes[0].datum if changes else EMPTY))
    _text(ET.SubElement(root, "author"), "name", author)
    _text(root, "rights", "CC0 1.0")
    _link(root, "alternate", address("/"), "text/html")
    turns = {"self": page, "first": 1, "last": pages, "previous": page - 1, "next": page + 1}
    for rel, number in turns.items():
        if 1 <= number <= pages:
            ending = f"?sida={number}" if number > 1 else ""
            _link(root, rel, address(f"/andringar.atom{ending}"), "application/atom+xml")
    for change in changes:
        _entry(root, change, address)
    return xml(root)


def _entry(root: ET.Element, change: Andring, address: Address) -> None:
    path = f"/{change.slag}/{change.id}"
    entry = ET.SubElement(root, "entry")
    _text(entry, "title", change.namn)
    # A later day is another event, and so another entry.
    _text(entry, "id", address(f"{path}#{change.handelse}-{change.datum}"))
    _text(entry, "updated", _moment(change.datum))
    _link(entry, "alternate", address(path), "text/html")
    _link(entry, "alternate", address(f"{path}.json"), "application/json")
    ET.SubElement(entry, "category", term=change.slag, label=KIND[change.slag])
    what = f"{KIND[change.slag]}, {inside_sentence(WHAT[change.handelse])} av {change.av}."
    _text(entry, "summary", f"{what} {change.sammanfattning}")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, rel: str, href: str, media: str) -> None:
    ET.SubElement(parent, "link", rel=rel, href=href, type=media)


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
