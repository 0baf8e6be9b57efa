"""The command group ``katalog``: thin over the functions of this room."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from catalog import files
from catalog.addresses import addresses_of
from catalog.building import DATABASE, build
from catalog.checking import check_katalog
from catalog.coverage import coverage, table
from catalog.editing import EditError, format_files, new_record
from catalog.findings import CatalogError, Finding, did_you_mean, has_errors
from catalog.json_schema import schemas
from catalog.kinds import KINDS, TITLES
from catalog.link_results import RESULTS
from catalog.loading import Katalog, load, record_name
from catalog.proposals.cli import forslag
from catalog.rules import RULES, SHAPE_CODES

data_option = click.option(
    "--data",
    "data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Mappen med katalogens filer.",
)


@click.group()
def katalog() -> None:
    """Kontrollera, skriv och bygg katalogen."""


katalog.add_command(forslag)


@katalog.command()
@click.argument("data", type=click.Path(path_type=Path), default=Path("data"))
@click.option("--json", "as_json", is_flag=True, help="Skriv ut fynden som JSON.")
@click.option("--regel", "codes", multiple=True, help="Visa bara den här regeln. Går att upprepa.")
def kontrollera(data: Path, as_json: bool, codes: tuple[str, ...]) -> None:
    """Kontrollera alla filer i DATA och visa allt som är fel på en gång.

    Slutar med 0 om inget är fel (varningar får finnas), annars med 1.
    """
    known = {*RULES, *SHAPE_CODES}
    for code in codes:
        if code not in known:
            raise click.UsageError(f"Regeln «{code}» finns inte.{did_you_mean(code, known)}")
    loaded, findings = check_katalog(data, rules=codes or None)
    if as_json:
        click.echo(json.dumps([each.to_dict() for each in findings], ensure_ascii=False, indent=1))
    else:
        _show(findings, data)
        click.echo(_verdict(loaded, findings))
    sys.exit(1 if has_errors(findings) else 0)


@katalog.command()
@data_option
@click.option("--kolla", "only_look", is_flag=True, help="Ändra inget, säg bara vilka filer.")
def formatera(data: Path, only_look: bool) -> None:
    """Skriv om filerna i kanonisk form, utan att ändra vad de säger."""
    changed, findings = format_files(data, write=not only_look)
    for name in changed:
        click.echo(name)
    unreadable = [each for each in findings if each.severity == "fel"]
    _show(unreadable, data)
    verb = "behöver skrivas om" if only_look else "skrevs om"
    click.echo(f"{len(changed)} filer {verb}.")
    sys.exit(1 if unreadable or (only_look and changed) else 0)


@katalog.command()
@click.argument("slag", type=click.Choice([kind for kind in KINDS if kind != "exempelanalyser"]))
@click.argument("post_id", metavar="ID")
@data_option
def ny(slag: str, post_id: str, data: Path) -> None:
    """Skapa en ny post: ID förs in i registret och en fil att fylla i skrivs."""
    try:
        name = new_record(data, slag, post_id)
    except EditError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{data / name} är skapad. Fyll i den och kör «insatser katalog kontrollera».")


@katalog.command()
@click.argument("post_id", metavar="ID")
@data_option
def visa(post_id: str, data: Path) -> None:
    """Visa posten med ID, så som den står i katalogen."""
    loaded, _ = load(data)
    for kind, posts in loaded.poster.items():
        if post_id in posts:
            click.echo(f"# {data / record_name(kind, post_id)}")
            click.echo(files.dump(posts[post_id]), nl=False)
            return
    every_id = {each for posts in loaded.poster.values() for each in posts}
    raise click.ClickException(
        f"Ingen läsbar post har id «{post_id}».{did_you_mean(post_id, every_id)}"
    )


@katalog.command()
@click.argument("data", type=click.Path(path_type=Path), default=Path("data"))
@click.option(
    "--varst", type=click.IntRange(min=1), metavar="ANTAL", help="Bara de värsta luckorna."
)
@click.option("--json", "as_json", is_flag=True, help="Skriv ut som JSON.")
def tackning(data: Path, varst: int | None, as_json: bool) -> None:
    """Visa för varje problemområde och skolform hur många insatser som finns, och luckorna."""
    loaded, _ = load(data)
    rows = coverage(loaded)
    if varst is not None:
        rows = tuple(sorted(rows, key=lambda row: row.brist, reverse=True)[:varst])
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(table(rows)))


@katalog.command()
@data_option
@click.option(
    "--ut", "target", required=True, type=click.Path(path_type=Path), help="Ny mapp för bygget."
)
def bygg(data: Path, target: Path) -> None:
    """Bygg katalog.db i en ny mapp. Finns det fel skrivs ingenting."""
    if target.exists():
        raise click.UsageError(f"{target} finns redan. Ange en mapp som inte finns.")
    try:
        manifest = build(data, target)
    except CatalogError as error:
        _show([each for each in error.findings if each.severity == "fel"], data)
        raise click.ClickException("Inget byggdes. Rätta felen ovan först.") from error
    click.echo(f"{target / DATABASE} är byggd, version {manifest.version}.")


@katalog.command()
@data_option
@click.option("--kolla", "only_look", is_flag=True, help="Ändra inget, säg bara om de stämmer.")
def schema(data: Path, only_look: bool) -> None:
    """Skriv JSON Schema för varje slag av post till DATA/schema/, för textredigerare."""
    stale = []
    for name, text in schemas().items():
        path = data / "schema" / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not only_look:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    verb = "behöver skrivas om" if only_look else "skrevs"
    click.echo(f"{len(stale)} scheman {verb}.")
    sys.exit(1 if only_look and stale else 0)


def _show(findings: list[Finding], data: Path) -> None:
    for finding in findings:
        click.echo(f"{replace(finding, file=(data / finding.file).as_posix())}\n")


def _verdict(loaded: Katalog, findings: list[Finding]) -> str:
    errors = sum(finding.severity == "fel" for finding in findings)
    warned = len(findings) - errors
    warnings = f"{warned} {'varning' if warned == 1 else 'varningar'}"
    verdict = f"{errors} fel och {warnings}" if findings else "Inga fel"
    counts = ", ".join(
        f"{len(posts)} {TITLES[kind][len(posts) != 1]}" for kind, posts in loaded.poster.items()
    )
    return f"{verdict}. Lästa poster: {counts}."


@katalog.command()
@data_option
@click.option(
    "--bygg",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    help="Mappen för utgåvor, där svaren sparas i lankar.json.",
)
@click.option(
    "--hogst", type=click.IntRange(1), help="Pröva högst så många adresser den här gången."
)
@click.option(
    "--dagar",
    type=click.IntRange(0),
    default=14,
    show_default=True,
    help="Pröva inte det som prövats de senaste dagarna.",
)
@click.option(
    "--paus",
    type=click.FloatRange(0.5),
    default=2.0,
    show_default=True,
    help="Sekunder mellan två frågor till samma värd.",
)
@click.option("--kontakt", default="", help="Adress som värdarna ser, för den som undrar.")
def lankar(
    data: Path, bygg: Path, hogst: int | None, dagar: int, paus: float, kontakt: str
) -> None:
    """Pröva om adresserna i källor och referenser svarar, långsamt och artigt.

    Avbryt när som helst: det som hunnits med är sparat, och nästa gång prövas resten.
    """
    # Only here: what is needed for the network is slow to import.
    from catalog.link_asking import Artighet
    from catalog.link_checking import NoNetworkError, check_addresses

    loaded, _ = load(data)
    try:
        known = check_addresses(
            addresses_of(loaded),
            bygg,
            most=hogst,
            fresh_days=dagar,
            artighet=Artighet(paus=paus),
            kontakt=kontakt,
            say=click.echo,
        )
    except NoNetworkError as error:
        raise click.ClickException(
            "Nätet går inte att nå, så ingen adress kunde prövas. Det som var känt finns kvar."
        ) from error
    except KeyboardInterrupt:
        click.echo("Avbrutet. Det som hunnits med är sparat.")
        return
    bad = [each for each in known.traffar if not each.bra]
    click.echo(
        f"{len(known.traffar)} av {known.antal} adresser är prövade; {len(bad)} svarar inte. "
        f"Svaren står i {bygg / RESULTS}, och under «Att göra» i redaktionen."
    )
