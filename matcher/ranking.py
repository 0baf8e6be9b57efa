"""Every weight in one place, and the points that come of them.

The figures are round on purpose: they were set by the developing set and by leave-one-out over the
catalogue's own sentences, and none of them matters in its second digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad
from matcher.candidates import Signals
from matcher.context import Sammanhang, read_context, subjects_agree
from matcher.features import Profil
from matcher.index import MatchIndex
from matcher.result import Behov, Styrka

Doubles = NDArray[np.float64]

# -- which area it is about ------------------------------------------------------------------------
AREA_OTHER_LEVEL = 0.5  # A stated analysnivå is a hint: schools file the same problem differently.
AREA_OTHER_SCHOOL_FORM = 0.1  # An area that does not occur in the school form is hardly it.

# -- what the text says ----------------------------------------------------------------------------
LIKENESS = 0.03  # Settles the order among insatser of one area; never outweighs a curated link.
LIKENESS_FROM = -0.5  # In standard deviations: likeness below this counts as none.
NAMED = 0.5  # A school that names an insats wants to see it.

# -- what the insats is ----------------------------------------------------------------------------
ENDED = 0.2  # Cannot be had any more, but tells what was done: a judge's 1 at most.
GRANT = 0.7  # Money for an insats, not one in itself: a judge's 2 at most.

# -- whom it is for --------------------------------------------------------------------------------
OTHER_FORM_JUDGED = 0.3  # The source states no school form, but we judge that it is for others.
OTHER_YEARS = 0.4  # Often useful all the same, with a reservation.
OTHER_SUBJECT = 0.4  # Likewise.
SAME_SUBJECT = 1.2  # Made for the subject rather than for any.
SUBJECT_NOT_ASKED = 0.7  # A subject's own insats when no subject is spoken of.
OTHER_LEVEL = 0.8  # A need at huvudman's or leader's level is not met in the classroom, or reverse.
OTHER_TARGET = 0.6  # Another target group than the one chosen.
READ_FROM_WORDS = 0.7  # For context read out of the text: it may speak of more than one class.

# -- strengths that people see ---------------------------------------------------------------------
STRONG = 0.45
POSSIBLE = 0.2

# -- areas that people see -------------------------------------------------------------------------
SMALLEST_PROBABILITY = 0.05  # Less likely than this and the area is not mentioned.

# -- when nothing fits -----------------------------------------------------------------------------
ABSTAIN_OUTSIDE = 0.25  # So sure that it is about premises, buses, meals …
ABSTAIN_POINTS = 0.1  # Best points lower than this: nothing is near.

NIVAER_OF_ANALYSNIVA = {
    "organisation": {"huvudman", "ledning"},
    "undervisning": {"undervisning", "elevhalsa"},
    "resultat": {"undervisning", "elevhalsa"},
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """Points of each insats, with the parts that they are made of, in the index's order."""

    sammanhang: Sammanhang
    omraden: Doubles
    omradespoang: Doubles
    likhetspoang: Doubles
    namnpoang: Doubles
    poang: Doubles
    kvar: NDArray[np.bool_]
    ordning: tuple[int, ...]


def rank(index: MatchIndex, behov: Behov, signals: Signals | None) -> Ranking:
    """Weigh signals and context; insatser for other school forms than those stated are left out."""
    underlag = index.underlag
    sammanhang = read_context(behov)
    omraden = _areas(index, behov, signals)
    number = len(underlag.insatser)
    by_area = omraden @ index.kopplingar.astype(np.float64)
    by_likeness: Doubles = np.zeros(number)
    by_name: Doubles = np.zeros(number)
    if signals is not None:
        by_likeness = LIKENESS * np.clip(signals.likhet - LIKENESS_FROM, 0, None)
        by_name = np.where(signals.namnda, NAMED, 0.0)
    fits = np.array(
        [
            context_weight(each, behov, sammanhang, underlag.amne_ingar_i)
            for each in underlag.profiler
        ]
    )
    points = ((by_area + by_likeness + by_name) * fits).round(6)
    kept = np.array(
        [not misses(each.skolformer, behov.skolformer) for each in underlag.profiler], dtype=bool
    )
    # Insatser lie in order of id, so a stable sort breaks ties by id.
    order = [
        int(n)
        for n in np.argsort(-points, kind="stable")
        if kept[n] and (signals is not None or points[n] > 0)
    ]
    return Ranking(sammanhang, omraden, by_area, by_likeness, by_name, points, kept, tuple(order))


def strength(points: float) -> Styrka:
    """Return the strength that people see.

    Examples
    --------
    >>> [strength(points) for points in (0.9, 0.3, 0.02)]
    ['stark', 'möjlig', 'svag']
    """
    if points >= STRONG:
        return "stark"
    return "möjlig" if points >= POSSIBLE else "svag"


def misses(offered: frozenset[str], wanted: Iterable[str]) -> bool:
    """Return whether something is wanted, something else is offered, and nothing is in common.

    Examples
    --------
    >>> misses(frozenset({"7-9"}), ["f-3"]), misses(frozenset(), ["f-3"])
    (True, False)
    """
    asked = set(wanted)
    return bool(asked and offered and not offered & asked)


def context_weight(
    profil: Profil, behov: Behov, sammanhang: Sammanhang, within: Mapping[str, str]
) -> float:
    """Return the product of all that speaks for and against an insats in this context."""
    weight = 1.0
    if profil.avslutad:
        weight *= ENDED
    if profil.statsbidrag:
        weight *= GRANT
    if misses(profil.skolformer, sammanhang.skolformer):
        weight *= READ_FROM_WORDS
    if misses(profil.skolformer_bedomda, sammanhang.skolformer):
        weight *= OTHER_FORM_JUDGED if behov.skolformer else READ_FROM_WORDS
    if misses(profil.arskurser, sammanhang.arskurser):
        weight *= OTHER_YEARS if sammanhang.arskurser_angivna else READ_FROM_WORDS
    if misses(profil.nivaer, behov.nivaer or NIVAER_OF_ANALYSNIVA.get(behov.analysniva or "", ())):
        weight *= OTHER_LEVEL
    if misses(profil.malgrupper, behov.malgrupper):
        weight *= OTHER_TARGET
    return weight * _subject_weight(profil, sammanhang, within)


def _subject_weight(profil: Profil, sammanhang: Sammanhang, within: Mapping[str, str]) -> float:
    if not profil.amnen:
        return 1.0
    if not sammanhang.amnen:
        return SUBJECT_NOT_ASKED
    if subjects_agree(sammanhang.amnen, profil.amnen, within):
        return SAME_SUBJECT
    return OTHER_SUBJECT if sammanhang.amnen_angivna else READ_FROM_WORDS


def _areas(index: MatchIndex, behov: Behov, signals: Signals | None) -> Doubles:
    underlag = index.underlag
    chosen = np.array(
        [each.id in behov.problemomraden for each in underlag.omraden], dtype=np.float64
    )
    if signals is None:
        return chosen
    weights = np.array([_area_weight(each, behov) for each in underlag.omraden])
    found = signals.sannolikheter * weights
    found = found / found.sum()
    if not chosen.any():
        return np.asarray(found)
    return np.asarray((found + chosen) / 2)


def _area_weight(omrade: Omradesblad, behov: Behov) -> float:
    level = omrade.analysniva.id
    same_level = behov.analysniva in (None, level) or level == "utanfor"
    forms = {each.id for each in omrade.skolformer}
    same_form = not behov.skolformer or not forms or bool(forms & set(behov.skolformer))
    return (1 if same_level else AREA_OTHER_LEVEL) * (1 if same_form else AREA_OTHER_SCHOOL_FORM)
