"""A list as a document to go on writing in: real headings, real lists, real links, in Swedish."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from catalog.reading import Insatsblad
from datasette_plugins.egenskaper import EGENSKAPER, SUMMARY
from datasette_plugins.templating import MISSING
from datasette_plugins.utdrag.innehall import TITLE, Utdrag, lines
from matcher.docx_base import make_swedish, set_font

LINK = "0B5394"


def write_docx(utdrag: Utdrag) -> bytes:
    """Return the document.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     insatser = reader.insatser(["samtal-om-text"])
    >>> write_docx(Utdrag(insatser, "https://exempel.test", "https://exempel.test/", "1"))[:2]
    b'PK'
    """
    document = Document()
    _prepare(document)
    _styled(document, TITLE, "Heading1")
    for name, told in utdrag.about:
        _named(document, name, told, address=told if told.startswith("http") else "")
    for insats in utdrag.insatser:
        _insats(document, insats, utdrag.link(insats))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _insats(document: Any, insats: Insatsblad, address: str) -> None:
    _styled(document, insats.namn, "Heading2")
    document.add_paragraph(insats.sammanfattning)
    for egenskap in EGENSKAPER:
        if egenskap is SUMMARY:
            continue
        told = lines(egenskap.hamta(insats), in_a_row=egenskap.uppraknad)
        if egenskap.uppraknad:
            _named(document, egenskap.titel, _sentences(told) or MISSING)
            continue
        _styled(document, egenskap.titel, "Heading3")
        for line in told:
            _styled(document, line, "ListBullet" if len(told) > 1 else None)
        if not told:
            document.add_paragraph(MISSING)
    _named(document, "Hela posten med källor", f"{insats.namn} i Insatskatalogen", address=address)


def _styled(document: Any, text: str, style_id: str | None) -> None:
    """Add a paragraph in a style by its id; a name is looked for among all styles every time."""
    document.add_paragraph(text)._p.style = style_id


def _sentences(told: tuple[str, ...]) -> str:
    """Return lines as one paragraph.

    Examples
    --------
    >>> _sentences(("Egen tid", "Materialet är fritt."))
    'Egen tid. Materialet är fritt.'
    """
    *first, last = told or ("",)
    return " ".join(
        [*(line if line.endswith((".", "!", "?")) else f"{line}." for line in first), last]
    )


def _named(document: Any, name: str, told: str, *, address: str = "") -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(f"{name}: ").bold = True
    if address:
        _add_link(paragraph, told, address)
    else:
        paragraph.add_run(told)


def _add_link(paragraph: Any, text: str, address: str) -> None:
    """Add a link, which python-docx can read but not write."""
    id_ = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), id_)
    run = paragraph.add_run(text)
    run.font.underline = True
    run.font.color.rgb = RGBColor.from_string(LINK)
    link.append(run._r)
    paragraph._p.append(link)


def _prepare(document: Any) -> None:
    make_swedish(document, TITLE)
    for name, size in (("Normal", 11), ("Heading 1", 20), ("Heading 2", 15), ("Heading 3", 12)):
        style = document.styles[name]
        set_font(style)
        style.font.size = Pt(size)
    for name in ("Heading 2", "Heading 3"):
        document.styles[name].paragraph_format.keep_with_next = True
