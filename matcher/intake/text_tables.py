"""Tables drawn in plain text, with bars and rules or with tabs → rows of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

BAR = re.compile(r"^\s*[|│┃║]")
SPLIT = re.compile(r"[|│┃║]")
RULE = re.compile(r"^\s*[|+┌├└╔╠╚│║][\s|+=:_\-–—─═┬┼┴╦╬╩┤┐┘╣╗╝│║]*$")
CORNER = re.compile(r"[+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝]")
MOST_TABS = 30


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each with its paragraphs; ``headed`` is None when it cannot be told."""

    grid: list[list[tuple[str, ...]]]
    lines: int
    headed: bool | None = None


def is_table_line(line: str) -> bool:
    """Return whether a line is part of a drawn table."""
    return bool(BAR.match(line) or (RULE.match(line) and len(CORNER.findall(line)) > 1))


def read_table(lines: list[str], start: int) -> Table:
    """Return the table that begins at a line.

    A line without a first cell goes on with the row above it, unless a rule stands between.
    """
    grid: list[list[tuple[str, ...]]] = []
    rules: list[int] = []
    place, open_row = start, False
    while place < len(lines) and is_table_line(lines[place]):
        line = lines[place]
        place += 1
        if RULE.match(line):
            rules.append(len(grid))
            open_row = False
            continue
        cells = [" ".join(cell.split()) for cell in SPLIT.split(line.strip().strip("|│┃║"))]
        if open_row and not cells[0] and len(cells) == len(grid[-1]):
            grid[-1] = [_goes_on(*pair) for pair in zip(grid[-1], cells, strict=True)]
        else:
            grid.append([(cell,) if cell else () for cell in cells])
        open_row = True
    ruled_first = 1 in rules and len(grid) > 1
    ruled_all = len([n for n in rules if 0 < n < len(grid)]) >= len(grid) - 1
    headed = ruled_first if not ruled_all or len(grid) == 2 else None
    return Table(grid, place - start, headed)


def _goes_on(cell: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return a cell with its next line: of the same sentence, or as a paragraph of its own."""
    if not text:
        return cell
    if not cell or (text[0].isupper() and not cell[-1].endswith((",", "-", ":"))):
        return (*cell, text)
    return (*cell[:-1], f"{cell[-1]} {text}")


def tabbed(lines: list[str], start: int, item: re.Pattern[str]) -> Table | None:
    """Return the table of lines with tabs, as pasted from a word processor, that begins here."""
    grid: list[list[tuple[str, ...]]] = []
    for line in lines[start:]:
        if not 0 < line.strip().count("\t") <= MOST_TABS or item.match(line):
            break
        grid.append([(cell.strip(),) if cell.strip() else () for cell in line.split("\t")])
    return Table(grid, len(grid)) if len(grid) > 1 else None
