"""Pdf files with text or filled-in fields in them → paragraphs, page by page."""

from __future__ import annotations

import io
import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from matcher.errors import IntakeError
from matcher.intake.limits import LONGEST_TEXT, MOST_PAGES
from matcher.intake.model import Analys, Headings
from matcher.intake.pdf_form import Field, fields_of, xfa_stycken
from matcher.intake.pdf_layout import page_stycken
from matcher.intake.pdf_lines import Line, Page, read_lines, without_margins

SAVE_AGAIN = "Spara om den i det program som den skrevs i, eller klistra in texten."
ORIGINAL = (
    "Använd originalet (docx eller odt), låt ett program för textigenkänning (OCR) läsa den, "
    "eller klistra in texten."
)
FEWEST_LETTERS = 0.5
"""A smaller share of letters and digits than this is not text but signs that mean nothing."""


def read_pdf(content: bytes) -> Analys:
    """Return the paragraphs of a pdf."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings may quote the text
    found: Analys | IntakeError
    try:
        found = _read(content)
    except IntakeError as fault:
        found = fault
    except (MemoryError, RecursionError):
        raise
    except Exception:  # a damaged pdf makes pypdf raise nearly anything
        found = IntakeError("Pdf-filen är skadad och går inte att läsa.", SAVE_AGAIN)
    if isinstance(found, IntakeError):  # outside, so that a fault with text in it is left behind
        raise found
    return found


@dataclass
class _Told:
    """What is told about the pages that gave no text."""

    empty: list[int]
    pictures: bool = False


def _read(content: bytes) -> Analys:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not _opens_without_password(reader):
        raise IntakeError(
            "Pdf-filen är låst med lösenord och går inte att läsa.",
            "Spara en kopia utan lösenord (skriv ut till pdf), eller klistra in texten.",
        )
    number = len(reader.pages)
    if number > MOST_PAGES:
        raise IntakeError(
            f"Pdf-filen har {number} sidor, och gränsen är {MOST_PAGES}.",
            "Spara de sidor som beskriver problemen som en egen fil.",
        )
    told = _Told([])
    pages = [_page(sida, page, told) for sida, page in enumerate(reader.pages, start=1)]
    stycken = []
    headings = Headings()
    rows = 0
    body = _body_size(pages)
    for page in without_margins(pages):
        made = list(page_stycken(page, headings, rows, body))
        rows += len({each.rad for each in made if each.rad is not None})
        stycken += made
        if sum(len(each.text) for each in stycken) > LONGEST_TEXT:
            break  # told as too long by the one who asked
    stycken += headings.end()
    if not any(page.fields for page in pages):
        stycken += xfa_stycken(reader)
    text = "".join(each.text for each in stycken)
    if not text:
        raise _no_text(told)
    if sum(each.isalnum() for each in text) < len(text.replace(" ", "")) * FEWEST_LETTERS:
        raise IntakeError(
            "Texten i pdf-filen går inte att tyda: det framgår inte vilka bokstäver den består av.",
            ORIGINAL,
        )
    return Analys("pdf", tuple(stycken), _of_empty(told.empty) if told.pictures else ())


def _opens_without_password(reader: PdfReader) -> bool:
    """Return whether a pdf is locked only against changes, as many are, and opens for reading."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # its kind of lock is not known
        return False


def _page(sida: int, page: Any, told: _Told) -> Page:
    lines: list[Line] = read_lines(page)
    fields: list[Field] = fields_of(page)
    if not lines and not fields:
        told.empty.append(sida)
        told.pictures = told.pictures or _has_picture(page)
    return Page(sida, float(page.mediabox.bottom), float(page.mediabox.top), lines, fields)


def _has_picture(page: Any) -> bool:
    objects = page.get("/Resources", {}).get("/XObject", {})
    return any(each.get_object().get("/Subtype") == "/Image" for each in objects.values())


def _body_size(pages: list[Page]) -> float:
    """Return the size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _no_text(told: _Told) -> IntakeError:
    if told.pictures:
        return IntakeError(
            "PDF:en är inskannad: sidorna är bilder, och text i bilder går inte att läsa.", ORIGINAL
        )
    return IntakeError(
        "Det finns ingen text i pdf-filen.", "Välj en fil med text i, eller klistra in texten."
    )


def _of_empty(pages: list[int]) -> tuple[str, ...]:
    if not pages:
        return ()
    if len(pages) == 1:
        return (f"Sidan {pages[0]} har ingen text och är kanske inskannad. Den är inte läst.",)
    return (f"{len(pages)} sidor har ingen text och är kanske inskannade. De är inte lästa.",)
