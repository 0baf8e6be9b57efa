"""Plain text → paragraphs; wrapped lines are joined, list items and headings kept apart."""

from __future__ import annotations

import re

from matcher.errors import IntakeError
from matcher.intake.model import Analys, Stycke, is_heading

ITEM = re.compile(r"^\s*(?:[*•▪‣]|[-–](?=\s)|\d{1,2}[.)](?=\s))\s*")
RULE = re.compile(r"^[\s|+=_\-–—*#]*$")
TABLE_ROW = re.compile(r"^\s*\|")


def read_text(content: bytes, filename: str = "") -> Analys:  # noqa: ARG001
    """Return the paragraphs of a text file in UTF-8 or Windows' Latin 1."""
    return Analys("text", paragraphs(decode(content)))


def decode(content: bytes) -> str:
    """Return bytes as text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise IntakeError(
            "Filen är varken text, Word (docx) eller pdf.",
            "Spara analysen i något av de formaten, eller klistra in texten.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def paragraphs(text: str, sida: int | None = None) -> tuple[Stycke, ...]:
    r"""Return the paragraphs of a plain text.

    Examples
    --------
    >>> [each.text for each in paragraphs("Resultat\n* läser\n  sakta\n* räknar")]
    ['läser sakta', 'räknar']
    """
    found: list[Stycke] = []
    waiting: list[str] = []
    rubrik: str | None = None

    def close() -> None:
        joined = " ".join(" ".join(waiting).split())
        if joined:
            found.append(Stycke(joined, rubrik, sida))
        waiting.clear()

    for line in text.splitlines():
        if RULE.match(line):
            close()
        elif TABLE_ROW.match(line):
            close()
            found.extend(
                Stycke(" ".join(cell.split()), rubrik, sida)
                for cell in line.split("|")
                if cell.strip()
            )
        elif ITEM.match(line):
            close()
            waiting.append(ITEM.sub("", line))
        elif not waiting and is_heading(line):
            rubrik = line.strip()
        else:
            waiting.append(line)
    close()
    return tuple(found)
