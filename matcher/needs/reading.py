"""A whole analysis read at once: its problems, and what it tells beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.reading import Omradesblad
from matcher.context import read_context
from matcher.intake import Analys
from matcher.needs.finding import Classify, describe, find, merged
from matcher.needs.levels import beyond
from matcher.needs.model import Genomlasning
from matcher.needs.observing import Named, observe
from matcher.needs.units import read_units
from matcher.result import Behov
from matcher.sentence_models import SentenceModels

LONGEST_CONTEXT = 50_000
"""Characters that school forms and years are read from."""


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
    problems = describe(analys, found, lasare.omraden, lasare.classify, lasare.modeller.nivaer)
    context = read_context(Behov(text=analys.text[:LONGEST_CONTEXT]))
    return Genomlasning(
        problem=merged(problems),
        iakttagelser=observe(analys, units, lasare.named),
        skolformer=context.last.skolformer,
        arskurser=context.last.arskurser,
        olast=left,
    )
