"""Reservations: what a school must know before it chooses an insats. Each is true of the record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from catalog.reading import Insatsblad, Term
from catalog.swedish import inside_sentence
from matcher.context import subjects_agree
from matcher.features import Profil
from matcher.ranking import misses
from matcher.result import Behov

MOST_NAMED = 4
DOUBTFUL_DIRECTIONS = ("blandad", "ingen-pavisad")
NOT_EVALUATED = "ej-utvarderad"


NEEDS_A_LEADER = re.compile(r"\bhandledar", re.IGNORECASE)


def reservations(
    insats: Insatsblad, behov: Behov, within: Mapping[str, str], touched: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the reservations against an insats for this need, the heaviest first.

    ``touched`` are the situations that the insats does not fit and that the text comes near. Years,
    subject and target group are held against it only when stated: words of a text may speak of
    others than those in need. School forms need no reservation, since insatser for others than
    those stated are left out.
    """
    profil = Profil.of(insats)
    found: list[str] = []
    if insats.status.id == "avslutad":
        year = f" {insats.till}" if insats.till else ""
        found.append(f"Insatsen avslutades{year} och kan inte längre sökas.")
    if insats.status.id == "okand":
        year = f", senast belagd {insats.belagd}" if insats.belagd else ""
        found.append(f"Det är oklart om insatsen finns kvar{year}. Fråga anordnaren.")
    if insats.typ.id == "statsbidrag":
        found.append("Ett statsbidrag är pengar till en insats, inte en insats i sig.")
    if misses(profil.skolformer_bedomda, behov.skolformer):
        forms = _listed(insats.skolformer_bedomda)
        found.append(f"Källan anger ingen skolform. Enligt redaktionens bedömning: {forms}.")
    if misses(profil.arskurser, behov.arskurser):
        found.append(f"Riktar sig till andra årskurser: {_listed(insats.arskurser)}.")
    if behov.amnen and profil.amnen and not subjects_agree(behov.amnen, profil.amnen, within):
        found.append(f"Gäller ett annat ämne: {_listed(insats.amnen)}.")
    if misses(profil.malgrupper, behov.malgrupper):
        found.append(f"Vänder sig till en annan målgrupp: {_listed(insats.malgrupper)}.")
    if insats.sakerhet.id == "lag":
        found.append("Svagt underlag: uppgifterna är inte bekräftade i någon källa.")
    if insats.evidens is not None and insats.evidens.riktning.id in DOUBTFUL_DIRECTIONS:
        found.append(f"Om effekten: {insats.evidens.mening or insats.evidens.riktning.beskrivning}")
    if insats.evidens is not None and insats.evidens.grad.id == NOT_EVALUATED:
        found.append("Ingen utvärdering av insatsen är känd.")
    leader = next((each for each in insats.forutsattningar if NEEDS_A_LEADER.search(each)), None)
    if leader is not None:
        found.append(f"Förutsätter handledare: {_without_stop(leader)}.")
    found += [
        f"Det ni beskriver ligger nära ett läge där insatsen inte passar: {_without_stop(each)}."
        for each in touched
    ]
    return tuple(found)


def _listed(terms: Sequence[Term]) -> str:
    """Return names as a Swedish list."""
    names = [inside_sentence(each.namn) for each in terms[:MOST_NAMED]]
    if len(terms) > MOST_NAMED:
        return ", ".join(names) + " med flera"
    return " och ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _without_stop(sentence: str) -> str:
    return inside_sentence(sentence.strip().rstrip("."))
