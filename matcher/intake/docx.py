"""Word documents → paragraphs, list items, table cells, filled-in fields and notes.

The text is read from the document's own XML: what python-docx offers leaves out content controls
and text boxes, where a form has its answers. Headers, footers, comments and deleted text are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from matcher.intake.frames import framed, is_form, is_frame
from matcher.intake.model import Analys, Headings, Stycke, is_heading, table_stycken
from matcher.intake.packed import MACROS, Element, Packed, attribute, child, damaged, local, under

ELSEWHERE = "Filen hänvisar till bilder eller mallar som ligger någon annanstans. De hämtades inte."
LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "instrText", "delText",
     "Fallback", "annotationRef", "footnoteRef", "endnoteRef", }
)  # fmt: skip
HOLDERS = frozenset({"sdt", "sdtContent", "customXml", "ins"})
SPACES = frozenset({"tab", "br", "cr", "ptab"})
NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}
HEADING_NAMES = ("heading", "rubrik", "title", "överskrift")
LOWEST_LEVEL = 9
BOLD_LEVEL = 10
"""A line in bold is a heading below those that have a heading's style."""


def read_docx(packed: Packed) -> Analys:
    """Return the paragraphs of a Word document."""
    reading = _Reading(packed)
    body = child(packed.tree(main_part(packed)), "body")
    if body is None:
        raise damaged()
    reading.blocks(body)
    reading.found += reading.headings.end()
    told = []
    if any(name.lower().endswith("vbaproject.bin") for name in packed.names):
        told.append(MACROS)
    if _points_elsewhere(packed):
        told.append(ELSEWHERE)
    return Analys("docx", tuple(reading.found), tuple(told))


def main_part(packed: Packed) -> str:
    """Return where the text is; nearly always ``word/document.xml``."""
    if "_rels/.rels" in packed:
        for each in packed.tree("_rels/.rels"):
            if (attribute(each, "Type") or "").endswith("/officeDocument"):
                name = (attribute(each, "Target") or "").lstrip("/")
                if name in packed:
                    return name
    return "word/document.xml"


def _points_elsewhere(packed: Packed) -> bool:
    for name in sorted(packed.names):
        if name.startswith("word/_rels/") and name.endswith(".rels"):
            for each in packed.tree(name):
                kind = (attribute(each, "Type") or "").rpartition("/")[2]
                if attribute(each, "TargetMode") == "External" and kind != "hyperlink":
                    return True
    return False


@dataclass
class _Reading:
    packed: Packed
    found: list[Stycke] = field(default_factory=list)
    headings: Headings = field(default_factory=Headings)
    rows: int = 0
    depth: int = 0

    def __post_init__(self) -> None:
        self.levels = _heading_levels(self.packed)
        self.notes = {kind: _notes(self.packed, name) for kind, name in NOTES.items()}

    def blocks(self, parent: Element) -> None:
        for block in parent:
            kind = local(block)
            if kind == "p":
                self.paragraph(block)
            elif kind == "tbl":
                self.table(block)
            elif kind == "sdt":
                content = child(block, "sdtContent")
                if content is not None and not _is_placeholder(block):
                    self.blocks(content)
            elif kind in {"customXml", "ins", "moveTo", "smartTag"}:
                self.blocks(block)

    def paragraph(self, paragraph: Element) -> None:
        boxes: list[Element] = []
        notes: list[str] = []
        text = "".join(self._text(paragraph, boxes, notes))
        level = self._level(paragraph, text)
        if level is not None:
            self.found += self.headings.enter(text, level)
        elif text.strip():
            self.found.append(self.headings.stycke(text))
        self.found += [self.headings.stycke(note) for note in notes if note.strip()]
        for box in boxes:
            self.blocks(box)

    def table(self, table: Element) -> None:
        grid = [
            [tuple(self._cell(cell)) for cell in _under(row, "tc")] for row in _under(table, "tr")
        ]
        if all(len(row) == 1 for row in grid):  # a frame around text, not a table
            for row in _under(table, "tr"):
                for cell in _under(row, "tc"):
                    self.blocks(cell)
            return
        if _is_frame(table) or is_form(grid):
            self.depth += 1
            rows = [list(_under(row, "tc")) for row in _under(table, "tr")]
            for cell in framed(rows, self.headings, self.depth, self._cell):
                self.blocks(cell)
            self.depth -= 1
            return
        self.found += table_stycken(grid, self.headings, self.rows)
        self.rows += len(grid)

    def _cell(self, cell: Element) -> Iterator[str]:
        for block in cell:
            kind = local(block)
            if kind == "p":
                boxes: list[Element] = []
                notes: list[str] = []
                yield "".join(self._text(block, boxes, notes))
                yield from notes
                for box in boxes:
                    yield from self._cell(box)
            elif kind == "tbl":
                for row in _under(block, "tr"):
                    for inner in _under(row, "tc"):
                        yield from self._cell(inner)
            elif kind == "sdt" and not _is_placeholder(block):
                content = child(block, "sdtContent")
                if content is not None:
                    yield from self._cell(content)
            elif kind in {"customXml", "ins", "moveTo"}:
                yield from self._cell(block)

    def _text(self, element: Element, boxes: list[Element], notes: list[str]) -> Iterator[str]:
        for each in element:
            kind = local(each)
            if kind == "t":
                yield each.text or ""
            elif kind in SPACES:
                yield " "
            elif kind == "noBreakHyphen":
                yield "-"
            elif kind == "txbxContent":
                boxes.append(each)
            elif kind in NOTES:
                notes.append(self.notes[kind].get(attribute(each, "id") or "", ""))
            elif kind == "r" and child(each, "rPr", "vanish") is not None:
                continue
            elif kind not in LEFT_OUT and not (kind == "sdt" and _is_placeholder(each)):
                yield from self._text(each, boxes, notes)

    def _level(self, paragraph: Element, text: str) -> int | None:
        outline = child(paragraph, "pPr", "outlineLvl")
        if outline is not None:
            return _outline(outline)
        style = child(paragraph, "pPr", "pStyle")
        level = self.levels.get(attribute(style, "val") or "") if style is not None else None
        if level is None and is_heading(text) and _is_bold(paragraph):
            return BOLD_LEVEL
        return level


def _is_frame(table: Element) -> bool:
    cells = (cell for row in _under(table, "tr") for cell in _under(row, "tc"))
    return is_frame(_rows(inner) for cell in cells for inner in _under(cell, "tbl"))


def _rows(table: Element) -> int:
    return len(list(_under(table, "tr")))


def _under(element: Element, wanted: str) -> Iterator[Element]:
    """Yield rows or cells, also those in content controls."""
    return under(element, wanted, HOLDERS)


def _is_placeholder(control: Element) -> bool:
    return child(control, "sdtPr", "showingPlcHdr") is not None


def _is_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph if local(run) == "r" and child(run, "t") is not None]
    return bool(runs) and all(
        (bold := child(run, "rPr", "b")) is not None
        and attribute(bold, "val") not in {"0", "false"}
        for run in runs
    )


def _outline(element: Element) -> int | None:
    value = attribute(element, "val") or ""
    return int(value) + 1 if value.isdecimal() and int(value) < LOWEST_LEVEL else None


def _heading_levels(packed: Packed) -> dict[str, int]:
    """Return the level of each style that is a heading, by its id."""
    if "word/styles.xml" not in packed:
        return {}
    found: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in packed.tree("word/styles.xml"):
        if local(style) != "style" or attribute(style, "type") != "paragraph":
            continue
        name = attribute(style, "styleId") or ""
        level = _style_level(style)
        if level is not None:
            found[name] = level
        elif (parent := child(style, "basedOn")) is not None:
            based[name] = attribute(parent, "val") or ""
    for name in based:
        above, seen = name, set()
        while above in based and above not in seen:
            seen.add(above)
            above = based[above]
        if above in found:
            found[name] = found[above]
    return found


def _style_level(style: Element) -> int | None:
    called = child(style, "name")
    words = (attribute(called, "val") or "").lower() if called is not None else ""
    if words.startswith(HEADING_NAMES):
        digits = words.rpartition(" ")[2]
        return int(digits) if digits.isdecimal() and int(digits) <= LOWEST_LEVEL else 0
    outline = child(style, "pPr", "outlineLvl")
    return _outline(outline) if outline is not None else None


def _notes(packed: Packed, name: str) -> dict[str, str]:
    if name not in packed:
        return {}
    return {
        attribute(note, "id") or "": " ".join(
            "".join(each.text or "" for each in paragraph.iter() if local(each) == "t")
            for paragraph in note.iter()
            if local(paragraph) == "p"
        )
        for note in packed.tree(name)
    }
