"""OpenDocument texts → paragraphs, list items, table cells and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher.intake.frames import framed, is_form, is_frame
from matcher.intake.model import Analys, Headings, Stycke, table_stycken
from matcher.intake.packed import (
    MACROS,
    Element,
    Packed,
    attribute,
    child,
    damaged,
    local,
    locked,
    under,
)

LEFT_OUT = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "sequence-decls", "forms", "ruby-text",
     "table-of-content", "alphabetical-index", "bibliography", "note-citation", "event-listeners"}
)  # fmt: skip
HOLDERS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
GROUPS = frozenset(
    {"list", "list-item", "list-header", "section", "numbered-paragraph", "page-sequence"}
)
TITLES = ("title", "subtitle")


def read_odt(packed: Packed) -> Analys:
    """Return the paragraphs of an OpenDocument text."""
    if "encrypted-package" in packed or (
        "META-INF/manifest.xml" in packed
        and any(
            local(each) == "encryption-data" for each in packed.tree("META-INF/manifest.xml").iter()
        )
    ):
        raise locked()
    root = packed.tree("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise damaged()
    reading = _Reading(_parents(root))
    reading.blocks(body)
    reading.found += reading.headings.end()
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in packed.names)
    return Analys("odt", tuple(reading.found), (MACROS,) if macros else ())


def _parents(root: Element) -> dict[str, str]:
    """Return which style an automatic style is made from."""
    styles = child(root, "automatic-styles")
    if styles is None:
        return {}
    return {
        attribute(each, "name") or "": attribute(each, "parent-style-name") or "" for each in styles
    }


@dataclass
class _Reading:
    parents: dict[str, str]
    found: list[Stycke] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    rows: int = 0
    depth: int = 0

    def blocks(self, parent: Element) -> None:
        for block in parent:
            kind = local(block)
            if kind in {"p", "h"}:
                self.paragraph(block)
            elif kind == "table":
                self.table(block)
            elif kind in GROUPS or kind in {"frame", "text-box", "index-body"}:
                self.blocks(block)

    def paragraph(self, paragraph: Element) -> None:
        aside: list[Element] = []
        text = "".join(_text(paragraph, aside))
        level = self._level(paragraph)
        if level is not None:
            self.found += self.headings.enter(text, level)
        elif text.strip():
            self.found.append(self.headings.stycke(text))
        for each in aside:
            self.blocks(each)

    def table(self, table: Element) -> None:
        grid = [[tuple(_cell(cell)) for cell in _under(row, "table-cell")]
                for row in _under(table, "table-row")]  # fmt: skip
        if _is_frame(table) or is_form(grid):
            self.depth += 1
            rows = [list(_under(row, "table-cell")) for row in _under(table, "table-row")]
            for cell in framed(rows, self.headings, self.depth, _cell):
                self.blocks(cell)
            self.depth -= 1
            return
        self.found += table_stycken(grid, self.headings, self.rows)
        self.rows += len(grid)

    def _level(self, paragraph: Element) -> int | None:
        if local(paragraph) == "h":
            level = attribute(paragraph, "outline-level") or ""
            return int(level) if level.isdecimal() and len(level) == 1 else 1
        style = attribute(paragraph, "style-name") or ""
        style = self.parents.get(style) or style
        return 0 if style.lower() in TITLES else None


def _is_frame(table: Element) -> bool:
    cells = (cell for row in _under(table, "table-row") for cell in _under(row, "table-cell"))
    return is_frame(_rows(inner) for cell in cells for inner in cell if local(inner) == "table")


def _rows(table: Element) -> int:
    return len(list(_under(table, "table-row")))


def _under(element: Element, wanted: str) -> Iterator[Element]:
    return under(element, wanted, HOLDERS)


def _cell(cell: Element) -> Iterator[str]:
    for block in cell:
        kind = local(block)
        if kind in {"p", "h"}:
            aside: list[Element] = []
            yield "".join(_text(block, aside))
            for each in aside:
                yield from _cell(each)
        elif kind not in LEFT_OUT:
            yield from _cell(block)


def _text(element: Element, aside: list[Element]) -> Iterator[str]:
    """Yield the words of a paragraph; notes and text boxes are laid aside, to be read after it."""
    yield element.text or ""
    for each in element:
        kind = local(each)
        if kind in {"tab", "line-break", "s"}:
            yield " "
        elif kind == "note":
            body = child(each, "note-body")
            if body is not None:
                aside.append(body)
        elif kind == "text-box":
            aside.append(each)
        elif kind not in LEFT_OUT:
            yield from _text(each, aside)
        yield each.tail or ""
