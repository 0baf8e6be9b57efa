"""What was read in an analysis → the working file that the visitor goes on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq
from typing import cast, get_args

from matcher.arbetsfil import Analysniva, Arbetsfil, Problem, Textstycke
from matcher.intake import Analys, Stycke
from matcher.needs.model import FunnetBehov, Genomlasning

LONGEST_HEADING = 1_000
LONGEST_PARAGRAPH = 20_000


def till_arbetsfil(analys: Analys, genomlasning: Genomlasning, katalogversion: str) -> Arbetsfil:
    """Return the working file of an analysis that has been read and not yet worked on.

    Parameters
    ----------
    analys : Analys
        The analysis, as it was read from its file.
    genomlasning : Genomlasning
        What it was found to tell.
    katalogversion : str
        The version of the catalogue that the problem areas are of.

    Returns
    -------
    Arbetsfil
        With every paragraph, so that places can be shown in the text.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> fil = till_arbetsfil(Analys("text", (Stycke("Sexorna gissar."),)), Genomlasning(), "1")
    >>> fil.stycken[0].text, fil.problem
    ('Sexorna gissar.', ())
    """
    return Arbetsfil(
        katalogversion=katalogversion,
        skolformer=tuple(each.id for each in genomlasning.skolformer),
        arskurser=tuple(each.id for each in genomlasning.arskurser),
        stycken=tuple(
            Textstycke(
                text=each.text[:LONGEST_PARAGRAPH],
                rubrik=heading[:LONGEST_HEADING] or None,
                sida=each.sida,
                rad=each.rad,
            )
            for each, heading in zip(analys.stycken, _headings(analys.stycken), strict=True)
        ),
        problem=tuple(
            _problem(number, each) for number, each in enumerate(genomlasning.problem, start=1)
        ),
        iakttagelser=genomlasning.iakttagelser,
    )


def _headings(stycken: Sequence[Stycke]) -> Iterator[str]:
    """Yield the heading to show over each paragraph, with those above it that are new.

    Examples
    --------
    >>> below = [("Resultat", "Styrkor"), ("Resultat", "Styrkor"), ("Resultat", "Brister"), ()]
    >>> list(_headings([Stycke("x", each[-1] if each else None, rubriker=each) for each in below]))
    ['Resultat – Styrkor', 'Resultat – Styrkor', 'Brister', '']
    """
    before: tuple[str, ...] = ()
    shown = ""
    for each in stycken:
        path = each.rubriker or ((each.rubrik,) if each.rubrik else ())
        if path != before:
            same = len(tuple(takewhile(lambda pair: eq(*pair), zip(path, before, strict=False))))
            shown = " – ".join(path[min(same, len(path) - 1) :] if path else ())
            before = path
        yield shown


def _problem(number: int, found: FunnetBehov) -> Problem:
    level = found.analysniva if found.analysniva in get_args(Analysniva) else "organisation"
    return Problem(
        id=f"p{number}",
        formulering=found.formulering or found.utdrag,
        stallen=found.stallen,
        analysniva=cast(Analysniva, level),
        roll=found.roll,
        problemomraden=tuple(each.problemomrade for each in found.problemomraden),
        sakerhet=found.saker,
        utanfor=found.utanfor,
        orsak_till=tuple(f"p{each + 1}" for each in found.orsak_till),
    )
