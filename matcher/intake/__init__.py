"""A file's bytes → ``Analys``; the kind is decided by what the bytes are, not by the name."""

from __future__ import annotations

from matcher.errors import IntakeError
from matcher.intake.docx import read_docx
from matcher.intake.model import Analys, Stycke
from matcher.intake.pdf import read_pdf
from matcher.intake.text import read_text

__all__ = ["Analys", "Stycke", "read_analysis"]

LARGEST_FILE = 10_000_000
LONGEST_TEXT = 1_000_000


def read_analysis(content: bytes, *, filename: str = "") -> Analys:
    r"""Read an analysis from a file's content.

    Parameters
    ----------
    content : bytes
        The file: plain text, Word (docx) or pdf with text in it.
    filename : str, optional
        Only used to say better what is wrong with a file that cannot be read.

    Returns
    -------
    Analys
        Paragraphs with the headings that they stand under.

    Raises
    ------
    IntakeError
        When the file is empty, too large or of another kind; in Swedish, with what to do.

    Examples
    --------
    >>> analys = read_analysis("Resultat\n\nSexorna läser utan att förstå.".encode())
    >>> analys.stycken[0].rubrik, analys.stycken[0].text
    ('Resultat', 'Sexorna läser utan att förstå.')
    """
    if len(content) > LARGEST_FILE:
        raise IntakeError(
            f"Filen är för stor: gränsen är {LARGEST_FILE // 1_000_000} MB.",
            "Spara en mindre fil, till exempel utan bilder, eller klistra in texten.",
        )
    analys = _read(content, filename.lower())
    if not analys.stycken:
        raise IntakeError("Filen är tom.", "Välj en fil med text i, eller klistra in texten.")
    if len(analys.text) > LONGEST_TEXT:
        raise IntakeError(
            "Texten i filen är för lång.", "Spara de delar som beskriver problemen som en egen fil."
        )
    return analys


def _read(content: bytes, filename: str) -> Analys:
    if content.startswith(b"PK\x03\x04"):
        return read_docx(content)
    if content.lstrip()[:5] == b"%PDF-":
        return read_pdf(content)
    if content.startswith(b"\xd0\xcf\x11\xe0") or filename.endswith((".doc", ".odt", ".pages")):
        raise IntakeError(
            "Filen är i ett format som inte kan läsas.",
            "Spara den som docx eller pdf, eller klistra in texten.",
        )
    return read_text(content)
