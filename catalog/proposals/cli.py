"""The command groups ``katalog forslag`` and ``redaktion``: thin over this package."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from catalog.findings import has_errors
from catalog.proposals import states
from catalog.proposals.applying import apply_proposal, findings_for, recover
from catalog.proposals.backup import back_up, restore
from catalog.proposals.diff import Faltandring, field_changes, line_changes, paired
from catalog.proposals.git import Git, export_patch
from catalog.proposals.importing import import_nomination
from catalog.proposals.model import SLAG, Forslag, ProposalError
from catalog.proposals.store import ProposalStore
from catalog.prospect import Prospect

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)

forslag_option = click.option(
    "--forslag",
    "database",
    type=FILE,
    default=Path("forslag.db"),
    show_default=True,
    help="Databasen med förslag.",
)
data_option = click.option(
    "--data", type=FOLDER, default=Path("data"), show_default=True, help="Datamappen."
)
number_argument = click.argument("nummer", metavar="NR", type=click.IntRange(min=1))


@contextmanager
def _store(database: Path, *, new: bool = False) -> Iterator[ProposalStore]:
    if not new and not database.is_file():
        raise click.UsageError(f"{database} finns inte. Ange databasen med --forslag.")
    try:
        store = ProposalStore(database)
        try:
            yield store
        finally:
            store.close()
    except ProposalError as error:
        raise click.ClickException(str(error)) from error


@click.group()
def forslag() -> None:
    """Läs och för in förslag från redaktionen."""


@forslag.command()
@forslag_option
@click.option(
    "--lage",
    "lagen",
    multiple=True,
    type=click.Choice(list(states.LAGEN)),
    help="Bara det här läget. Går att upprepa.",
)
def lista(database: Path, lagen: tuple[str, ...]) -> None:
    """Lista förslagen, nyast först."""
    with _store(database) as store:
        for each in store.list_forslag(lagen=lagen):
            click.echo(
                f"{each.nummer:>5}  {states.LAGEN[each.lage]:<10}  {SLAG[each.slag]:<14}  "
                f"{each.fil}  ({each.forfattare})"
            )


@forslag.command()
@number_argument
@forslag_option
@data_option
@click.option("--rader", is_flag=True, help="Visa filernas rader i stället för fälten.")
def visa(nummer: int, database: Path, data: Path, rader: bool) -> None:
    """Visa vad förslaget NR ändrar, vad som har sagts om det och vad kontrollen säger."""
    with _store(database) as store:
        found = store.get(nummer)
        prospect = Prospect(data)
        _show_head(found)
        for each in paired(found.filer):
            click.echo(f"\n# {each.fil}{'' if each.efter is not None else ' (tas bort)'}")
            if rader:
                click.echo("\n".join(line_changes(each)))
            elif each.efter is not None:
                for line in _told(field_changes(each, katalog=prospect.katalog)):
                    click.echo(line)
        for comment in store.comments(nummer):
            click.echo(f"\n{comment.av}, {comment.tid}: {comment.text}")
        if found.lage in states.OPEN:
            for finding in findings_for(prospect, found):
                click.echo(f"\n{finding}")


@forslag.command()
@number_argument
@forslag_option
@data_option
@click.option("--av", "person", required=True, help="Den som godkänner, eller som för in.")
@click.option("--git", "with_git", is_flag=True, help="Gör också en commit med författarens namn.")
def tillampa(nummer: int, database: Path, data: Path, person: str, with_git: bool) -> None:
    """För in förslaget NR i katalogens filer, och godkänn det om ingen har gjort det."""
    if not data.is_dir():
        raise click.UsageError(f"Mappen {data} finns inte.")
    git = Git() if with_git else None
    with _store(database) as store:
        for done in recover(store, data, git=git):
            click.echo(f"Förslag {done.nummer} var påbörjat och är nu infört.")
        applied = apply_proposal(store, nummer, data, reviewer=person, git=git)
        for name in applied.filer:
            click.echo(name)
        click.echo(applied.forbehall or f"Förslag {nummer} är infört. Det syns efter publicering.")


@forslag.command()
@number_argument
@forslag_option
@data_option
def patch(nummer: int, database: Path, data: Path) -> None:
    """Skriv förslaget NR som en patch som «git am» och «git apply» tar."""
    with _store(database) as store:
        click.echo(export_patch(store, nummer, data), nl=False)


@click.group()
def redaktion() -> None:
    """Ta hand om redaktionens förslag: säkerhetskopior och nomineringar."""


@redaktion.command()
@forslag_option
@click.option("--ut", "folder", type=FOLDER, required=True, help="Mappen för kopior.")
def sakerhetskopia(database: Path, folder: Path) -> None:
    """Kopiera förslagens databas medan den används, och kontrollera kopian."""
    try:
        copy = back_up(database, folder)
    except ProposalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{copy.path}: {copy.forslag} förslag, {copy.handelser} händelser.")
    click.echo(f"SHA-256 {copy.sha256}")


@redaktion.command()
@click.argument("kopia", type=FILE)
@forslag_option
def aterstall(kopia: Path, database: Path) -> None:
    """Lägg tillbaka KOPIA. Det som stod där förut sparas bredvid."""
    try:
        kept = restore(kopia, database)
    except ProposalError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{database} är återställd ur {kopia}.")
    if kept is not None:
        click.echo(f"Det som stod där förut ligger i {kept}.")


@redaktion.command()
@click.argument("fil", type=FILE)
@forslag_option
@data_option
@click.option("--av", "person", required=True, help="Den som importerar, och blir skribent.")
def importera(fil: Path, database: Path, data: Path, person: str) -> None:
    """Gör ett utkast av en nominering i FIL (JSON eller YAML)."""
    if not fil.is_file():
        raise click.UsageError(f"{fil} finns inte.")
    if not data.is_dir():
        raise click.UsageError(f"Mappen {data} finns inte.")
    with _store(database, new=True) as store:
        found = import_nomination(
            store, Prospect(data), fil.read_bytes(), filename=fil.name, by=person
        )
        for finding in found.fynd:
            click.echo(f"{finding}\n")
        click.echo(f"Förslag {found.forslag.nummer} är ett utkast: {found.forslag.fil}.")
    sys.exit(1 if has_errors(found.fynd) else 0)


def _show_head(found: Forslag) -> None:
    click.echo(f"Förslag {found.nummer}: {SLAG[found.slag]}, {states.LAGEN[found.lage]}")
    click.echo(f"Skrivet av {', '.join(found.skribenter)}")
    if found.skal:
        click.echo(f"Skäl: {found.skal}")
    if found.granskare:
        click.echo(f"Granskat av {found.granskare}. {found.granskarens_ord}".rstrip())


def _told(changes: list[Faltandring], indent: str = "") -> Iterator[str]:
    for each in changes:
        yield f"{indent}{each.titel} ({each.slag.replace('andrat', 'ändrat')})"
        if each.fore is not None and not each.delar:
            yield f"{indent}  − {each.fore}"
        if each.efter is not None and not each.delar:
            yield f"{indent}  + {each.efter}"
        yield from _told(list(each.delar), indent + "  ")
