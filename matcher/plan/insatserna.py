"""The parts of the plan that tell of the insatser: which, why, to what end, who, when, how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from catalog.reading import Insatsblad
from matcher.paket import LED
from matcher.paket.form import Belastning
from matcher.paket.varde import best_answers
from matcher.plan.form import (
    Block,
    Cell,
    Del,
    Punkter,
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
from matcher.plan.grund import Grund, Planinsats, listed, shortened

THE: Final = {
    "huvudman": "huvudmannen",
    "rektor": "rektor",
    "mellanledare": "mellanledarna",
    "larare": "lärarna",
}
NO_WORD: Final = "Katalogen saknar uppgift."
NONE_CHOSEN: Final = "vilka insatser som har valts, och varför."
SUGGESTED: Final = (
    "Skolan har inte valt några insatser ännu. De som står här är katalogens förslag, att pröva "
    "och ändra."
)


def insatser(grund: Grund) -> Del:
    """Return the insatser and why just these."""
    block: list[Block] = []
    if grund.foreslaget and grund.insatser:
        block.append(Stycke(SUGGESTED))
    for each in grund.insatser:
        block += [
            Rubrik(each.blad.namn),
            *paragraphs(each.blad.sammanfattning, "katalog"),
            Stycke(f"Anordnare: {_organisers(each.blad)}.", "katalog"),
            Stycke("Varför just denna:"),
            *bullets(_why(grund, each)),
        ]
        motives = [part for _, v in each.val for part in (v.motiv, v.anteckning) if part.strip()]
        for motive in dict.fromkeys(motives):
            block += paragraphs(motive)
        if not motives:
            block.append(
                Uppmaning(
                    "varför just den här insatsen är mest verkningsfull för problemet hos er."
                )
            )
    if not grund.insatser:
        block.append(Uppmaning(NONE_CHOSEN))
    elif grund.problem:
        block += [Rubrik("Vilka problem insatserna svarar på"), _matrix(grund), *_gaps(grund)]
    block += _refused(grund)
    return Del("insatser", "Insatser, och varför just dessa", tuple(block))


def _organisers(blad: Insatsblad) -> str:
    return clean(blad.anordnare_enligt_kallan or ", ".join(a.namn for a in blad.anordnare))


def _why(grund: Grund, each: Planinsats) -> Iterator[str]:
    for told in grund.bild.tackning:
        if told.insats == each.blad.id:
            number = grund.number(told.problem)
            yield f"Problem {number}: {told.styrka} koppling. {told.skal}"
    if each.blad.evidens is not None:
        evidens = each.blad.evidens
        yield f"Belägg: {evidens.grad.namn.lower()}. {evidens.mening or evidens.grad.beskrivning}"


def _matrix(grund: Grund) -> Block:
    strength = {(c.problem, c.insats): c.styrka for c in grund.bild.tackning}
    return table(
        "Hur starkt varje insats svarar på varje problem",
        ("Problem", *(each.blad.namn for each in grund.insatser)),
        [
            (
                f"{grund.number(p.id)}. {shortened(p.formulering, 60)}",
                *(strength.get((p.id, each.blad.id), "–") for each in grund.insatser),
            )
            for p in grund.problem
        ],
    )


def _gaps(grund: Grund) -> list[Block]:
    block: list[Block] = []
    for problem_id in grund.bild.otackta:
        number = grund.number(problem_id)
        help_ = _could_help(grund, problem_id)
        block.append(Stycke(f"Ingen insats i planen svarar tydligt på problem {number}.{help_}"))
        block.append(Uppmaning(f"vad ni gör åt problem {number}, eller varför det får vänta."))
    for led in grund.bild.led_utan:
        block.append(Stycke(f"Ingen insats i planen vänder sig till {THE[led]}."))
        block.append(Uppmaning(f"vad {THE[led]} bidrar med och vilket stöd som behövs."))
    return block


def _could_help(grund: Grund, problem_id: str) -> str:
    """Return what the suggested package has for a problem that the school's has nothing for."""
    best = best_answers(grund.paket.lage, grund.paket.forslag.insatser).get(problem_id)
    if best is None or best.insats in grund.bild.insatser or best.styrka == "svag":
        return ""
    return f" Katalogen föreslår «{grund.named(best.insats)}»."


def _refused(grund: Grund) -> list[Block]:
    lines = [
        f"{grund.named(v.insats)} (problem {grund.number(p.id)}): {v.motiv or 'inget skäl angivet'}"
        for p in grund.problem
        for v in p.val
        if v.beslut == "avvisad"
    ]
    return [Rubrik("Övervägt men inte valt"), *bullets(lines, "skola")] if lines else []


def mal(grund: Grund) -> Del:
    """Return the goals and the effects that can be measured."""
    block: list[Block] = []
    for each in grund.insatser:
        block += [Rubrik(each.blad.namn), Stycke("Mål med insatsen:")]
        block += own_or_prompt(
            each.rad.mal,
            "ett mål som går att mäta: hur det är nu, hur det ska bli och när.",
        )
        block.append(Stycke(f"Väntad effekt på {_results(grund)}:"))
        block += own_or_prompt(
            each.rad.effekt,
            "vilka resultat som ska ändras, hur mycket, för vilka och när det syns.",
        )
        if each.blad.uppfoljning:
            block += [
                Stycke("Tecken på att insatsen hjälper, enligt katalogen:"),
                Punkter(tuple(clean(line) for line in each.blad.uppfoljning), "katalog"),
            ]
    if not grund.insatser:
        block.append(Uppmaning("mål för varje insats, och vilka effekter ni väntar er."))
    return Del("mal", "Mål och väntade effekter", tuple(block))


def _results(grund: Grund) -> str:
    return "måluppfyllelsen" if grund.elever == "barn" else "resultat och måluppfyllelse"


def ansvar(grund: Grund) -> Del:
    """Return who answers for what."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.blad.namn,
            cell(each.rad.ansvarig, "namn eller roll, och mandat."),
            listed([t.namn for t in each.blad.malgrupper]).capitalize() or NO_WORD,
            each.blad.genomforare or _organisers(each.blad),
        )
        for each in grund.insatser
    ]
    block: list[Block] = []
    if rows:
        heads = ("Insats", "Ansvarig", "Vänder sig till", "Genomförs av, enligt katalogen")
        block.append(table("Ansvar för varje insats", heads, rows))
    block.append(Uppmaning("vem hos huvudmannen som ansvarar för planen som helhet."))
    return Del("ansvar", "Ansvar", tuple(block))


def tidplan(grund: Grund) -> Del:
    """Return when each insats goes on, in what order, and what falls on whom."""
    block: list[Block] = []
    if grund.insatser:
        heads = ("Insats", "När", "Omfattning, enligt katalogen", "Så börjar ni")
        in_time = sorted(grund.insatser, key=lambda e: (e.placering.fran, e.placering.till))
        block.append(table("Insatserna i tid", heads, [_when(each) for each in in_time]))
        if any(each.paket.langd is None for each in grund.insatser):
            block.append(
                Stycke(
                    "Där katalogen saknar uppgift om längden är terminen bara en plats i planen. "
                    "Fråga anordnaren."
                )
            )
        block += bullets([each.text for each in grund.bild.ordning])
    if grund.bild.belastning:
        heads = ("Termin", "Vem", "Antal insatser", "Kända timmar per deltagare")
        rows = [_load(grund, each) for each in grund.bild.belastning]
        block += [Rubrik("Vad som faller på vem"), table("Belastning per termin", heads, rows)]
    broken = [each.text for each in grund.bild.brott]
    if broken:
        block += [Stycke("Detta går över det som ni har sagt att ni orkar:"), *bullets(broken)]
    block.append(
        Uppmaning("datum för start, avstämningar och slut, och var i schemat tiden ligger.")
    )
    return Del("tidplan", "Tidplan", tuple(block))


def _when(each: Planinsats) -> tuple[Cell, ...]:
    first, last = each.placering.fran, each.placering.till
    when = f"Termin {first}" if first == last else f"Termin {first}–{last}"
    return (
        each.blad.namn,
        when,
        each.blad.omfattning or NO_WORD,
        (each.blad.start or NO_WORD, *each.blad.forsta_steg),
    )


def _load(grund: Grund, each: Belastning) -> tuple[Cell, ...]:
    if each.utan_uppgift and not each.timmar:
        hours = "Uppgift saknas"
    else:
        hours = f"{'Minst ' if each.minst else ''}{each.timmar}"
        if each.utan_uppgift:
            names = [f"«{grund.named(i)}»" for i in each.utan_uppgift]
            hours += f"; uppgift saknas för {', '.join(names)}"
    return (str(each.termin), LED[each.led], str(len(each.insatser)), hours)


def kostnad(grund: Grund) -> Del:
    """Return what it costs, as far as is known."""
    block: list[Block] = []
    if grund.insatser:
        heads = ("Insats", "Kostnad, enligt katalogen", "Bidrag att kontrollera", "Er uppskattning")
        rows = [_cost(each) for each in grund.insatser]
        block.append(table("Kostnad för varje insats", heads, rows))
    block.append(Uppmaning("kostnaden i kronor och tid, vem som betalar och hur vikarier ordnas."))
    return Del("kostnad", "Kostnad", tuple(block))


def _cost(each: Planinsats) -> tuple[Cell, ...]:
    cost = each.blad.kostnad
    told: Cell = NO_WORD
    if cost is not None:
        band = (
            "Ingen läst källa anger priset."
            if cost.band.id == "okand"
            else (f"{cost.band.namn}. {cost.band.beskrivning or ''}")
        )
        told = (band, cost.pris or "", cost.omfattar or "")
    grants = tuple(t.namn for t in cost.statsbidrag) if cost else ()
    return (
        each.blad.namn,
        told,
        grants or "Inget i katalogen.",
        cell(each.rad.kostnad, "er uppskattade kostnad."),
    )
