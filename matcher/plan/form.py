"""The shape of an åtgärdsplan: parts in order, each of simple blocks that any writer can write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

PROMPT: Final = "[Skolan skriver: {}]"
NOT_IN_XML: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u0080-\u009f]"
)
"""Signs that no docx may hold; they come of broken copying and say nothing."""

Rost = Literal["mall", "skola", "katalog"]
"""Whose words they are: the form's, the school's own, or the catalogue's."""


@dataclass(frozen=True, slots=True)
class Rubrik:
    """A heading within a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Stycke:
    """A paragraph."""

    text: str
    rost: Rost = "mall"


@dataclass(frozen=True, slots=True)
class Uppmaning:
    """Something that only the school knows, and has yet to write."""

    text: str


@dataclass(frozen=True, slots=True)
class Punkter:
    """A list."""

    rader: tuple[str, ...]
    rost: Rost = "mall"


Cell = str | Uppmaning | tuple[str, ...]
"""What stands in a cell; several lines where it is a tuple."""


@dataclass(frozen=True, slots=True)
class Tabell:
    """A table with a row of headings; ``titel`` says what it shows."""

    titel: str
    kolumner: tuple[str, ...]
    rader: tuple[tuple[Cell, ...], ...]


Block = Rubrik | Stycke | Uppmaning | Punkter | Tabell


@dataclass(frozen=True, slots=True)
class Del:
    """A part of the plan."""

    id: str
    titel: str
    block: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Atgardsplan:
    """A whole plan; every writer writes the same words in the same order."""

    titel: str
    inledning: tuple[str, ...]
    delar: tuple[Del, ...]
    katalogversion: str

    def texter(self) -> Iterator[str]:
        """Yield every text in the order that it is read."""
        yield self.titel
        yield from self.inledning
        for part in self.delar:
            yield part.titel
            for block in part.block:
                yield from texts(block)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; each block tells its kind in ``slag``."""
        plain = asdict(self)
        for part, told in zip(self.delar, plain["delar"], strict=True):
            told["block"] = [_plain(block) for block in part.block]
        return plain


def texts(block: Block) -> Iterator[str]:
    """Yield the texts of a block in the order that they are read."""
    if isinstance(block, Punkter):
        yield from block.rader
    elif isinstance(block, Tabell):
        yield block.titel
        yield from block.kolumner
        for row in block.rader:
            for each in row:
                yield from cell_lines(each)
    else:
        yield said(block)


def said(thing: Rubrik | Stycke | Uppmaning | str) -> str:
    """Return what stands in the document; what the school has to write is marked.

    Examples
    --------
    >>> said(Uppmaning("vem som ansvarar.")), said("Rektor.")
    ('[Skolan skriver: vem som ansvarar.]', 'Rektor.')
    """
    if isinstance(thing, str):
        return thing
    return PROMPT.format(thing.text) if isinstance(thing, Uppmaning) else thing.text


def cell_lines(each: Cell) -> tuple[str, ...]:
    """Return the lines of a cell."""
    return each if isinstance(each, tuple) else (said(each),)


def clean(text: str) -> str:
    r"""Return text on one line, without signs that a document cannot hold.

    Examples
    --------
    >>> clean("Två  rader\n och ett\x00tecken")
    'Två rader och ett tecken'
    """
    return " ".join(NOT_IN_XML.sub(" ", text).split())


def paragraphs(text: str, rost: Rost = "skola") -> list[Block]:
    """Return text as paragraphs, one for each line that says something."""
    return [Stycke(clean(line), rost) for line in text.splitlines() if clean(line)]


def bullets(lines: Iterable[str], rost: Rost = "mall") -> list[Block]:
    """Return lines as a list, or nothing where there are none."""
    kept = tuple(clean(line) for line in lines if clean(line))
    return [Punkter(kept, rost)] if kept else []


def own_or_prompt(text: str, prompt: str) -> list[Block]:
    """Return what the school has written, or what it has to write."""
    return paragraphs(text) or [Uppmaning(prompt)]


def cell(text: str, prompt: str) -> Cell:
    """Return what the school has written in a cell, or what it has to write there."""
    return clean(text) or Uppmaning(prompt)


def table(titel: str, kolumner: Iterable[str], rader: Iterable[Iterable[Cell]]) -> Tabell:
    """Return a table with clean cells."""
    return Tabell(
        titel,
        tuple(kolumner),
        tuple(tuple(_clean_cell(each) for each in row) for row in rader),
    )


def _clean_cell(each: Cell) -> Cell:
    if isinstance(each, tuple):
        return tuple(clean(line) for line in each if clean(line)) or ("–",)
    return clean(each) if isinstance(each, str) else each


def _plain(block: Block) -> dict[str, Any]:
    slag = type(block).__name__.lower()
    if isinstance(block, Tabell):
        rows = [
            [
                {"uppmaning": c.text} if isinstance(c, Uppmaning) else {"rader": cell_lines(c)}
                for c in row
            ]
            for row in block.rader
        ]
        plain: dict[str, Any] = {**asdict(block), "rader": rows}
    else:
        plain = asdict(block)
    return {"slag": slag, **plain}
