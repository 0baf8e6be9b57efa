"""Plain text → paragraphs: wrapped lines are joined; items, headings and tables kept apart."""

from __future__ import annotations

import re

from matcher.intake.decoding import decode
from matcher.intake.model import (
    Analys,
    Headings,
    Stycke,
    is_heading,
    is_shouted,
    table_stycken,
)
from matcher.intake.text_tables import Table, is_table_line, read_table, tabbed
from matcher.points import tells

ITEM = re.compile(r"^\s*(?:[*•▪‣●○■◦➢\uf000-\uf0ff]|[-–—+o·](?=\s)|\d{1,2}[.)](?=\s))\s*")
RULE = re.compile(r"^[\s|+=_\-–—*#]*$")
MARKED_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)[\s#]*$")
UNDERLINE = re.compile(r"^\s*(={3,}|-{3,})\s*$")
LABELLED = re.compile(r"^\s+[^\s|:][^|:]{0,40}:\s{2,}\S")
MARKDOWN = (
    (re.compile(r"!\[([^\]\n]{0,200})\]\([^)\s]{1,500}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,200})\]\([^)\s]{1,500}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
)
SHOUTED_LEVEL, PLAIN_LEVEL = 7, 8
"""Headings that are only guessed stand below those that are marked."""


def read_text(content: bytes, filename: str = "") -> Analys:
    """Return the paragraphs of a text file, in any usual encoding."""
    text = decode(content)
    if filename.endswith((".md", ".markdown")) or re.search(r"(?m)^#{1,3} \S", text):
        for pattern, kept in MARKDOWN:
            text = pattern.sub(kept, text)
    return Analys("text", paragraphs(text))


def paragraphs(text: str, sida: int | None = None) -> tuple[Stycke, ...]:
    r"""Return the paragraphs of a plain text.

    Examples
    --------
    >>> [each.text for each in paragraphs("Resultat\n* läser\n  sakta\n* räknar")]
    ['läser sakta', 'räknar']
    >>> row = paragraphs("| Åk | Läser |\n|---|---|\n| 6 | 61 % |")[2:]
    >>> [(each.kolumnrubrik, each.text) for each in row]
    [('Åk', '6'), ('Läser', '61 %')]
    """
    return tuple(_Reading(text.splitlines(), sida).read())


class _Reading:
    def __init__(self, lines: list[str], sida: int | None) -> None:
        self._lines = lines
        self._sida = sida
        self._found: list[Stycke] = []
        self._waiting: list[str] = []
        self._headings = Headings()
        self._rows = 0

    def read(self) -> list[Stycke]:
        place = 0
        while place < len(self._lines):
            place += self._step(place)
        self._close()
        return self._found + self._headings.end()

    def _step(self, place: int) -> int:
        """Read what begins at a line, and return how many lines it took."""
        line = self._lines[place]
        following = self._lines[place + 1] if place + 1 < len(self._lines) else ""
        if is_table_line(line):
            return self._table(read_table(self._lines, place))
        if (table := tabbed(self._lines, place, ITEM)) is not None:
            return self._table(table)
        if RULE.match(line):
            self._close()
        elif marked := MARKED_HEADING.match(line):
            self._close()
            self._found += self._headings.enter(marked[2], len(marked[1]), sida=self._sida)
        elif not self._waiting and UNDERLINE.match(following) and len(line) < 200:
            self._found += self._headings.enter(line, 1 if "=" in following else 2)
            return 2
        elif ITEM.match(line):
            self._close()
            self._waiting.append(ITEM.sub("", line))
        elif not self._waiting and (
            _heads_what_follows(line, following) or _is_above(line, following)
        ):
            level = SHOUTED_LEVEL if is_shouted(line) else PLAIN_LEVEL
            self._found += self._headings.enter(line, level, sida=self._sida)
        else:
            if LABELLED.match(line):
                self._close()
            self._waiting.append(line.lstrip("> ") if line.startswith(">") else line)
        return 1

    def _close(self) -> None:
        text = " ".join(self._waiting).strip()
        if text:
            self._found.append(self._headings.stycke(text, sida=self._sida))
        self._waiting.clear()

    def _table(self, table: Table) -> int:
        self._close()
        self._found += table_stycken(
            table.grid, self._headings, self._rows, self._sida, headed=table.headed
        )
        self._rows += len(table.grid)
        return table.lines


def _is_above(line: str, following: str) -> bool:
    """Return whether a line is the heading of the list or table that follows at once.

    Examples
    --------
    >>> _is_above("Det här har vi redan gjort", "| 2018 | Språkpåsar |")
    True
    """
    plain = line.strip()
    listed = ITEM.match(following) or is_table_line(following)
    whole = plain[:1].isupper() and plain[-1] not in ".,;:!" and not line[:1].isspace()
    return bool(listed) and whole and len(plain) <= LONGEST_ABOVE


LONGEST_ABOVE = 100


def _heads_what_follows(line: str, following: str) -> bool:
    """Return whether a line on its own is a heading, and neither a problem nor half a sentence."""
    if not is_heading(line) or not _stands_alone(line, following):
        return False
    return is_shouted(line) or tells(line) != "problem"


def _stands_alone(line: str, following: str) -> bool:
    """Return whether a short line is not just the beginning of the sentence on the next line.

    Examples
    --------
    >>> _stands_alone("Resultat", "Sexorna läser."), _stands_alone("Vår skola har", "två hus.")
    (True, False)
    """
    after = following.strip()
    return is_shouted(line) or not after[:1].islower()
