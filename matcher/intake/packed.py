"""Packed files (docx, odt): only named parts are unpacked, a bounded number of bytes of each."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Container, Iterator
from typing import Any

from lxml import etree

from matcher.errors import IntakeError
from matcher.intake.limits import LARGEST_PART, LARGEST_UNPACKED, MOST_PARTS

SAVE_AGAIN = (
    "Öppna den i det program som den skrevs i och spara den på nytt, eller klistra in texten."
)
MACROS = "Filen innehåller makron. De kördes inte, bara texten lästes."
ENCRYPTED = 0x1

Element = Any  # lxml has no types of its own


class Packed:
    """The parts of a packed file, by name.

    Parameters
    ----------
    content : bytes
        The file.

    Raises
    ------
    IntakeError
        When it is damaged, locked, or would be unreasonably large unpacked.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            broken = True
        else:
            broken = False
        if broken:  # told outside, so that the fault with its bytes does not travel on
            raise damaged()
        parts = self._zip.infolist()
        self.names = frozenset(part.filename for part in parts)
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise too_large()
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise locked()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def part(self, name: str) -> bytes:
        """Return a part, unpacked; its own word about its size is not believed."""
        try:
            with self._zip.open(name) as opened:
                content = opened.read(LARGEST_PART + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ):
            content = None
        if content is None:
            raise damaged()
        if len(content) > LARGEST_PART:
            raise too_large()
        return content

    def tree(self, name: str) -> Element:
        """Return a part as XML, without entities, and without fetching anything."""
        return parse(self.part(name))


def parse(content: bytes) -> Element:
    """Return XML as a tree, without entities, and without fetching anything."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise damaged()
    if root.getroottree().docinfo.doctype:
        raise IntakeError(
            "Filen är byggd på ett sätt som kan användas för att skada, och läses därför inte.",
            SAVE_AGAIN,
        )
    return root


def local(element: Element) -> str:
    """Return the name of an element without its namespace; strict and usual files then read alike.

    Examples
    --------
    >>> local(etree.Element("{urn:a}p"))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element, *names: str) -> Element | None:
    """Return what lies at a path of names below an element, if it is there."""
    for name in names:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def under(element: Element, wanted: str, through: Container[str]) -> Iterator[Element]:
    """Yield the elements of a name below another, also within those that only hold them together.

    Examples
    --------
    >>> table = parse(b"<table><rows><row/></rows><row/><cell><row/></cell></table>")
    >>> len(list(under(table, "row", {"rows"})))
    2
    """
    for each in element:
        kind = local(each)
        if kind == wanted:
            yield each
        elif kind in through:
            yield from under(each, wanted, through)


def damaged() -> IntakeError:
    """Return the fault of a file that cannot be unpacked or parsed."""
    return IntakeError("Filen är skadad och går inte att läsa.", SAVE_AGAIN)


def locked() -> IntakeError:
    """Return the fault of a file with a password."""
    return IntakeError(
        "Filen är låst med lösenord och går inte att läsa.",
        "Spara en kopia utan lösenord, eller klistra in texten.",
    )


def too_large() -> IntakeError:
    """Return the fault of a file that is far larger inside than outside."""
    return IntakeError(
        "Filen är för stor när den packas upp.",
        "Spara den utan bilder och inbäddade filer, eller klistra in texten.",
    )
