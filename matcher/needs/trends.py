"""Rows of figures in a table: whether what is measured has become worse."""

from __future__ import annotations

import re
from collections.abc import Sequence

FIGURE = re.compile(
    r"^\W*(?:ca\s+)?(?P<tal>\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?)\s*"
    r"(?:(?P<procent>%|procent)|av\s+(?P<av>\d+)|/\s?(?P<delat>\d+)|elever|barn|st|poäng)?\W*$",
    re.IGNORECASE,
)
NOTHING = re.compile(r"^\W*(?:sekretess|uppgift saknas|saknas|i\.?u\.?|x)?\W*$", re.IGNORECASE)
PERIOD = re.compile(
    r"\b(?:19|20)\d\d\b|\b[hv]t\b|\b\d\d/\d\d\b|läsår|termin|tidigare|i år|i fjol|nu\b"
)
MORE_IS_WORSE = re.compile(
    r"\bF\b(?! ?[–-])|(?i:avbr[oy]t|avhopp|frånvar|underkän|ej godkän|inte (?:når|godkän)|"
    r"kränk|otrygg|utan (?:godkän|behörig|betyg)|obehörig|saknar|slutat|sjuk|anmäln|incident|"
    r"\bkö\b|väntetid|personalomsätt|skillnad|riskerar|ensam|mobb|stress|vikari)"
)
NEITHER = re.compile(r"^\W*antal|inskrivna|tjänster|platser|budget|kostnad", re.IGNORECASE)
"""What is neither good nor bad to have more or less of."""

STEADY = 0.015
"""A smaller change, as a share of a whole or of the first figure, is none."""


def is_figure(text: str) -> bool:
    """Return whether a cell holds a figure, or tells that there is none.

    Examples
    --------
    >>> is_figure("55 %"), is_figure("6 av 31"), is_figure("–"), is_figure("Kurs B")
    (True, True, True, False)
    """
    return bool(FIGURE.match(text) or NOTHING.match(text))


def value(text: str) -> tuple[float, bool] | None:
    """Return a cell's figure, and whether it is a share of a whole.

    Examples
    --------
    >>> value("6 av 24"), value("14,5"), value("–")
    ((0.25, True), (14.5, False), None)
    """
    found = FIGURE.match(text)
    if found is None:
        return None
    number = float(re.sub(r"[ \u00a0]", "", found["tal"]).replace(",", "."))
    whole = found["av"] or found["delat"]
    if whole:
        return (number / float(whole), True) if float(whole) else None
    return (number / 100, True) if found["procent"] else (number, False)


def over_time(cells: Sequence[str], headings: Sequence[str | None]) -> tuple[int, ...]:
    """Return which cells are figures of a time, in their order.

    Examples
    --------
    >>> over_time(("6 %", "–", "bra", "8 %"), ("2023", "2024", "2025", "HT 2025"))
    (0, 3)
    """
    return tuple(
        place
        for place, (cell, heading) in enumerate(zip(cells, headings, strict=True))
        if heading and PERIOD.search(heading.lower()) and value(cell)
    )


def is_worse(label: str, cells: Sequence[str], headings: Sequence[str | None]) -> bool | None:
    """Return whether a row of figures over time has become worse, or None if it does not tell.

    Examples
    --------
    >>> years = ("2023", "2025")
    >>> is_worse("Avbrott", ("30 %", "44 %"), years), is_worse("Godkända", ("71 %", "74 %"), years)
    (True, False)
    >>> is_worse("Antal elever", ("412", "3"), ("F–3", "4–6")) is None
    True
    """
    told = [found for each in over_time(cells, headings) if (found := value(cells[each]))]
    if NEITHER.search(label) and not MORE_IS_WORSE.search(label):
        return None
    if len(told) < 2 or len({share for _, share in told}) > 1:
        return None
    (first, is_share), (last, _) = told[0], told[-1]
    change = (last - first) / (1 if is_share else max(first, 1e-9))
    if abs(change) < STEADY:
        return False
    return bool((change > 0) == bool(MORE_IS_WORSE.search(label)))
