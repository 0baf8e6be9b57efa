"""The lines of words that a page draws, without what stands in the margins of every page."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from matcher.intake.pdf_form import Field

PAGE_NUMBER = re.compile(r"^\W*(?:sida|sidan|s\.)?\s*\d{1,3}\s*(?:[(/]|av)?\s*\d{0,3}\W*$", re.I)
SOFT_HYPHEN = "\xad"
SPLIT_WORD = re.compile(r"[a-zåäöé]{2}-$")
AFTER_HANGING_HYPHEN = ("och ", "eller ", "samt ", "respektive ", "men ")

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[]-/ "), frozenset("mwMW%@—…")
MARGIN = 0.1
"""Share of the page's height, at the top and the bottom, where headers and footers stand."""

LONGEST_MARGIN = 150
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand together on a line."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False

    @property
    def end(self) -> float:
        """Return about where it ends; the widths of the letters are guessed."""
        return self.x + self.size * sum(
            0.29 if sign in NARROW else 0.85 if sign in WIDE else 0.65 if sign.isupper() else 0.52
            for sign in self.text.rstrip()
        )


@dataclass(slots=True)
class Page:
    """The lines and the filled-in fields of a page."""

    sida: int
    bottom: float
    top: float
    lines: list[Line]
    fields: list[Field] = field(default_factory=list)


def read_lines(page: Any) -> list[Line]:
    """Return the lines of a page, as it draws them."""
    found: list[Line] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        words = text.replace("\x00", "").replace("\n", " ")
        if not words.strip():
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        line = Line(words, x, y, height, "bold" in name or "black" in name or "semib" in name)
        before = found[-1] if found else None
        if (
            before
            and len(before.text) < LONGEST_LINE
            and _same_line(before, line)
            and line.x - before.end < 0.9 * line.size
        ):
            glue = "" if before.text.endswith(" ") or words.startswith(" ") else _glue(before, line)
            found[-1] = replace(
                before, text=before.text + glue + words, bold=before.bold and line.bold
            )
        else:
            found.append(line)

    page.extract_text(visitor_text=visit)
    return found


def _same_line(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) < 0.45 * max(one.size, other.size) and other.x >= one.x


def _glue(before: Line, line: Line) -> str:
    return " " if line.x - before.end > 0.15 * line.size else ""


def without_margins(pages: list[Page]) -> list[Page]:
    """Return the pages without what stands at the same place on most of them, and page numbers."""
    seen = Counter(key for page in pages for key in {_key(page, line) for line in page.lines})
    often = max(2, len(pages) // 3)

    def is_margin(page: Page, line: Line) -> bool:
        key = _key(page, line)
        return key is not None and (
            seen[key] >= often or bool(PAGE_NUMBER.match(line.text.strip()[:LONGEST_MARGIN]))
        )

    return [
        replace(page, lines=[line for line in page.lines if not is_margin(page, line)])
        for page in pages
    ]


def _key(page: Page, line: Line) -> tuple[int, str] | None:
    height = page.top - page.bottom
    away = min(line.y - page.bottom, page.top - line.y)
    if away > height * MARGIN:
        return None
    return round(line.y / 4), re.sub(r"\d+", "#", line.text.strip()[:LONGEST_MARGIN])


def joined(lines: list[Line]) -> str:
    """Return lines as running text; a word divided at the end of a line becomes whole.

    Examples
    --------
    >>> joined([Line("Eleverna för-", 0, 9, 9), Line("står inte skol-", 0, 8, 9),
    ...          Line("och hemspråk", 0, 7, 9)])
    'Eleverna förstår inte skol- och hemspråk'
    """
    words: list[str] = []
    for line in lines:
        text = line.text.strip()
        last = words[-1] if words else ""
        divided = SPLIT_WORD.search(last[-3:]) and not text.startswith(AFTER_HANGING_HYPHEN)
        if last.endswith(SOFT_HYPHEN) or (divided and text[:1].islower()):
            words[-1] = last[:-1] + text
        else:
            words.append(text)
    return " ".join(words).replace(SOFT_HYPHEN, "").strip()
