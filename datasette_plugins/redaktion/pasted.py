"""Text as it is pasted from word processors, PDF files and pages → text as the files have it."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SPACES = "\t\u00a0\u2007\u2009\u202f"
BREAKS = "\r\v\f\x85\u2028"
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
PLAIN = str.maketrans(
    {
        **{chr(code): "" for code in range(32) if chr(code) != "\n"},
        **dict.fromkeys(UNSEEN, ""),
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(BREAKS, "\n"),
        "\u2029": "\n\n",
        "\u2011": "-",
        **LIGATURES,
    }
)
"""What no reader can see, or tell from something plainer → what the files have instead."""

WRAPPED = 45
"""A line at least this long, without a stop, goes on in the next one."""
STOPS = (".", "!", "?", ":", ";", "»", "”")
MARK = re.compile(r"(?:[•▪◦●‣·*–—-]|\d{1,2}[.)])\s+")
SURE_MARK = re.compile(r"[•▪◦●‣·]\s*")


def clean(text: str) -> str:
    r"""Return a text with nothing unseen in it, and no blanks where they say nothing.

    Examples
    --------
    >>> clean(" Ett \r\n\r\n\r\n\r\ntvå  \r\n")
    'Ett\n\ntvå'
    >>> clean("Skol\u00adutveckling tar 5\u00a0år \u201dminst\u201d")
    'Skolutveckling tar 5 år ”minst”'
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(PLAIN))
    lines = [re.sub(" {2,}", " ", line).rstrip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip())


def paragraphs(text: str) -> str:
    r"""Return a text in paragraphs: lines that a page had broken are put together again.

    Examples
    --------
    >>> paragraphs("Läraren läser högt\nför alla. \nSedan talar de.\n\nTill sist skriver de.")
    'Läraren läser högt för alla.\n\nSedan talar de.\n\nTill sist skriver de.'
    """
    return "\n\n".join(_joined(text))


def lines_of(text: str) -> list[str]:
    r"""Return what was pasted in a row of a list: each line a row, without its bullet.

    Examples
    --------
    >>> lines_of("• Ni har tid.\n• Rektor är med\n  och leder.\n")
    ['Ni har tid.', 'Rektor är med och leder.']
    >>> lines_of("2 av 5 elever läser.")
    ['2 av 5 elever läser.']
    """
    found = _joined(text)
    mark = MARK if len(found) > 1 else SURE_MARK
    bare = [(mark.sub("", each, count=1) if mark.match(each) else each).strip() for each in found]
    return [each for each in bare if each]


def _joined(text: str) -> list[str]:
    found: list[str] = []
    length = 0  # of the line above; none above is none
    for line in clean(text).split("\n"):
        line = line.strip()
        if length and line and _goes_on(found[-1], length, line):
            found[-1] += f" {line}"
        elif line:
            found.append(line)
        length = len(line)
    return found


def _goes_on(before: str, length: int, line: str) -> bool:
    if MARK.match(line) or SURE_MARK.match(line):
        return False
    return line[0].islower() or (length >= WRAPPED and not before.endswith(STOPS))
