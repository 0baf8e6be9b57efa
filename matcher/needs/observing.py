"""Units of an analysis → what it tells beside problems: what works, was tried, and pupils say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal, cast

from matcher.arbetsfil import Iakttagelse, Stalle
from matcher.intake import Analys
from matcher.needs.parts import OBSERVED, Enhet, Last
from matcher.sentence_models import NAMES, cues

Slag = Literal["styrka", "historik", "elevrost"]
Named = Callable[[str], tuple[str, ...]]

MOST = 300
LONGEST = 20_000
"""Characters that an observation of a working file can hold."""

FEWEST_WORDS = 2
SURE = 0.5
"""So surely must a sentence outside a heading that says so tell of what works, was done or said."""


def observe(analys: Analys, units: Sequence[Enhet], named: Named) -> tuple[Iakttagelse, ...]:
    """Return what units tell beside problems, in the order of the text."""
    found = []
    for slag, stallen in _told(units, named):
        text = " | ".join(
            analys.stycken[each.stycke].text[each.fran : each.till] for each in stallen
        )
        if len(text.split()) < FEWEST_WORDS:
            continue
        text = text[:LONGEST]
        insatser = named(text) if slag == "historik" else ()
        found.append(
            Iakttagelse(slag=cast(Slag, slag), text=text, stallen=stallen, insatser=insatser)
        )
    return tuple(found[:MOST])


def _told(units: Sequence[Enhet], named: Named) -> Iterator[tuple[str, tuple[Stalle, ...]]]:
    for unit in units:
        slag = unit.avsnitt.slag
        if slag in OBSERVED:
            yield slag, tuple(_whole(each) for each in (unit.huvud, *unit.foljer))
        elif slag is None:
            for each in (unit.huvud, *unit.foljer):
                for roll, same in groupby(each, key=lambda one: _observed(one, named)):
                    if roll is not None:
                        yield roll, (_whole(tuple(same)),)


def _observed(read: Last, named: Named) -> str | None:
    """Return what a sentence tells beside problems, if it does, whatever else it says."""
    if read.roll in OBSERVED and read.sakerhet >= SURE:
        return read.roll
    told = cues(read.mening.text)
    if told[NAMES.index("gjort")] and named(read.mening.text):
        return "historik"
    return None


def _whole(read: Sequence[Last]) -> Stalle:
    first, last = read[0].mening, read[-1].mening
    return Stalle(stycke=first.stycke, fran=first.fran, till=last.till)
