"""The paragraphs, headings, list items and table cells of a page, with its filled-in fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matcher.intake.model import Headings, Stycke, is_heading, table_stycken
from matcher.intake.pdf_blocks import BULLET, Block, as_blocks
from matcher.intake.pdf_form import Field, label_from_page
from matcher.intake.pdf_lines import Page, joined
from matcher.intake.text import paragraphs
from matcher.intake.text_tables import is_table_line

FEWEST_DRAWN = 3
LONGEST_HEADING = 120
LARGER = 1.12
BOLD_LEVEL, PLAIN_LEVEL = 100, 101


def page_stycken(page: Page, headings: Headings, first_row: int, body: float) -> Iterator[Stycke]:
    """Yield the paragraphs of a page, each filled-in field after the words printed before it."""
    bars = sum(is_table_line(line.text) for line in page.lines)
    if bars > FEWEST_DRAWN and sum(_is_drawn(line.text) for line in page.lines) > bars * 0.8:
        yield from _as_plain(page, headings, first_row)
        return
    blocks = as_blocks(page.lines)
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
                [(joined(cell),) for cell in each.cells] for each in table
            ]
            yield from table_stycken(_aligned(table, grid), headings, row, page.sida)
            row += len(grid)
        elif (level := _level(block, body)) is not None:
            yield from headings.enter(joined(block.cells[0]), level, sida=page.sida)
        elif not _is_label(block, waiting.get(place, [])):
            text = BULLET.sub("", joined(block.cells[0]))
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
    text = " ".join(joined(block.cells[0]).split()).rstrip(":* ")
    return any(each.label == text for each in fields)


def _level(block: Block, body: float) -> int | None:
    """Return the level of a heading; None for what is none."""
    lines = block.cells[0]
    text = joined(lines)
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
