"""Every page that is worth finding, and the map of them for search engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from catalog.reading import Reader, Urval

EVERY = 1_000_000
PAGES = (
    "/",
    "/insatser",
    "/problemomraden",
    "/paverkansfaktorer",
    "/program",
    "/anordnare",
    "/kallor",
    "/vokabular",
    "/matcha",
    "/om",
    "/om/metod",
    "/om/integritet",
    "/om/data",
    "/om/tillganglighet",
)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def record_paths(reader: Reader) -> tuple[str, ...]:
    """Return the address of every record."""
    everything = reader.lista(Urval(), limit=EVERY).kort
    per_kind: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("insatser", everything),
        ("problemomraden", reader.omradeslista()),
        ("paverkansfaktorer", reader.paverkansfaktorer()),
        ("program", reader.programlista()),
        ("anordnare", reader.anordnarlista()),
        ("kallor", reader.referenser()),
    )
    return tuple(f"/{segment}/{record.id}" for segment, found in per_kind for record in found)


def vocabulary_paths(reader: Reader) -> tuple[str, ...]:
    """Return the address of every vocabulary."""
    return tuple(f"/vokabular/{lista.id}" for lista in reader.begreppslistor())


def last_days(reader: Reader) -> dict[str, str]:
    """Return address → the last day that the record was written or reviewed, where that is kept."""
    days: dict[str, str] = {}
    for andring in reader.andringar():
        days.setdefault(f"/{andring.slag}/{andring.id}", andring.datum)
    return days


def sitemap(paths: Iterable[str], days: Mapping[str, str], address: Callable[[str], str]) -> str:
    """Return the map as XML.

    Examples
    --------
    >>> print(sitemap(["/om"], {}, lambda path: f"https://exempel.test{path}"))
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://exempel.test/om</loc></url></urlset>
    """
    root = ET.Element("urlset", xmlns=NAMESPACE)
    for path in paths:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = address(path)
        if path in days:
            ET.SubElement(url, "lastmod").text = days[path]
    return xml(root)


def xml(root: ET.Element) -> str:
    """Return an XML document with its declaration."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")
