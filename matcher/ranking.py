"""Every weight in one place, and the points that come of them.

The figures are round on purpose: they were set by the developing set and by sentences of the
catalogue that no model had seen, and none of them matters in its second digit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

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
AREA_TRUST = 0.75  # Power of the probabilities, with vectors: they are surer than they are right.
AREA_OTHER_LEVEL = 0.5  # A stated analysnivå is a hint: schools file the same problem differently.
AREA_OTHER_SCHOOL_FORM = 0.1  # An area that does not occur in the school form is hardly it.

# -- what the text says ----------------------------------------------------------------------------
LIKENESS = 0.03  # Settles the order among insatser of one area; never outweighs a curated link.
LIKENESS_FROM = -0.5  # In standard deviations: likeness below this counts as none.
NAMED = 0.5  # A school that names an insats wants to see it.
ASKED_FOR = 1.2  # A short query that is a name asks for nothing else.

# -- what the insats is ----------------------------------------------------------------------------
ENDED = 0.2  # Cannot be had any more, but tells what was done: a judge's 1 at most.
GRANT = 0.7  # Money for an insats, not one in itself: a judge's 2 at most.

VARIANT = 0.6  # Another year's variant of what has already been suggested.

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
SURE_OF_AREA = 0.3  # From here what the catalogue lacks for the area is told.

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
    asked_for: Doubles = np.zeros(number)
    if signals is not None:
        by_likeness = LIKENESS * np.clip(signals.likhet - LIKENESS_FROM, 0, None)
        by_name = np.where(signals.namnda, NAMED, 0.0)
        asked_for = np.asarray(ASKED_FOR * signals.sokta)
    fits = np.array(
        [
            context_weight(each, behov, sammanhang, underlag.amne_ingar_i)
            for each in underlag.profiler
        ]
    )
    # Whoever asks for an insats by name wants to see it, though it has ended or is for others.
    points: Doubles = np.round((by_area + by_likeness + by_name) * fits + asked_for, 6)
    if not sammanhang.arskurser:
        points = _one_of_each(points, underlag.profiler)
    kept = np.array(
        [not misses(each.skolformer, behov.skolformer) for each in underlag.profiler], dtype=bool
    )
    # Insatser lie in order of id, so a stable sort breaks ties by id.
    order = [
        int(n)
        for n in np.argsort(-points, kind="stable")
        if kept[n] and (signals is not None or points[n] > 0)
    ]
    return Ranking(
        sammanhang,
        omraden,
        by_area,
        by_likeness,
        by_name + asked_for,
        points,
        kept,
        tuple(order),
    )


def _one_of_each(points: Doubles, profiler: Sequence[Profil]) -> Doubles:
    """Return the points with all but the best variant of an offer put lower."""
    seen = set()
    weighed = points.copy()
    for number in np.argsort(-points, kind="stable"):
        family = profiler[number].familj
        if family in seen:
            weighed[number] *= VARIANT
        seen.add(family)
    return np.asarray(weighed.round(6))


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


@dataclass(frozen=True, slots=True)
class Faktor:
    """Something about whom an insats is for that changes its points: why, and how many times."""

    skal: str
    vikt: float


def context_factors(
    profil: Profil, behov: Behov, sammanhang: Sammanhang, within: Mapping[str, str]
) -> tuple[Faktor, ...]:
    """Return all that speaks for and against an insats in this context."""
    levels = behov.nivaer or NIVAER_OF_ANALYSNIVA.get(behov.analysniva or "", ())
    other_years = OTHER_YEARS if sammanhang.arskurser_angivna else READ_FROM_WORDS
    other_form = OTHER_FORM_JUDGED if behov.skolformer else READ_FROM_WORDS
    possible = (
        (profil.avslutad, "insatsen är avslutad", ENDED),
        (profil.statsbidrag, "ett statsbidrag är pengar till en insats", GRANT),
        (
            misses(profil.skolformer, sammanhang.skolformer),
            "den är för andra skolformer än den som texten nämner",
            READ_FROM_WORDS,
        ),
        (
            misses(profil.skolformer_bedomda, sammanhang.skolformer),
            "den är för andra skolformer, enligt redaktionens bedömning",
            other_form,
        ),
        (misses(profil.arskurser, sammanhang.arskurser), "den är för andra årskurser", other_years),
        (misses(profil.nivaer, levels), "den verkar på en annan nivå", OTHER_LEVEL),
        (misses(profil.malgrupper, behov.malgrupper), "den är för en annan målgrupp", OTHER_TARGET),
        _subject_factor(profil, sammanhang, within),
    )
    return tuple(Faktor(why, weight) for holds, why, weight in possible if holds)


def context_weight(
    profil: Profil, behov: Behov, sammanhang: Sammanhang, within: Mapping[str, str]
) -> float:
    """Return the product of all that speaks for and against an insats in this context."""
    return prod(each.vikt for each in context_factors(profil, behov, sammanhang, within))


def _subject_factor(
    profil: Profil, sammanhang: Sammanhang, within: Mapping[str, str]
) -> tuple[bool, str, float]:
    if not sammanhang.amnen:
        return (
            bool(profil.amnen),
            "den är gjord för ett ämne, och inget ämne nämns",
            SUBJECT_NOT_ASKED,
        )
    if subjects_agree(sammanhang.amnen, profil.amnen, within):
        return True, "den är gjord för ämnet", SAME_SUBJECT
    weight = OTHER_SUBJECT if sammanhang.amnen_angivna else READ_FROM_WORDS
    return bool(profil.amnen), "den är gjord för ett annat ämne", weight


def _areas(index: MatchIndex, behov: Behov, signals: Signals | None) -> Doubles:
    underlag = index.underlag
    chosen = np.array(
        [each.id in behov.problemomraden for each in underlag.omraden], dtype=np.float64
    )
    if signals is None:
        return chosen
    weights = np.array([_area_weight(each, behov) for each in underlag.omraden])
    trust = AREA_TRUST if signals.med_vektorer else 1.0
    found = signals.sannolikheter**trust * weights
    found = found / found.sum()
    if not chosen.any():
        return np.asarray(found)
    return np.asarray((found + chosen) / 2)


def _area_weight(omrade: Omradesblad, behov: Behov) -> float:
    level = omrade.analysniva.id
    same_level = behov.analysniva in (None, level) or level == "utanfor"
    return (1 if same_level else AREA_OTHER_LEVEL) * school_form_weight(omrade, behov.skolformer)


def school_form_weight(omrade: Omradesblad, skolformer: Collection[str]) -> float:
    """Return how much a problem area counts in school forms; in full if none is known."""
    forms = {each.id for each in omrade.skolformer}
    same = not skolformer or not forms or not forms.isdisjoint(skolformer)
    return 1 if same else AREA_OTHER_SCHOOL_FORM
