"""How well matching works in a release: measured when it is built, for people to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from matcher.comparison import left_by_context, ours, own_methods
from matcher.evaluation import CLEARLY_FITTING, DEPTH, Resultat, evaluate, ndcg
from matcher.matching import Matcher
from matcher.statements import Pastaende, read_judged_folder

JUDGED = "bedomningar"
WORST = 5
SHOWN = 3
FEWEST_IN_GROUP = 3


@dataclass(frozen=True, slots=True)
class Grupp:
    """Statements that have a level or a school form in common, and their mean nDCG@10."""

    slag: str
    id: str
    antal: int
    ndcg10: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A statement that went badly: what came first, and what judges would have put there."""

    text: str
    ndcg10: float
    foreslagna: tuple[str, ...]
    bedomda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matning:
    """All that was measured; ``resultat`` is ours without vectors, and then with them if any."""

    antal: int
    resultat: tuple[Resultat, ...]
    grupper: tuple[Grupp, ...]
    samst: tuple[Miss, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def measure_matching(matcher: Matcher, data: Path) -> Matning | None:
    """Measure a matcher on the judged statements of a data folder.

    Parameters
    ----------
    matcher : Matcher
        Of the release that is to be measured.
    data : Path
        The data folder; the statements are in ``bedomningar`` in it.

    Returns
    -------
    Matning or None
        None when there are no judged statements.

    Raises
    ------
    MatcherError
        When a statement cannot be read.

    Examples
    --------
    >>> from matcher import open_matcher
    >>> measure_matching(open_matcher(utgava), data / "finns-inte") is None
    True
    """
    folder = data / JUDGED
    if not any(folder.glob("*.yaml")):
        return None
    statements = read_judged_folder(folder, matcher.vokabular)
    left = {each.id: left_by_context(matcher.underlag, each.behov) for each in statements}
    results = []
    for name, by in own_methods(matcher):
        answers = {each.id: ours(by, each) for each in statements}
        results.append(evaluate(name, statements, answers, left))
    # The last method is the best one, and the one that visitors get.
    rows = [
        (each, answers[each.id].ordning[:DEPTH], ndcg(answers[each.id].ordning, _fitting(each)))
        for each in statements
        if _fitting(each)
    ]
    worst = sorted(rows, key=lambda row: (row[2], row[0].id))[:WORST]
    return Matning(
        antal=len(statements),
        resultat=tuple(results),
        grupper=_groups([(each, points) for each, _, points in rows]),
        samst=tuple(
            Miss(each.behov.text, round(points, 2), order[:SHOWN], _best(each)[:SHOWN])
            for each, order, points in worst
        ),
    )


def _fitting(statement: Pastaende) -> dict[str, float]:
    return {each: grade for each, grade in (statement.bedomningar or {}).items() if grade > 0}


def _best(statement: Pastaende) -> tuple[str, ...]:
    grades = {id_: n for id_, n in _fitting(statement).items() if n >= CLEARLY_FITTING}
    return tuple(sorted(grades, key=lambda id_: (-grades[id_], id_)))


def _groups(rows: Sequence[tuple[Pastaende, float]]) -> tuple[Grupp, ...]:
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for statement, points in rows:
        behov = statement.behov
        if behov.analysniva:
            found["analysniva", behov.analysniva].append(points)
        for form in behov.skolformer:
            found["skolform", form].append(points)
    return tuple(
        Grupp(kind, id_, len(points), round(mean(points), 2))
        for (kind, id_), points in sorted(found.items())
        if len(points) >= FEWEST_IN_GROUP
    )
