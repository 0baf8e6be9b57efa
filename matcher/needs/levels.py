"""Which of Skolverket's three levels a problem belongs to, where no heading tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Omradesblad

Doubles = NDArray[np.float64]

LEVELS = ("resultat", "undervisning", "organisation")

PUPILS = re.compile(
    r"\b(?:elev|barn|deltagar|studerande|pojk|flick|killar|tjejer|åringar|klass)|"
    r"(?:ett|två|tre|fyr|femm|sex|sju|ått|ni)(?:or|åringar)(?:na)?\b"
)
ADULTS = re.compile(
    r"\b(?:vi|oss|vår|våra|man|lärar|pedagog|personal|arbetslag|vuxna|rektor|ledning|handledar|"
    r"chef)"
)
COUNTED = re.compile(r"\d|procent|hälften|(?:var|vart) (?:tredje|fjärde|femte)|andel")
CUES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "resultat",
        2.5,
        re.compile(
            r"\b(?:betyg|meritvärde|nationella prov|måluppfyl|godkän|resultat|behörig(?:a|"
            r"het) till|"
            r"når (?:inte )?(?:målen|godtagbara|kravnivå)|frånvaro|examen|avbryt|avhopp|otrygg|"
            r"kränk|kartläggning(?:en|ar)? visar|läser|räknar|klarar|kan inte)|poäng\b"
        ),
    ),
    (
        "undervisning",
        2.0,
        re.compile(
            r"\b(?:lektion|undervis|läromedel|lärobok|genomgång|läx|uppgifter|samling|arbetssätt|"
            r"arbetsblad|återkoppling|anpassning|bedöm|högläs|textsamtal|modersmål|rast|lek(?:en|"
            r"ar)\b)|"
            r"\b(?:läraren|lärarna|pedagogerna) (?:\w+ )?(?:förklarar|pratar|ger|går|svarar|hinner)"
        ),
    ),
    (
        "organisation",
        3.0,
        re.compile(
            r"\b(?:rektor|ledning|schema|rutin|organis|huvudm[aä]n|förvaltning|nämnd|möte[nts]|"
            r"arbetslag|tjänst|uppdrag|ansvar|budget|resurs|samverka|överlämn|vikarie|"
            r"obehörig|anställ|personalomsätt|kollega|kollegor|kollegial|förstelär|arbetslagsled|"
            r"utvecklingsgrupp|utvecklingsarbete|kvalitetsarbete|uppföljning|följ(?:er|"
            r"s) (?:inte )?upp|"
            r"beslut|mandat|planeringstid|kompetensutveckling|fortbildning|styr|skolorna|enheterna|"
            r"statsbidrag|timplan|gruppindelning|elevhälsan?\b|introduktion|vårdnadshavare|"
            r"föräldra)"
        ),
    ),
)
"""Words that speak of a level, and how much they say."""

COUNTS = 3.0
"""How much it says of results that pupils are counted and no adult acts."""

EARLIER = 2.0
"""How much the level of the headings before says, where the own heading names none."""


def level_of(
    text: str, row: Doubles, omraden: Sequence[Omradesblad], earlier: str | None = None
) -> str:
    """Return the level of a problem by its words and the areas it is likely about."""
    shares = dict.fromkeys(LEVELS, 0.05)
    for share, omrade in zip(row, omraden, strict=True):
        if omrade.analysniva.id in shares:
            shares[omrade.analysniva.id] += float(share)
    low = text.lower()
    for level, weight, pattern in CUES:
        if pattern.search(low):
            shares[level] *= weight
    if PUPILS.search(low) and COUNTED.search(low) and not ADULTS.search(low):
        shares["resultat"] *= COUNTS
    if earlier in shares:
        shares[earlier] *= EARLIER
    return max(LEVELS, key=lambda each: shares[each])
