"""Units of an analysis → its problems, each with the words that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad
from catalog.swedish import stems
from matcher.arbetsfil import Roll, Sakerhet, Stalle
from matcher.intake import Analys
from matcher.needs.levels import beyond, level_of, outside_areas
from matcher.needs.model import FunnetBehov
from matcher.needs.parts import Enhet, Last
from matcher.needs.sections import CAUSE, LABEL, is_leveled
from matcher.needs.segments import segments
from matcher.needs.wording import worded
from matcher.result import FunnetOmrade
from matcher.sentence_models import SentenceModel

Doubles = NDArray[np.float64]
Classify = Callable[[Sequence[str]], Doubles]

MOST_AREAS = 3
ALSO_LIKELY, FAR_BUT_LIKELY = 0.1, 0.25
"""Areas beside the likeliest are mentioned from here, if they are near it and if they are not."""

ABOUT_AS_LIKELY = 0.9
"""What an area needs of the likeliest's probability to be about as likely."""

OUTSIDE = 0.4
"""So likely must it be, by its areas and its words, that no insats can help, to be said to be."""

LEAST_OUTSIDE = 0.1
"""So likely must it be by its areas, however its words sound."""

SURE, LIKELY = 0.8, 0.55
"""How clearly a problem must be told to be called sure, or likely."""

DISAGREEING = 0.1
"""What an area counts that no insats helps, for a problem that one may, and the other way round."""

MORE_THAN_NOT = 0.6
"""So likely must a problem be where no heading says that there are problems."""

SAME, FEWEST_SHARED = 0.75, 4
"""So much, and so many, of the shorter one's words must two tellings of one problem share."""

FEWEST_WORDS_OF_CAUSE = 5
LONGEST_EXCERPT = 3000


@dataclass(frozen=True, slots=True)
class Fynd:
    """A problem before it is known what area it is about."""

    stallen: tuple[Stalle, ...]
    enhet: Enhet
    sannolikhet: float
    orsak: bool = False
    orsak_till: int | None = None


def find(units: Sequence[Enhet], quick: Classify) -> tuple[Fynd, ...]:
    """Return the problems that units tell of, in the order of the text."""
    found: list[Fynd] = []
    leveled = is_leveled(unit.avsnitt for unit in units)
    for unit in units:
        if unit.avsnitt.slag not in (None, "utanfor") or _announces(unit):
            continue
        own = list(_own(unit, len(found), quick))
        if not (unit.avsnitt.niva or unit.avsnitt.problem or unit.avsnitt.slag):
            least = LIKELY if leveled else MORE_THAN_NOT
            own = [each for each in own if each.sannolikhet >= least]
        found += own
    return tuple(found)


def _announces(unit: Enhet) -> bool:
    """Return whether a paragraph only says what is to come."""
    return unit.huvud[-1].mening.text.endswith(":")


def _own(unit: Enhet, number: int, quick: Classify) -> Iterator[Fynd]:
    outside = unit.avsnitt.slag == "utanfor"
    problems = segments(unit.huvud, quick, every=outside)
    for place, run in enumerate(problems):
        follow = unit.foljer if place == len(problems) - 1 else ()
        causes = [] if outside else [each for each in follow if _is_other_level(unit, each)]
        hanging = [each for each in follow if each not in causes]
        told = [each for each in run if each.ar_problem]
        orsak = unit.orsak or (bool(told) and all(each.roll == "orsak" for each in told))
        share = 1.0 if outside else max(each.problem for each in told)
        yield Fynd(tuple(_place(each) for each in (run, *hanging)), unit, share, orsak)
        for each in causes:
            yield Fynd((_place(each),), unit, LIKELY, True, number + place)


def _is_other_level(unit: Enhet, cause: tuple[Last, ...]) -> bool:
    """Return whether a cause of a result is what the school does, and so a problem too."""
    text = " ".join(each.mening.text for each in cause)
    told = CAUSE.match(text) is not None
    return told and unit.avsnitt.niva == "resultat" and len(text.split()) > FEWEST_WORDS_OF_CAUSE


def _place(read: Sequence[Last]) -> Stalle:
    """Return where sentences of one paragraph stand, from the first to the last."""
    first, last = read[0].mening, read[-1].mening
    fran = first.fran
    label = LABEL.match(first.text)
    if label and CAUSE.match(first.text):
        fran += label.end()
    return Stalle(stycke=first.stycke, fran=fran, till=last.till)


def describe(
    analys: Analys,
    found: Sequence[Fynd],
    omraden: Sequence[Omradesblad],
    classify: Classify,
    nivaer: SentenceModel,
) -> tuple[FunnetBehov, ...]:
    """Return the problems with what they are about."""
    if not found:
        return ()
    pairs = [(each.stallen[0], _excerpt(analys, each.stallen[0])) for each in found]
    said = [worded(analys, place, excerpt, dated=False) for place, excerpt in pairs]
    rows, told = classify(said), nivaer.probabilities(said)
    outside = beyond(rows, told, omraden)
    return tuple(
        replace(
            _described(each, pairs[n][1], _Sagt(rows[n], told[n], float(outside[n])), omraden),
            formulering=worded(analys, *pairs[n]),
        )
        for n, each in enumerate(found)
    )


def _excerpt(analys: Analys, place: Stalle) -> str:
    return analys.stycken[place.stycke].text[place.fran : place.till][:LONGEST_EXCERPT]


@dataclass(frozen=True, slots=True)
class _Sagt:
    """How likely an excerpt is about each area, on each level, and about what no insats helps."""

    omraden: Doubles
    nivaer: Doubles
    utanfor: float


def _described(
    found: Fynd, excerpt: str, sagt: _Sagt, omraden: Sequence[Omradesblad]
) -> FunnetBehov:
    avsnitt = found.enhet.avsnitt
    utanfor = avsnitt.slag == "utanfor" or _is_outside(sagt, omraden)
    level = _level(found, sagt, omraden, utanfor)
    row = _agreeing(sagt.omraden, omraden, utanfor)
    order = [int(n) for n in np.argsort(-row, kind="stable")[:MOST_AREAS]]
    return FunnetBehov(
        utdrag=excerpt,
        rubrik=avsnitt.rubrik,
        stycke=found.stallen[0].stycke,
        analysniva=level,
        utanfor=utanfor,
        problemomraden=tuple(
            FunnetOmrade(omraden[n].id, omraden[n].namn, round(float(row[n]), 3))
            for place, n in enumerate(order)
            if place == 0 or row[n] >= _least(omraden[order[0]], row[order[0]], omraden[n])
        ),
        stallen=found.stallen,
        roll=_role(found, level),
        saker=_sureness(found.sannolikhet),
        orsak_till=() if found.orsak_till is None else (found.orsak_till,),
    )


def _is_outside(sagt: _Sagt, omraden: Sequence[Omradesblad]) -> bool:
    """Return whether it is likely that no insats helps, and not by the words alone."""
    by_areas = float(sagt.omraden[outside_areas(omraden)].sum())
    return sagt.utanfor >= OUTSIDE and by_areas >= LEAST_OUTSIDE


def _agreeing(row: Doubles, omraden: Sequence[Omradesblad], utanfor: bool) -> Doubles:
    """Return how likely each area is, once it is known whether any insats can help."""
    weighed = row * np.where(outside_areas(omraden) == utanfor, 1.0, DISAGREEING)
    return np.asarray(weighed / weighed.sum())


def _least(first: Omradesblad, share: float, other: Omradesblad) -> float:
    """Return how likely an area must be to be mentioned beside the likeliest.

    Of 1 500 sentences of the catalogue's insatser the second likeliest area is one of the insats's
    own in half of the cases where it is near the likeliest, however likely, and in three of ten
    where it is not. Only where the two are about as likely is the second as often right.
    """
    if _near(first, other):
        return ALSO_LIKELY
    return max(ALSO_LIKELY, min(FAR_BUT_LIKELY, ABOUT_AS_LIKELY * share))


def _near(one: Omradesblad, other: Omradesblad) -> bool:
    """Return whether the catalogue says that two areas are next to each other, or within one."""
    if one.ingar_i and other.ingar_i and one.ingar_i.id == other.ingar_i.id:
        return True
    return other.id in _named(one) or one.id in _named(other)


def _named(omrade: Omradesblad) -> set[str]:
    return {each.id for each in (*omrade.narliggande, *omrade.delar)}


def _level(found: Fynd, sagt: _Sagt, omraden: Sequence[Omradesblad], utanfor: bool) -> str:
    if found.orsak_till is not None:
        return "undervisning"
    if found.enhet.avsnitt.niva and found.enhet.avsnitt.slag != "utanfor":
        return found.enhet.avsnitt.niva
    if utanfor:
        return "organisation"
    return level_of(sagt.nivaer, sagt.omraden, omraden, found.enhet.avsnitt.tidigare)


def _role(found: Fynd, level: str) -> Roll:
    if found.orsak or found.orsak_till is not None:
        return "orsak"
    return "symtom" if level == "resultat" else "okand"


def _sureness(share: float) -> Sakerhet:
    return "saker" if share >= SURE else "trolig" if share >= LIKELY else "osaker"


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two problems are told in the same words, or one in some of the other's."""
    fewest = min(len(one), len(other))
    return one == other or len(one & other) >= max(FEWEST_SHARED, SAME * fewest)


def merged(found: Sequence[FunnetBehov]) -> tuple[FunnetBehov, ...]:
    """Return problems with those that are told in almost the same words put together."""
    moved: list[int] = []
    out: list[FunnetBehov] = []
    words: list[frozenset[str]] = []
    for each in found:
        own = frozenset(stems(each.utdrag))
        place = next((n for n, said in enumerate(words) if _same(own, said)), len(out))
        moved.append(place)
        if place == len(out):
            words.append(own)
        if place == len(out):
            out.append(each)
        else:
            out[place] = replace(out[place], stallen=(*out[place].stallen, *each.stallen))
    return tuple(
        replace(each, orsak_till=tuple(moved[cause] for cause in each.orsak_till)) for each in out
    )
