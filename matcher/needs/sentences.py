"""Paragraphs → sentences, each with where it stands in its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SENTENCE = 500
"""Where no stop has been put for so long, a sentence is cut between words."""

END = re.compile(r"[.!?…]+[\"”’»)]*(?=\s+|$)|\n+")
SHORT_FORM = re.compile(
    r"(?:^|[\s(\"”«])(?:[A-Za-zÅÄÖåäö]|t\.?ex|bl\.?a|d\.?v\.?s|dvs|m\.?m|m\.?fl|s\.?k|fr\.?o\.?m|"
    r"t\.?o\.?m|ca|kl|nr|åk|resp|inkl|exkl|ev|vt|ht|st|proc|sid|kap|jfr|tel|forts|osv|etc)\.$",
    re.IGNORECASE,
)
"""What ends with a stop without ending the sentence, when a small letter or a digit follows."""

NUMBERED = re.compile(r"(?:^|\s)\d{1,2}\.$")
CONTINUES = re.compile(r"\s*[a-zåäö0-9(]")


@dataclass(frozen=True, slots=True)
class Mening:
    """A sentence: characters ``fran`` to ``till`` of the paragraph ``stycke``."""

    text: str
    stycke: int
    fran: int
    till: int


def sentences(text: str, stycke: int = 0) -> tuple[Mening, ...]:
    """Return the sentences of a paragraph.

    Examples
    --------
    >>> [each.text for each in sentences("Låter fint. Men t.ex. åk 7 tappar. Varför?")]
    ['Låter fint.', 'Men t.ex. åk 7 tappar.', 'Varför?']
    """
    found = []
    for fran, till in _spans(text):
        for start, end in _pieces(text, fran, till):
            found.append(Mening(text[start:end], stycke, start, end))
    return tuple(found)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in END.finditer(text):
        before, after = text[start : stop.end()], text[stop.end() :]
        if "\n" not in stop.group() and _goes_on(before, after):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(before: str, after: str) -> bool:
    if SHORT_FORM.search(before[-12:]) and CONTINUES.match(after):
        return True
    # "3. Läsning" is one thing; "i åk 9. Betygen" is two.
    return bool(NUMBERED.search(before)) and len(before.strip()) <= len("10.")


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield start, end
