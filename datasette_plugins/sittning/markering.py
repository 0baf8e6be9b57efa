"""The analysis with the words marked that each problem rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from matcher.arbetsfil import Arbetsfil, Stalle, Textstycke
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
    """A paragraph in pieces, or a table's row with one for each cell.

    ``rubrik`` is told only where it differs from the one before.
    """

    rubrik: str | None
    celler: tuple[tuple[Bit, ...], ...]
    i_tabell: bool = False


def mark(fil: Arbetsfil, personal: Iterable[Personuppgift] = ()) -> tuple[Markerat, ...]:
    """Return every paragraph of the analysis, in pieces.

    Examples
    --------
    >>> from matcher.arbetsfil import Problem
    >>> fil = Arbetsfil(
    ...     stycken=(Textstycke(text="Här. De läser inte."),),
    ...     problem=(Problem(id="p1", formulering="x",
    ...                      stallen=(Stalle(stycke=0, fran=5, till=19),)),),
    ... )
    >>> [(bit.text, bit.problem) for bit in mark(fil)[0].celler[0]]
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
    for row in _rows(fil.stycken):
        rubrik = fil.stycken[row[0]].rubrik
        cells = tuple(_pieces(fil.stycken[n].text, places.get(n, ()), begun) for n in row)
        in_table = fil.stycken[row[0]].rad is not None
        marked.append(Markerat(rubrik if rubrik != before else None, cells, in_table))
        before = rubrik
    return tuple(marked)


def _rows(stycken: Sequence[Textstycke]) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of the paragraphs, those of one row of a table together.

    Examples
    --------
    >>> list(_rows([Textstycke(text="a"), *(Textstycke(text=each, rad=0) for each in "bc")]))
    [(0,), (1, 2)]
    """
    for rad, same in groupby(enumerate(stycken), key=lambda each: each[1].rad):
        numbers = tuple(number for number, _ in same)
        yield from ((number,) for number in numbers) if rad is None else (numbers,)


def _pieces(
    text: str, places: Sequence[tuple[Stalle, int, str]], begun: set[int]
) -> tuple[Bit, ...]:
    spans = [
        (max(0, place.fran), min(len(text), place.till), number, slag)
        for place, number, slag in places
    ]
    spans = [span for span in spans if span[0] < span[1]]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    bits: list[Bit] = []
    for start, end in pairwise(edges):
        here = [span for span in spans if span[0] <= start and end <= span[1]]
        numbers = tuple(dict.fromkeys(span[2] for span in here if span[2]))
        kinds = [span[3] for span in here if span[3]]
        slag = next((kind for kind in kinds if kind != PERSON and not numbers), "")
        bits.append(Bit(text[start:end], numbers, (), slag, PERSON in kinds))
    return tuple(_numbered(_joined(bits), begun))


def _joined(bits: Sequence[Bit]) -> list[Bit]:
    """Return the bits with those made one that only a space, or nothing, is between."""
    joined: list[Bit] = []
    for bit in bits:
        before = joined[-1] if joined else None
        if before and _alike(before, bit):
            joined[-1] = replace(before, text=before.text + bit.text)
        elif (
            len(joined) > 1
            and not joined[-1].text.strip()
            and not joined[-1].problem
            and bit.problem
            and _alike(joined[-2], bit)
        ):
            space = joined.pop()
            joined[-1] = replace(joined[-1], text=joined[-1].text + space.text + bit.text)
        else:
            joined.append(bit)
    return joined


def _alike(one: Bit, other: Bit) -> bool:
    return (one.problem, one.slag, one.person) == (other.problem, other.slag, other.person)


def _numbered(bits: Iterable[Bit], begun: set[int]) -> Iterator[Bit]:
    """Yield the bits, each with the problems that begin there for the first time."""
    for bit in bits:
        new = tuple(number for number in bit.problem if number not in begun)
        begun.update(new)
        yield replace(bit, borjar=new)
