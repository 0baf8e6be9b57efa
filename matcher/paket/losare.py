"""Which insatser, and when: the package that is worth most within the limits, by scipy's milp.

Whole numbers throughout, so that the answer can be checked exactly; packages that are worth the
same are told apart by the ids of their insatser, so that the same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from scipy import sparse

from matcher.paket.form import Lage, Led, Paketinsats, Placering
from matcher.paket.varde import DUBBLETT, gain, price

LIMITS: Final = ("insatser", "samtidiga", "timmar", "terminer", "kostnad")
ENDED: Final = "avslutad"
AT_A_TIME: Final = 14
"""So many insatser are told apart by id in one step; powers of two stay exact."""

MOST_NODES: Final = 20_000
SOLVED: Final = 0
INFEASIBLE: Final = 2

Terms = Mapping[str, float]


class UnsolvedError(Exception):
    """The solver gave no answer, though there is one."""


@dataclass(frozen=True, slots=True)
class Losning:
    """A chosen set with its terms; ``uteslutna`` was chosen by the school but has no room.

    ``bevisad`` says that no other package is worth more.
    """

    insatser: tuple[str, ...]
    placeringar: tuple[Placering, ...]
    uteslutna: tuple[str, ...]
    bevisad: bool


@dataclass(slots=True)
class Rader:
    """Rows of a linear program, gathered one at a time over named variables."""

    names: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    proved: bool = True

    def variable(self, name: str) -> str:
        """Add a variable that is 0 or 1 (or, for ``d:``, counts), and return its name."""
        self.names.setdefault(name, len(self.names))
        return name

    def row(self, terms: Terms, low: float, high: float) -> None:
        """Demand that a sum lies between two numbers."""
        self.rows.append((terms, low, high))

    def solve(self, aim: Terms) -> dict[str, int] | None:
        """Return the values that make a sum largest, or None when nothing keeps the rows."""
        if not self.names:
            return {}
        # Half a second to import, which those who only read the catalogue should not wait for.
        from scipy.optimize import Bounds, LinearConstraint, milp

        cost = np.zeros(len(self.names))
        for name, worth in aim.items():
            cost[self.names[name]] = -worth
        upper = [np.inf if name.startswith("d:") else 1.0 for name in self.names]
        answer = milp(
            cost,
            integrality=np.ones(len(self.names)),
            bounds=Bounds(0, upper),
            constraints=[LinearConstraint(*each) for each in self._constraints()],
            # A number of steps and not of seconds, so that the answer never hangs on the machine.
            options={"mip_rel_gap": 0, "node_limit": MOST_NODES},
        )
        if answer.status == INFEASIBLE:
            return None
        if answer.x is None:
            raise UnsolvedError(answer.message)
        self.proved &= answer.status == SOLVED
        return {name: round(answer.x[number]) for name, number in self.names.items()}

    def _constraints(self) -> list[Any]:
        if not self.rows:
            return []
        cells = [
            (number, self.names[name], worth)
            for number, (terms, _, _) in enumerate(self.rows)
            for name, worth in terms.items()
        ]
        numbers, columns, values = zip(*cells, strict=True)
        matrix = sparse.csr_array(
            (values, (numbers, columns)), shape=(len(self.rows), len(self.names))
        )
        low = [each[1] for each in self.rows]
        return [(matrix, low, [each[2] for each in self.rows])]


def solve(lage: Lage) -> Losning:
    """Return the package that is worth most within the limits.

    What the school has chosen is in it, so far as it has room: then as many of them as possible.
    """
    wanted = [each.id for each in lage.insatser if each.vald]
    rows = model(lage)
    chosen = {_x(each): 1.0 for each in wanted}
    if wanted:
        first = _solved(rows.solve(chosen))
        most = sum(first[name] for name in chosen)
        rows.row(chosen, most, most)
    aim = _aim(lage)
    best = _solved(rows.solve(aim))
    value = sum(worth * best[name] for name, worth in aim.items())
    rows.row(aim, value, np.inf)
    ids = [each.id for each in lage.insatser]
    for start in range(0, len(ids), AT_A_TIME):
        # The first that can be in a package worth as much is in it.
        part = ids[start : start + AT_A_TIME]
        best = _solved(rows.solve({_x(each): 2.0**-n for n, each in enumerate(part)}))
        for each in part:
            rows.row({_x(each): 1}, best[_x(each)], best[_x(each)])
    found = tuple(each for each in ids if best[_x(each)])
    return Losning(
        insatser=found,
        placeringar=place(lage, found) or (),
        uteslutna=tuple(each for each in wanted if each not in found),
        bevisad=rows.proved,
    )


def place(lage: Lage, chosen: Collection[str]) -> tuple[Placering, ...] | None:
    """Return the earliest terms for a set within the limits, or None when it has no room.

    What the school has chosen, and what answers the first problem, begins first.
    """
    part, rows = _of_set(lage, chosen)
    found: list[Placering] = []
    for each in _in_order(lage, part):
        starts = {_s(each.id, term): float(term) for term in starting_terms(part, each)}
        best = rows.solve({name: -term for name, term in starts.items()})
        if best is None:
            return None
        [(name, term)] = [(name, int(term)) for name, term in starts.items() if best[name]]
        rows.row({name: 1}, 1, 1)
        found.append(Placering(each.id, term, term + each.terminer - 1))
    return tuple(found)


def fits(lage: Lage, chosen: Collection[str], *, without: str = "") -> bool:
    """Return whether a set keeps every limit, or every limit but one."""
    _, rows = _of_set(_without_limit(lage, without), chosen)
    return rows.solve({}) is not None


def _of_set(lage: Lage, chosen: Collection[str]) -> tuple[Lage, Rader]:
    """Return what concerns a set alone, and the demands on it when all of it is chosen."""
    kept = tuple(each for each in lage.insatser if each.id in chosen)
    part = replace(lage, insatser=kept, tackning=(), dubbletter=())
    rows = model(part)
    for each in kept:
        rows.row({_x(each.id): 1}, 1, 1)
    return part, rows


def model(lage: Lage) -> Rader:
    """Return every demand on a package: what may be chosen, when, and how much at a time."""
    rows = Rader()
    terms = range(1, lage.granser.terminer + 1)
    for each in lage.insatser:
        x = rows.variable(_x(each.id))
        starts = [rows.variable(_s(each.id, term)) for term in starting_terms(lage, each)]
        rows.row({x: -1, **dict.fromkeys(starts, 1)}, 0, 0)
    if lage.insatser:
        rows.row({_x(i.id): 1 for i in lage.insatser}, 0, lage.granser.insatser_hogst)
    for term in terms:
        running = {i.id: _running(lage, i, term) for i in lage.insatser}
        if lage.granser.samtidiga is not None and any(running.values()):
            every = {name: 1.0 for names in running.values() for name in names}
            rows.row(every, 0, lage.granser.samtidiga)
        if lage.granser.timmar_per_termin is not None:
            for led in sorted({led for i in lage.insatser for led in i.led_med_timmar}):
                hours = _hours(lage.insatser, led, running)
                if hours:
                    rows.row(hours, 0, lage.granser.timmar_per_termin)
    _add_order(lage, rows)
    _add_answers(lage, rows)
    return rows


def starting_terms(lage: Lage, insats: Paketinsats) -> tuple[int, ...]:
    """Return the terms that an insats may begin in; none if it may not be in a package at all."""
    if insats.status == ENDED or too_dear(lage, insats):
        return ()
    last = lage.granser.terminer - insats.terminer + 1
    fixed = {each.insats: each.fran for each in lage.fasta}
    if insats.id in fixed:
        return (fixed[insats.id],) if fixed[insats.id] <= last else ()
    return tuple(range(1, last + 1))


def too_dear(lage: Lage, insats: Paketinsats) -> bool:
    """Return whether an insats is known to cost more than the school set; unknown is allowed."""
    bands, highest = lage.kostnadsband, lage.granser.hogsta_kostnad
    if highest not in bands or insats.band not in bands:
        return False
    return bands.index(insats.band) > bands.index(highest)


def _running(lage: Lage, insats: Paketinsats, term: int) -> list[str]:
    starts = starting_terms(lage, insats)
    return [_s(insats.id, each) for each in starts if each <= term < each + insats.terminer]


def _hours(
    insatser: Sequence[Paketinsats], led: Led, running: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    return {
        name: float(each.timmar_per_termin)
        for each in insatser
        if led in each.led_med_timmar and each.timmar_per_termin
        for name in running[each.id]
    }


def _add_order(lage: Lage, rows: Rader) -> None:
    insats = {each.id: each for each in lage.insatser}
    fixed = {each.insats for each in lage.fasta}
    for krav in lage.krav:
        if not {krav.fore, krav.efter} <= insats.keys() or {krav.fore, krav.efter} <= fixed:
            continue
        before, after = insats[krav.fore], insats[krav.efter]
        length = before.terminer if krav.slag == "bygger-pa" else 0
        for term in range(1, lage.granser.terminer + 1):
            late = [_s(after.id, t) for t in starting_terms(lage, after) if t <= term]
            ready = [_s(before.id, t) for t in starting_terms(lage, before) if t + length <= term]
            if late:
                # Begun by this term only if the other is ready by then, or not in the package.
                row = {**dict.fromkeys(late, 1.0), **dict.fromkeys(ready, -1.0), _x(before.id): 1}
                rows.row(row, -np.inf, 1)


def _add_answers(lage: Lage, rows: Rader) -> None:
    chosen = {each.id for each in lage.insatser}
    for problem in lage.problem:
        cells = [c for c in lage.tackning if c.problem == problem.id and c.insats in chosen]
        names = [rows.variable(_y(problem.id, cell.insats)) for cell in cells]
        for name, cell in zip(names, cells, strict=True):
            rows.row({name: 1, _x(cell.insats): -1}, -np.inf, 0)
        if names:
            rows.row(dict.fromkeys(names, 1), 0, 1)
    for number, group in enumerate(lage.dubbletter):
        spare = rows.variable(f"d:{number}")
        rows.row({spare: 1, **{_x(each): -1 for each in group}}, -1, np.inf)


def _aim(lage: Lage) -> dict[str, float]:
    problem = {each.id: each for each in lage.problem}
    aim = {_x(each.id): -float(price(each)) for each in lage.insatser}
    for cell in lage.tackning:
        aim[_y(cell.problem, cell.insats)] = float(gain(problem[cell.problem], cell))
    return aim | {f"d:{number}": -float(DUBBLETT) for number in range(len(lage.dubbletter))}


def _in_order(lage: Lage, part: Lage) -> Iterator[Paketinsats]:
    """Yield insatser so that each comes after those it must follow, the most urgent first."""
    place = {each.id: number for number, each in enumerate(lage.problem)}
    first = {
        each.id: min(
            (place[c.problem] for c in lage.tackning if c.insats == each.id and c.styrka != "svag"),
            default=len(place),
        )
        for each in part.insatser
    }
    left = {each.id: each for each in part.insatser}
    while left:
        waiting = {k.efter for k in lage.krav if k.fore in left and k.efter in left}
        ready = [each for name, each in left.items() if name not in waiting]
        most_urgent = min(ready, key=lambda each: (not each.vald, first[each.id], each.id))
        yield left.pop(most_urgent.id)


def _without_limit(lage: Lage, name: str) -> Lage:
    loosened: dict[str, dict[str, object]] = {
        "insatser": {"insatser_hogst": len(lage.insatser)},
        "samtidiga": {"samtidiga": None},
        "timmar": {"timmar_per_termin": None},
        "terminer": {"terminer": 8},
        "kostnad": {"hogsta_kostnad": None},
    }
    return replace(lage, granser=lage.granser.model_copy(update=loosened.get(name, {})))


def _solved(answer: dict[str, int] | None) -> dict[str, int]:
    if answer is None:
        # Nothing at all is always a package, so this cannot come of the limits.
        raise UnsolvedError("infeasible")
    return answer


def _x(insats: str) -> str:
    return f"x:{insats}"


def _s(insats: str, term: int) -> str:
    return f"s:{insats}:{term}"


def _y(problem: str, insats: str) -> str:
    return f"y:{problem}:{insats}"
