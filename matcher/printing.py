"""``Matchning`` as text for the terminal and as a row of JSON."""

from __future__ import annotations

from typing import Any

from matcher.needs import FunnetBehov
from matcher.result import Match, Matchning


def as_text(found: Matchning) -> str:
    """Return an answer as it is read in a terminal."""
    lines = [f"Obs! {each}" for each in found.anmarkningar if each != found.avstar_skal]
    if found.avstar and found.avstar_skal:
        lines += [found.avstar_skal, "Inget föreslås. Det som ligger närmast:"]
    if found.funna_problemomraden:
        areas = ", ".join(each.namn for each in found.funna_problemomraden)
        lines.append(f"Det verkar handla om: {areas}")
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


def need_heading(found: FunnetBehov) -> str:
    """Return what was found in an analysis, as a heading for its suggestions."""
    areas = ", ".join(each.namn for each in found.problemomraden)
    return f"«{found.utdrag}»\n→ {areas} ({found.analysniva})"


def _match_lines(match: Match) -> list[str]:
    lines = [f"{match.rang}. {match.namn} ({match.styrka})  [{match.insats}]"]
    for skal in match.skal:
        quotes = "; ".join(f"”{each}”" for each in skal.citat)
        lines.append(f"   + {skal.text}" + (f" Ni skriver: {quotes}" if quotes else ""))
    return lines + [f"   – {each}" for each in match.forbehall]
