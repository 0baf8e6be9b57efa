"""Bytes → text, whatever encoding they were saved in."""

from __future__ import annotations

import codecs

from matcher.errors import IntakeError

SWEDISH = frozenset("åäöÅÄÖéÉ")
OLDER = ("cp1252", "mac_roman", "cp850")
FEWEST_NUL = 0.25
"""So large a share of NUL bytes means UTF-16."""

MOST_CONTROL = 0.02
"""A larger share of other control characters means that it is no text."""

MOST_BROKEN = 0.02
"""UTF-8 with a smaller share of damage than this is still UTF-8."""

KEPT = "\t\n\r\v\f\x85"
NOT_TEXT = (
    "Filen är varken text, Word (docx), OpenDocument (odt) eller pdf.",
    "Spara analysen i något av de formaten, eller klistra in texten.",
)


def decode(content: bytes) -> str:
    r"""Return bytes as text, without control characters.

    Raises
    ------
    IntakeError
        When they are not text.

    Examples
    --------
    >>> decode("Frånvaro".encode("cp1252")), decode("Frånvaro".encode("utf-16-le"))
    ('Frånvaro', 'Frånvaro')
    """
    text = _decode(content)
    control = sum(text.count(chr(code)) for code in range(32) if chr(code) not in KEPT)
    control += text.count("\ufffd")
    if control > max(8, len(text) * MOST_CONTROL):
        raise IntakeError(*NOT_TEXT)
    return text.translate({code: None for code in range(32) if chr(code) not in KEPT})


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32", errors="replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if content.count(0) > len(content) * FEWEST_NUL:
        first = content[0::2].count(0) > content[1::2].count(0)
        return content.decode("utf-16-be" if first else "utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    repaired = content.decode("utf-8-sig", errors="replace")
    whole = sum(repaired.count(letter) for letter in SWEDISH)
    if whole and repaired.count("\ufffd") <= len(repaired) * MOST_BROKEN:
        return repaired.replace("\ufffd", "")
    candidates = [content.decode(name, errors="replace") for name in OLDER]
    return max(candidates, key=lambda text: sum(text.count(letter) for letter in SWEDISH))
