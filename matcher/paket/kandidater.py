"""A working file and the matcher's answers → all that a package is chosen from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from catalog.reading import Insatsblad
from matcher.arbetsfil import Arbetsfil, Problem
from matcher.asking import LONGEST_TEXT
from matcher.features import Underlag
from matcher.matching import Matcher
from matcher.paket.form import (
    Krav,
    Lage,
    Paketinsats,
    Paketproblem,
    Placering,
    Tackning,
)
from matcher.paket.tider import hours, links_of_chain, links_with_hours, terms
from matcher.paket.varde import stronger, weight
from matcher.result import Behov, Styrka

SUGGESTED: Final = 10
"""So many suggestions for each problem may enter a package by themselves."""

JUDGED: Final = 40
"""So many are judged for each problem, for the strength of what other problems brought in."""

OF_LINK: Final[dict[int, Styrka]] = {3: "stark", 2: "möjlig", 1: "svag"}
ENDED: Final = "avslutad"
NOT_ALONE: Final = frozenset({"statsbidrag", "delmoment"})
"""Money, and parts that are not to be had by themselves: only when the school chose them."""

CAPACITY: Final = "forbattringskapacitet"
LEADS_TO: Final = "handledarutbildning"
COSTS: Final = ("kostnadsfri", "egen-tid", "lag", "medel", "hog")
UNKNOWN: Final = "okand"


@dataclass(slots=True)
class Insamlat:
    """What is gathered on the way; ``anmarkningar`` are for the person who reads the package."""

    tackning: dict[tuple[str, str], Tackning] = field(default_factory=dict)
    foreslagna: set[str] = field(default_factory=set)
    anmarkningar: list[str] = field(default_factory=list)

    def add(self, cell: Tackning) -> None:
        """Keep the strongest answer of an insats to a problem; the first told if as strong."""
        held = self.tackning.get((cell.problem, cell.insats))
        if held is None or stronger(cell, held):
            self.tackning[cell.problem, cell.insats] = cell


def prioritised(fil: Arbetsfil) -> tuple[Problem, ...]:
    """Return the problems to answer: those prioritised in their order, or else all of them."""
    inside = [each for each in fil.problem if not each.utanfor]
    ranked = [each for each in inside if each.prioritet is not None]
    return tuple(sorted(ranked, key=lambda each: (each.prioritet or 0, each.id)) or inside)


def chosen_ids(fil: Arbetsfil) -> tuple[str, ...]:
    """Return what the school has chosen, in the order it did: for problems, and for the package."""
    refused = {val.insats for each in fil.problem for val in each.val if val.beslut == "avvisad"}
    chosen = [val.insats for each in fil.problem for val in each.val if val.beslut == "vald"]
    both = dict.fromkeys([*chosen, *(each for each in fil.paket if each not in refused)])
    return tuple(both)


def refused_ids(fil: Arbetsfil) -> frozenset[str]:
    """Return what is refused for some problem and chosen for none."""
    refused = {val.insats for each in fil.problem for val in each.val if val.beslut == "avvisad"}
    return frozenset(refused - set(chosen_ids(fil)))


def done_ids(fil: Arbetsfil) -> frozenset[str]:
    """Return what the school tells that it has done already."""
    return frozenset(
        i for each in fil.iakttagelser if each.slag == "historik" for i in each.insatser
    )


def gather(fil: Arbetsfil, matcher: Matcher) -> tuple[Lage, tuple[str, ...]]:
    """Return what to choose from, and what is worth saying about it."""
    underlag = matcher.underlag
    known = {each.id: each for each in underlag.insatser}
    problem = prioritised(fil)
    found = Insamlat()
    if problem and all(each.prioritet is None for each in problem):
        found.anmarkningar.append("Inget problem är prioriterat, så alla räknas lika.")
    chosen = [each for each in chosen_ids(fil) if each in known]
    wanted = set(chosen) | {v.insats for each in problem for v in each.val if v.beslut == "kanske"}
    for each in problem:
        _from_links(each, underlag, found)
        _from_matcher(each, fil, matcher, found)
    done = done_ids(fil)
    for gone_through in sorted(done & found.foreslagna & known.keys() - set(chosen)):
        found.anmarkningar.append(
            f"«{known[gone_through].namn}» svarar på något av problemen, men ni berättar att ni "
            "redan har gjort den. Den föreslås inte."
        )
    left_out = refused_ids(fil) | done
    ids = sorted(
        i
        for i in (wanted | found.foreslagna) & known.keys()
        if i in chosen or _can_be_suggested(known[i], left_out)
    )
    insatser = tuple(_insats(known[i], fil, i in chosen) for i in ids)
    records = [known[i] for i in ids]
    lage = Lage(
        problem=tuple(_problem(each, underlag) for each in problem),
        insatser=insatser,
        tackning=tuple(cell for key, cell in sorted(found.tackning.items()) if key[1] in ids),
        krav=without_cycles(_demands(records, underlag)),
        dubbletter=_doubles(records, underlag),
        fasta=_set_by_the_school(fil, ids),
        granser=fil.granser,
        kostnadsband=COSTS,
    )
    return lage, tuple(found.anmarkningar)


def _can_be_suggested(insats: Insatsblad, left_out: frozenset[str]) -> bool:
    ended = insats.status.id == ENDED
    return not ended and insats.typ.id not in NOT_ALONE and insats.id not in left_out


def _from_links(problem: Problem, underlag: Underlag, found: Insamlat) -> None:
    for omrade in underlag.omraden:
        if omrade.id not in problem.problemomraden:
            continue
        for lank in omrade.insatser:
            if lank.styrka is not None:
                why = f"Redaktionen kopplar insatsen till «{omrade.namn}»."
                found.add(Tackning(problem.id, lank.id, OF_LINK[lank.styrka], 0, why))


def _from_matcher(problem: Problem, fil: Arbetsfil, matcher: Matcher, found: Insamlat) -> None:
    behov = need(problem, fil, matcher.underlag)
    if behov is None:
        return
    answer = matcher.match(behov, limit=JUDGED)
    if answer.avstar:
        return
    for match in answer.matcher:
        why = match.skal[0].text if match.skal else ""
        points = round(100 * min(match.poang, 1.0))
        found.add(Tackning(problem.id, match.insats, match.styrka, points, why))
        if match.rang <= SUGGESTED:
            found.foreslagna.add(match.insats)


def need(problem: Problem, fil: Arbetsfil, underlag: Underlag) -> Behov | None:
    """Return what to ask the matcher about a problem; ids that are gone are left out."""
    terms = underlag.vokabular
    areas = {each.id for each in underlag.omraden}
    behov = Behov(
        text=problem.formulering[:LONGEST_TEXT],
        problemomraden=tuple(each for each in problem.problemomraden if each in areas),
        skolformer=_known(fil.skolformer, [each.id for each in terms.skolformer]),
        arskurser=_known(fil.arskurser, [each.id for each in terms.arskurser]),
        analysniva=problem.analysniva,
    )
    return behov if behov.text.strip() or behov.problemomraden else None


def _known(asked: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in asked if each in known)


def _problem(problem: Problem, underlag: Underlag) -> Paketproblem:
    names = {each.id: each.namn for each in underlag.omraden}
    return Paketproblem(
        id=problem.id,
        formulering=problem.formulering,
        prioritet=problem.prioritet,
        vikt=weight(problem.prioritet),
        analysniva=problem.analysniva,
        omraden=tuple(names[each] for each in problem.problemomraden if each in names),
    )


def _insats(insats: Insatsblad, fil: Arbetsfil, chosen: bool) -> Paketinsats:
    row = next((each for each in fil.plan.rader if each.insats == insats.id), None)
    length, words = terms(insats)
    if row is not None:
        length = max(1, row.termin_till - row.termin_fran + 1)
    maybe = any(v.insats == insats.id and v.beslut == "kanske" for p in fil.problem for v in p.val)
    return Paketinsats(
        id=insats.id,
        namn=insats.namn,
        status=insats.status.id,
        typ=insats.typ.id,
        led=links_of_chain(insats),
        led_med_timmar=links_with_hours(insats),
        timmar=hours(insats),
        terminer=length,
        langd=words,
        band=insats.kostnad.band.id if insats.kostnad else UNKNOWN,
        bandnamn=insats.kostnad.band.namn if insats.kostnad else "Okänd",
        pris=insats.kostnad.pris if insats.kostnad else None,
        evidensgrad=insats.evidens.grad.id if insats.evidens else "",
        evidensnamn=insats.evidens.grad.namn if insats.evidens else "Uppgift saknas",
        evidensriktning=insats.evidens.riktning.id if insats.evidens else "",
        riktningsnamn=insats.evidens.riktning.namn if insats.evidens else "",
        sakerhet=insats.sakerhet.id,
        vald=chosen,
        kanske=maybe and not chosen,
        redan_gjord=insats.id in done_ids(fil),
    )


def _set_by_the_school(fil: Arbetsfil, ids: Sequence[str]) -> tuple[Placering, ...]:
    rows = {each.insats: each for each in fil.plan.rader if each.insats in ids}
    return tuple(
        Placering(each.insats, each.termin_fran, max(each.termin_fran, each.termin_till))
        for each in sorted(rows.values(), key=lambda each: each.insats)
    )


def _demands(records: Sequence[Insatsblad], underlag: Underlag) -> Iterator[Krav]:
    """Yield the orders between the records, the firmest first."""
    ids = {each.id for each in records}
    for each in records:
        for relation in each.relationer:
            if relation.slag.id == "bygger-pa" and relation.utgaende and relation.insats.id in ids:
                yield Krav(relation.insats.id, each.id, "bygger-pa")
    for leader in records:
        if LEADS_TO in leader.namn.lower():
            for other in records:
                if other is not leader and _belong(leader, other):
                    yield Krav(leader.id, other.id, "handledare")
    capacity = {
        lank.id
        for omrade in underlag.omraden
        if omrade.id == CAPACITY
        for lank in omrade.insatser
        if lank.styrka == 3
    }
    for first in records:
        if first.id in capacity:
            for other in records:
                if other.id not in capacity:
                    yield Krav(first.id, other.id, "kapacitet")


def _belong(leader: Insatsblad, other: Insatsblad) -> bool:
    """Return whether a training of leaders is for what another insats is a part of."""
    named = {r.insats.id for r in leader.relationer if r.slag.id in ("ingar-i", "kompletterar")}
    return other.id in named or bool(
        {each.id for each in leader.program} & {each.id for each in other.program}
    )


def without_cycles(demands: Iterable[Krav]) -> tuple[Krav, ...]:
    """Return the demands that can all be kept: one that would close a circle is left out.

    Examples
    --------
    >>> there, back = Krav("a", "b", "bygger-pa"), Krav("b", "a", "kapacitet")
    >>> without_cycles([there, back]) == (there,)
    True
    """
    after: dict[str, set[str]] = defaultdict(set)
    kept: list[Krav] = []
    for each in demands:
        reached, queue = {each.efter}, [each.efter]
        while queue:
            for following in after[queue.pop()] - reached:
                reached.add(following)
                queue.append(following)
        if each.fore not in reached and each.efter not in after[each.fore]:
            after[each.fore].add(each.efter)
            kept.append(each)
    return tuple(kept)


def _doubles(records: Sequence[Insatsblad], underlag: Underlag) -> tuple[tuple[str, ...], ...]:
    """Return groups of which one is enough: variants, and a whole with what it holds or follows."""
    profil = dict(zip((each.id for each in underlag.insatser), underlag.profiler, strict=True))
    families: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in records:
        families[profil[each.id].familj].append(each.id)
    groups = {tuple(each) for each in families.values() if len(each) > 1}
    leaders = {each.id for each in records if LEADS_TO in each.namn.lower()}
    for one, other in combinations(records, 2):
        tied = any(
            r.insats.id == other.id and r.slag.id in ("ingar-i", "ersatter") for r in one.relationer
        )
        # Those who lead a programme need their own training beside it.
        if tied and one.id not in leaders and other.id not in leaders:
            groups.add((one.id, other.id))
    return tuple(sorted(groups))
