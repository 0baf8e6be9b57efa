"""Lines of a page → what belongs together: paragraphs, and the rows of a table.

A pdf knows no paragraphs, only words at places. They are read in the order that the page draws
them, which is the order of reading in what word processors make; what stands beside is a cell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from matcher.intake.model import is_heading
from matcher.intake.pdf_lines import Line
from matcher.intake.text import ITEM

BULLET = re.compile(r"^\s*(?:\*(?=\s)|[•▪‣●○■□◦➢✓\uf000-\uf0ff]|[-–—o§·](?=\s|$))\s*")
NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-z])[.)]\s")
TALLEST_ROW = 14
"""Lines of a table row at most; what is taller is a column of text."""


@dataclass(slots=True)
class Block:
    """Lines that belong together: a paragraph (one cell of one column) or a row of a table."""

    cells: list[list[Line]]

    @property
    def lowest(self) -> float:
        """Return how far down the page it goes."""
        return min(line.y for cell in self.cells for line in cell)


def as_blocks(lines: list[Line]) -> list[Block]:
    """Return the paragraphs and table rows that lines make, in the order they are drawn."""
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
