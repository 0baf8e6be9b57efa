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
    document.add_paragraph(plan.titel, style="Title")
    for line in plan.inledning:
        document.add_paragraph(line)
    for part in plan.delar:
        heading = document.add_paragraph(part.titel, style="Heading 1")
        # What is agreed on can then be printed by itself.
        heading.paragraph_format.page_break_before = part.id == OWN_PAGE
        for block in part.block:
            _write(document, block)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _write(document: Any, block: Block) -> None:
    if isinstance(block, Rubrik):
        document.add_paragraph(block.text, style="Heading 2")
    elif isinstance(block, Uppmaning):
        document.add_paragraph(said(block), style=stil.PROMPT)
    elif isinstance(block, Stycke):
        style = stil.SCHOOL if block.rost == "skola" else None
        paragraph = document.add_paragraph(block.text, style=style)
        paragraph.paragraph_format.keep_with_next = block.text.endswith(":") or None
    elif isinstance(block, Punkter):
        for line in block.rader:
            document.add_paragraph(line, style="List Bullet")
    else:
        _write_table(document, block)


def _write_table(document: Any, block: Tabell) -> None:
    document.add_paragraph(block.titel, style=stil.CAPTION)
    table = document.add_table(rows=0, cols=len(block.kolumner))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _describe(table, block)
    widths = _widths(block)
    _add_row(table, block.kolumner, widths, head=True)
    for row in block.rader:
        _add_row(table, row, widths, head=False)
    # A paragraph between tables, so that they are not read as one.
    document.add_paragraph().paragraph_format.space_after = Cm(0)


def _describe(table: Any, block: Tabell) -> None:
    """Give a table the name that a screen reader says, and mark its first row and column."""
    properties = table._tbl.tblPr
    told = f"Kolumner: {', '.join(block.kolumner)}."
    for name, text in (("w:tblCaption", block.titel), ("w:tblDescription", told)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)


def _add_row(table: Any, row: Sequence[Cell], widths: Sequence[float], *, head: bool) -> None:
    added = table.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for place, (each, width) in enumerate(zip(row, widths, strict=True)):
        target = added.cells[place]
        target.width = Cm(width)
        paragraph = target.paragraphs[0]
        paragraph.style = stil.PROMPT_IN_CELL if isinstance(each, Uppmaning) else stil.IN_CELL
        run = paragraph.add_run(said(each))
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
        texts = [said(row[place]) for row in block.rader]
        longest = max([len(name), *(min(len(each), 160) for each in texts)])
        lengths.append(longest**0.5)
    spare = WIDTH - NARROWEST * len(lengths)
    if spare <= 0:
        return [WIDTH / len(lengths)] * len(lengths)
    return [NARROWEST + spare * each / sum(lengths) for each in lengths]
