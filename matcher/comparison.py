"""Our matching measured beside the plain methods, in one run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Insatsblad
from matcher.evaluation import Resultat, Svar, evaluate
from matcher.features import Underlag
from matcher.matching import Matcher
from matcher.result import Behov
from matcher.school_words import STAGES
from matcher.statements import Pastaende
from matcher.vector_cache import VectorCache


def measure(
    matcher: Matcher,
    statements: Sequence[Pastaende],
    cache: VectorCache,
    *,
    with_plain: bool = True,
) -> list[Resultat]:
    """Return the figures of the plain methods and of ours, without and with vectors."""
    # Only here: the plain methods take parts of scikit-learn that are slow to import.
    from matcher.baselines import plain_methods

    underlag = matcher.underlag
    left = {each.id: left_by_context(underlag, each.behov) for each in statements}
    plain = plain_methods(underlag, statements, matcher.encoder, cache) if with_plain else ()
    results = []
    for metod in plain:
        ranked = {
            each.id: answer(underlag, points)
            for each, points in zip(statements, metod.poang, strict=True)
        }
        results.append(evaluate(metod.namn, statements, ranked, left))
    for name, by in own_methods(matcher):
        results.append(
            evaluate(name, statements, {each.id: ours(by, each) for each in statements}, left)
        )
    return results


def own_methods(matcher: Matcher) -> tuple[tuple[str, Matcher], ...]:
    """Return our method by name: without vectors, and then with them where there are any."""
    plain = ("vår, utan språkmodell", matcher.without_encoder())
    return (plain, ("vår", matcher)) if matcher.har_vektorer else (plain,)


def answer(underlag: Underlag, points: NDArray[np.float64]) -> Svar:
    """Return the order of points, ties broken by id."""
    order = np.argsort(-points, kind="stable")
    return Svar(tuple(underlag.insatser[int(number)].id for number in order))


def ours(matcher: Matcher, statement: Pastaende) -> Svar:
    """Return our own answer, whole, since a statement's context may leave out any part of it."""
    return Svar(*matcher.order(statement.behov))


def left_by_context(underlag: Underlag, behov: Behov) -> frozenset[str]:
    """Return the ids left when wrong school form, wrong years and ended offers are removed."""
    return frozenset(each.id for each in underlag.insatser if _fits(each, behov))


def _fits(insats: Insatsblad, behov: Behov) -> bool:
    forms = {each.id for each in insats.skolformer}
    stages = {each.id for each in insats.arskurser}
    wanted = set(behov.arskurser) & set(STAGES)
    return (
        insats.status.id != "avslutad"
        and (not behov.skolformer or not forms or bool(forms & set(behov.skolformer)))
        and (not wanted or not stages or bool(stages & wanted))
    )
