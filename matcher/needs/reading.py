"""A whole analysis read at once: its problems, and what it tells beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.reading import Omradesblad
from matcher.intake import Analys
from matcher.needs.finding import Classify, Doubles, describe, find, merged
from matcher.needs.levels import beyond
from matcher.needs.model import Genomlasning
from matcher.needs.observing import Named, observe
from matcher.needs.school import allowed_forms, school_forms_of, stages_of
from matcher.needs.units import read_units
from matcher.ranking import school_form_weight
from matcher.sentence_models import SentenceModels

MORE_THAN_A_SENTENCE = 3
"""So many times does the school form of a whole analysis count against an area of another: «de
pratar för lite om matematik» is, of a förskola, not about the results of the grundskola."""


@dataclass(frozen=True, slots=True)
class Lasare:
    """What reading needs: the areas, what places texts among them, and knows sentences and names.

    ``classify`` goes by meaning where there is a language model, and is asked only of what is
    found; ``quick`` goes by words alone and is asked of every sentence.
    """

    omraden: Sequence[Omradesblad]
    classify: Classify
    quick: Classify
    modeller: SentenceModels
    named: Named


def read_whole(analys: Analys, lasare: Lasare) -> Genomlasning:
    """Return what an analysis tells."""
    units, left = read_units(
        analys.stycken,
        lasare.modeller.roller,
        lambda texts: beyond(
            lasare.quick(texts), lasare.modeller.nivaer.probabilities(texts), lasare.omraden
        ),
    )
    found = find(units, lasare.quick)
    skolformer = school_forms_of(analys)
    classify = _in_school_forms(lasare, allowed_forms(each.id for each in skolformer))
    problems = describe(analys, found, lasare.omraden, classify, lasare.modeller.nivaer)
    return Genomlasning(
        problem=merged(problems),
        iakttagelser=observe(analys, units, lasare.named),
        skolformer=skolformer,
        arskurser=stages_of(analys, [each.id for each in skolformer]),
        olast=left,
    )


def _in_school_forms(lasare: Lasare, skolformer: Collection[str]) -> Classify:
    """Return what places texts among the areas, knowing in what school forms it is."""
    weights = np.array([school_form_weight(each, skolformer) for each in lasare.omraden])
    weights **= MORE_THAN_A_SENTENCE

    def classify(texts: Sequence[str]) -> Doubles:
        rows = lasare.classify(texts) * weights
        return np.asarray(rows / rows.sum(axis=1, keepdims=True))

    return classify
