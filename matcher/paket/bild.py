"""A set of insatser seen from every side: what it answers, whom it loads, and in what order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Final

from matcher.paket.form import (
    LED,
    STYRKEDJA,
    Belastning,
    Brott,
    Kravslag,
    Lage,
    Ordningsfraga,
    Paketbild,
    Paketinsats,
    Placering,
)
from matcher.paket.losare import ENDED, place, too_dear
from matcher.paket.varde import best_answers, worth

ENOUGH: Final = ("stark", "möjlig")

WHY: Final[dict[Kravslag, str]] = {
    "bygger-pa": "«{efter}» bygger på «{fore}», som därför görs först.",
    "handledare": "«{fore}» utbildar dem som leder «{efter}» och börjar därför inte senare.",
    "kapacitet": "«{fore}» bygger upp förmågan att förbättra och börjar därför inte senare än "
    "«{efter}».",
}


def picture(
    lage: Lage, chosen: Collection[str], placeringar: Sequence[Placering] = ()
) -> Paketbild:
    """Return a set with its terms; where none are given, the earliest that its limits allow.

    A set that has no room is drawn all the same, with the limits that it does not keep.
    """
    kept = tuple(each for each in lage.insatser if each.id in chosen)
    ids = tuple(each.id for each in kept)
    terms = tuple(placeringar) or place(lage, ids) or _crowded(lage, kept)
    ordered = tuple(sorted(terms, key=lambda each: (each.fran, each.till, each.insats)))
    belastning = _load(lage, kept, ordered)
    best = best_answers(lage, ids)
    return Paketbild(
        insatser=ids,
        tackning=tuple(cell for cell in lage.tackning if cell.insats in ids),
        otackta=tuple(
            each.id
            for each in lage.problem
            if each.id not in best or best[each.id].styrka not in ENOUGH
        ),
        overlapp=tuple(_shared(lage, ids)),
        led_utan=tuple(
            led for led in STYRKEDJA if ids and not any(led in each.led for each in kept)
        ),
        placeringar=ordered,
        belastning=belastning,
        ordning=tuple(_order(lage, ordered)),
        dubbletter=tuple(
            found
            for group in lage.dubbletter
            if len(found := tuple(each for each in group if each in ids)) > 1
        ),
        brott=tuple(_broken(lage, kept, ordered, belastning)),
        varde=worth(lage, ids),
    )


def _shared(lage: Lage, ids: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    strong = [c for c in lage.tackning if c.insats in ids and c.styrka == "stark"]
    grouped = {
        problem: tuple(cell.insats for cell in cells)
        for problem, cells in groupby(strong, key=lambda each: each.problem)
    }
    return [
        (each.id, grouped[each.id]) for each in lage.problem if len(grouped.get(each.id, ())) > 1
    ]


def _crowded(lage: Lage, kept: Sequence[Paketinsats]) -> tuple[Placering, ...]:
    """Return terms for a set that has no room: as the school set them, or where least goes on."""
    fixed = {each.insats: each for each in lage.fasta}
    found = [fixed[each.id] for each in kept if each.id in fixed]
    for each in kept:
        if each.id in fixed:
            continue
        last = max(1, lage.granser.terminer - each.terminer + 1)
        start = min(range(1, last + 1), key=lambda term: (_going(found, term), term))
        found.append(Placering(each.id, start, start + each.terminer - 1))
    return tuple(found)


def _going(placeringar: Sequence[Placering], term: int) -> int:
    return sum(each.fran <= term <= each.till for each in placeringar)


def _load(
    lage: Lage, kept: Sequence[Paketinsats], terms: Sequence[Placering]
) -> tuple[Belastning, ...]:
    insats = {each.id: each for each in kept}
    found: list[Belastning] = []
    last = max([lage.granser.terminer, *(each.till for each in terms)])
    for term in range(1, last + 1):
        running = [insats[each.insats] for each in terms if each.fran <= term <= each.till]
        for led in LED:
            touched = [each for each in running if led in each.led]
            if not touched:
                continue
            counted = [
                each for each in touched if led in each.led_med_timmar and each.timmar_per_termin
            ]
            untold = tuple(sorted(each.id for each in touched if each not in counted))
            found.append(
                Belastning(
                    led=led,
                    termin=term,
                    insatser=tuple(sorted(each.id for each in touched)),
                    timmar=sum(each.timmar_per_termin for each in counted),
                    minst=bool(untold) or any(i.timmar and i.timmar.minst for i in counted),
                    utan_uppgift=untold,
                )
            )
    return tuple(found)


def _order(lage: Lage, terms: Sequence[Placering]) -> list[Ordningsfraga]:
    when = {each.insats: each for each in terms}
    names: Mapping[str, str] = {each.id: each.namn for each in lage.insatser}
    found = []
    for krav in lage.krav:
        if krav.fore not in when or krav.efter not in when:
            continue
        before, after = when[krav.fore], when[krav.efter]
        first_free = before.till + 1 if krav.slag == "bygger-pa" else before.fran
        text = WHY[krav.slag].format(fore=names[krav.fore], efter=names[krav.efter])
        found.append(
            Ordningsfraga(krav.fore, krav.efter, krav.slag, after.fran >= first_free, text)
        )
    return found


def _broken(
    lage: Lage,
    kept: Sequence[Paketinsats],
    terms: Sequence[Placering],
    belastning: Sequence[Belastning],
) -> list[Brott]:
    limits = lage.granser
    names = {each.id: each.namn for each in kept}
    found: list[Brott] = []
    if len(kept) > limits.insatser_hogst:
        found.append(
            Brott("insatser", f"{len(kept)} insatser; gränsen är {limits.insatser_hogst}.")
        )
    found += [
        Brott(
            "terminer",
            f"«{names[each.insats]}» slutar termin {each.till}; planen är "
            f"{limits.terminer} terminer.",
        )
        for each in terms
        if each.till > limits.terminer
    ]
    last = max([limits.terminer, *(each.till for each in terms)])
    for term in range(1, last + 1):
        going = _going(terms, term)
        if limits.samtidiga is not None and going > limits.samtidiga:
            found.append(
                Brott(
                    "samtidiga",
                    f"Termin {term}: {going} insatser samtidigt; gränsen är {limits.samtidiga}.",
                )
            )
    found += [
        Brott(
            "timmar",
            f"Termin {each.termin}, {LED[each.led].lower()}: {each.timmar} timmar per "
            f"deltagare; gränsen är {limits.timmar_per_termin}.",
        )
        for each in belastning
        if limits.timmar_per_termin is not None and each.timmar > limits.timmar_per_termin
    ]
    found += [
        Brott("kostnad", f"«{each.namn}» har kostnadsbandet {each.bandnamn.lower()}, över gränsen.")
        for each in kept
        if too_dear(lage, each)
    ]
    found += [
        Brott("avslutad", f"«{each.namn}» ges inte längre.")
        for each in kept
        if each.status == ENDED
    ]
    return found
