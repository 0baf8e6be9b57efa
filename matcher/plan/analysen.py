"""The parts of the plan that come from the analysis: background, problems, causes, voices."""

from __future__ import annotations

from typing import Final

from matcher.arbetsfil import Iakttagelse, Problem
from matcher.plan.form import (
    Block,
    Del,
    Rubrik,
    Stycke,
    Uppmaning,
    bullets,
    clean,
    own_or_prompt,
    paragraphs,
)
from matcher.plan.grund import Grund, in_words, listed, shortened

A_FEW: Final = 5
LEVEL: Final = {
    "resultat": "resultat och måluppfyllelse",
    "undervisning": "undervisning och andra processer",
    "organisation": "organisation och ledning",
}
ROLE: Final = {
    "symtom": "Problemet syns i resultaten.",
    "orsak": "Problemet är ett antagande om varför resultaten ser ut som de gör.",
}


def bakgrund(grund: Grund) -> Del:
    """Return why the work is done."""
    block: list[Block] = []
    if grund.problem:
        levels = [each for each in LEVEL if any(p.analysniva == each for p in grund.problem)]
        many = in_words(len(grund.problem))
        block.append(
            Stycke(
                f"Planen utgår från nulägesanalysen för {grund.skolan}. Den tar sig an {many} "
                f"problem på {'nivåerna' if len(levels) > 1 else 'nivån'} {listed(levels)}."
            )
        )
    block += own_or_prompt(
        grund.fil.plan.bakgrund,
        "varför arbetet görs nu, vilka resultat och underlag analysen bygger på och vad som har "
        "beslutats om den.",
    )
    return Del("bakgrund", "Bakgrund", tuple(block))


def problem(grund: Grund) -> Del:
    """Return the problems with what they rest on."""
    block: list[Block] = []
    if len(grund.problem) > A_FEW and all(each.prioritet is None for each in grund.problem):
        block += [
            Stycke("Här står allt som hittades i analysen. En plan tar sig an några få problem."),
            Uppmaning("vilka problem som är viktigast att lösa först, och varför."),
        ]
    for each in grund.problem:
        block.append(Rubrik(grund.heading(each)))
        if shortened(each.formulering) != clean(each.formulering).rstrip("."):
            block += paragraphs(each.formulering)
        block.append(Stycke(_about(grund, each)))
        told = clean(each.formulering)
        found = [said for said in grund.utdrag(each.stallen) if said not in told]
        if found:
            block += [Stycke("Ur analysen:"), *bullets(found, "skola")]
        elif not each.stallen:
            block.append(
                Uppmaning("vilket resultat eller annat underlag som visar problemet, med siffror.")
            )
        block += paragraphs(each.anteckning)
    if not grund.problem:
        block.append(Uppmaning("vilka problem planen ska lösa, i ordning efter hur viktiga de är."))
    left = [each for each in grund.fil.problem if each not in grund.problem and not each.utanfor]
    if left:
        block += [
            Rubrik("Problem som planen inte tar upp"),
            Stycke("Analysen visar också detta. Det är inte prioriterat i planen."),
            *bullets([shortened(each.formulering, 200) for each in left], "skola"),
        ]
    outside = [each for each in grund.fil.problem if each.utanfor]
    if outside:
        block += [
            Rubrik("Utanför det som skolutveckling kan lösa"),
            *bullets([shortened(each.formulering, 200) for each in outside], "skola"),
        ]
    return Del("problem", "Problem som ska lösas", tuple(block))


def _about(grund: Grund, each: Problem) -> str:
    parts = [f"Nivå: {LEVEL[each.analysniva]}."]
    if each.roll in ROLE:
        parts.append(ROLE[each.roll])
    areas = grund.omraden(each)
    if areas:
        parts.append(f"Katalogens problemområde: {listed(areas)}.")
    return " ".join(parts)


def orsaker(grund: Grund) -> Del:
    """Return what is thought to cause the problems."""
    block: list[Block] = []
    ids = {each.id for each in grund.problem}
    for each in grund.problem:
        causes = [other for other in grund.fil.problem if each.id in other.orsak_till]
        if each.roll == "orsak" and not causes:
            continue
        block.append(Rubrik(grund.heading(each)))
        if causes:
            block.append(Stycke("Antaganden om orsaker:"))
            block += bullets([shortened(c.formulering, 300) for c in causes], "skola")
            block.append(Uppmaning("vilka belägg som talar för och emot varje antagande."))
        else:
            block.append(
                Uppmaning("flera möjliga orsaker, och vilka belägg som talar för och emot dem.")
            )
    alone = [
        each for each in grund.problem if each.roll == "orsak" and not ids & set(each.orsak_till)
    ]
    if alone:
        block += [
            Rubrik("Orsaker som inte är knutna till något problem"),
            *bullets([grund.heading(each) for each in alone], "skola"),
            Uppmaning("vilket resultat var och en av dem påverkar."),
        ]
    if not grund.problem:
        block.append(Uppmaning("vilka orsaker ni har prövat, och vilka belägg ni har."))
    return Del("orsaker", "Orsaker", tuple(block))


def delaktighet(grund: Grund) -> Del:
    """Return how people take part, and what the pupils have said."""
    block: list[Block] = []
    voices = grund.iakttagelser("elevrost")
    who = "Barnens" if grund.elever == "barn" else "Elevernas"
    if voices:
        block += [
            Rubrik(f"{who} röster i analysen"),
            *bullets([_told(grund, each) for each in voices], "skola"),
            Uppmaning(f"hur {who.lower()} synpunkter har tagits till vara i planen."),
        ]
    block.append(Rubrik("Så deltar alla i arbetet"))
    if grund.fil.plan.delaktighet.strip():
        block += paragraphs(grund.fil.plan.delaktighet)
    else:
        block += [
            Uppmaning("hur personalen deltar, i arbetet med planen och i insatserna."),
            Uppmaning(f"hur {'barnen' if grund.elever == 'barn' else 'eleverna'} deltar."),
            Uppmaning("hur vårdnadshavarna får veta och kan påverka."),
        ]
    if not voices:
        block.append(
            Uppmaning(f"vad {grund.elever} har sagt, och hur det har tagits till vara i planen.")
        )
    return Del("delaktighet", "Delaktighet", tuple(block))


def framgangar(grund: Grund) -> Del:
    """Return what works already, and what has been tried."""
    block: list[Block] = []
    for slag, title in (("styrka", "Styrkor i analysen"), ("historik", "Det som har prövats")):
        found = grund.iakttagelser(slag)
        if found:
            block += [Rubrik(title), *bullets([_told(grund, each) for each in found], "skola")]
    block += own_or_prompt(
        grund.fil.plan.framgangar,
        "vad som tidigare har lyckats, varför det gjorde det och hur planen bygger vidare på det.",
    )
    return Del("framgangar", "Tidigare framgångar att bygga på", tuple(block))


def _told(grund: Grund, each: Iakttagelse) -> str:
    names = [f"«{grund.named(insats)}»" for insats in each.insatser]
    return f"{clean(each.text)} (i katalogen: {', '.join(names)})" if names else each.text
