"""What every file holds: the insatser in their order, where they were taken from, and columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.reading import Insatsblad
from datasette_plugins.egenskaper import EGENSKAPER, Egenskap, Varde
from datasette_plugins.wording import sentence

TITLE = "Insatser ur Insatskatalogen"
LICENCE = "CC0 1.0, fritt att använda"


@dataclass(frozen=True, slots=True)
class Utdrag:
    """Insatser to write to a file.

    ``adress`` leads back to the list, ``sida`` is the beginning of the address of each insats's
    own page, and ``version`` tells which edition of the catalogue the facts are from.
    """

    insatser: tuple[Insatsblad, ...]
    adress: str
    sida: str
    version: str

    def link(self, insats: Insatsblad) -> str:
        """Return the address of an insats's own page."""
        return f"{self.sida}{insats.id}"

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What the file says of itself."""
        return (
            ("Listan på webben", self.adress),
            ("Antal insatser", str(len(self.insatser))),
            ("Katalogens version", self.version),
            ("Licens för uppgifterna", LICENCE),
        )


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A column: its heading, its width in characters, and the lines of its cell."""

    titel: str
    bredd: int
    rader: Callable[[Insatsblad], tuple[str, ...]]


WIDE = 44
NARROW = 22


def lines(varde: Varde, *, in_a_row: bool) -> tuple[str, ...]:
    """Return what is told as lines of a cell; short words share one.

    Examples
    --------
    >>> from datasette_plugins.egenskaper import Ord
    >>> lines(Varde((Ord("grundskola"), Ord("komvux")), ("Så säger källan.",)), in_a_row=True)
    ('Grundskola, komvux', 'Så säger källan.')
    """
    texts = (sentence(", ".join(varde.texter)),) if in_a_row and varde.ord else varde.texter
    return (*texts, *varde.tillagg)


def _column(egenskap: Egenskap) -> Kolumn:
    return Kolumn(
        egenskap.titel,
        NARROW if egenskap.uppraknad else WIDE,
        lambda insats: lines(egenskap.hamta(insats), in_a_row=egenskap.uppraknad),
    )


def _hours(insats: Insatsblad, which: str) -> tuple[str, ...]:
    hours = getattr(insats.tid, which, None)
    return () if hours is None else (str(hours),)


NAME = Kolumn("Insats", 30, lambda insats: (insats.namn,))
HOURS = (
    Kolumn("Timmar, minst", 10, lambda insats: _hours(insats, "timmar_min")),
    Kolumn("Timmar, högst", 10, lambda insats: _hours(insats, "timmar_max")),
)
"""Numbers, so that they can be sorted and added up."""

COLUMNS: tuple[Kolumn, ...] = (NAME, *(_column(each) for each in EGENSKAPER), *HOURS)
"""Everything but the id and the address, which each kind of file writes in its own way."""
