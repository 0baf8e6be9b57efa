"""The command group ``matcha``: thin over the functions of this room."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from catalog.reading import open_reader
from matcher import printing
from matcher.cli_shared import (
    FOLDER,
    SHIPPED_VECTORS,
    context_options,
    json_option,
    number_option,
    or_exit,
    release_option,
    statement_of,
    stop,
    tell,
    vectors_option,
    write_json,
)
from matcher.encoding import default_encoder
from matcher.errors import MatcherError
from matcher.evaluation_cli import utvardera, utvardera_analyser
from matcher.features import collect
from matcher.index import build_index, texts_to_encode
from matcher.intake import read_safely
from matcher.matching import database_of, open_matcher
from matcher.statements import read_json_line
from matcher.vector_cache import Rows, VectorCache, settle


@click.group()
def matcha() -> None:
    """Hitta insatser som svarar på ett beskrivet behov, med skäl."""


matcha.add_command(utvardera)
matcha.add_command(utvardera_analyser)


@matcha.command()
@click.argument("text")
@context_options
@number_option
@release_option
@json_option
def text(text: str, number: int, release: Path, as_json: bool, **context: str | None) -> None:
    """Föreslå insatser för läget som beskrivs i TEXT."""
    matcher = or_exit(lambda: open_matcher(release))
    statement = or_exit(lambda: statement_of(matcher, text, context))
    found = or_exit(lambda: matcher.match(statement.behov, limit=number))
    tell(statement)
    click.echo(write_json(found.to_dict()) if as_json else printing.as_text(found))


@matcha.command()
@click.argument("text")
@click.argument("insats")
@context_options
@release_option
@json_option
def varfor(text: str, insats: str, release: Path, as_json: bool, **context: str | None) -> None:
    """Redovisa hela poängen för INSATS när TEXT beskriver behovet, också om den inte föreslås."""
    matcher = or_exit(lambda: open_matcher(release))
    statement = or_exit(lambda: statement_of(matcher, text, context))
    found = or_exit(lambda: matcher.explain(statement.behov, insats))
    tell(statement)
    click.echo(write_json(asdict(found)) if as_json else printing.account_as_text(found))


@matcha.command()
@click.argument("sokvag", type=click.Path(path_type=Path, dir_okay=False))
@context_options
@number_option
@release_option
@json_option
def fil(sokvag: Path, number: int, release: Path, as_json: bool, **context: str | None) -> None:
    """Läs en nulägesanalys (text, docx, odt, pdf) och föreslå insatser för varje funnet behov."""
    if not sokvag.is_file():
        stop(f"Filen {sokvag} finns inte. Kontrollera sökvägen.")
    analys = or_exit(lambda: read_safely(sokvag.read_bytes(), sokvag.name))
    matcher = or_exit(lambda: open_matcher(release))
    statement = or_exit(lambda: statement_of(matcher, sokvag.name, context))
    tell(statement)
    read = matcher.read_needs(analys)
    if read.olast:
        click.echo("Analysen är så lång att bara början av den har lästs. Dela upp den.", err=True)
    found = [
        (each, matcher.match(each.behov(statement.behov), limit=number)) for each in read.problem
    ]
    if as_json:
        # The excerpt is the user's own text, printed back to the user who gave it.
        rows = [
            {
                **printing.as_row(f"b{place}", answer),
                "utdrag": each.utdrag,
                "analysniva": each.analysniva,
                "problemomraden": [area.problemomrade for area in each.problemomraden],
            }
            for place, (each, answer) in enumerate(found, start=1)
        ]
        click.echo(write_json(rows))
        return
    if not found:
        click.echo("Inga tydliga problem hittades i texten.")
    for each, answer in found:
        click.echo(f"{printing.need_heading(each)}\n{printing.as_text(answer)}\n")


@matcha.command()
@click.argument("fil", type=click.File(encoding="utf-8"))
@number_option
@release_option
@click.option("--json", "as_json", is_flag=True, help="Skriv ett JSON-objekt på varje rad.")
def rader(fil: Any, number: int, release: Path, as_json: bool) -> None:
    """Föreslå insatser för varje påstående i FIL, ett JSON-objekt på varje rad.

    Rader som inte går att läsa nämns med nummer, de andra besvaras; slutar då med 1.
    """
    matcher = or_exit(lambda: open_matcher(release))
    broken = False
    for place, line in enumerate(fil, start=1):
        if not line.strip():
            continue
        try:
            statement = read_json_line(line, matcher.vokabular)
            found = matcher.match(statement.behov, limit=number)
        except MatcherError as fault:
            broken = True
            click.echo(f"Rad {place}: {fault.message} Åtgärd: {fault.remedy}", err=True)
            continue
        tell(statement, f"Rad {place}: ")
        if as_json:
            row = printing.as_row(statement.id, found)
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"== {statement.id}\n{printing.as_text(found)}\n")
    sys.exit(1 if broken else 0)


@matcha.command()
@click.option(
    "--ut",
    "target",
    type=FOLDER,
    required=True,
    help="Mapp som får indexet.",
)
@vectors_option
@click.option("--utan-vektorer", "without", is_flag=True, help="Bygg utan språkmodell.")
@release_option
def index(target: Path, cache: Path, without: bool, release: Path) -> None:
    """Bygg matchningens index för en byggd katalog."""
    database = or_exit(lambda: database_of(release))
    encoder = None if without else default_encoder()
    with open_reader(database) as reader:
        made = build_index(
            reader,
            target,
            encoder=encoder,
            cache=VectorCache(cache, [SHIPPED_VECTORS]),
            progress=_tell_progress,
        )
    vectors = made.kodare or "utan språkmodell"
    click.echo(f"{made.antal_insatser} insatser, {made.antal_texter} meningar, {vectors}.")


@matcha.command()
@click.option(
    "--ut",
    "target",
    type=FOLDER,
    default=SHIPPED_VECTORS,
    show_default=True,
    help="Mapp för de vektorer som följer med katalogens data.",
)
@vectors_option
@release_option
def vektorer(target: Path, cache: Path, release: Path) -> None:
    """Räkna ut vektorer för katalogens texter och låt dem följa med data."""
    database = or_exit(lambda: database_of(release))
    encoder = default_encoder()
    if encoder is None:
        raise click.ClickException("Tillägget «semantik» behövs för att räkna ut vektorer.")
    with open_reader(database) as reader:
        texts = texts_to_encode(collect(reader))
    wanted: Rows = {}
    for kind, each in texts:
        wanted |= VectorCache(cache, [target]).rows(
            encoder,
            each,
            kind,
            progress=_tell_progress,
        )
    added, removed = settle(target / encoder.name, wanted, encoder.dim)
    click.echo(f"{len(wanted)} vektorer: {added} nya rader, {removed} paket borttagna.")


def _tell_progress(done: int, of: int) -> None:
    click.echo(f"Kodar texter: {done} av {of}", err=True)
