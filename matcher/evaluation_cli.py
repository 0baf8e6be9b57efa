"""The commands that measure: ``matcha utvardera`` and ``matcha utvardera-analyser``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from matcher import evaluation
from matcher.cli_shared import (
    FOLDER,
    SHIPPED_VECTORS,
    Command,
    json_option,
    or_exit,
    release_option,
    stop,
    tell,
    vectors_option,
    write_json,
)
from matcher.matching import open_matcher
from matcher.needs.evaluation import measure, read_marked_folder, table
from matcher.statements import read_judged, read_judged_folder
from matcher.vector_cache import VectorCache


def _folder_option(default: str, told: str) -> Callable[[Command], Command]:
    return click.option("--data", type=FOLDER, default=Path(default), show_default=True, help=told)


@click.command()
@click.option("--pastaenden", type=click.Path(path_type=Path), help="YAML-fil med påståenden.")
@click.option("--bedomningar", type=click.Path(path_type=Path), help="YAML-fil med bedömningar.")
@_folder_option("data/bedomningar", "Mapp med bedömda påståenden, när inga filer anges.")
@click.option("--bara-var", "only_ours", is_flag=True, help="Hoppa över de enklare metoderna.")
@vectors_option
@release_option
@json_option
def utvardera(
    pastaenden: Path | None,
    bedomningar: Path | None,
    data: Path,
    only_ours: bool,
    cache: Path,
    release: Path,
    as_json: bool,
) -> None:
    """Mät matchningen, och enklare metoder bredvid, mot bedömda påståenden."""
    if (pastaenden is None) != (bedomningar is None):
        raise click.UsageError("Ange både --pastaenden och --bedomningar, eller ingen av dem.")
    # Only here: the plain methods take scikit-learn, which is slow to import.
    from matcher import comparison

    matcher = or_exit(lambda: open_matcher(release))
    terms = matcher.vokabular
    if pastaenden is not None and bedomningar is not None:
        given = (pastaenden, bedomningar)
        statements = or_exit(lambda: read_judged(*given, terms))
    else:
        statements = or_exit(lambda: read_judged_folder(data, terms))
    results = comparison.measure(
        matcher, statements, VectorCache(cache, [SHIPPED_VECTORS]), with_plain=not only_ours
    )
    for each in statements:
        tell(each, f"{each.id}: ")
    if as_json:
        click.echo(write_json([each.to_dict() for each in results]))
        return
    click.echo(f"{len(statements)} påståenden, katalogversion {matcher.katalogversion}")
    click.echo(evaluation.table(results))


@click.command("utvardera-analyser")
@_folder_option("data/exempelanalyser", "Mapp med märkta analyser.")
@click.option("--utan-vektorer", "without", is_flag=True, help="Läs utan språkmodell.")
@release_option
@json_option
def utvardera_analyser(data: Path, without: bool, release: Path, as_json: bool) -> None:
    """Mät hur väl problem hittas i analyser som en läsare har märkt."""
    marked = read_marked_folder(data)
    if not marked:
        stop(f"Det finns inga märkta analyser i {data}.")
    matcher = or_exit(lambda: open_matcher(release))
    matcher = matcher.without_encoder() if without else matcher
    outcomes = measure(marked, matcher.read_needs)
    if as_json:
        click.echo(write_json([each.to_dict() for each in outcomes]))
    else:
        click.echo(table(outcomes))
