"""The prioritised problems → suggestions, with what was decided of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.reading import Insatsblad, Reader
from datasette_plugins.sittning.arbete import chosen_ids, done_ids, in_focus
from matcher.arbetsfil import Arbetsfil, Problem, Val
from matcher.asking import LONGEST_TEXT
from matcher.result import Behov, Match, Matchning

SHOWN = 5
"""So many suggestions stand open for each problem; the others are folded."""


@dataclass(frozen=True, slots=True)
class Forslag:
    """One insats for one problem: why, what was decided, and what else it would help with.

    ``match`` is None for one that was decided on and is not among the suggestions any more.
    ``hjalper`` are the numbers of other problems with an area that the insats is linked to.
    """

    insats: Insatsblad
    match: Match | None
    val: Val | None
    hjalper: tuple[int, ...]
    omraden: tuple[str, ...]
    gjord: bool


@dataclass(frozen=True, slots=True)
class Problemforslag:
    """A problem with its suggestions, best first, and those that were decided on before."""

    problem: Problem
    nummer: int
    matchning: Matchning | None
    forslag: tuple[Forslag, ...]
    fler: tuple[Forslag, ...]
    jamfor: tuple[str, ...]


def need_of(problem: Problem, fil: Arbetsfil, underlag: Any) -> Behov:
    """Return the need to match for a problem; ids that are gone from the catalogue are left out."""
    vokabular = underlag.vokabular
    areas = {omrade.id for omrade in underlag.omraden}
    return Behov(
        text=problem.formulering[:LONGEST_TEXT],
        problemomraden=tuple(id_ for id_ in problem.problemomraden if id_ in areas),
        skolformer=_known(fil.skolformer, vokabular.skolformer),
        arskurser=_known(fil.arskurser, vokabular.arskurser),
        analysniva=problem.analysniva,
    )


def _known(ids: Iterable[str], terms: Iterable[Any]) -> tuple[str, ...]:
    known = {term.id for term in terms}
    return tuple(id_ for id_ in ids if id_ in known)


def match_all(matcher: Any, fil: Arbetsfil, limit: int) -> dict[str, Matchning]:
    """Return the answer to each problem in focus, by its id."""
    return {
        problem.id: matcher.match(need_of(problem, fil, matcher.underlag), limit=limit)
        for problem in in_focus(fil)
    }


def wanted_ids(fil: Arbetsfil, answers: Mapping[str, Matchning]) -> tuple[str, ...]:
    """Return the insatser that the page tells of."""
    suggested = [match.insats for answer in answers.values() for match in answer.matcher]
    decided = [val.insats for problem in fil.problem for val in problem.val]
    return tuple(dict.fromkeys([*suggested, *decided, *chosen_ids(fil)]))


def arrange(
    fil: Arbetsfil, answers: Mapping[str, Matchning], reader: Reader
) -> tuple[Problemforslag, ...]:
    """Return what the page shows for each problem in focus."""
    known = {insats.id: insats for insats in reader.insatser(wanted_ids(fil, answers))}
    return tuple(_one(fil, problem, answers.get(problem.id), known) for problem in in_focus(fil))


def _one(
    fil: Arbetsfil, problem: Problem, answer: Matchning | None, known: Mapping[str, Insatsblad]
) -> Problemforslag:
    matches = {match.insats: match for match in answer.matcher} if answer else {}
    decided = {val.insats: val for val in problem.val}
    order = [*(id_ for id_ in decided if id_ not in matches), *matches]
    every = [
        _suggestion(fil, problem, known[id_], matches.get(id_), decided.get(id_))
        for id_ in order
        if id_ in known
    ]
    first = [
        each
        for place, each in enumerate(every)
        if each.val is not None or place < SHOWN + len(order) - len(matches)
    ]
    wanted = [each.insats.id for each in first if each.val and each.val.beslut != "avvisad"]
    return Problemforslag(
        problem=problem,
        nummer=[each.id for each in fil.problem].index(problem.id) + 1,
        matchning=answer,
        forslag=tuple(first),
        fler=tuple(each for each in every if each not in first),
        jamfor=tuple(wanted[:4]) if len(wanted) > 1 else (),
    )


def _suggestion(
    fil: Arbetsfil, problem: Problem, insats: Insatsblad, match: Match | None, val: Val | None
) -> Forslag:
    areas = {lank.id: lank.namn for lank in insats.problemomraden}
    helped = tuple(
        number
        for number, other in enumerate(fil.problem, start=1)
        if other.id != problem.id and areas.keys() & set(other.problemomraden)
    )
    other_areas = tuple(
        name for id_, name in areas.items() if id_ not in set(problem.problemomraden)
    )
    return Forslag(insats, match, val, helped, other_areas, insats.id in done_ids(fil))
