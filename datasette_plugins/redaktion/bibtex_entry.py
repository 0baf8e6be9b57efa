"""The only reference of a BibTeX text: its fields, checked, and told where they are wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from functools import cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
)
from pylatexenc.latex2text import LatexNodes2Text

from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.responses import PageError
from datasette_plugins.wording import number

for _parser in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_parser).setLevel(logging.CRITICAL + 1)  # their warnings quote the text

LONGEST_FIELD = 1000
"""Characters; to read LaTeX takes the square of them."""
MOST_SHOWN = 40
MONTH = "month"
"""The field that is often put together, or a word of BibTeX's own; it is read as it stands."""
BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
WORD = re.compile(r"[^\W\d][\w:.+/-]*")
JOINED = re.compile(r"[\w}\"]\s*#\s*[\w{\"]")
LATEX = re.compile(r"[\\{}$~%&`]|--|''")
BARE = re.compile(r"(?<!\\)[%&]")
WRITE_SO = "Skriv fältet som namn = {värde}, med ett kommatecken efter."


def looks_like_bibtex(text: str) -> bool:
    r"""Tell whether a text is meant as BibTeX.

    Examples
    --------
    >>> looks_like_bibtex("% Ur Zotero\n@book{x, title = {A}}"), looks_like_bibtex("a@b.se {1}")
    (True, False)
    """
    return text.startswith("@") or BIBTEX.search(text) is not None


def fields_in(text: str, wanted: Collection[str]) -> tuple[Entry, dict[str, Field]]:
    """Return the only reference of a text, and its fields by name.

    What is wrong with a field that is not wanted does not matter, if the text can be told apart.

    Raises
    ------
    PageError
        What is wrong, on which line, and what to do.
    """
    entry = _only_entry(text)
    found: dict[str, Field] = {}
    for field in entry.fields:
        key = field.key.lower()
        _check(field, wanted=key in wanted)
        if key in wanted and key in found and found[key].value != field.value:
            raise wrong(f"Fältet «{short(key)}» står två gånger", field, "Ta bort det ena.")
        found.setdefault(key, field)
    return entry, found


def plain(field: Field, value: str) -> str:
    """Return a value of a field as it is read, without LaTeX."""
    refuse_longer(field, value, LONGEST_FIELD)
    if LATEX.search(value):
        try:
            # As they stand one begins a comment and the other a cell; nobody means that here.
            meant = BARE.sub(r"\\\g<0>", value)
            # A tolerant parser tries again at each fault, so that what is nested takes for ever.
            value = _decoder().latex_to_text(meant, tolerant_parsing=False)
        except Exception:  # whatever it is, it may quote the text
            raise wrong(
                f"Fältet «{short(field.key)}» har koder (LaTeX) som inte går att läsa",
                field,
                "Skriv det som vanlig text.",
            ) from None
    return " ".join(clean(value).split())


def refuse_longer(field: Field, value: str, longest: int) -> None:
    """Refuse a value that would take too long to read."""
    if len(value) > longest:
        raise wrong(
            f"Fältet «{short(field.key)}» är längre än {number(longest)} tecken",
            field,
            "Korta det, eller skriv posten själv.",
        )


def several(count: int) -> PageError:
    """Return why many references are none: all but one would be lost."""
    return PageError(400, f"Texten har {count} referenser.", "Klistra in en i taget.")


def wrong(what: str, where: Block | Field, remedy: str) -> PageError:
    """Return what is wrong, on which line, and what to do."""
    return PageError(400, f"{what} (rad {(where.start_line or 0) + 1}).", remedy)


def short(text: str) -> str:
    """Return so much of a text that its writer knows it again."""
    text = " ".join(clean(text).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _only_entry(text: str) -> Entry:
    found: list[Entry] = []
    for each in parse_string(text).blocks:
        block: Block | None = each
        if isinstance(each, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            block = each.ignore_error_block
        if isinstance(block, ParsingFailedBlock):
            raise _unreadable(text, block)
        if isinstance(block, Entry):
            found.append(block)
    if not found:
        raise PageError(
            400,
            "Texten ser ut som BibTeX, men har ingen referens.",
            "En referens börjar som «@article{nyckel, title = {…}».",
        )
    if len(found) > 1:
        raise several(len(found))
    return found[0]


def _unreadable(text: str, block: ParsingFailedBlock) -> PageError:
    end = getattr(block.error, "end_index", None)
    if end is None or end > len(text):  # the parser counts a line break that it puts first
        return wrong(
            "BibTeX-posten tar slut innan den är klar",
            block,
            "Kontrollera att varje { har sin }, att citattecknen är parvisa och att allt kom med.",
        )
    line = f"\n{text}".count("\n", 0, end + 1)
    return PageError(400, f"BibTeX-posten går inte att läsa vid rad {max(1, line)}.", WRITE_SO)


def _check(field: Field, *, wanted: bool) -> None:
    """Refuse a value that is not one text."""
    if field.enclosing != "no-enclosing" or field.key.lower() == MONTH:
        return
    name, value = f"Fältet «{short(field.key)}»", str(field.value)
    if not (WORD.fullmatch(value) or JOINED.search(value)):
        raise wrong(f"{name} går inte att läsa", field, WRITE_SO)
    if wanted and WORD.fullmatch(value):
        raise wrong(
            f"{name} säger «{short(value)}», en förkortning som inte förklaras i texten",
            field,
            "Skriv ut det den står för inom { }, eller klistra in raden med @string också.",
        )
    if wanted:
        raise wrong(
            f"{name} sätts ihop av delar med #, som inte läses in",
            field,
            "Skriv hela texten inom { }.",
        )


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text")
