"""Search for a few words: full text with stems and synonyms for insatser, plain words elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.swedish import expand, search_forms, tokens

SHORTEST = 2
NAME_SUMMARY_TEXT_WORDS = (8.0, 4.0, 1.0, 1.0)
"""How much a hit counts in each column of ``insats_fts``."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids found, best first."""

    insatser: tuple[str, ...]
    problemomraden: tuple[str, ...]
    referenser: tuple[str, ...]
    too_short: bool


def full_text_query(q: str, synonymer: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Return an FTS5 query in which every word, or a form or synonym of it, must be found.

    Examples
    --------
    >>> full_text_query("rektorns roll")
    '("rektor"* OR "rektorn"* OR "rektorns"*) AND ("roll"*)'
    """
    words = [word for word in tokens(q) if len(word) >= SHORTEST]
    return " AND ".join(f"({_any_form(word, synonymer or {})})" for word in words)


def _any_form(word: str, synonymer: Mapping[str, tuple[str, ...]]) -> str:
    forms = _forms(word, synonymer)
    return " OR ".join(f'"{form}"*' for form in sorted(forms) if '"' not in form)


def search(
    connection: sqlite3.Connection, q: str, limit: int, synonymer: Mapping[str, tuple[str, ...]]
) -> Hits:
    """Find insatser, problem areas and references that hold every word."""
    query = full_text_query(q, synonymer)
    if not query:
        return Hits((), (), (), too_short=True)
    weights = ", ".join(str(weight) for weight in NAME_SUMMARY_TEXT_WORDS)
    insatser = connection.execute(
        "select i.id from insats_fts f join insats i on i.rowid = f.rowid"
        f" where insats_fts match ? order by bm25(insats_fts, {weights}), i.sortnyckel, i.id"
        " limit ?",
        (query, limit),
    )
    areas = connection.execute(
        "select p.id, p.namn || ' ' || p.definition, p.namn || ' ' ||"
        " (select group_concat(text, ' ') from formulering f"
        "  where f.problemomrade = p.id and f.slag = 'liknar')"
        " from problemomrade p order by p.sortnyckel, p.id"
    )
    references = connection.execute(
        "select id, full, full || ' ' || note from referens order by sortnyckel"
    )
    return Hits(
        tuple(str(row[0]) for row in insatser),
        _with_every_word(areas, q, synonymer, limit),
        _with_every_word(references, q, synonymer, limit),
        too_short=False,
    )


def _with_every_word(
    rows: sqlite3.Cursor, q: str, synonymer: Mapping[str, tuple[str, ...]], limit: int
) -> tuple[str, ...]:
    """Return ids of the rows that hold every word, those that hold them in the first text first."""
    wanted = [_forms(word, synonymer) for word in tokens(q) if len(word) >= SHORTEST]
    found = []
    for key, first, whole in rows:
        in_whole = tokens(str(whole))
        if all(_begins(in_whole, forms) for forms in wanted):
            in_first = tokens(str(first))
            found.append((not all(_begins(in_first, forms) for forms in wanted), str(key)))
    found.sort(key=lambda each: each[0])
    return tuple(key for _, key in found[:limit])


def _forms(word: str, synonymer: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {form for other in expand([word], synonymer) for form in search_forms(other)}


def _begins(words: list[str], forms: set[str]) -> bool:
    return any(word.startswith(form) for word in words for form in forms)
