"""How well it works: judged statements → nDCG, recall, hits and abstentions, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.statements import Pastaende

DEPTH = 10
HIT_DEPTH = 3
CLEARLY_FITTING = 2.0
STRAIGHT_AT = 2.5
RESAMPLES = 2000
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Svar:
    """A method's answer to one statement: ids in order, and whether it says that nothing fits."""

    ordning: tuple[str, ...]
    avstar: bool | None = None


@dataclass(frozen=True, slots=True)
class Varde:
    """A mean with its bootstrap 95 % interval."""

    medel: float
    lag: float
    hog: float


@dataclass(frozen=True, slots=True)
class Resultat:
    """The figures of one method, each None where no statement can tell it.

    The two on abstaining are None for methods that never do.
    """

    metod: str
    ndcg10: Varde | None
    recall10: Varde | None
    traff3: Varde | None
    ndcg10_sammanhang: Varde | None
    avstar_ratt: tuple[int, int] | None
    avstar_fel: tuple[int, int] | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def ndcg(order: Sequence[str], grades: Mapping[str, float], depth: int = DEPTH) -> float:
    """Return nDCG with gain 2^grade - 1.

    Examples
    --------
    >>> ndcg(["a", "b"], {"a": 3.0}), round(ndcg(["b", "a"], {"a": 3.0}), 3)
    (1.0, 0.631)
    """
    ideal = _dcg(sorted(grades.values(), reverse=True)[:depth])
    return _dcg([grades.get(each, 0.0) for each in order[:depth]]) / ideal if ideal else 0.0


def recall(order: Sequence[str], grades: Mapping[str, float], depth: int = DEPTH) -> float | None:
    """Return the share of the clearly fitting that came among the first; None when there are none.

    Examples
    --------
    >>> recall(["a", "x"], {"a": 3.0, "b": 2.0, "c": 1.0})
    0.5
    """
    wanted = {each for each, grade in grades.items() if grade >= CLEARLY_FITTING}
    return len(wanted & set(order[:depth])) / len(wanted) if wanted else None


def hit(order: Sequence[str], grades: Mapping[str, float], depth: int = HIT_DEPTH) -> float | None:
    """Return whether one straight at the problem came first; None when there are none.

    Examples
    --------
    >>> hit(["x", "a"], {"a": 2.5}), hit(["x"], {"x": 2.0})
    (1.0, None)
    """
    wanted = {each for each, grade in grades.items() if grade >= STRAIGHT_AT}
    return float(bool(wanted & set(order[:depth]))) if wanted else None


def evaluate(
    metod: str,
    statements: Sequence[Pastaende],
    svar: Mapping[str, Svar],
    left: Mapping[str, frozenset[str]],
) -> Resultat:
    """Measure a method by its answer to each statement.

    ``left`` holds the ids that a statement's school form and years leave, ended offers removed.
    """
    answers = [(each, svar[each.id], _grades(each)) for each in statements]
    fitting = [(each, given, grades) for each, given, grades in answers if grades]
    narrowed = []
    for each, given, grades in fitting:
        order = [insats for insats in given.ordning if insats in left[each.id]]
        narrowed.append(ndcg(order, grades))
    none_fits = [given.avstar for _, given, grades in answers if not grades]
    some_fit = [given.avstar for _, given, _ in fitting]
    abstains = any(given.avstar is not None for _, given, _ in answers)
    return Resultat(
        metod=metod,
        ndcg10=_with_interval([ndcg(given.ordning, grades) for _, given, grades in fitting]),
        recall10=_with_interval([recall(given.ordning, grades) for _, given, grades in fitting]),
        traff3=_with_interval([hit(given.ordning, grades) for _, given, grades in fitting]),
        ndcg10_sammanhang=_with_interval(narrowed),
        avstar_ratt=(sum(map(bool, none_fits)), len(none_fits)) if abstains else None,
        avstar_fel=(sum(map(bool, some_fit)), len(some_fit)) if abstains else None,
    )


def table(results: Sequence[Resultat]) -> str:
    """Return the figures as a table for the terminal."""
    width = max(len(each.metod) for each in results)
    lines = [f"{'metod':{width}}  nDCG@10 (95 %)     recall@10  träff@3  nDCG@10 filtrerat  avstår"]
    for each in results:
        abstains = "–"
        if each.avstar_ratt and each.avstar_fel:
            right, wrong = each.avstar_ratt, each.avstar_fel
            abstains = f"rätt {right[0]}/{right[1]}, fel {wrong[0]}/{wrong[1]}"
        lines.append(
            f"{each.metod:{width}}  {_with_bounds(each.ndcg10):17}  {_mean(each.recall10):>9}  "
            f"{_mean(each.traff3):>7}  {_mean(each.ndcg10_sammanhang):>17}  {abstains}"
        )
    return "\n".join(lines)


def _mean(value: Varde | None) -> str:
    return "–" if value is None else f"{value.medel:.2f}"


def _with_bounds(value: Varde | None) -> str:
    return "–" if value is None else f"{value.medel:.2f} ({value.lag:.2f}–{value.hog:.2f})"


def _grades(statement: Pastaende) -> dict[str, float]:
    return {each: grade for each, grade in (statement.bedomningar or {}).items() if grade > 0}


def _dcg(grades: Sequence[float]) -> float:
    return float(sum((2**grade - 1) / np.log2(place + 2) for place, grade in enumerate(grades)))


def _with_interval(values: Sequence[float | None]) -> Varde | None:
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if not len(known):
        return None
    draws: NDArray[np.int64] = np.random.default_rng(SEED).integers(
        0, len(known), (RESAMPLES, len(known))
    )
    low, high = np.percentile(known[draws].mean(axis=1), [2.5, 97.5])
    return Varde(round(float(known.mean()), 4), round(float(low), 4), round(float(high), 4))
