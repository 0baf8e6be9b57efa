"""What was read in an analysis: its problems, and what it tells beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.arbetsfil import Iakttagelse, Roll, Sakerhet, Stalle
from matcher.result import Behov, FunnetOmrade, Last


@dataclass(frozen=True, slots=True)
class FunnetBehov:
    """A problem found in an analysis: the excerpt that shows it, and what it is about.

    ``utdrag`` is word for word from the paragraph ``stycke``; ``formulering`` is the same with what
    a table's row or a heading tells that it is said of, and empty where it is not known.
    ``stallen`` is every place where the problem is told of, the excerpt's first. ``analysniva`` is
    the level that the heading tells of, or else that of what is said; ``utanfor`` says that no
    insats for school improvement can help. ``roll`` tells whether it shows in results or is thought
    to be why, and ``orsak_till`` gives the places in ``Genomlasning.problem`` of what it is said to
    cause.
    """

    utdrag: str
    rubrik: str | None
    stycke: int
    analysniva: str
    utanfor: bool
    problemomraden: tuple[FunnetOmrade, ...]
    stallen: tuple[Stalle, ...] = ()
    roll: Roll = "okand"
    saker: Sakerhet = "trolig"
    orsak_till: tuple[int, ...] = ()
    formulering: str = ""

    def behov(self, context: Behov | None = None) -> Behov:
        """Return the need to match, with the context that the analysis was given."""
        known = context or Behov()
        return Behov(
            text=self.formulering or self.utdrag,
            skolformer=known.skolformer,
            arskurser=known.arskurser,
            amnen=known.amnen,
            malgrupper=known.malgrupper,
            nivaer=known.nivaer,
            analysniva=known.analysniva or self.analysniva,
        )


@dataclass(frozen=True, slots=True)
class Genomlasning:
    """An analysis as it was understood.

    ``iakttagelser`` is what works, what has been tried and what pupils say; ``skolformer`` and
    ``arskurser`` were read out of the text, each with the words it was read from. ``olast`` is how
    many sentences a very long analysis had left when the reading stopped.
    """

    problem: tuple[FunnetBehov, ...] = ()
    iakttagelser: tuple[Iakttagelse, ...] = ()
    skolformer: tuple[Last, ...] = ()
    arskurser: tuple[Last, ...] = ()
    olast: int = 0

    def behov(self, found: FunnetBehov, context: Behov | None = None) -> Behov:
        """Return the need to match for a problem; what the person states goes first."""
        behov = found.behov(context)
        return replace(
            behov,
            skolformer=behov.skolformer or tuple(each.id for each in self.skolformer),
            arskurser=behov.arskurser or tuple(each.id for each in self.arskurser),
        )
