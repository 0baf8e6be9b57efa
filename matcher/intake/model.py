"""An analysis as it was read: paragraphs with the headings they stand under."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stycke:
    """A paragraph, a list item or a table cell; ``sida`` is known for pdf only."""

    text: str
    rubrik: str | None = None
    sida: int | None = None


@dataclass(frozen=True, slots=True)
class Analys:
    """What was read from a file; ``slag`` is ``text``, ``docx`` or ``pdf``."""

    slag: str
    stycken: tuple[Stycke, ...]

    @property
    def text(self) -> str:
        """Return the whole text, a paragraph a line."""
        return "\n".join(stycke.text for stycke in self.stycken)


def is_heading(line: str) -> bool:
    """Return whether a line of plain text looks like a heading.

    Examples
    --------
    >>> is_heading("B. UNDERVISNINGEN"), is_heading("Resultat"), is_heading("De läser inte.")
    (True, True, False)
    """
    plain = line.strip()
    if not plain or len(plain) > LONGEST_HEADING or plain[-1] in ".,;?!":
        return False
    letters = [letter for letter in plain if letter.isalpha()]
    if not letters or plain[0] in '*-•|+–"”»' or not plain[0].isalnum():
        return False
    shouted = sum(letter.isupper() for letter in letters) > len(letters) * 0.7
    return shouted or (len(plain.split()) <= MOST_HEADING_WORDS and letters[0].isupper())


LONGEST_HEADING = 80
MOST_HEADING_WORDS = 5
