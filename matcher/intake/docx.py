"""Word documents → paragraphs, list items and table cells, with their headings."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import ParseError

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from matcher.errors import IntakeError
from matcher.intake.model import Analys, Stycke

LARGEST_UNPACKED = 100_000_000
SAVE_AGAIN = "Öppna den i Word och spara om den som docx, eller klistra in texten."


def read_docx(content: bytes) -> Analys:
    """Return the paragraphs of a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise IntakeError("Word-filen är för stor när den packas upp.", SAVE_AGAIN)
        document = Document(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, ParseError) as fault:
        raise IntakeError("Word-filen går inte att läsa.", SAVE_AGAIN) from fault
    rubrik: str | None = None
    found: list[Stycke] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            found += [Stycke(text, rubrik) for text in _cells(block)]
        elif _is_heading(block):
            rubrik = block.text.strip() or rubrik
        elif block.text.strip():
            found.append(Stycke(" ".join(block.text.split()), rubrik))
    return Analys("docx", tuple(found))


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style.name if paragraph.style is not None else ""
    return (style or "").lower().startswith(("heading", "rubrik", "title"))


def _cells(table: Table) -> list[str]:
    texts: list[str] = []
    for row in table.rows:
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not texts or texts[-1] != text):
                texts.append(text)
    return texts
