"""A list of insatser as a file to carry away: workbook, document or table of text."""

from datasette_plugins.utdrag.dokument import write_docx
from datasette_plugins.utdrag.innehall import Utdrag
from datasette_plugins.utdrag.kalkylark import write_xlsx
from datasette_plugins.utdrag.tabell import write_csv

__all__ = ["Utdrag", "write_csv", "write_docx", "write_xlsx"]
