"""Which of Skolverket's three levels a problem belongs to, or none that an insats can help with.

A linear model over words and cues, learned from sentences of made-up analyses (``nivaer.yaml``) and
from the catalogue's own formulations, each of the level of its area. It is asked where no heading
tells, and to see where a paragraph goes over from results to what is done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import lsqr
from scipy.special import softmax

from catalog.reading import Omradesblad
from matcher.likeness import TextIndex

Doubles = NDArray[np.float64]

LEVELS = ("resultat", "undervisning", "organisation")
OUTSIDE = "utanfor"
COLUMNS = (*LEVELS, OUTSIDE)

PUPILS = re.compile(
    r"\b(?:elev|barn|deltagar|studerande|pojk|flick|killar|tjejer|åringar|klass)|"
    r"(?:ett|två|tre|fyr|femm|sex|sju|ått|ni)(?:or|åringar)(?:na)?\b"
)
ADULTS = re.compile(
    r"\b(?:vi|oss|vår|våra|man|lärar|pedagog|personal|arbetslag|vuxna|rektor|ledning|handledar|"
    r"chef)"
)
COUNTED = re.compile(r"\d|procent|hälften|(?:var|vart) (?:tredje|fjärde|femte)|andel")
CUES: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\b(?:betyg|meritvärde|nationella prov|måluppfyl|godkän|resultat|behörig(?:a|"
        r"het) till|"
        r"når (?:inte )?(?:målen|godtagbara|kravnivå)|frånvaro|examen|avbryt|avhopp|otrygg|"
        r"kränk|kartläggning(?:en|ar)? visar|läser|räknar|klarar|kan inte)|poäng\b"
    ),
    re.compile(
        r"\b(?:lektion|undervis|läromedel|lärobok|genomgång|läx|uppgifter|samling|arbetssätt|"
        r"arbetsblad|återkoppling|anpassning|bedöm|högläs|textsamtal|modersmål|rast|lek(?:en|"
        r"ar)\b)|"
        r"\b(?:läraren|lärarna|pedagogerna) (?:\w+ )?(?:förklarar|pratar|ger|går|svarar|hinner)"
    ),
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
)
"""Words that speak of results, of teaching and of organisation."""

CUE_WEIGHT = 0.3
"""What a cue counts beside all the words, which together are of length 1."""

CARE = 3.0
"""How much the weights are held back; larger is more careful."""

OWN_WEIGHT = 5.0
"""What a sentence of the room's own counts beside a formulation of the catalogue."""

SURENESS = 6.0
MOST_STEPS = 20
"""So many steps of the solver are enough: more change no level that was told by a reader."""

AREAS_COUNT = 0.3
"""What the areas that a text is likely about say of its level, beside its words."""

EARLIER = 2.0
"""How much the level of the headings before says, where the own heading names none."""


@dataclass(frozen=True)
class LevelModel:
    """Weights towards each level of each stem of a word and each cue."""

    ord: TextIndex
    vikter: Doubles

    def probabilities(self, texts: Sequence[str]) -> Doubles:
        """Return the probability of each level (columns, as :data:`COLUMNS`) for texts (rows)."""
        if not texts:
            return np.zeros((0, len(COLUMNS)))
        return np.asarray(softmax(SURENESS * (_features(self.ord, texts) @ self.vikter), axis=1))


def train(sentences: Sequence[str], levels: Sequence[str], weights: Sequence[float]) -> LevelModel:
    """Learn the weights by ridge regression, every level counted alike.

    Examples
    --------
    >>> told = ["Betygen i fysik har fallit.", "Rektor hinner inte leda lärarna."]
    >>> model = train(told, ["resultat", "organisation"], [1.0, 1.0])
    >>> COLUMNS[int(model.probabilities(["Betygen har fallit igen."])[0].argmax())]
    'resultat'
    """
    known = TextIndex.build(sentences, "stammar", min_documents=min(2, len(sentences) - 1))
    wanted = np.array([[float(level == each) for each in COLUMNS] for level in levels])
    weight = np.asarray(weights, dtype=np.float64)
    in_all = np.maximum(weight @ wanted, 1e-9)
    root = np.sqrt(weight * (wanted @ (in_all.sum() / (len(COLUMNS) * in_all))))
    rows = sparse.csr_array(sparse.diags_array(root) @ _features(known, sentences))
    solved = [
        lsqr(rows, wanted[:, column] * root, damp=CARE, iter_lim=MOST_STEPS)[0]
        for column in range(len(COLUMNS))
    ]
    return LevelModel(known, np.stack(solved, axis=1))


def _features(known: TextIndex, texts: Sequence[str]) -> sparse.csr_array:
    told = sparse.csr_array(CUE_WEIGHT * np.array([_cues(text.lower()) for text in texts]))
    always = sparse.csr_array(np.ones((len(texts), 1)))
    return sparse.csr_array(sparse.hstack([known.weighed(texts), told, always]))


def _cues(low: str) -> list[float]:
    pupils, counted, adults = (bool(each.search(low)) for each in (PUPILS, COUNTED, ADULTS))
    alone = (pupils and not adults, counted and not adults, pupils and counted and not adults)
    found = (pupils, counted, adults, *alone, *(bool(each.search(low)) for each in CUES))
    return [float(each) for each in found]


@cache
def known_sentences() -> tuple[tuple[str, str], ...]:
    """Return the sentences that the room brings, each with its level."""
    text = files("matcher.needs").joinpath("nivaer.yaml").read_text(encoding="utf-8")
    return tuple((each, level) for level, known in yaml.safe_load(text).items() for each in known)


def level_model(formuleringar: Sequence[str], levels: Sequence[str]) -> LevelModel:
    """Return the model, learned from a catalogue's formulations and the room's own sentences."""
    return _learned(tuple(formuleringar), tuple(levels))


@lru_cache(maxsize=2)
def _learned(formuleringar: tuple[str, ...], levels: tuple[str, ...]) -> LevelModel:
    own = known_sentences()
    return train(
        [*formuleringar, *(text for text, _ in own)],
        [*levels, *(level for _, level in own)],
        [1.0] * len(formuleringar) + [OWN_WEIGHT] * len(own),
    )


def level_of(
    told: Doubles, row: Doubles, omraden: Sequence[Omradesblad], earlier: str | None = None
) -> str:
    """Return the level of a problem by what its words tell and the areas it is likely about."""
    areas = dict.fromkeys(LEVELS, 0.05)
    for share, omrade in zip(row, omraden, strict=True):
        if omrade.analysniva.id in areas:
            areas[omrade.analysniva.id] += float(share)
    shares = {
        level: float(told[place]) * areas[level] ** AREAS_COUNT
        for place, level in enumerate(LEVELS)
    }
    if earlier in shares:
        shares[earlier] *= EARLIER
    return max(LEVELS, key=lambda each: shares[each])


def beyond(rows: Doubles, told: Doubles, omraden: Sequence[Omradesblad]) -> Doubles:
    """Return how likely texts are about what no insats helps, by their areas and their words.

    The two were learned apart and are seldom wrong together.
    """
    outside = np.array([each.analysniva.id == OUTSIDE for each in omraden], dtype=bool)
    return np.asarray((rows[:, outside].sum(axis=1) + told[:, COLUMNS.index(OUTSIDE)]) / 2)
