"""An analysis as it was read: paragraphs with the headings they stand under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stycke:
    """A paragraph, a list item, a table cell or what is filled in in a field of a form.

    Parameters
    ----------
    text : str
        The words, with all white space as single spaces.
    rubrik : str or None
        The nearest heading above, or the label of the field.
    sida : int or None
        The page; known for pdf only.
    rubriker : tuple of str
        All headings that it stands under, the outermost first and ``rubrik`` last.
    rad : int or None
        The number of the table row that a cell stands in, counted through the whole file; cells
        with the same number are read together.
    kolumnrubrik : str or None
        The heading of the column that a cell stands in.
    """

    text: str
    rubrik: str | None = None
    sida: int | None = None
    rubriker: tuple[str, ...] = ()
    rad: int | None = None
    kolumnrubrik: str | None = None


@dataclass(frozen=True, slots=True)
class Analys:
    """What was read from a file.

    Parameters
    ----------
    slag : str
        ``text``, ``docx``, ``odt`` or ``pdf``.
    stycken : tuple of Stycke
        In the order of the file.
    upplysningar : tuple of str
        What the reader should know of how it was read, in Swedish: macros that were not run, pages
        without text. They hold none of the file's own words.
    """

    slag: str
    stycken: tuple[Stycke, ...]
    upplysningar: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the whole text, a paragraph a line."""
        return "\n".join(stycke.text for stycke in self.stycken)

    def sammanhang(self, number: int) -> str:
        """Return a paragraph with what it needs to be understood: the whole row of a table cell.

        Examples
        --------
        >>> cells = Stycke("Läsning", rad=1), Stycke("61 %", rad=1, kolumnrubrik="2024")
        >>> Analys("docx", cells).sammanhang(1)
        'Läsning | 2024: 61 %'
        """
        return " | ".join(
            f"{cell.kolumnrubrik}: {cell.text}" if cell.kolumnrubrik else cell.text
            for cell in self.rad(number)
        )

    def rad(self, number: int) -> tuple[Stycke, ...]:
        """Return the cells of the table row that a paragraph stands in, or the paragraph alone."""
        rad = self.stycken[number].rad
        first = last = number
        if rad is not None:
            while first and self.stycken[first - 1].rad == rad:
                first -= 1
            while last + 1 < len(self.stycken) and self.stycken[last + 1].rad == rad:
                last += 1
        return self.stycken[first : last + 1]


@dataclass(slots=True)
class Headings:
    """The headings that the text being read stands under.

    Examples
    --------
    >>> headings = Headings()
    >>> headings.enter("Resultat", 1)
    []
    >>> headings.enter("Läsning", 2)
    []
    >>> headings.stycke("De läser.").rubriker
    ('Resultat', 'Läsning')
    >>> headings.enter("Ledning", 1)
    []
    >>> headings.stycke("Vi hinner inte.").rubriker
    ('Ledning',)
    """

    _path: tuple[tuple[int, str], ...] = ()
    _alone: tuple[int, Stycke] | None = None

    def enter(self, text: str, level: int, *, sida: int | None = None) -> list[Stycke]:
        """Go on under a heading; those of the same or a lower level end.

        A heading that has nothing below it is returned as a paragraph, so that no words are lost.
        """
        plain = clean(text)[:LONGEST_KEPT_HEADING].rstrip(" :")
        if not plain:
            return []
        before = self.end() if self._alone and level <= self._alone[0] else []
        self._path = tuple(each for each in self._path if each[0] < level)
        self._alone = (level, self.stycke(text, sida=sida))
        self._path = (*self._path, (level, plain))
        return before

    def leave(self, level: int) -> None:
        """Go on as before the headings of a level and those beneath it."""
        self._path = tuple(each for each in self._path if each[0] < level)

    def end(self) -> list[Stycke]:
        """Return the last heading as a paragraph, if nothing follows it."""
        before, self._alone = self._alone, None
        return [before[1]] if before else []

    def stycke(
        self,
        text: str,
        *,
        label: str | None = None,
        sida: int | None = None,
        rad: int | None = None,
        kolumnrubrik: str | None = None,
    ) -> Stycke:
        """Return a paragraph under the present headings; ``label`` is one of its own."""
        self._alone = None
        names = tuple(name for _, name in self._path) + ((label,) if label else ())
        return Stycke(clean(text), names[-1] if names else None, sida, names, rad, kolumnrubrik)


Grid = Iterable[Iterable[tuple[str, ...]]]
"""A table: rows of cells, each with its paragraphs."""


def table_stycken(
    grid: Grid,
    headings: Headings,
    first_row: int,
    sida: int | None = None,
    *,
    headed: bool | None = None,
) -> Iterator[Stycke]:
    """Yield the cells of a table, the first row as headings of the columns where it is that.

    ``headed`` tells that it is; None that it is to be guessed.
    """
    rows = [
        [[" ".join(text.split()) for text in cell if text.strip()] for cell in row] for row in grid
    ]
    rows = [row for row in rows if any(row)]
    named: list[str | None] = []
    if rows and (headed or (headed is None and _is_headed(rows))):
        named = [" ".join(cell) or None for cell in rows[0]]
    for number, row in enumerate(rows, start=first_row):
        for place, cell in enumerate(row):
            above = named[place] if number > first_row and place < len(named) else None
            for text in cell:
                yield headings.stycke(text, sida=sida, rad=number, kolumnrubrik=above)


def _is_headed(rows: list[list[list[str]]]) -> bool:
    """Return whether the first row reads as headings: short, whole, and with something below."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    first = [" ".join(cell) for cell in rows[0]]
    return all(first[1:]) and not any(map(is_told, first)) and not CODE.match(first[0])


def is_told(text: str) -> bool:
    """Return whether a cell tells something, rather than heads what stands beside or below it."""
    return len(text) > LONGEST_COLUMN_HEADING or text.endswith((".", "!", "%"))


def clean(text: str) -> str:
    r"""Return text with single spaces, whole letters, and nothing that cannot be seen.

    Examples
    --------
    >>> clean("tra\u0308\u00adnar  sta\ufb01g\u200b")
    'tränar stafig'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(UNSEEN).split())


def is_heading(line: str) -> bool:
    """Return whether a line of plain text looks like a heading.

    Examples
    --------
    >>> is_heading("B. UNDERVISNINGEN"), is_heading("Resultat"), is_heading("De läser inte.")
    (True, True, False)
    """
    plain = line.strip()
    if not plain or len(plain) > LONGEST_HEADING or plain[-1] in ".,;!":
        return False
    letters = [letter for letter in plain if letter.isalpha()]
    if not letters or not plain[0].isalnum():
        return False
    return is_shouted(plain) or (len(plain.split()) <= MOST_HEADING_WORDS and letters[0].isupper())


def is_shouted(line: str) -> bool:
    """Return whether a line is written in capitals, but for a word or so."""
    letters = [letter for letter in PARENTHESIS.sub("", line) if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) * 0.7


PARENTHESIS = re.compile(r"\([^()]*\)")
CODE = re.compile(r"^[A-ZÅÄÖ]?\d{1,3}[.)]?$")
UNSEEN = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad\x00\ufffe\uffff"),
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
    }
)
LONGEST_COLUMN_HEADING = 60
LONGEST_HEADING = 80
LONGEST_KEPT_HEADING = 200
MOST_HEADING_WORDS = 5
