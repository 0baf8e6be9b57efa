"""Pdf files with text in them → paragraphs, page by page."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from matcher.errors import IntakeError
from matcher.intake.model import Analys, Stycke
from matcher.intake.text import paragraphs

MOST_PAGES = 200


def read_pdf(content: bytes) -> Analys:
    """Return the paragraphs of a pdf."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings may quote the text
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise IntakeError("Pdf-filen är låst med lösenord.", "Spara den utan lösenord.")
        number = len(reader.pages)
        if number > MOST_PAGES:
            raise IntakeError(
                f"Pdf-filen har {number} sidor, och gränsen är {MOST_PAGES}.",
                "Spara de sidor som beskriver problemen som en egen fil.",
            )
        found: list[Stycke] = []
        for sida, page in enumerate(reader.pages, start=1):
            found += paragraphs(page.extract_text(), sida)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise IntakeError(
            "Pdf-filen går inte att läsa.", "Spara om den, eller klistra in texten."
        ) from fault
    if not found:
        raise IntakeError(
            "Pdf-filen innehåller ingen text, kanske bara inskannade bilder.",
            "Klistra in texten, eller använd originalfilen.",
        )
    return Analys("pdf", tuple(found))
