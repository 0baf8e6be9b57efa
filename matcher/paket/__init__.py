"""From prioritised problems and what was chosen for each to a package that holds together."""

from __future__ import annotations

from typing import Final

from matcher.aktualisering import bring_up_to_date
from matcher.arbetsfil import Arbetsfil
from matcher.matching import Matcher
from matcher.paket.bild import picture
from matcher.paket.byte import nearest, swap
from matcher.paket.form import (
    LED,
    STYRKEDJA,
    Insatsbyte,
    Insatspaket,
    Lage,
    Paketbild,
    Paketinsats,
    Paketproblem,
)
from matcher.paket.kandidater import ENDED, gather
from matcher.paket.losare import LIMITS, UnsolvedError, fits, solve, too_dear

__all__ = [
    "LED",
    "STYRKEDJA",
    "Insatsbyte",
    "Insatspaket",
    "Lage",
    "Paketbild",
    "Paketinsats",
    "Paketproblem",
    "bygg_paket",
    "byt",
    "valj_paket",
]

LIMIT_NAMES: Final = {
    "insatser": "högst {0.insatser_hogst} insatser",
    "samtidiga": "högst {0.samtidiga} samtidigt",
    "timmar": "högst {0.timmar_per_termin} timmar per deltagare och termin",
    "terminer": "{0.terminer} terminer",
}


def bygg_paket(fil: Arbetsfil, matcher: Matcher) -> Insatspaket:
    """Return the chosen package and the suggested one, with what speaks for and against.

    Parameters
    ----------
    fil : Arbetsfil
        Prioritised problems, with what is chosen, thought of and refused for each, and limits.
    matcher : Matcher
        Of the release that the insatser are taken from.

    Returns
    -------
    Insatspaket
        The same working file and release give the same package.

    Examples
    --------
    >>> from matcher import open_matcher
    >>> from matcher.arbetsfil import Problem
    >>> svagt = Problem(id="p1", formulering="Eleverna ljudar ord för ord i trean.", prioritet=1)
    >>> paket = bygg_paket(Arbetsfil(problem=(svagt,)), open_matcher(utgava))
    >>> paket.forslag.insatser, paket.forslag.otackta
    (('intensiv-lastraning',), ())
    """
    fil, told = bring_up_to_date(fil, matcher.underlag)
    lage, remarks = gather(fil, matcher)
    return valj_paket(lage, (*told, *remarks), matcher.katalogversion)


def valj_paket(lage: Lage, anmarkningar: tuple[str, ...], katalogversion: str) -> Insatspaket:
    """Return the packages of what is already gathered."""
    chosen = tuple(each.id for each in lage.insatser if each.vald)
    valt = picture(lage, chosen)
    remarks = list(anmarkningar)
    if not lage.problem:
        remarks.append("Inget problem är valt ännu, så det finns inget att täcka.")
    try:
        found = solve(lage)
    except UnsolvedError:
        remarks.append("Det gick inte att räkna fram något förslag. Det valda står kvar.")
        return Insatspaket(lage, valt, valt, (), (), tuple(remarks), katalogversion)
    forslag = picture(lage, found.insatser, found.placeringar)
    if not found.bevisad:
        remarks.append("Det kan finnas ett paket som är något bättre än förslaget.")
    remarks += [
        f"Ni berättar att ni redan har gjort «{lage.insats(each).namn}»."
        for each in forslag.insatser
        if lage.insats(each).redan_gjord
    ]
    return Insatspaket(
        lage=lage,
        valt=valt,
        forslag=forslag,
        byten=nearest(lage, forslag),
        brister=tuple(_lacks(lage, found.uteslutna)),
        anmarkningar=tuple(remarks),
        katalogversion=katalogversion,
    )


def byt(paket: Insatspaket, ut: str, in_: str, *, valt: bool = False) -> Insatsbyte:
    """Return what changes in the suggested (or chosen) package when one insats replaces another.

    Raises
    ------
    ValueError
        When ``ut`` is not in the package, or ``in_`` is not among what can be.
    """
    bild = paket.valt if valt else paket.forslag
    if ut not in bild.insatser or all(each.id != in_ for each in paket.lage.insatser):
        raise ValueError("not in the package")
    return swap(paket.lage, bild, ut, in_)


def _lacks(lage: Lage, left_out: tuple[str, ...]) -> list[str]:
    """Return why what the school chose is not all in the suggestion, a sentence a reason."""
    told = []
    rest = []
    for each in (lage.insats(i) for i in left_out):
        if each.status == ENDED:
            told.append(f"«{each.namn}» ges inte längre och är inte med i förslaget.")
        elif too_dear(lage, each):
            told.append(f"«{each.namn}» kostar mer än ni har angett och är inte med i förslaget.")
        elif each.terminer > lage.granser.terminer:
            told.append(
                f"«{each.namn}» tar {each.terminer} terminer; planen är {lage.granser.terminer}."
            )
        else:
            rest.append(each)
    if not rest:
        return told
    names = ", ".join(f"«{each.namn}»" for each in rest)
    chosen = {
        each.id for each in lage.insatser if each.vald and (each in rest or each.id not in left_out)
    }
    guilty = [name for name in LIMITS if name in LIMIT_NAMES and fits(lage, chosen, without=name)]
    limits = " eller ".join(LIMIT_NAMES[name].format(lage.granser) for name in guilty)
    if guilty:
        told.append(f"{names} ryms inte under gränsen {limits}. Höj den, eller välj bort något.")
    else:
        told.append(
            f"{names} ryms inte: flera av gränserna behöver höjas, eller något väljas bort."
        )
    return told
