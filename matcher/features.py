"""What the matcher knows of the catalogue: which texts count, for whom, and how strongly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.reading import Insatsblad, Omradesblad, Reader, Vokabular
from catalog.swedish import normalise

GAIN = {3: 1.0, 2: 0.45, 1: 0.2}
"""What a curated link is worth. A judge's grade 3 is worth about twice a 2, a 1 very little."""

FROM_WIDER = 0.5
"""How much of a link with a wider area counts for a narrower one within it."""

OUTSIDE = "utanfor"
"""The level of areas that no school improvement can help with."""

NOT_OF_THE_NAME = re.compile(
    r"\([^)]*\)|\b(?:åk|årskurs\w*|gymnasie\w*|gymnasium|grundskol\w*|förskol\w*|komvux|vuxenut\w*"
    r"|gr|gy|f|för|i|på|och|vt|ht)\b|[\d–,:/-]"
)
"""What tells variants of one offer apart: years, school forms and terms."""


@dataclass(frozen=True, slots=True)
class Profil:
    """For whom an insats is, as sets of ids that are quick to compare.

    ``familj`` is the same for variants of one offer, made for other years or school forms.
    """

    skolformer: frozenset[str]
    skolformer_bedomda: frozenset[str]
    arskurser: frozenset[str]
    amnen: frozenset[str]
    malgrupper: frozenset[str]
    nivaer: frozenset[str]
    avslutad: bool
    statsbidrag: bool
    familj: tuple[str, str]

    @classmethod
    def of(cls, insats: Insatsblad) -> Profil:
        """Return the profile of a record."""
        return cls(
            skolformer=frozenset(each.id for each in insats.skolformer),
            skolformer_bedomda=frozenset(each.id for each in insats.skolformer_bedomda),
            arskurser=frozenset(each.id for each in insats.arskurser),
            amnen=frozenset(each.id for each in insats.amnen),
            malgrupper=frozenset(each.id for each in insats.malgrupper),
            nivaer=frozenset(each.id for each in insats.nivaer),
            avslutad=insats.status.id == "avslutad",
            statsbidrag=insats.typ.id == "statsbidrag",
            familj=family(insats.namn, [each.id for each in insats.program]),
        )


@dataclass(frozen=True, slots=True)
class Underlag:
    """The catalogue in the matcher's own order (by id), which every array of the index follows.

    ``texter`` are sentences in a school's voice: the formulations of the areas, their names, and
    the decoys of areas and insatser (``omrade_for`` tells which area each is about), and then the
    formulations of the insatser (``insats_for`` tells whose each is).
    """

    katalogversion: str
    omraden: tuple[Omradesblad, ...]
    insatser: tuple[Insatsblad, ...]
    profiler: tuple[Profil, ...]
    texter: tuple[str, ...]
    omrade_for: tuple[int, ...]
    insats_for: tuple[int, ...]
    vokabular: Vokabular

    @property
    def egna(self) -> tuple[str, ...]:
        """The sentences of the insatser themselves, in the order of ``insats_for``."""
        return self.texter[len(self.omrade_for) :]

    @property
    def amne_ingar_i(self) -> Mapping[str, str]:
        """Return the wider subject of each that lies within another."""
        return self.vokabular.amne_ingar_i

    @property
    def utanfor(self) -> NDArray[np.bool_]:
        """Which areas lie outside what any insats can help with."""
        return np.array([each.analysniva.id == OUTSIDE for each in self.omraden], dtype=bool)

    def links(self) -> NDArray[np.float32]:
        """Return the worth of each curated link: areas × insatser.

        What answers a wider area answers a narrower one within it too, if less surely.
        """
        column = {each.id: number for number, each in enumerate(self.insatser)}
        row = {each.id: number for number, each in enumerate(self.omraden)}
        stated = np.zeros((len(self.omraden), len(self.insatser)), dtype=np.float32)
        for omrade in self.omraden:
            for lank in omrade.insatser:
                if lank.id in column and lank.styrka is not None:
                    stated[row[omrade.id], column[lank.id]] = GAIN[lank.styrka]
        worth = stated.copy()
        for omrade in self.omraden:
            if omrade.ingar_i is not None:
                inherited = FROM_WIDER * stated[row[omrade.ingar_i.id]]
                worth[row[omrade.id]] = np.maximum(worth[row[omrade.id]], inherited)
        return worth


def family(namn: str, program: Sequence[str]) -> tuple[str, str]:
    """Return what variants of one offer have in common.

    Examples
    --------
    >>> family("Algebra, årskurs 1–3", ["lyftet"]) == family("Algebra, åk 7–9", ["lyftet"])
    True
    >>> family("Algebra", ["lyftet"]) == family("Geometri", ["lyftet"])
    False
    """
    core = " ".join(NOT_OF_THE_NAME.sub(" ", normalise(namn)).split())
    return (core or namn, program[0] if program else "")


def collect(reader: Reader) -> Underlag:
    """Read what the matcher needs: everything that can be suggested, and every area."""
    omraden = tuple(sorted(reader.problemomraden(), key=lambda each: each.id))
    insatser = tuple(
        sorted((each for each in reader.insatser() if each.foreslas), key=lambda each: each.id)
    )
    number = {each.id: row for row, each in enumerate(omraden)}
    labelled = (
        [(text, row) for row, omrade in enumerate(omraden) for text in omrade.formuleringar]
        + [
            # For those who ask with a word or two.
            (omrade.namn, row)
            for row, omrade in enumerate(omraden)
        ]
        + [
            (text, number[belongs.id])
            for omrade in omraden
            for text, belongs in omrade.liknar_men_inte
        ]
    )
    labelled += [
        (text, number[belongs.id])
        for insats in insatser
        for text, belongs in insats.liknar_men_inte
    ]
    own = [(text, row) for row, insats in enumerate(insatser) for text in insats.formuleringar]
    return Underlag(
        katalogversion=reader.byggnad()["version"],
        omraden=omraden,
        insatser=insatser,
        profiler=tuple(Profil.of(each) for each in insatser),
        texter=tuple(text for text, _ in labelled + own),
        omrade_for=tuple(row for _, row in labelled),
        insats_for=tuple(row for _, row in own),
        vokabular=reader.vokabular(),
    )


def whole_text(insats: Insatsblad) -> str:
    """Return all that a record says of an insats, as one text to compare words with."""
    parts = (
        insats.namn,
        *(program.namn for program in insats.program),
        insats.sammanfattning,
        *insats.stycken,
        *insats.formuleringar,
        *(factor.namn for factor in insats.paverkansfaktorer),
    )
    return "\n".join(parts)


def short_text(insats: Insatsblad) -> str:
    """Return name, summary and opening, short enough for one vector."""
    opening = insats.stycken[0] if insats.stycken else ""
    return f"{insats.namn}. {insats.sammanfattning} {opening}"[:600].strip()
