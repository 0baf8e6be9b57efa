"""How the plan looks as a document: Swedish, A4, dark enough, with styles that say what is what."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from matcher.docx_base import INK, make_swedish, set_font

HEADING_INK: Final = RGBColor(0x12, 0x3F, 0x3A)
PROMPT_INK: Final = RGBColor(0x5C, 0x3A, 0x00)
PROMPT_GROUND: Final = "FFF3D6"
HEAD_GROUND: Final = "E3EDEB"
LINE: Final = "7A8A87"

PROMPT: Final = "Skolan skriver"
PROMPT_IN_CELL: Final = "Skolan skriver i tabell"
SCHOOL: Final = "Skolans ord"
CAPTION: Final = "Tabelltitel"
IN_CELL: Final = "Tabelltext"

SIZES: Final = {"Title": 26, "Heading 1": 18, "Heading 2": 13.5}


def prepare(document: Any, title: str) -> None:
    """Make the template that python-docx brings into the plan's own."""
    make_swedish(document, title)
    _name_the_fonts(document)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    prompt = _add(document, PROMPT)
    prompt.font.color.rgb = PROMPT_INK
    prompt.font.bold = True
    _ground(prompt.element.get_or_add_pPr(), PROMPT_GROUND)
    school = _add(document, SCHOOL)
    school.paragraph_format.left_indent = Cm(0.5)
    _line_to_the_left(school.element.get_or_add_pPr())
    caption = _add(document, CAPTION)
    caption.font.bold = True
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(8)
    caption.paragraph_format.space_after = Pt(3)
    for name in (IN_CELL, PROMPT_IN_CELL):
        style = _add(document, name)
        style.font.size = Pt(9.5)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.line_spacing = 1.0
    cell = document.styles[PROMPT_IN_CELL]
    cell.font.color.rgb, cell.font.bold = PROMPT_INK, True
    _ground(cell.element.get_or_add_pPr(), PROMPT_GROUND)
    _number_the_pages(section, title)


def _name_the_fonts(document: Any) -> None:
    styles = document.styles
    names = ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet")
    for name in names:
        style = styles[name]
        set_font(style, INK if name in ("Normal", "List Bullet") else HEADING_INK)
        if name in SIZES:
            style.font.size = Pt(SIZES[name])
            style.paragraph_format.keep_with_next = True
    normal = styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    styles["Heading 1"].paragraph_format.space_before = Pt(22)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Heading 2"].paragraph_format.space_after = Pt(4)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)


def _add(document: Any, name: str) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return style


def _ground(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for attribute, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{attribute}"), value)
    # The order of a paragraph's properties is set by the format; shading comes before spacing.
    properties.insert_element_before(shade, *AFTER_SHADING)


def _line_to_the_left(properties: Any) -> None:
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for attribute, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", LINE)):
        left.set(qn(f"w:{attribute}"), value)
    borders.append(left)
    properties.insert_element_before(borders, "w:shd", *AFTER_SHADING)


AFTER_SHADING: Final = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def _number_the_pages(section: Any, title: str) -> None:
    header = section.header.paragraphs[0]
    header.text = title
    footer = section.footer.paragraphs[0]
    footer.add_run("Sida ")
    add_field(footer, "PAGE")
    footer.add_run(" av ")
    add_field(footer, "NUMPAGES")
    for paragraph in (header, footer):
        for run in paragraph.runs:
            run.font.size = Pt(9)


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that the program fills in when the document is opened."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == "1":
            continue
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
