"""Which reader a file is given to, and the limits that hold for all of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from matcher.errors import IntakeError
from matcher.intake import kinds
from matcher.intake.limits import LARGEST_FILE, LONGEST_STYCKE, LONGEST_TEXT
from matcher.intake.model import Analys, Stycke
from matcher.intake.text import ITEM, read_text


def read_analysis(content: bytes, *, filename: str = "") -> Analys:
    r"""Read an analysis from a file's content, in this process.

    Parameters
    ----------
    content : bytes
        The file: plain text, Word (docx), OpenDocument (odt) or pdf with text or form fields in it.
    filename : str, optional
        Only used to say better what is wrong with a file that cannot be read.

    Returns
    -------
    Analys
        Paragraphs with the headings that they stand under.

    Raises
    ------
    IntakeError
        When the file is empty, too large, damaged, locked or of another kind; in Swedish, with what
        to do, and with none of the file's own words.

    Examples
    --------
    >>> analys = read_analysis("Resultat\n\nSexorna läser utan att förstå.".encode())
    >>> analys.stycken[0].rubrik, analys.stycken[0].text
    ('Resultat', 'Sexorna läser utan att förstå.')
    """
    check_size(content)
    analys = _read(content, filename.lower())
    if not any(stycke.text for stycke in analys.stycken):
        raise IntakeError(
            "Det finns ingen text i filen.", "Välj en fil med text i, eller klistra in texten."
        )
    if sum(len(stycke.text) + 1 for stycke in analys.stycken) > LONGEST_TEXT:
        raise too_long()
    return replace(analys, stycken=tuple(_cut(analys.stycken)))


def check_size(content: bytes) -> None:
    """Refuse a file that is empty or too large."""
    if not content:
        raise IntakeError("Filen är tom.", "Välj en fil med text i, eller klistra in texten.")
    if len(content) > LARGEST_FILE:
        raise IntakeError(
            f"Filen är för stor: gränsen är {LARGEST_FILE // 1_000_000} MB.",
            "Spara en mindre fil, till exempel utan bilder, eller klistra in texten.",
        )


def too_long() -> IntakeError:
    """Return the fault of a file with more text than is read."""
    return IntakeError(
        f"Texten i filen är för lång: gränsen är {LONGEST_TEXT // 1_000_000} miljon tecken.",
        "Spara de delar som beskriver problemen som en egen fil.",
    )


def _read(content: bytes, filename: str) -> Analys:
    if kinds.is_packed(content):
        # Here, and for pdf, so that plain text needs none of the libraries.
        from matcher.intake.docx import read_docx
        from matcher.intake.odt import read_odt
        from matcher.intake.packed import Packed

        packed = Packed(content)
        kind = kinds.packed_kind(packed)
        analys = read_docx(packed) if kind == "docx" else read_odt(packed)
        return replace(analys, stycken=tuple(_unwrapped(analys.stycken)))
    if kinds.is_pdf(content):
        from matcher.intake.pdf import read_pdf

        return read_pdf(content)
    kinds.refuse_known(content)
    if len(content) > LONGEST_TEXT * MOST_BYTES:  # before it is read, for it is read here
        raise too_long()
    return read_text(content, filename)


def is_plain(content: bytes) -> bool:
    """Return whether a file is read as text, which needs no process of its own."""
    return not kinds.is_packed(content) and not kinds.is_pdf(content)


def _unwrapped(stycken: tuple[Stycke, ...]) -> list[Stycke]:
    """Return paragraphs with those joined that are one, pasted line by line from elsewhere."""
    pairs = sum(_is_broken(one, other) for one, other in pairwise(stycken))
    if pairs < FEWEST_BROKEN:
        return list(stycken)
    found: list[Stycke] = []
    for stycke in stycken:
        if found and _is_broken(replace(found[-1], text=found[-1].text[-LONGEST_LINE:]), stycke):
            found[-1] = replace(found[-1], text=f"{found[-1].text} {stycke.text}")
        else:
            found.append(replace(stycke, text=ITEM.sub("", stycke.text)))
    return found


def _is_broken(one: Stycke, other: Stycke) -> bool:
    return (
        one.rad is other.rad is None
        and one.rubrik == other.rubrik
        and SHORTEST_LINE <= len(one.text) <= LONGEST_LINE
        and one.text[-1] not in ".!?:"
        and other.text[:1].islower()
    )


MOST_BYTES = 4
"""Bytes that a character takes at most, in any encoding."""

FEWEST_BROKEN = 4
SHORTEST_LINE, LONGEST_LINE = 50, 130


def _cut(stycken: tuple[Stycke, ...]) -> Iterator[Stycke]:
    for stycke in stycken:
        if len(stycke.text) <= LONGEST_STYCKE:
            if stycke.text:
                yield stycke
            continue
        for piece in textwrap.wrap(stycke.text, LONGEST_STYCKE, break_on_hyphens=False):
            yield replace(stycke, text=piece)
