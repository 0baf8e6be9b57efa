"""Tables that hold other tables: they only order the text, and their short cells are headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from matcher.intake.model import Headings, is_told

Cell = TypeVar("Cell")
Told = Callable[[Cell], Iterable[str]]

LOWEST_LEVEL = 20
"""Headings of a frame stand beneath all others that a document can have."""


COLUMNS = 2
FEWEST_WORDS = 4
"""So many columns has a form, and so many words a paragraph of an answer."""


def is_frame(inner: Iterable[int]) -> bool:
    """Return whether a table is a frame, by how many rows each table in its cells has."""
    return any(rows > 1 for rows in inner)


def is_form(grid: Iterable[Sequence[Iterable[str]]]) -> bool:
    """Return whether rows are a heading and an answer, somewhere of several paragraphs.

    Examples
    --------
    >>> is_form([[["Resultat"], ["De gissar när de läser.", "De räknar på fingrarna."]]])
    True
    >>> is_form([[["Resultat"], ["61 %", "Bättre."]]])
    False
    """
    rows = [[list(filter(str.strip, cell)) for cell in row] for row in grid]
    return all(len(row) == COLUMNS and (_heading(row[0]) or not row[0]) for row in rows) and any(
        sum(len(text.split()) >= FEWEST_WORDS for text in row[1]) > 1 for row in rows
    )


def framed(
    rows: Sequence[Sequence[Cell]], headings: Headings, depth: int, told: Told[Cell]
) -> Iterator[Cell]:
    """Yield the cells to read of a frame, each when the headings that it stands under are entered.

    What stands alone and short first in a row heads the rest of it, else what stands over the
    column does. ``depth`` is how deep the frame is in other frames.

    Examples
    --------
    >>> rows = [["Styrkor", "Brister"], ["Läsning", "De gissar."], ["Lugnt.", "Ingen frågar."]]
    >>> headings = Headings()
    >>> [headings.stycke(each).rubriker for each in framed(rows, headings, 1, lambda cell: [cell])]
    [('Läsning',), ('Styrkor',), ('Brister',)]
    """
    level = LOWEST_LEVEL + depth
    heads = [_heading(told(cell)) for cell in rows[0]]
    named = heads if len(heads) > 1 and all(heads) else []
    for row in rows[1:] if named else rows:
        first = _heading(told(row[0])) if len(row) > 1 else None
        for place, cell in enumerate(row):
            if first and not place:
                continue
            heading = first or (named[place] if place < len(named) else None)
            headings.leave(level)
            if heading:
                headings.enter(heading, level)
            yield cell
    headings.leave(level)


def _heading(texts: Iterable[str]) -> str | None:
    """Return what a cell says, if it is one short line and no sentence."""
    said = [text for text in texts if text.strip()]
    return said[0] if len(said) == 1 and not is_told(said[0].strip()) else None
