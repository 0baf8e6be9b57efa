"""Units of an analysis → what it tells beside problems: what works, was tried, and pupils say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal, cast

from matcher.arbetsfil import Iakttagelse, Stalle
from matcher.intake import Analys
from matcher.needs.units import OBSERVED, Enhet, Last

Named = Callable[[str], tuple[str, ...]]
MOST = 300


def observe(analys: Analys, units: Sequence[Enhet], named: Named) -> tuple[Iakttagelse, ...]:
    """Return what units tell beside problems, in the order of the text."""
    found = []
    for slag, stallen in _told(units):
        text = " | ".join(
            analys.stycken[each.stycke].text[each.fran : each.till] for each in stallen
        )
        found.append(
            Iakttagelse(
                slag=cast(Literal["styrka", "historik", "elevrost"], slag),
                text=text,
                stallen=stallen,
                insatser=named(text) if slag == "historik" else (),
            )
        )
    return tuple(found[:MOST])


def _told(units: Sequence[Enhet]) -> Iterator[tuple[str, tuple[Stalle, ...]]]:
    for unit in units:
        slag = unit.avsnitt.slag
        if slag in OBSERVED:
            yield slag, tuple(_whole(each) for each in (unit.huvud, *unit.foljer))
        elif slag is None:
            for each in (unit.huvud, *unit.foljer):
                for roll, same in groupby(each, key=lambda one: one.roll):
                    if roll in OBSERVED:
                        yield roll, (_whole(tuple(same)),)


def _whole(read: Sequence[Last]) -> Stalle:
    first, last = read[0].mening, read[-1].mening
    return Stalle(stycke=first.stycke, fran=first.fran, till=last.till)
