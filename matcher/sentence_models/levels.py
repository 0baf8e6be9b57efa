"""Which of Skolverket's three levels a problem belongs to, or none that an insats can help with.

A linear model over words and cues, learned from sentences of made-up analyses (``nivaer.yaml``) and
from the catalogue's own formulations, each of the level of its area. It is asked where no heading
tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import lsqr

from matcher.likeness import TextIndex
from matcher.sentence_models.linear import SentenceModel, with_cues

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


def train(
    sentences: Sequence[str], levels: Sequence[str], weights: Sequence[float]
) -> SentenceModel:
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
    told = with_cues(known.weighed_documents(), _cues(sentences))
    rows = sparse.csr_array(sparse.diags_array(root) @ told)
    solved = [
        lsqr(rows, wanted[:, column] * root, damp=CARE, iter_lim=MOST_STEPS)[0]
        for column in range(len(COLUMNS))
    ]
    return SentenceModel(known, np.stack(solved, axis=1), _cues, SURENESS)


def load(folder: Path) -> SentenceModel:
    """Read a model that was saved."""
    return SentenceModel.load(folder, len(COLUMNS), _cues, SURENESS)


def _cues(texts: Sequence[str]) -> Doubles:
    return CUE_WEIGHT * np.array([_cues_of(text.lower()) for text in texts])


def _cues_of(low: str) -> list[float]:
    pupils, counted, adults = (bool(each.search(low)) for each in (PUPILS, COUNTED, ADULTS))
    alone = (pupils and not adults, counted and not adults, pupils and counted and not adults)
    found = (pupils, counted, adults, *alone, *(bool(each.search(low)) for each in CUES))
    return [float(each) for each in found]


@cache
def known_sentences() -> tuple[tuple[str, str], ...]:
    """Return the sentences that the room brings, each with its level."""
    text = files("matcher.sentence_models").joinpath("nivaer.yaml").read_text(encoding="utf-8")
    return tuple(
        (each, level)
        for level, known in yaml.load(text, Loader=yaml.CSafeLoader).items()
        for each in known
    )


def level_model(formuleringar: Sequence[str], levels: Sequence[str]) -> SentenceModel:
    """Return the model, learned from a catalogue's formulations and the room's own sentences."""
    own = known_sentences()
    return train(
        [*formuleringar, *(text for text, _ in own)],
        [*levels, *(level for _, level in own)],
        [1.0] * len(formuleringar) + [OWN_WEIGHT] * len(own),
    )
