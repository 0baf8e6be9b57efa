"""What our Word documents share: they are in Swedish, on A4, in a font that no theme overrides."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

LANGUAGE: Final = "sv-SE"
FONT: Final = "Calibri"
INK: Final = RGBColor(0x1C, 0x24, 0x23)
THEME_FONTS: Final = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


def make_swedish(document: Any, title: str) -> None:
    """Name a document, and make the template that python-docx brings Swedish and A4.

    Examples
    --------
    >>> from docx import Document
    >>> document = Document()
    >>> make_swedish(document, "Plan")
    >>> document.core_properties.language, round(document.sections[0].page_width.cm)
    ('sv-SE', 21)
    """
    properties = document.core_properties
    properties.title, properties.author = title, "Insatskatalogen"
    properties.language, properties.comments = LANGUAGE, ""
    for language in document.styles.element.iter(qn("w:lang")):
        for attribute in ("w:val", "w:eastAsia"):
            language.set(qn(attribute), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)


def set_font(style: Any, colour: RGBColor = INK) -> None:
    """Give a style our font, which the fonts of the theme would else win over."""
    style.font.name = FONT
    style.font.color.rgb = colour
    fonts = style.element.rPr.rFonts
    for attribute in THEME_FONTS:
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:hAnsi"), FONT)
