"""The site's own commands, and ``losenord`` among those of redaktionen."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from datasette_auth_passwords.utils import hash_password

from catalog import CatalogError
from catalog.proposals.cli import redaktion
from datasette_plugins.faults import told
from datasette_plugins.instance import SECRET
from datasette_plugins.making import Vectors
from datasette_plugins.publishing import add_vectors, go_back, publish
from datasette_plugins.releases import table
from datasette_plugins.starting import INSTANCE, start
from datasette_plugins.supervisor import serve

EDITORIAL = "redaktion"
LEAST_PASSWORD = 12

folder = click.Path(path_type=Path, file_okay=False)


@redaktion.command()
@click.password_option(
    "--losenord",
    prompt="Lösenord",
    help="Frågas efter om det inte anges, och det är säkrast: då syns det ingenstans.",
)
def losenord(losenord: str) -> None:
    """Gör en hash av ett lösenord, att lägga i en miljövariabel."""
    if len(losenord) < LEAST_PASSWORD:
        raise click.UsageError(f"Lösenordet ska ha minst {LEAST_PASSWORD} tecken.")
    click.echo(hash_password(losenord))


data_option = click.option(
    "--data", type=folder, default=Path("data"), show_default=True, help="Datamappen."
)
bygg_option = click.option(
    "--bygg", type=folder, default=Path("build"), show_default=True, help="Mappen för utgåvor."
)
port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port på den här datorn; 0 tar en ledig.",
)


@click.command()
@data_option
@bygg_option
@click.option(
    "--utan-vektorer", is_flag=True, help="Hoppa över meningsvektorerna, som tar tid första gången."
)
@click.option(
    "--tillbaka",
    is_flag=True,
    help="Bygg inget: visa utgåvan som visades före den här, prövad på nytt.",
)
@click.option(
    "--ersatt",
    metavar="UTGÅVA",
    hidden=True,
    help="Lägg bara till meningsvektorer i den här utgåvan; annars publiceras inget.",
)
def publicera(
    data: Path, bygg: Path, utan_vektorer: bool, tillbaka: bool, ersatt: str | None
) -> None:
    """Kontrollera, bygg och pröva en utgåva, och låt den bli den som visas.

    Går något fel står allt kvar som det var.
    """
    # So that what is half done is cleared away also when someone ends the process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with _told_in_words(data):
        if tillbaka:
            release = go_back(bygg, say=click.echo)
        elif ersatt:
            release = add_vectors(data, bygg, ersatt, say=click.echo)
        else:
            vectors: Vectors = "inga" if utan_vektorer else "alla"
            release = publish(data, bygg, vectors=vectors, say=click.echo)
    click.echo(f"Utgåvan {release.name} är den som visas.")


@click.command()
@bygg_option
def utgavor(bygg: Path) -> None:
    """Lista utgåvorna som finns kvar, den som visas och den som det går att gå tillbaka till."""
    with _told_in_words():
        for line in table(bygg):
            click.echo(line)


@click.command()
@click.argument("instans", type=click.Choice([INSTANCE, EDITORIAL]))
@port_option
@bygg_option
@click.option(
    "--arbetare",
    type=click.IntRange(1, 32),
    default=1,
    show_default=True,
    help="Antal processer som delar på porten; gärna en för varje kärna.",
)
@click.option(
    "--installningar",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML-fil med inställningar som går före de inbyggda. Se docs/drift.md.",
)
def servera(instans: str, port: int, bygg: Path, arbetare: int, installningar: Path | None) -> None:
    """Visa den senast publicerade utgåvan, och byt till nästa när den kommer.

    Instansen publik är för alla. Instansen redaktion har inloggning, förslag och granskning.
    """
    if instans == EDITORIAL:
        if arbetare > 1:
            # Each process counts attempts to log in by itself.
            raise click.UsageError("Redaktionen körs i en enda process.")
        os.environ.setdefault(SECRET, secrets.token_hex(32))
    with _told_in_words():
        serve(bygg, instans, port, click.echo, local=installningar, count=arbetare)


@click.command()
@data_option
@bygg_option
@port_option
def starta(data: Path, bygg: Path, port: int) -> None:
    """Publicera om det behövs och visa webbplatsen, så fort den går att använda.

    Första gången räknas meningsvektorerna ut medan webbplatsen redan visas.
    """
    with _told_in_words(data):
        start(data, bygg, port, click.echo)


@contextmanager
def _told_in_words(data: Path | None = None) -> Iterator[None]:
    if data is not None and not data.is_dir():
        raise click.UsageError(f"Mappen {data} finns inte.")
    try:
        yield
    except CatalogError as error:
        for finding in error.findings:
            click.echo(f"{finding}\n")
        raise click.ClickException(told(error) or "") from error
    except Exception as error:
        words = told(error)
        if words is None:
            raise
        raise click.ClickException(words) from error
