"""The plan as a document to go on writing in: real headings, lists and tables, in Swedish."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from matcher.plan import stil
from matcher.plan.form import (
    Atgardsplan,
    Block,
    Cell,
    Punkter,
    Rubrik,
    Stycke,
    Tabell,
    Uppmaning,
    cell_lines,
    said,
)

WIDTH: Final = 16.6
"""Centimetres between the margins."""

NARROWEST: Final = 1.8
OWN_PAGE: Final = "overenskommelse"


def plan_docx(plan: Atgardsplan) -> bytes:
    """Return the document.

    Parameters
    ----------
    plan : Atgardsplan
        From :func:`matcher.plan.atgardsplan`.

    Returns
    -------
    bytes
        A file in Word's format.

    Examples
    --------
    >>> plan_docx(Atgardsplan("Åtgärdsplan", (), (), "1"))[:2]
    b'PK'
    """
    document = Document()
    stil.prepare(document, plan.titel)
    page = Sida(document)
    page.add(plan.titel, "Title")
    for line in plan.inledning:
        page.add(line)
    for part in plan.delar:
        heading = page.add(part.titel, "Heading 1")
        # What is agreed on can then be printed by itself.
        heading.paragraph_format.page_break_before = part.id == OWN_PAGE
        for block in part.block:
            _write(page, block)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


class Sida:
    """A document to add to, with its styles at hand.

    The library looks a style up among all the others each time it is named, which took most of
    the time.
    """

    def __init__(self, document: Any) -> None:
        self.document = document
        self._ids = {each.name: each.style_id for each in document.styles}

    def add(self, text: str, style: str | None = None) -> Any:
        """Add a paragraph in a style."""
        paragraph = self.document.add_paragraph(text)
        if style is not None:
            self.dress(paragraph, style)
        return paragraph

    def dress(self, paragraph: Any, style: str) -> None:
        """Give a paragraph its style."""
        paragraph._p.style = self._ids[style]


def _write(page: Sida, block: Block) -> None:
    if isinstance(block, Rubrik):
        page.add(block.text, "Heading 2")
    elif isinstance(block, Uppmaning):
        page.add(said(block), stil.PROMPT)
    elif isinstance(block, Stycke):
        paragraph = page.add(block.text, stil.SCHOOL if block.rost == "skola" else None)
        paragraph.paragraph_format.keep_with_next = block.text.endswith(":") or None
    elif isinstance(block, Punkter):
        for line in block.rader:
            page.add(line, "List Bullet")
    else:
        _write_table(page, block)


def _write_table(page: Sida, block: Tabell) -> None:
    page.add(block.titel, stil.CAPTION)
    table = page.document.add_table(rows=0, cols=len(block.kolumner))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _describe(table, block)
    widths = _widths(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _add_row(page, table, block.kolumner, widths, head=True)
    for row in block.rader:
        _add_row(page, table, row, widths, head=False)
    # A paragraph between tables, so that they are not read as one.
    page.add("").paragraph_format.space_after = Cm(0)


def _describe(table: Any, block: Tabell) -> None:
    """Give a table the name that a screen reader says, and mark its first row and column."""
    properties = table._tbl.tblPr
    told = f"Kolumner: {', '.join(block.kolumner)}."
    for name, text in (("w:tblCaption", block.titel), ("w:tblDescription", told)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)


def _add_row(
    page: Sida, table: Any, row: Sequence[Cell], widths: Sequence[float], *, head: bool
) -> None:
    added = table.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for place, (target, each, width) in enumerate(zip(added.cells, row, widths, strict=True)):
        target.width = Cm(width)
        for number, line in enumerate(cell_lines(each)):
            paragraph = target.add_paragraph() if number else target.paragraphs[0]
            prompt = isinstance(each, Uppmaning)
            page.dress(paragraph, stil.PROMPT_IN_CELL if prompt else stil.IN_CELL)
            run = paragraph.add_run(line)
            run.bold = True if head or place == 0 else None
        if head:
            _shade(target)


def _shade(target: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", stil.HEAD_GROUND)):
        shade.set(qn(f"w:{name}"), value)
    target._tc.get_or_add_tcPr().append(shade)


def _widths(block: Tabell) -> list[float]:
    """Return how wide each column is: by how much it has to say, none too narrow."""
    lengths = []
    for place, name in enumerate(block.kolumner):
        texts = [line for row in block.rader for line in cell_lines(row[place])]
        longest = max([len(name), *(min(len(each), 160) for each in texts)])
        lengths.append(longest**0.5)
    spare = WIDTH - NARROWEST * len(lengths)
    if spare <= 0:
        return [WIDTH / len(lengths)] * len(lengths)
    return [NARROWEST + spare * each / sum(lengths) for each in lengths]
