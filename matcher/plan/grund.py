"""What every part of the plan is written from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.reading import Insatsblad
from catalog.swedish import inside_sentence
from matcher.arbetsfil import Arbetsfil, Iakttagelse, Planrad, Problem, Stalle, Val
from matcher.features import Underlag
from matcher.forbehall import reservations
from matcher.paket import Insatspaket, Paketbild, Paketinsats
from matcher.paket.form import Placering
from matcher.paket.kandidater import need, prioritised
from matcher.plan.form import clean
from matcher.result import Behov

LONGEST_HEADING: Final = 90
STOP: Final = re.compile(r"[.!?](?= [A-ZÅÄÖ])")
PRESCHOOL: Final = "forskola"
NUMBERS: Final = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


@dataclass(frozen=True, slots=True)
class Planinsats:
    """An insats of the plan: its record, what the package says of it, the school's own row."""

    blad: Insatsblad
    paket: Paketinsats
    placering: Placering
    rad: Planrad
    val: tuple[tuple[Problem, Val], ...]
    """What was decided about it, for which problem."""

    forbehall: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grund:
    """The sitting, the catalogue and the package, put in the order of the plan.

    ``foreslaget`` says that the school has chosen nothing, and that the insatser are those that
    the package suggests.
    """

    fil: Arbetsfil
    underlag: Underlag
    paket: Insatspaket
    bild: Paketbild
    foreslaget: bool
    problem: tuple[Problem, ...]
    insatser: tuple[Planinsats, ...]

    @property
    def elever(self) -> str:
        """Return what the school calls those it is for."""
        return "barn" if set(self.fil.skolformer) == {PRESCHOOL} else "elever"

    @property
    def skolan(self) -> str:
        """Return what the school is called within a sentence."""
        return clean(self.fil.enhet) or ("förskolan" if self.elever == "barn" else "skolan")

    def number(self, problem_id: str) -> int:
        """Return the number of a problem in the plan."""
        return [each.id for each in self.problem].index(problem_id) + 1

    def heading(self, problem: Problem) -> str:
        """Return a problem as a heading: its number and the beginning of its words."""
        words = shortened(problem.formulering)
        return f"Problem {self.number(problem.id)}: {words[:1].upper()}{words[1:]}"

    def omraden(self, problem: Problem) -> tuple[str, ...]:
        """Return the names of the areas of a problem that the catalogue still has."""
        names = {each.id: each.namn for each in self.underlag.omraden}
        return tuple(names[each] for each in problem.problemomraden if each in names)

    def named(self, insats_id: str) -> str:
        """Return the name of an insats, or its id when the catalogue does not have it."""
        names = {each.id: each.namn for each in self.underlag.insatser}
        return names.get(insats_id, insats_id)

    def utdrag(self, stallen: Sequence[Stalle]) -> tuple[str, ...]:
        """Return the words of the analysis at some places; places outside it are left out."""
        found = []
        for each in stallen:
            if each.stycke < len(self.fil.stycken):
                text = clean(self.fil.stycken[each.stycke].text[each.fran : each.till])
                if text:
                    found.append(text)
        return tuple(dict.fromkeys(found))

    def iakttagelser(self, slag: str) -> tuple[Iakttagelse, ...]:
        """Return what the analysis tells of one kind beside its problems."""
        return tuple(each for each in self.fil.iakttagelser if each.slag == slag)


def ground(fil: Arbetsfil, underlag: Underlag, paket: Insatspaket) -> Grund:
    """Put a sitting, the catalogue and the package in the order of the plan."""
    suggested = not paket.valt.insatser
    bild = paket.forslag if suggested else paket.valt
    known = {each.id: each for each in underlag.insatser}
    rows = {each.insats: each for each in fil.plan.rader}
    problem = prioritised(fil)
    place = {each.id: number for number, each in enumerate(problem)}
    first = {
        each.insats: min(
            (place[c.problem] for c in bild.tackning if c.insats == each.insats),
            default=len(place),
        )
        for each in bild.placeringar
    }
    insatser = tuple(
        Planinsats(
            blad=known[each.insats],
            paket=paket.lage.insats(each.insats),
            placering=each,
            rad=rows.get(each.insats, Planrad(insats=each.insats)),
            val=tuple((p, v) for p in problem for v in p.val if v.insats == each.insats),
            forbehall=_reservations(known[each.insats], each.insats, problem, fil, underlag, bild),
        )
        for each in sorted(bild.placeringar, key=lambda p: (first[p.insats], p.fran, p.insats))
    )
    return Grund(fil, underlag, paket, bild, suggested, problem, insatser)


def _reservations(
    blad: Insatsblad,
    insats_id: str,
    problem: Sequence[Problem],
    fil: Arbetsfil,
    underlag: Underlag,
    bild: Paketbild,
) -> tuple[str, ...]:
    """Return what speaks against an insats for any of the problems that it answers."""
    answered = {cell.problem for cell in bild.tackning if cell.insats == insats_id}
    asked = [need(each, fil, underlag) for each in problem if each.id in answered]
    found = [
        said
        for behov in asked or [Behov()]
        for said in reservations(blad, behov or Behov(), underlag.amne_ingar_i)
    ]
    return tuple(dict.fromkeys(found))


def shortened(text: str, longest: int = LONGEST_HEADING) -> str:
    """Return the beginning of a text, whole sentences or else words, without its stop.

    Examples
    --------
    >>> shortened("Eleverna läser ord för ord i trean.", 20)
    'Eleverna läser ord …'
    >>> shortened("Eleverna läser ord för ord. Lärarna läser högt.", 40)
    'Eleverna läser ord för ord …'
    """
    whole = clean(text)
    if len(whole) <= longest:
        return whole.rstrip(".")
    cut = whole[: longest - 1]
    stops = [stop.start() for stop in STOP.finditer(cut) if stop.start() >= longest // 2]
    if stops:
        return f"{cut[: stops[-1]]} …"
    kept = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return f"{kept} …"


def in_words(number: int) -> str:
    """Return a number as it is written in running text.

    Examples
    --------
    >>> in_words(4), in_words(14)
    ('fyra', '14')
    """
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def listed(names: Sequence[str]) -> str:
    """Return names as a Swedish list inside a sentence.

    Examples
    --------
    >>> listed(["Rektor", "Lärare", "NO-lärare"])
    'rektor, lärare och NO-lärare'
    """
    low = [inside_sentence(each) for each in names]
    return " och ".join([", ".join(low[:-1]), low[-1]] if len(low) > 1 else low)
