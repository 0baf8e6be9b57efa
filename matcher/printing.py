"""``Matchning`` as text for the terminal and as a row of JSON."""

from __future__ import annotations

from typing import Any

from matcher.needs import FunnetBehov
from matcher.result import Forstatt, Match, Matchning
from matcher.why import Redovisning


def as_text(found: Matchning) -> str:
    """Return an answer as it is read in a terminal."""
    lines = [f"Obs! {each}" for each in found.anmarkningar if each != found.avstar_skal]
    if found.avstar and found.avstar_skal:
        lines += [found.avstar_skal, "Inget föreslås. Det som ligger närmast:"]
    lines += [f"Läste «{each.skrivet}» som «{each.last_som}»." for each in found.forstatt.rattat]
    if found.forstatt.last_ur_texten:
        lines.append(f"Läst ur texten: {_read_words(found.forstatt)}")
    if found.funna_problemomraden:
        areas = ", ".join(each.namn for each in found.funna_problemomraden)
        lines.append(f"Det verkar handla om: {areas}")
    if found.lucka:
        lines.append(f"Lucka i utbudet: {found.lucka}")
    for match in found.matcher:
        lines += ["", *_match_lines(match)]
    if found.bortfiltrerade:
        lines += ["", f"{found.bortfiltrerade} insatser för andra skolformer visas inte."]
    return "\n".join(lines)


def as_row(statement_id: str, found: Matchning) -> dict[str, Any]:
    """Return an answer as ``matcha rader`` writes it."""
    return {
        "id": statement_id,
        "avstar": found.avstar,
        "matcher": [
            {
                "insats": match.insats,
                "poang": match.poang,
                "styrka": match.styrka,
                "skal": [skal.text for skal in match.skal],
                "forbehall": list(match.forbehall),
            }
            for match in found.matcher
        ],
    }


def account_as_text(found: Redovisning) -> str:
    """Return how the points of one insats came about, line by line."""
    place = (
        f"plats {found.rang} av {found.antal}"
        if found.rang
        else "visas inte: den är för andra skolformer"
    )
    lines = [f"{found.namn} [{found.insats}]", f"{found.poang:.3f} poäng, {found.styrka}, {place}"]
    lines += ["", "Problemområden (sannolikhet × kopplingens värde):"]
    lines += [
        f"  {each.poang:.3f} = {each.sannolikhet:.3f} × {each.koppling:.2f}  {each.namn}"
        for each in found.delar
    ] or ["  inget som texten handlar om är kopplat till insatsen"]
    if found.okopplade:
        lines.append(f"  Utan koppling till insatsen: {', '.join(found.okopplade)}")
    lines.append(f"Likhet med insatsens egna texter: {found.likhet:.3f}")
    if found.namnpoang:
        lines.append(f"Namnet nämns eller söks: {found.namnpoang:.3f}")
    lines += [f"Gånger {each.vikt:g}: {each.skal}." for each in found.faktorer]
    lines += ["", "Skäl som visas:"] + [f"  + {each.text}" for each in found.skal]
    return "\n".join(lines)


def need_heading(found: FunnetBehov) -> str:
    """Return what was found in an analysis, as a heading for its suggestions."""
    areas = ", ".join(each.namn for each in found.problemomraden)
    return f"«{found.utdrag}»\n→ {areas} ({found.analysniva})"


def _read_words(forstatt: Forstatt) -> str:
    read = (*forstatt.skolformer, *forstatt.arskurser, *forstatt.amnen, *forstatt.nivaer)
    return ", ".join(f"{each.id} («{each.ord}»)" for each in read)


def _match_lines(match: Match) -> list[str]:
    lines = [f"{match.rang}. {match.namn} ({match.styrka})  [{match.insats}]"]
    for skal in match.skal:
        quotes = "; ".join(f"”{each}”" for each in skal.citat)
        lines.append(f"   + {skal.text}" + (f" Ni skriver: {quotes}" if quotes else ""))
    return lines + [f"   – {each}" for each in match.forbehall]
