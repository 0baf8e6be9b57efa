"""How a found problem is worded: a cell or a short item with what it is said of.

«Varierar mellan lektioner» tells nothing without the «Studiero» that its row begins with, and
«Meritvärde åk 9» nothing without its figures.
"""

from __future__ import annotations

import re

from matcher.arbetsfil import Stalle
from matcher.intake import Analys
from matcher.needs.sections import read_heading
from matcher.needs.trends import is_figure, is_worse, over_time
from matcher.points import tells

MOST_WORDS, LONGEST = 4, 40
"""A longer cell or heading is no name of what the rest is said of."""

NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[A-ZÅÄÖ])[.):]?\s+")
YEAR = re.compile(r"\d\d")
NAMED = re.compile(r"[^\W\d_]{3,}")


def subject(analys: Analys, place: Stalle) -> str | None:
    """Return what words are said of: what their row begins with, or the heading of a short item.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> row = Stycke("Studiero", rad=1), Stycke("Varierar mycket", rad=1)
    >>> subject(Analys("docx", row), Stalle(stycke=1, fran=0, till=15))
    'Studiero'
    """
    stycke = analys.stycken[place.stycke]
    if stycke.rad is not None:
        first = analys.rad(place.stycke)[0]
        return first.text if first is not stycke and _names(first.text) else None
    if len(stycke.rubriker) < 2 or not tells(stycke.text):
        return None
    heading = NUMBER.sub("", stycke.rubriker[-1])
    read = read_heading(heading)
    plain = not (read.niva or read.slag or read.problem)
    return heading if plain and _names(heading) else None


def worded(analys: Analys, place: Stalle, excerpt: str, *, dated: bool = True) -> str:
    """Return an excerpt with what it is said of and, in a row of figures, how they have changed.

    A year tells a reader since when, but draws areas towards all that is told with years.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> row = Stycke("Meritvärde", rad=1), Stycke("228", rad=1, kolumnrubrik="2023"), Stycke(
    ...     "213", rad=1, kolumnrubrik="2025")
    >>> worded(Analys("docx", row), Stalle(stycke=0, fran=0, till=10), "Meritvärde")
    'Meritvärde har sedan 2023 gått från 228 till 213'
    """
    of, change = subject(analys, place), _change(analys, place, dated)
    if not change:
        return f"{of}: {excerpt}" if of else excerpt
    if of:
        return f"{of} {change}. {excerpt}"
    return f"{excerpt.rstrip(' .:')} {change}"


def _names(text: str) -> bool:
    short = len(text.split()) <= MOST_WORDS and len(text) <= LONGEST
    return short and bool(NAMED.search(text)) and text[-1] not in ".!?:" and not tells(text)


def _change(analys: Analys, place: Stalle, dated: bool) -> str:
    if analys.stycken[place.stycke].rad is None:
        return ""
    row = analys.rad(place.stycke)
    cells = [each for each in row if is_figure(each.text)]
    figures, headings = [each.text for each in cells], [each.kolumnrubrik for each in cells]
    if is_worse(row[0].text, figures, headings) is None:
        return ""
    first, *_, last = over_time(figures, headings)
    began = cells[first].kolumnrubrik or ""
    since = f"har sedan {began}" if dated and YEAR.search(began) else "har"
    return f"{since} gått från {figures[first]} till {figures[last]}"
