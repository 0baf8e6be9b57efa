"""The analysis with the words marked that each problem rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.arbetsfil import Arbetsfil, Stalle
from matcher.intake.personal import Personuppgift

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a paragraph. ``problem`` are the numbers of the problems that rest on it.

    ``slag`` is that of an observation, and ``person`` says that it looks like a detail of a person.
    ``borjar`` are those that begin here for the first time, and so are linked to from their cards.
    """

    text: str
    problem: tuple[int, ...] = ()
    borjar: tuple[int, ...] = ()
    slag: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True)
class Markerat:
    """A paragraph in pieces; ``rubrik`` only where it differs from the one before."""

    nummer: int
    rubrik: str | None
    sida: int | None
    bitar: tuple[Bit, ...]


def mark(fil: Arbetsfil, personal: Iterable[Personuppgift] = ()) -> tuple[Markerat, ...]:
    """Return every paragraph of the analysis, in pieces.

    Examples
    --------
    >>> from matcher.arbetsfil import Problem, Textstycke
    >>> fil = Arbetsfil(
    ...     stycken=(Textstycke(text="Här. De läser inte."),),
    ...     problem=(Problem(id="p1", formulering="x",
    ...                      stallen=(Stalle(stycke=0, fran=5, till=19),)),),
    ... )
    >>> [(bit.text, bit.problem) for bit in mark(fil)[0].bitar]
    [('Här. ', ()), ('De läser inte.', (1,))]
    """
    places: dict[int, list[tuple[Stalle, int, str]]] = {}
    for number, problem in enumerate(fil.problem, start=1):
        for place in problem.stallen:
            places.setdefault(place.stycke, []).append((place, number, ""))
    for seen in fil.iakttagelser:
        for place in seen.stallen:
            places.setdefault(place.stycke, []).append((place, 0, seen.slag))
    for one in personal:
        if not one.i_rubrik:
            place = Stalle(stycke=one.stycke, fran=one.fran, till=one.till)
            places.setdefault(one.stycke, []).append((place, 0, PERSON))
    marked, begun, before = [], set[int](), None
    for index, stycke in enumerate(fil.stycken):
        bits = _pieces(stycke.text, places.get(index, ()), begun)
        rubrik = stycke.rubrik if stycke.rubrik != before else None
        marked.append(Markerat(index, rubrik, stycke.sida, bits))
        before = stycke.rubrik
    return tuple(marked)


def _pieces(
    text: str, places: Sequence[tuple[Stalle, int, str]], begun: set[int]
) -> tuple[Bit, ...]:
    spans = [
        (max(0, place.fran), min(len(text), place.till), number, slag)
        for place, number, slag in places
    ]
    spans = [span for span in spans if span[0] < span[1]]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    bits = []
    for start, end in pairwise(edges):
        here = [span for span in spans if span[0] <= start and end <= span[1]]
        numbers = tuple(dict.fromkeys(span[2] for span in here if span[2]))
        new = tuple(number for number in numbers if number not in begun)
        begun.update(new)
        kinds = [span[3] for span in here if span[3]]
        slag = next((kind for kind in kinds if kind != PERSON and not numbers), "")
        bits.append(Bit(text[start:end], numbers, new, slag, PERSON in kinds))
    return tuple(bits)
