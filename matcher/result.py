"""The one shape of a match: what was asked, what fits and why. Every output is made from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Styrka = Literal["stark", "möjlig", "svag"]


@dataclass(frozen=True, slots=True)
class Behov:
    """What a school needs help with.

    Parameters
    ----------
    text : str
        The school's own words; may be empty when problem areas are chosen instead.
    problemomraden : tuple of str
        Ids of chosen problem areas.
    skolformer, arskurser, amnen, malgrupper, nivaer : tuple of str
        Context as vocabulary ids; empty means not stated. ``arskurser`` holds stages
        (``f-3``, ``4-6``, ``7-9``, ``gy``).
    analysniva : str or None
        ``resultat``, ``undervisning`` or ``organisation``.
    las_sammanhang : bool
        Whether school form, stages and subjects that are not stated are read out of the text.
    """

    text: str = ""
    problemomraden: tuple[str, ...] = ()
    skolformer: tuple[str, ...] = ()
    arskurser: tuple[str, ...] = ()
    amnen: tuple[str, ...] = ()
    malgrupper: tuple[str, ...] = ()
    nivaer: tuple[str, ...] = ()
    analysniva: str | None = None
    las_sammanhang: bool = True


@dataclass(frozen=True, slots=True)
class Last:
    """A context id that was read out of the text, and the words it was read from."""

    id: str
    ord: str


@dataclass(frozen=True, slots=True)
class Rattat:
    """A word that was taken to be misspelt, and the word that it was read as."""

    skrivet: str
    last_som: str


@dataclass(frozen=True, slots=True)
class Forstatt:
    """What was understood of the text itself; what was stated beside it is not repeated.

    ``namnda`` are the ids of insatser that the text names.
    """

    skolformer: tuple[Last, ...] = ()
    arskurser: tuple[Last, ...] = ()
    amnen: tuple[Last, ...] = ()
    nivaer: tuple[Last, ...] = ()
    namnda: tuple[str, ...] = ()
    rattat: tuple[Rattat, ...] = ()

    def ids(self, field: str) -> tuple[str, ...]:
        """Return the ids that were read of one kind of context.

        Examples
        --------
        >>> Forstatt(amnen=(Last("no", "no-lektionerna"),)).ids("amnen")
        ('no',)
        """
        return tuple(each.id for each in getattr(self, field))

    @property
    def last_ur_texten(self) -> bool:
        """Return whether any context was read out of the text."""
        return bool(self.skolformer or self.arskurser or self.amnen or self.nivaer)


@dataclass(frozen=True, slots=True)
class Skal:
    """One reason for a suggestion, with the school's words that it rests on.

    ``slag`` is ``problemomrade``, ``formulering``, ``ord``, ``mening``, ``amne`` or ``namn``;
    ``andel`` its share of the points (0-1); ``kalla_id`` the record that carries it; ``citat`` the
    words quoted from the need.
    """

    slag: str
    text: str
    andel: float
    kalla_id: str | None = None
    citat: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One suggested insats."""

    insats: str
    namn: str
    rang: int
    styrka: Styrka
    poang: float
    skal: tuple[Skal, ...]
    forbehall: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunnetOmrade:
    """A problem area that the need was found to be about; ``sannolikhet`` is 0-1."""

    problemomrade: str
    namn: str
    sannolikhet: float


@dataclass(frozen=True, slots=True)
class Matchning:
    """The whole answer to a need.

    ``avstar`` says that nothing in the catalogue fits, and ``avstar_skal`` why, in a sentence.
    ``matcher`` still holds the ranking then, for those who want to look. ``forstatt`` is what was
    read out of the text, and ``lucka`` what the catalogue lacks for the likeliest area.
    """

    behov: Behov
    avstar: bool
    avstar_skal: str | None
    funna_problemomraden: tuple[FunnetOmrade, ...]
    matcher: tuple[Match, ...]
    bortfiltrerade: int
    katalogversion: str
    matchningsversion: str
    anmarkningar: tuple[str, ...] = field(default=())
    forstatt: Forstatt = field(default_factory=Forstatt)
    lucka: str | None = None

    def to_dict(self, *, med_text: bool = False) -> dict[str, Any]:
        """Return plain values; the school's text and quotations are left out unless asked for."""
        plain = asdict(self)
        if not med_text:
            plain["behov"].pop("text")
            for kind in ("skolformer", "arskurser", "amnen", "nivaer"):
                for read in plain["forstatt"][kind]:
                    read.pop("ord")
            plain["forstatt"].pop("rattat")
            for match in plain["matcher"]:
                for skal in match["skal"]:
                    skal.pop("citat")
        return plain
