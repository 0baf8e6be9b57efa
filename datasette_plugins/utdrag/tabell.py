"""A list as a table of text that Swedish Excel opens right with a double click.

Excel divides a csv file at the list separator of the computer's regional settings, which is a
semicolon in Swedish ones since the comma is the decimal sign, and reads it as UTF-8 only when it
begins with a byte order mark. A first line ``sep=;`` would name the separator to everyone, but it
makes Excel forget the mark and garble å, ä and ö, so there is none.
"""

from __future__ import annotations

import csv
import io

from datasette_plugins.utdrag.innehall import COLUMNS, Utdrag

BOM = "\N{BYTE ORDER MARK}"
SEPARATOR = ";"
BETWEEN = " | "
"""Stands between several things in one cell; a line break there confuses some programs."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""A cell that begins so may be run as a formula."""


def write_csv(utdrag: Utdrag) -> bytes:
    r"""Return the table; what the catalogue does not know is an empty cell.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     insatser = reader.insatser(["samtal-om-text"])
    >>> table = write_csv(Utdrag(insatser, "https://exempel.test", "https://exempel.test/", "1"))
    >>> table.decode("utf-8-sig").split("\r\n")[1].split(";")[:3]
    ['"samtal-om-text"', '"Samtal om text"', '"Modul"']
    """
    written = io.StringIO()
    table = csv.writer(written, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(["Id", *(column.titel for column in COLUMNS), "Adress"])
    for insats in utdrag.insatser:
        cells = (BETWEEN.join(column.rader(insats)) for column in COLUMNS)
        table.writerow([harmless(cell) for cell in (insats.id, *cells, utdrag.link(insats))])
    return (BOM + written.getvalue()).encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("Läslyftet")
    ("'=1+1", "' @SUM(A1)", 'Läslyftet')
    """
    begins = text.lstrip(" ")
    return f"'{text}" if begins.startswith(RISKY) else text
