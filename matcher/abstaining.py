"""When no suggestion would be honest, and what to say of how a text was read."""

from __future__ import annotations

import re
from collections.abc import Callable

from catalog.swedish import inside_sentence
from matcher.candidates import Signals
from matcher.features import Underlag
from matcher.language import is_swedish
from matcher.ranking import ABSTAIN_OUTSIDE, ABSTAIN_POINTS, Ranking, strength
from matcher.result import Behov

NOT_SWEDISH = "Texten verkar inte vara skriven på svenska. Matchningen förstår bara svenska."
WITHOUT_VECTORS = (
    "Just nu jämförs texten ord för ord. Förslagen blir bättre när språkstödet har laddats."
)
READ_IN_PART = (
    "Texten är så lång att bara början av den har lästs. Dela upp den, ett problem i taget."
)
READ_LIGHTLY = (
    "Texten är lång, så bara de delar som tydligast beskriver ett problem har lästs noga. "
    "Dela upp den, ett problem i taget, så blir förslagen bättre."
)
OUTSIDE = "Det beskrivna verkar gälla {}, som insatser för skolutveckling inte kan lösa."
OUTSIDE_IN_PART = "En del av texten verkar gälla {}, som insatser för skolutveckling inte kan lösa."
NOTHING_NEAR = "Ingen insats i katalogen ligger nära det beskrivna."
WORKS = (
    "Texten verkar beskriva något som fungerar. Beskriv ett problem eller något som ni vill ändra."
)
TOO_LITTLE = "Det är för lite att gå på. Beskriv läget i en mening, eller skriv ett ämnesord."
WORD_OF_LETTERS = re.compile(r"[^\W\d_]{2}")


def why_abstain(
    behov: Behov,
    found: Signals | None,
    ranking: Ranking,
    underlag: Underlag,
    only_strengths: Callable[[str], bool],
) -> str | None:
    """Return why nothing should be suggested, or nothing."""
    if found is None or behov.problemomraden:
        return None
    if not WORD_OF_LETTERS.search(behov.text):
        return TOO_LITTLE
    if found.sokta.any() or found.namnda.any():
        return None
    if only_strengths(behov.text):
        return WORKS
    outside, name = _outside(found, underlag)
    inside = (found.sannolikheter * ~underlag.utanfor).max()
    if outside >= ABSTAIN_OUTSIDE > inside:
        return OUTSIDE.format(name)
    best = ranking.poang[ranking.ordning[0]] if ranking.ordning else 0.0
    if best < ABSTAIN_POINTS:
        return NOTHING_NEAR
    if not is_swedish(behov.text) and strength(float(best)) != "stark":
        return NOT_SWEDISH
    return None


def _outside(found: Signals, underlag: Underlag) -> tuple[float, str]:
    """Return how surely it is about what no insats can help with, and what that is called."""
    share = found.sannolikheter * underlag.utanfor
    name = underlag.omraden[int(share.argmax())].namn
    return float(share.sum()), f"«{inside_sentence(name)}»"


def remarks(
    behov: Behov,
    found: Signals | None,
    underlag: Underlag,
    *,
    abstained: bool,
    meaning: bool,
) -> tuple[str, ...]:
    """Return what the visitor should know of how the text was read."""
    if found is None:
        return ()
    told = []
    outside, name = _outside(found, underlag)
    if outside >= ABSTAIN_OUTSIDE and not abstained:
        told.append(OUTSIDE_IN_PART.format(name))
    if not is_swedish(behov.text):
        told.append(NOT_SWEDISH)
    if not meaning:
        told.append(WITHOUT_VECTORS)
    if found.olasta:
        told.append(READ_IN_PART)
    elif found.bara_ord:
        told.append(READ_LIGHTLY)
    return tuple(told)
