"""Every page that is worth finding, and the map of them for search engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.etree import ElementTree as ET

from catalog.reading import Reader

PAGES = (
    "/",
    "/insatser",
    "/problemomraden",
    "/paverkansfaktorer",
    "/program",
    "/anordnare",
    "/kallor",
    "/vokabular",
    "/oversikt",
    "/jamfor",
    "/matcha",
    "/atgardsplan",
    "/om",
    "/om/metod",
    "/om/integritet",
    "/om/data",
    "/om/tillganglighet",
    "/om/foresla",
)
SEGMENTS = {"referenser": "kallor"}
"""Kinds of record whose pages do not begin with the name of the kind."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def record_paths(reader: Reader) -> tuple[str, ...]:
    """Return the address of every record."""
    return tuple(f"/{SEGMENTS.get(kind, kind)}/{id_}" for kind, id_ in reader.poster())


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
