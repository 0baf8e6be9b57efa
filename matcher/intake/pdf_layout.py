"""Where the words of a page stand → its paragraphs, headings, list items and table cells.

A pdf knows no paragraphs, only words at places. They are read in the order that the page draws
them, which is the order of reading in what word processors make; what stands beside is a cell.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from matcher.intake.model import Headings, Stycke, is_heading, table_stycken
from matcher.intake.pdf_form import Field, label_from_page
from matcher.intake.text import ITEM, paragraphs
from matcher.intake.text_tables import is_table_line

BULLET = re.compile(r"^\s*(?:\*(?=\s)|[•▪‣●○■□◦➢✓\uf000-\uf0ff]|[-–—o§·](?=\s|$))\s*")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-z])[.)]\s")
PAGE_NUMBER = re.compile(r"^\W*(?:sida|sidan|s\.)?\s*\d{1,3}\s*(?:[(/]|av)?\s*\d{0,3}\W*$", re.I)
SOFT_HYPHEN = "\xad"
SPLIT_WORD = re.compile(r"[a-zåäöé]{2}-$")
AFTER_HANGING_HYPHEN = ("och ", "eller ", "samt ", "respektive ", "men ")

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[]-/ "), frozenset("mwMW%@—…")
MARGIN = 0.1
"""Share of the page's height, at the top and the bottom, where headers and footers stand."""

FEWEST_DRAWN = 3
LONGEST_MARGIN = 150
LONGEST_LINE = 2_000

TALLEST_ROW = 14
"""Lines of a table row at most; what is taller is a column of text."""

LONGEST_HEADING = 120
LARGER = 1.12
BOLD_LEVEL, PLAIN_LEVEL = 100, 101


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


@dataclass(slots=True)
class Block:
    """Lines that belong together: a paragraph (one cell of one column) or a row of a table."""

    cells: list[list[Line]]

    @property
    def lowest(self) -> float:
        """Return how far down the page it goes."""
        return min(line.y for cell in self.cells for line in cell)


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


def page_stycken(page: Page, headings: Headings, first_row: int, body: float) -> Iterator[Stycke]:
    """Yield the paragraphs of a page, each filled-in field after the words printed before it."""
    bars = sum(is_table_line(line.text) for line in page.lines)
    if bars > FEWEST_DRAWN and sum(_is_drawn(line.text) for line in page.lines) > bars * 0.8:
        yield from _as_plain(page, headings, first_row)
        return
    blocks = _blocks(page.lines)
    waiting = _placed(page, blocks)
    row = first_row
    place = 0
    while place < len(blocks):
        block = blocks[place]
        table = [block]
        if len(block.cells) > 1:
            while place + len(table) < len(blocks) and len(blocks[place + len(table)].cells) > 1:
                if any(n in waiting for n in range(place, place + len(table))):
                    break
                table.append(blocks[place + len(table)])
            grid: list[list[tuple[str, ...]]] = [
                [(_joined(cell),) for cell in each.cells] for each in table
            ]
            yield from table_stycken(_aligned(table, grid), headings, row, page.sida)
            row += len(grid)
        elif (level := _level(block, body)) is not None:
            guess = level == PLAIN_LEVEL
            yield from headings.enter(_joined(block.cells[0]), level, guess=guess, sida=page.sida)
        elif not _is_label(block, waiting.get(place, [])):
            text = BULLET.sub("", _joined(block.cells[0]))
            if text.strip():
                yield headings.stycke(text, sida=page.sida)
        place += len(table)
        for each in waiting.get(place - 1, []):
            yield from _filled(each, headings, page.sida)
    for each in waiting.get(-1, []):
        yield from _filled(each, headings, page.sida)


def _is_drawn(text: str) -> bool:
    return is_table_line(text) and text.rstrip().endswith(("|", "+"))


def _as_plain(page: Page, headings: Headings, first_row: int) -> Iterator[Stycke]:
    """Yield the paragraphs of a page that is plain text with drawn tables, printed."""
    for stycke in paragraphs("\n".join(line.text for line in page.lines), page.sida):
        row = None if stycke.rad is None else stycke.rad + first_row
        yield replace(stycke, rad=row)
    for each in page.fields:
        yield from _filled(each, headings, page.sida)


def _filled(each: Field, headings: Headings, sida: int) -> Iterator[Stycke]:
    for stycke in paragraphs(each.value):
        text = f"{stycke.rubrik}: {stycke.text}" if stycke.rubrik else stycke.text
        yield headings.stycke(text, label=each.label, sida=sida)


def _placed(page: Page, blocks: list[Block]) -> dict[int, list[Field]]:
    """Return the fields after the block that they stand by or under; -1 for those before all."""
    found: dict[int, list[Field]] = {}
    for each in sorted(page.fields, key=lambda field: (-field.top, field.left)):
        above = [
            (block.lowest, -n) for n, block in enumerate(blocks) if block.lowest >= each.bottom
        ]
        place = -min(above)[1] if above else -1
        lines = [line for block in blocks for cell in block.cells for line in cell]
        found.setdefault(place, []).append(
            each if each.label else replace(each, label=label_from_page(each, lines))
        )
    return found


def _is_label(block: Block, fields: list[Field]) -> bool:
    text = " ".join(_joined(block.cells[0]).split()).rstrip(":* ")
    return any(each.label == text for each in fields)


def _blocks(lines: list[Line]) -> list[Block]:
    rows = _rows(lines)
    usual = _usual_leading(lines)
    found: list[Block] = []
    for row in rows:
        before = found[-1] if found else None
        if (
            before is not None
            and len(row) == 1
            and len(before.cells) == 1
            and len(row[0]) == 1
            and _goes_on(before.cells[0], row[0][0], usual)
        ):
            before.cells[0].append(row[0][0])
        else:
            found.append(Block(row))
    return found


def _rows(lines: list[Line]) -> list[list[list[Line]]]:
    """Return lines as rows of cells; a line of running text is a row of one cell of one line."""
    found: list[list[list[Line]]] = []
    for line in lines:
        row = found[-1] if found else None
        if row is None:
            found.append([[line]])
            continue
        last = row[-1][-1]
        lone_bullet = len(row) == 1 and not BULLET.sub("", last.text).strip()
        if abs(last.y - line.y) < 0.45 * line.size and lone_bullet:
            row[-1][-1] = replace(last, text=f"• {line.text}", size=line.size, bold=line.bold)
        elif line.x > last.x + line.size and line.y > last.y - 0.45 * line.size:
            _beside(found, line)
        elif len(row) > 1 and (column := _column(row, line)) is not None:
            row[column].append(line)
        else:
            found.append([[line]])
    return found


def _beside(rows: list[list[list[Line]]], line: Line) -> None:
    """Put a line that stands to the right of what came before into the same row, as a new cell."""
    row = rows[-1]
    if len(row) == 1:  # the first cell may have been drawn as several lines, each taken for a row
        back = 1
        while back < min(TALLEST_ROW, len(rows)):
            above = rows[-back]
            if len(above) != 1 or abs(above[0][0].x - row[0][0].x) > line.size:
                break
            if abs(above[0][0].y - line.y) < 0.45 * line.size:
                joined = [each for row in rows[-back:] for each in row[0]]
                del rows[-back:]
                rows.append([joined, [line]])
                return
            back += 1
    top = max(each.y for cell in row for each in cell)
    if line.y > top + 0.45 * line.size:  # above all of it: another column of the page
        rows.append([[line]])
    else:
        row.append([line])


def _column(row: list[list[Line]], line: Line) -> int | None:
    """Return which cell of a row a line goes on with, if any."""
    for place, cell in enumerate(row):
        last = cell[-1]
        under = 0.5 * line.size < last.y - line.y < 1.7 * line.size
        if abs(cell[0].x - line.x) < 0.7 * line.size and under and len(cell) < TALLEST_ROW:
            return place if place else None
    return None


def _usual_leading(lines: list[Line]) -> float:
    steps = Counter(
        round((one.y - other.y) / other.size, 1)
        for one, other in pairwise(lines)
        if 0.8 < (one.y - other.y) / other.size < 2.6
    )
    return steps.most_common(1)[0][0] if steps else 1.3


def _goes_on(before: list[Line], line: Line, usual: float) -> bool:
    """Return whether a line belongs to the paragraph before it."""
    last, first = before[-1], before[0]
    step = (last.y - line.y) / line.size
    if abs(last.size - line.size) > 0.6 or not 0 < step < usual * 1.22 + 0.05:
        return False
    if (
        BULLET.match(line.text)
        or NUMBERED.match(line.text)
        or (last.bold != line.bold and len(before) == 1 and last.bold)
    ):
        return False
    if len(before) == 1 and is_heading(first.text) and line.text.lstrip()[:1].isupper():
        return False
    is_item = bool(BULLET.match(first.text) or ITEM.match(first.text))
    indented = abs(line.x - last.x) > 0.9 * line.size
    if indented and not (is_item and len(before) == 1 and line.x > last.x):
        return False
    ended = last.text.rstrip().endswith((".", "!", "?", ":", "”", '"'))
    short = (
        last.end < max(each.end for each in before[-8:]) - 8 * line.size
        if len(before) > 1
        else False
    )
    return not (ended and short and line.text.lstrip()[:1].isupper())


def _level(block: Block, body: float) -> int | None:
    """Return the level of a heading; None for what is none."""
    lines = block.cells[0]
    text = _joined(lines)
    if len(text) > LONGEST_HEADING or BULLET.match(text) or not any(map(str.isalpha, text)):
        return None
    size = max(line.size for line in lines)
    if size > body * LARGER:
        return max(1, 100 - round(size))
    bold = all(line.bold for line in lines)
    if len(lines) == 1 and not bold and is_heading(text):
        return PLAIN_LEVEL
    return BOLD_LEVEL if bold and not text.rstrip().endswith((".", "!", ",", ";")) else None


def _aligned(table: list[Block], grid: list[list[tuple[str, ...]]]) -> list[list[tuple[str, ...]]]:
    """Return rows with empty cells where they have nothing, by where those of row 1 stand."""
    places = [cell[0].x for cell in table[0].cells]
    found = [grid[0]]
    for block, row in zip(table[1:], grid[1:], strict=True):
        if len(row) >= len(places):
            found.append(row)
            continue
        filled: list[tuple[str, ...]] = [() for _ in places]
        for cell, text in zip(block.cells, row, strict=True):
            nearest = min(range(len(places)), key=lambda n: abs(places[n] - cell[0].x))
            filled[nearest] = (*filled[nearest], *text)
        found.append(filled)
    return found


def _joined(lines: list[Line]) -> str:
    """Return lines as running text; a word divided at the end of a line becomes whole.

    Examples
    --------
    >>> _joined([Line("Eleverna för-", 0, 9, 9), Line("står inte skol-", 0, 8, 9),
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
