"""A list as a workbook: one table with named columns, and a sheet that tells what it is."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from datasette_plugins.templating import MISSING
from datasette_plugins.utdrag.innehall import COLUMNS, HOURS, NAME, TITLE, Kolumn, Utdrag

LONGEST_CELL = 32_767
"""What Excel takes in a cell."""
LONGEST_LINK = 2_079
"""What Excel takes in a link; a long list's own address is then written as text only."""


def write_xlsx(utdrag: Utdrag) -> bytes:
    """Return the workbook.

    Every text is written as text, with the mark that keeps it so when the cell is edited, and so
    no cell becomes a formula whatever it begins with.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     insatser = reader.insatser(["samtal-om-text"])
    >>> write_xlsx(Utdrag(insatser, "https://exempel.test", "https://exempel.test/", "1"))[:2]
    b'PK'
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties(
            {"title": TITLE, "author": "Insatskatalogen", "comments": utdrag.adress}
        )
        _list(book, utdrag)
        _about(book, utdrag)
    return target.getvalue()


def _list(book: Any, utdrag: Utdrag) -> None:
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    figure = book.add_format({"valign": "top"})
    link = book.add_format(
        {
            "text_wrap": True,
            "valign": "top",
            "quote_prefix": True,
            "font_color": "#0B5394",
            "underline": 1,
        }
    )
    sheet = book.add_worksheet("Insatser")
    headings = [*(column.titel for column in COLUMNS), "Id"]
    for position, column in enumerate(COLUMNS):
        sheet.set_column(position, position, column.bredd)
    sheet.set_column(len(COLUMNS), len(COLUMNS), 30)
    for row, insats in enumerate(utdrag.insatser, start=1):
        for position, column in enumerate(COLUMNS):
            if column is NAME:
                sheet.write_url(row, position, utdrag.link(insats), link, string=insats.namn)
            elif column in HOURS:
                _write_number(sheet, row, position, column.rader(insats), figure)
            else:
                sheet.write_string(row, position, _cell(column, insats), text)
        sheet.write_string(row, len(COLUMNS), insats.id, text)
    # A real table names its heading row to screen readers and brings sorting and filters.
    sheet.add_table(
        0,
        0,
        len(utdrag.insatser),
        len(COLUMNS),
        {
            "name": "Insatser",
            "style": "Table Style Light 1",
            "columns": [{"header": heading} for heading in headings],
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)


def _write_number(sheet: Any, row: int, position: int, told: tuple[str, ...], style: Any) -> None:
    # An empty cell, so that the column can be added up.
    for number in told:
        sheet.write_number(row, position, int(number), style)


def _cell(column: Kolumn, insats: Any) -> str:
    return ("\n".join(column.rader(insats)) or MISSING)[:LONGEST_CELL]


def _about(book: Any, utdrag: Utdrag) -> None:
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet = book.add_worksheet("Om listan")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)
    for row, (name, told) in enumerate(utdrag.about):
        sheet.write_string(row, 0, name, bold)
        if told.startswith("http") and len(told) <= LONGEST_LINK:
            sheet.write_url(row, 1, told, text)
        else:
            sheet.write_string(row, 1, told, text)
