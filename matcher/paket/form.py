"""The shapes of an insatspaket: what was weighed, what came of it, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from matcher.arbetsfil import Granser
from matcher.result import Styrka

Led = Literal["huvudman", "rektor", "mellanledare", "larare", "elevhalsa"]
"""A link of the styrkedja, and last those who work beside it."""

LED: Final[dict[Led, str]] = {
    "huvudman": "Huvudman",
    "rektor": "Rektor",
    "mellanledare": "Mellanledare",
    "larare": "Lärare och arbetslag",
    "elevhalsa": "Elevhälsa och andra stödfunktioner",
}
STYRKEDJA: Final[tuple[Led, ...]] = ("huvudman", "rektor", "mellanledare", "larare")

Kravslag = Literal["bygger-pa", "handledare", "kapacitet"]


@dataclass(frozen=True, slots=True)
class Paketproblem:
    """A problem that the package is to answer; ``vikt`` is 1 000 for the first priority."""

    id: str
    formulering: str
    prioritet: int | None
    vikt: int
    analysniva: str
    omraden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timmar:
    """Hours of a participant, as the catalogue gives them.

    ``minst`` says that they are for a part only, so that the whole takes more. ``raknas`` is false
    when they are not a participant's own, as «per klass».
    """

    minst: bool
    raknas: bool
    fran: int
    till: int
    avser: str | None


@dataclass(frozen=True, slots=True)
class Paketinsats:
    """What counts of an insats when packages are compared.

    ``led`` are those who do or go it, ``led_med_timmar`` those whose hours ``timmar`` are.
    ``terminer`` is how long it takes; ``langd`` the words of the catalogue that say so, or None
    where it does not say and one term is only a way to draw it.
    """

    id: str
    namn: str
    status: str
    typ: str
    led: tuple[Led, ...]
    led_med_timmar: tuple[Led, ...]
    timmar: Timmar | None
    terminer: int
    langd: str | None
    band: str
    bandnamn: str
    pris: str | None
    evidensgrad: str
    evidensnamn: str
    evidensriktning: str
    riktningsnamn: str
    sakerhet: str
    vald: bool = False
    kanske: bool = False
    redan_gjord: bool = False

    @property
    def timmar_per_termin(self) -> int:
        """Return the hours that are known to fall on a participant each term, rounded up."""
        if self.timmar is None or not self.timmar.raknas:
            return 0
        return -(-self.timmar.till // self.terminer)


@dataclass(frozen=True, slots=True)
class Krav:
    """That ``fore`` comes before ``efter`` when both are in a package, and why.

    What builds on another begins when the other has ended; in the other kinds it is enough that it
    does not begin earlier.
    """

    fore: str
    efter: str
    slag: Kravslag


@dataclass(frozen=True, slots=True)
class Tackning:
    """How strongly an insats answers a problem, and the first reason.

    ``poang`` is the matcher's, of 100; it tells apart those that are as strong.
    """

    problem: str
    insats: str
    styrka: Styrka
    poang: int = 0
    skal: str = ""


@dataclass(frozen=True, slots=True)
class Lage:
    """All that a package is chosen from; insatser and problems are in a fixed order.

    ``dubbletter`` are groups of which one is enough: variants of an offer, or a whole and a part
    of it. ``fasta`` are the terms that the school has set itself.
    """

    problem: tuple[Paketproblem, ...]
    insatser: tuple[Paketinsats, ...]
    tackning: tuple[Tackning, ...]
    krav: tuple[Krav, ...]
    dubbletter: tuple[tuple[str, ...], ...]
    fasta: tuple[Placering, ...]
    granser: Granser
    kostnadsband: tuple[str, ...]

    def insats(self, insats_id: str) -> Paketinsats:
        """Return one of the insatser."""
        return next(each for each in self.insatser if each.id == insats_id)


@dataclass(frozen=True, slots=True)
class Placering:
    """The first and the last term of an insats, counted from 1."""

    insats: str
    fran: int
    till: int


@dataclass(frozen=True, slots=True)
class Belastning:
    """What falls on a link of the chain in a term.

    ``timmar`` are a participant's hours so far as they are known; ``minst`` says that something is
    not known, and ``utan_uppgift`` for which insatser.
    """

    led: Led
    termin: int
    insatser: tuple[str, ...]
    timmar: int
    minst: bool
    utan_uppgift: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordningsfraga:
    """A pair of insatser with an order between them, and whether the terms keep it."""

    fore: str
    efter: str
    slag: Kravslag
    haller: bool
    text: str


@dataclass(frozen=True, slots=True)
class Brott:
    """A limit that a package does not keep."""

    grans: str
    text: str


@dataclass(frozen=True, slots=True)
class Paketbild:
    """A set of insatser seen from every side.

    ``tackning`` are the cells of the matrix; ``otackta`` the problems that nothing in the set
    answers strongly or possibly; ``overlapp`` the problems that several answer strongly.
    """

    insatser: tuple[str, ...]
    tackning: tuple[Tackning, ...]
    otackta: tuple[str, ...]
    overlapp: tuple[tuple[str, tuple[str, ...]], ...]
    led_utan: tuple[Led, ...]
    placeringar: tuple[Placering, ...]
    belastning: tuple[Belastning, ...]
    ordning: tuple[Ordningsfraga, ...]
    dubbletter: tuple[tuple[str, ...], ...]
    brott: tuple[Brott, ...]
    varde: int


@dataclass(frozen=True, slots=True)
class Tackningsandring:
    """How well a problem is answered before and after a swap."""

    problem: str
    fore: Styrka | None
    efter: Styrka | None


@dataclass(frozen=True, slots=True)
class Insatsbyte:
    """What changes when one insats is taken out of a package and another put in.

    ``meningar`` says it in words: coverage, load, evidence, cost and limits, in that order.
    """

    ut: str
    in_: str
    tackning: tuple[Tackningsandring, ...]
    varde: int
    brott: tuple[Brott, ...]
    meningar: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insatspaket:
    """The chosen package and the suggested one, over the same problems and limits.

    ``brister`` tells why something that was chosen is not in the suggestion; ``anmarkningar`` what
    is good to know of the whole; ``byten`` the nearest other choice for each suggested insats.
    """

    lage: Lage
    valt: Paketbild
    forslag: Paketbild
    byten: tuple[Insatsbyte, ...]
    brister: tuple[str, ...]
    anmarkningar: tuple[str, ...]
    katalogversion: str

    def to_dict(self, *, med_text: bool = False) -> dict[str, Any]:
        """Return plain values; the school's own words are left out unless asked for."""
        plain = asdict(self)
        plain["lage"]["granser"] = self.lage.granser.model_dump(mode="json")
        if not med_text:
            for problem in plain["lage"]["problem"]:
                problem.pop("formulering")
            for where in (plain["lage"], plain["valt"], plain["forslag"]):
                for cell in where["tackning"]:
                    cell.pop("skal")
        for swap in plain["byten"]:
            swap["in"] = swap.pop("in_")
        return plain
