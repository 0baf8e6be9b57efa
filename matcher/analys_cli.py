"""The command ``analys``: a whole analysis in, its problems and what answers them out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from matcher import printing
from matcher.cli_shared import (
    json_option,
    or_exit,
    release_option,
    statement_of,
    stop,
    tell,
    write_json,
)
from matcher.intake import read_safely
from matcher.matching import open_matcher
from matcher.needs import FunnetBehov, Genomlasning
from matcher.result import Matchning

Suggested = list[tuple[FunnetBehov, Matchning | None]]

KINDS = (("styrka", "Det som fungerar"), ("historik", "Det som har prövats"))
VOICES = ("elevrost", "Vad eleverna eller barnen säger")


@click.command()
@click.argument("fil", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--skolform", default=None, help="Skolform; annars läses den ur texten.")
@click.option("--arskurser", default=None, help="Årskurser, till exempel 7-9 eller gy.")
@click.option(
    "--antal",
    "number",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Högst så många förslag för varje problem.",
)
@release_option
@json_option
def analys(
    fil: Path,
    skolform: str | None,
    arskurser: str | None,
    number: int,
    release: Path,
    as_json: bool,
) -> None:
    """Läs en nulägesanalys: dess problem med utdrag, nivå, områden och förslag.

    FIL är text, Word (docx), OpenDocument (odt) eller pdf. Inget sparas.
    """
    if not fil.is_file():
        stop(f"Filen {fil} finns inte. Kontrollera sökvägen.")
    read = or_exit(lambda: read_safely(fil.read_bytes(), fil.name))
    matcher = or_exit(lambda: open_matcher(release))
    context = {"skolform": skolform, "arskurs": arskurser}
    statement = or_exit(lambda: statement_of(matcher, fil.name, context))
    tell(statement)
    found = matcher.read_needs(read)
    if found.olast:
        click.echo("Analysen är så lång att bara början av den har lästs. Dela upp den.", err=True)
    suggested: Suggested = [
        (
            each,
            None
            if each.utanfor
            else matcher.match(found.behov(each, statement.behov), limit=number),
        )
        for each in found.problem
    ]
    if as_json:
        click.echo(write_json(_as_dict(found, suggested, matcher.katalogversion)))
    else:
        click.echo(_as_text(found, suggested))


def _as_dict(found: Genomlasning, suggested: Suggested, version: str) -> dict[str, Any]:
    """Return all that was found; the excerpts are the user's own, printed back to them."""
    return {
        "katalogversion": version,
        "skolformer": [each.id for each in found.skolformer],
        "arskurser": [each.id for each in found.arskurser],
        "olast": found.olast,
        "problem": [
            {
                "id": f"p{place}",
                "utdrag": each.utdrag,
                "rubrik": each.rubrik,
                "analysniva": each.analysniva,
                "roll": each.roll,
                "sakerhet": each.saker,
                "utanfor": each.utanfor,
                "orsak_till": [f"p{cause + 1}" for cause in each.orsak_till],
                "problemomraden": [asdict(area) for area in each.problemomraden],
                "stallen": [place.model_dump() for place in each.stallen],
                "forslag": printing.as_row(f"p{place}", answer)["matcher"] if answer else [],
            }
            for place, (each, answer) in enumerate(suggested, start=1)
        ],
        "iakttagelser": [each.model_dump(mode="json") for each in found.iakttagelser],
    }


def _as_text(found: Genomlasning, suggested: Suggested) -> str:
    lines = []
    for place, (each, answer) in enumerate(suggested, start=1):
        areas = ", ".join(area.namn for area in each.problemomraden)
        lines += [f"{place}. «{each.utdrag}»", f"   Nivå: {each.analysniva}. Områden: {areas}."]
        if answer is None:
            lines.append("   Insatser för skolutveckling kan inte lösa det här.")
        elif answer.avstar and answer.avstar_skal:
            lines.append(f"   {answer.avstar_skal}")
        else:
            lines += [
                f"   – {match.namn} ({match.styrka})  [{match.insats}]" for match in answer.matcher
            ]
        lines.append("")
    if not suggested:
        lines += ["Inga tydliga problem hittades i texten.", ""]
    for slag, title in (*KINDS, VOICES):
        told = [each for each in found.iakttagelser if each.slag == slag]
        if told:
            lines += [title, *(f"– {each.text}" for each in told), ""]
    return "\n".join(lines).rstrip()
