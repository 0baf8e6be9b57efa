"""The last parts of the plan: risks, follow-up, learning, sources and the summary to agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.paket import LED
from matcher.plan.form import (
    Block,
    Cell,
    Del,
    Rubrik,
    Stycke,
    Uppmaning,
    bullets,
    cell,
    clean,
    own_or_prompt,
    paragraphs,
    table,
)
from matcher.plan.grund import Grund, Planinsats, in_words, shortened

MANY_AT_ONCE: Final = 3
NEEDS: Final = "Förutsätter"
"""Told already by what must be in place."""

SKOLVERKET: Final = "skolverket"

QUESTIONS: Final = (
    "Går varje mål att utvärdera, och vet ni hur det är i dag?",
    "Har ni tid, vikarier och ork för allt som pågår samtidigt, också det som redan är i gång?",
    "Delar alla nivåer samma bild av fokus, skäl, arbetssätt, vem som gör vad, väntat resultat "
    "och uppföljning?",
    "Lämnar planen plats för att ändra sig när ni ser hur det går?",
    "Vad händer med arbetet när insatserna är slut eller nyckelpersoner slutar?",
)


def risker(grund: Grund) -> Del:
    """Return the risks that can be seen, and room for how each is prevented."""
    prevent = Uppmaning("hur det förebyggs, och av vem.")
    block: list[Block] = []
    whole = tuple(_of_the_whole(grund))
    if whole:
        of_all = ("Risk i planen som helhet", "Så förebyggs den")
        rows: list[tuple[Cell, ...]] = [(each, prevent) for each in whole]
        block.append(table("Risker i planen som helhet", of_all, rows))
    if grund.insatser:
        heads = ("Insats", "Måste finnas", "Se upp med", "Så förebyggs riskerna")
        rows = [
            (each.blad.namn, each.blad.forutsattningar, tuple(_beware(each)), prevent)
            for each in grund.insatser
        ]
        block.append(table("Risker för varje insats, enligt katalogen", heads, rows))
    block += own_or_prompt(grund.fil.plan.risker, "andra risker som ni ser, och hur de förebyggs.")
    block += [Rubrik("Att pröva planen mot"), *bullets(QUESTIONS)]
    return Del("risker", "Risker och hur de förebyggs", tuple(block))


def _of_the_whole(grund: Grund) -> Iterator[str]:
    for broken in grund.bild.brott:
        yield f"Mer än ni har sagt att ni orkar: {broken.text}"
    for load in grund.bild.belastning:
        if len(load.insatser) >= MANY_AT_ONCE:
            many = in_words(len(load.insatser))
            yield f"{LED[load.led]} har {many} insatser samtidigt, termin {load.termin}."
    for asked in grund.bild.ordning:
        if not asked.haller:
            yield f"Ordningen hålls inte. {asked.text}"
    for group in grund.bild.dubbletter:
        names = " och ".join(f"«{grund.named(each)}»" for each in group)
        yield f"{names} liknar varandra. En av dem kan räcka."


def _beware(each: Planinsats) -> Iterator[str]:
    for said in each.forbehall:
        if not said.startswith(NEEDS):
            yield said
    for situation in each.blad.passar_inte:
        yield f"Passar inte: {situation}"


def uppfoljning(grund: Grund) -> Del:
    """Return when, how and by whom the work is followed up and evaluated."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.blad.namn,
            each.blad.uppfoljning or "Katalogen saknar uppgift.",
            cell(each.rad.uppfoljning, "när, hur och av vem."),
        )
        for each in grund.insatser
    ]
    block: list[Block] = []
    if rows:
        heads = ("Insats", "Tecken att följa, enligt katalogen", "När, hur och av vem")
        block.append(table("Uppföljning av varje insats", heads, rows))
    block.append(Rubrik("Uppföljning av hela planen"))
    block += own_or_prompt(
        grund.fil.plan.uppfoljning,
        "när och hur arbetet följs upp, vem som gör det och vem som får veta.",
    )
    block.append(Rubrik("Utvärdering"))
    block += own_or_prompt(
        grund.fil.plan.utvardering,
        "om, när, hur och av vem arbetet utvärderas, och mot vilket utgångsläge.",
    )
    return Del("uppfoljning", "Uppföljning och utvärdering", tuple(block))


def larande(grund: Grund) -> Del:
    """Return how lessons are kept and spread."""
    block = own_or_prompt(
        grund.fil.plan.larande,
        "hur lärdomar tas om hand, används och sprids, inom verksamheten och utanför den.",
    )
    return Del("larande", "Hur lärdomar tas om hand och sprids", tuple(block))


def kallor(grund: Grund) -> Del:
    """Return, for each insats, how sure what is told of it is, and where it was read."""
    block: list[Block] = []
    for each in grund.insatser:
        block.append(Rubrik(each.blad.namn))
        block += [Stycke(line, "katalog") for line in _surety(each)]
        if each.forbehall:
            block += [Stycke("Förbehåll:"), *bullets(each.forbehall, "katalog")]
        if each.blad.obekraftat:
            block += [Stycke("Inte bekräftat:"), *bullets(each.blad.obekraftat, "katalog")]
        sources = [_source(k.titel, k.utgivare, k.last, k.url) for k in each.blad.kallor]
        references = list(dict.fromkeys(r.full for r in each.blad.referenser))
        if sources or references:
            block += [Stycke("Källor:"), *bullets([*sources, *references], "katalog")]
    if not grund.insatser:
        block.append(Stycke("Inga insatser är valda ännu."))
    return Del("kallor", "Källor, säkerhet och förbehåll", tuple(block))


def _surety(each: Planinsats) -> Iterator[str]:
    blad = each.blad
    yield clean(f"Säkerhet: {blad.sakerhet.namn.lower()}. {blad.sakerhet.beskrivning or ''}")
    yield clean(f"Status: {blad.status.namn.lower()}. {blad.status.beskrivning or ''}")
    if blad.granskad is None:
        yield "Uppgifterna är inte granskade av en ansvarig organisation."


def _source(titel: str, utgivare: str, last: str, url: str | None) -> str:
    return f"{titel}. {utgivare}, {last}.{f' {url}' if url else ''}"


def overenskommelse(grund: Grund) -> Del:
    """Return the summary to agree on: the parties, the problems, and who does what."""
    fil = grund.fil
    parties: list[tuple[Cell, ...]] = [
        ("Huvudman", cell(fil.huvudman, "huvudmannens namn.")),
        ("Enhet", cell(fil.enhet, "enhetens namn.")),
        ("Skolverket", Uppmaning("kontaktperson.")),
    ]
    block: list[Block] = [table("Parter", ("Part", "Namn"), parties)]
    if grund.problem:
        block.append(Rubrik("Prioriterade problem"))
        block += bullets([shortened(each.formulering, 200) for each in grund.problem], "skola")
    if grund.insatser:
        heads = ("Insats", "Huvudmannen", "Skolverket", "När")
        rows = [_who(each) for each in grund.insatser]
        block.append(table("Vem gör och betalar vad", heads, rows))
    block.append(Rubrik("Uppföljning och villkor"))
    block += paragraphs(fil.plan.overenskommelse) or [
        Uppmaning(
            "hur överenskommelsen följs upp, ekonomiskt och i sak, och vad som gäller om "
            "den ändras."
        ),
        Uppmaning("namn, roll, datum och underskrift för huvudmannens högst ansvariga."),
        Uppmaning("namn, roll, datum och underskrift för Skolverket."),
    ]
    block.append(Stycke("Bilaga: den här åtgärdsplanen."))
    return Del("overenskommelse", "Sammanfattning för överenskommelsen", tuple(block))


def _who(each: Planinsats) -> tuple[Cell, ...]:
    first, last = each.placering.fran, each.placering.till
    arranges = any(a.id == SKOLVERKET for a in each.blad.anordnare)
    return (
        each.blad.namn,
        Uppmaning("vad huvudmannen gör och betalar."),
        "Anordnar insatsen, enligt katalogen. Bekräfta villkoren."
        if arranges
        else Uppmaning("vad Skolverket gör och betalar."),
        f"Termin {first}" if first == last else f"Termin {first}–{last}",
    )
