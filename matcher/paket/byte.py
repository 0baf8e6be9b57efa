"""Why this and not that: what changes when one insats of a package is swapped for another."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from catalog.swedish import inside_sentence
from matcher.paket.bild import picture
from matcher.paket.form import (
    LED,
    Insatsbyte,
    Lage,
    Paketbild,
    Paketinsats,
    Tackningsandring,
)
from matcher.paket.losare import fits
from matcher.paket.varde import best_answers, worth
from matcher.result import Styrka

SAID: Final[dict[Styrka | None, str]] = {
    "stark": "starkt",
    "möjlig": "möjligen",
    "svag": "svagt",
    None: "inte alls",
}
MOST_TRIED: Final = 8
"""Other insatser that are looked closer at for each in a package, the best first."""


def swap(lage: Lage, bild: Paketbild, ut: str, in_: str) -> Insatsbyte:
    """Return what changes when ``ut`` is taken out of a package and ``in_`` put in."""
    after_ids = {*bild.insatser, in_} - {ut}
    after = picture(lage, after_ids)
    before_best = best_answers(lage, bild.insatser)
    after_best = best_answers(lage, after_ids)
    changes = []
    for problem in lage.problem:
        held = before_best.get(problem.id)
        comes = after_best.get(problem.id)
        before_strength = held.styrka if held else None
        after_strength = comes.styrka if comes else None
        if before_strength != after_strength:
            changes.append(Tackningsandring(problem.id, before_strength, after_strength))
    old, new = lage.insats(ut), lage.insats(in_)
    return Insatsbyte(
        ut=ut,
        in_=in_,
        tackning=tuple(changes),
        varde=after.varde - bild.varde,
        brott=tuple(each for each in after.brott if each not in bild.brott),
        meningar=tuple(_told(lage, old, new, changes, bild, after)),
    )


def nearest(lage: Lage, bild: Paketbild) -> tuple[Insatsbyte, ...]:
    """Return for each insats of a package the best other one that answers some of the same.

    An insats that nothing could stand in for has none.
    """
    found = []
    for insats in bild.insatser:
        answered = {cell.problem for cell in lage.tackning if cell.insats == insats}
        others = sorted(
            {
                cell.insats
                for cell in lage.tackning
                if cell.problem in answered and cell.insats not in bild.insatser
            },
            key=lambda each: (-worth(lage, _swapped(bild.insatser, insats, each)), each),
        )
        other = next(
            (e for e in others[:MOST_TRIED] if fits(lage, _swapped(bild.insatser, insats, e))),
            None,
        )
        if other is not None:
            found.append(swap(lage, bild, insats, other))
    return tuple(found)


def _swapped(ids: Collection[str], ut: str, in_: str) -> set[str]:
    return {*ids, in_} - {ut}


def _told(
    lage: Lage,
    old: Paketinsats,
    new: Paketinsats,
    changes: list[Tackningsandring],
    before: Paketbild,
    after: Paketbild,
) -> list[str]:
    place = {each.id: number for number, each in enumerate(lage.problem, start=1)}
    told = [
        f"Problem {place[each.problem]} besvaras {SAID[each.efter]} i stället för "
        f"{SAID[each.fore]}."
        for each in changes
    ] or ["Täckningen blir densamma."]
    told.append(_load(before, after))
    if (old.evidensgrad, old.evidensriktning) != (new.evidensgrad, new.evidensriktning):
        told.append(f"Belägg: {_known(old)} för «{old.namn}», {_known(new)} för «{new.namn}».")
    if old.band != new.band:
        told.append(f"Kostnad: från {old.bandnamn.lower()} till {new.bandnamn.lower()}.")
    if new.status == "okand" != old.status:
        told.append(f"Det är oklart om «{new.namn}» finns kvar.")
    if new.redan_gjord:
        told.append(f"Ni berättar att ni redan har gjort «{new.namn}».")
    told += [each.text for each in after.brott if each not in before.brott]
    told += [
        f"{LED[led]} får då ingen egen del." for led in after.led_utan if led not in before.led_utan
    ]
    told += [
        f"{LED[led]} får då en egen del." for led in before.led_utan if led not in after.led_utan
    ]
    if after.varde == before.varde:
        told.append("De två är lika mycket värda i paketet; den första i bokstavsordning valdes.")
    return told


def _known(insats: Paketinsats) -> str:
    """Return how much is known of an insats, and which way it points where that is known."""
    grade = inside_sentence(insats.evidensnamn)
    untold = insats.evidensriktning in ("", "okand")
    return grade if untold else f"{grade} ({inside_sentence(insats.riktningsnamn)})"


def _load(before: Paketbild, after: Paketbild) -> str:
    """Return how the heaviest term of the teachers, or of whoever has hours, changes."""
    heavy = [max((each.timmar for each in b.belastning), default=0) for b in (before, after)]
    untold = [len({i for each in b.belastning for i in each.utan_uppgift}) for b in (before, after)]
    if not any(heavy):
        return "Katalogen har inga timmar att jämföra."
    text = (
        "Tyngsta terminen är lika tung i kända timmar."
        if heavy[0] == heavy[1]
        else f"Tyngsta terminen går från {heavy[0]} till {heavy[1]} kända timmar per deltagare."
    )
    return f"{text} För fler insatser saknas uppgift." if untold[1] > untold[0] else text
