"""What the commands of this room share: their options, and how they tell what is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from matcher.errors import MatcherError
from matcher.matching import Matcher
from matcher.statements import Pastaende, read_row

SHIPPED_VECTORS = Path("data/vektorer")
FOLDER = click.Path(path_type=Path, file_okay=False)

Command = TypeVar("Command", bound=Callable[..., Any])

release_option = click.option(
    "--katalog",
    "release",
    type=FOLDER,
    default=Path("build/aktuell"),
    show_default=True,
    help="Mappen med den byggda katalogen.",
)
number_option = click.option(
    "--antal",
    "number",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Högst så många förslag.",
)
vectors_option = click.option(
    "--vektorer",
    "cache",
    type=FOLDER,
    default=Path("build/vektorer"),
    show_default=True,
    help="Mapp där kodade texter sparas mellan byggen.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")


def context_options(command: Command) -> Command:
    """Add the options that tell of the school."""
    for name, text in (
        ("niva", "Nulägesanalysens nivå: resultat, undervisning eller organisation."),
        ("amne", "Ämne, till exempel svenska eller NO."),
        ("arskurs", "Årskurser, till exempel 4, 7-9 eller gy."),
        ("skolform", "Skolform, till exempel grundskola."),
    ):
        command = click.option(f"--{name}", name, default=None, help=text)(command)
    return command


def statement_of(matcher: Matcher, text: str, context: Mapping[str, str | None]) -> Pastaende:
    """Return what was asked on the command line, read as a row is."""
    row = {"id": "text", "text": text, **context, "arskurser": context.get("arskurs")}
    return read_row(row, matcher.vokabular)


Answer = TypeVar("Answer")


def or_exit(action: Callable[[], Answer]) -> Answer:
    """Return what an action gives; what it refuses is told, and ends the command."""
    try:
        return action()
    except MatcherError as fault:
        stop(str(fault))


def stop(message: str) -> NoReturn:
    """Tell what is wrong and end the command."""
    click.echo(message, err=True)
    sys.exit(1)


def tell(statement: Pastaende, before: str = "") -> None:
    """Tell what of the context was not understood."""
    for each in statement.oforstatt:
        click.echo(f"{before}Förstod inte {each}, det används inte.", err=True)


def write_json(value: object) -> str:
    """Return a value as JSON for people to read."""
    return json.dumps(value, ensure_ascii=False, indent=1)
