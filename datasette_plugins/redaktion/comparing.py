"""Two texts side by side, and two people's changes of one file put together."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from catalog.proposals import Filandring, canonical, text_of
from datasette_plugins.redaktion.values import values_of

WORDS = re.compile(r"\s+|[^\s]+")
MOST_PAIRS = 1_000_000
"""Words of one text times those of the other: more than that takes seconds to put side by side."""
Pieces = list[tuple[bool, str]]


def words_changed(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, and for each piece whether only that text has it.

    Examples
    --------
    >>> words_changed("åtta delar", "nio delar")
    ([(True, 'åtta'), (False, ' delar')], [(True, 'nio'), (False, ' delar')])
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return _in_whole(before), _in_whole(after)
    left: Pieces = []
    right: Pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if j > i:
            left.append((tag != "equal", "".join(old[i:j])))
        if m > k:
            right.append((tag != "equal", "".join(new[k:m])))
    return left, right


def _in_whole(text: str) -> Pieces:
    return [(True, text)] if text else []


def combined(change: Filandring, now: str | None) -> Filandring:
    r"""Return a change as it would be against the file of today.

    Field by field: what the writer changed is kept, and of the rest what the file says today.

    Examples
    --------
    >>> mine = Filandring("program/a.yaml", "id: a\nnamn: A\n", "id: a\nnamn: Å\n")
    >>> combined(mine, "id: a\nnamn: A\nbeskrivning: Ny.\n").efter
    'id: a\nnamn: Å\nbeskrivning: Ny.\n'
    """
    if change.fore is None or change.efter is None or now is None:
        return Filandring(change.fil, now, change.efter)
    before, mine, today = values_of(change.fore), values_of(change.efter), values_of(now)
    if not (before and mine and today):
        return Filandring(change.fil, now, change.efter)
    values = {}
    for key in {**today, **mine}:
        chosen = mine if mine.get(key) != before.get(key) else today
        if key in chosen:
            values[key] = chosen[key]
    return Filandring(change.fil, now, canonical(change.fil, text_of(change.fil, values)))
