"""Search for a few words: full text with stems and synonyms for insatser, plain words elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog.swedish import expand, search_forms, tokens

SHORTEST = 2
NAME_SUMMARY_TEXT_WORDS = (8.0, 4.0, 1.0, 1.0)
"""How much a hit counts in each column of ``insats_fts``."""


Synonymer = Mapping[str, tuple[str, ...]]
Phrase = list[set[str]]
"""For each word of a phrase, the forms that it may have."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids found, best first."""

    insatser: tuple[str, ...]
    problemomraden: tuple[str, ...]
    referenser: tuple[str, ...]
    too_short: bool


def full_text_query(q: str, synonymer: Synonymer | None = None) -> str:
    """Return an FTS5 query in which every word, or a form or synonym of it, must be found.

    Examples
    --------
    >>> full_text_query("rektorns roll")
    '(("rektor"* OR "rektorn"* OR "rektorns"*)) AND (("roll"*))'
    """
    return " AND ".join(
        "(" + " OR ".join(_phrase_query(phrase) for phrase in phrases) + ")"
        for phrases in wanted_phrases(q, synonymer or {})
    )


def wanted_phrases(q: str, synonymer: Synonymer) -> list[list[Phrase]]:
    """Return, for each word, itself and its synonyms, as the forms of each word in them.

    Examples
    --------
    >>> phrases, = wanted_phrases("ska", {"systematiskt arbete": ("SKA",)})
    >>> [[sorted(forms) for forms in phrase] for phrase in phrases]
    [[['ska']], [['systematisk', 'systematiskt'], ['arbet', 'arbete']]]
    """
    return [
        [
            [search_forms(part) for part in phrase.split()]
            for phrase in sorted(expand([word], synonymer))
        ]
        for word in tokens(q)
        if len(word) >= SHORTEST
    ]


def _phrase_query(phrase: Phrase) -> str:
    parts = ["(" + " OR ".join(f'"{form}"*' for form in sorted(forms)) + ")" for forms in phrase]
    return parts[0] if len(parts) == 1 else "(" + " AND ".join(parts) + ")"


def search(connection: sqlite3.Connection, q: str, limit: int, synonymer: Synonymer) -> Hits:
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
    rows: sqlite3.Cursor, q: str, synonymer: Synonymer, limit: int
) -> tuple[str, ...]:
    """Return ids of the rows that hold every word, those that hold them in the first text first."""
    wanted = wanted_phrases(q, synonymer)
    found = []
    for key, first, whole in rows:
        if _holds(_words(str(whole)), wanted):
            found.append((not _holds(_words(str(first)), wanted), str(key)))
    found.sort(key=lambda each: each[0])
    return tuple(key for _, key in found[:limit])


@lru_cache(maxsize=2000)
def _words(text: str) -> tuple[str, ...]:
    """Return the different words of one of the catalogue's own texts, which never change."""
    return tuple(dict.fromkeys(tokens(text)))


def _holds(words: Sequence[str], wanted: list[list[Phrase]]) -> bool:
    return all(
        any(all(_begins(words, forms) for forms in phrase) for phrase in phrases)
        for phrases in wanted
    )


def _begins(words: Sequence[str], forms: set[str]) -> bool:
    beginnings = tuple(forms)
    return any(word.startswith(beginnings) for word in words)
