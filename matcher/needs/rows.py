"""A table's row → its units: the problem that it tells and what hangs on to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.needs.parts import (
    FEWEST_WORDS,
    OBSERVED,
    SURE_OF_ITEM,
    Del,
    Enhet,
    Last,
    says_something,
)
from matcher.needs.trends import is_figure, is_worse

SURE_OF_FIGURES = 0.9
MUCH_LONGER = 1.5


def read_row(parts: Sequence[Del]) -> Iterator[Enhet]:
    """Yield the units of a table's row.

    Cells of columns that tell what they hold («Styrkor», «Resultat») stand for themselves; of the
    others the clearest heads the row, and a cause follows what it is a cause of: that is then a
    problem too.
    """
    figures = _figures(parts)
    if figures is not None:
        yield from figures
        return
    telling = [each for each in parts if says_something(each)]
    if telling and telling[0].avsnitt.slag in OBSERVED and not telling[0].avsnitt.kolumn:
        yield Enhet(telling[0].avsnitt, telling[0].last, tuple(each.last for each in telling[1:]))
        return
    own = [each for each in telling if each.avsnitt.kolumn not in (None, "orsak")]
    rest = [each for each in telling if each not in own]
    finds = [each for each in rest if not each.orsak] or [
        each for each in parts if rest and each not in telling and _has_a_cause(each)
    ]
    problems = [each for each in own if each.avsnitt.problem]
    if len(problems) == 1 and not finds:
        own.remove(problems[0])
        finds, rest = problems, [problems[0], *rest]
    for each in own:
        yield Enhet(each.avsnitt, each.last)
    if finds:
        longest = max(len(each.text) for each in finds)
        # Of cells about as long, the one that tells the problem; a name or a figure is shorter.
        full = [each for each in finds if len(each.text) * MUCH_LONGER >= longest]
        told = [each for each in full if each.problem >= SURE_OF_ITEM]
        head = told[0] if told else max(full, key=lambda each: each.problem)
        caused = any(each.orsak and each.problem >= SURE_OF_ITEM for each in rest)
        read = _as_problem(head, SURE_OF_ITEM) if caused and not head.problem else head.last
        yield Enhet(head.avsnitt, read, tuple(each.last for each in rest if each is not head))
    else:
        yield from (Enhet(each.avsnitt, each.last, orsak=True) for each in rest)


def _has_a_cause(part: Del) -> bool:
    """Return whether a short cell can be what the rest of its row tells the cause of."""
    words = len(part.text.split())
    return words >= FEWEST_WORDS and part.avsnitt.kolumn is None and not is_figure(part.text)


def _figures(parts: Sequence[Del]) -> tuple[Enhet, ...] | None:
    """Return the units of a row with figures over time: one, where they have become worse.

    None where the row holds no such figures.
    """
    figures = [each for each in parts if is_figure(each.text)]
    words = [each for each in parts if each not in figures and len(each.text.split()) > 1]
    if not words or words[0].avsnitt.slag is not None:
        return None
    label = words[0]
    worse = is_worse(
        label.text, [each.text for each in figures], [each.kolumnrubrik for each in figures]
    )
    if worse is None:
        return None
    if not worse:
        return ()
    # A short label («F i engelska») tells less than what is remarked of it.
    longest = max(words, key=lambda each: len(each.text))
    head = longest if len(label.text) * MUCH_LONGER < len(longest.text) else label
    follow = tuple(each.last for each in words if each is not head)
    return (Enhet(head.avsnitt, _as_problem(head, SURE_OF_FIGURES), follow),)


def _as_problem(part: Del, share: float) -> tuple[Last, ...]:
    return tuple(replace(each, roll="problem", problem=share) for each in part.last)
