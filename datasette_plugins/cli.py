"""The command ``insatser``: every room's commands, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from datasette_plugins.language import speak_swedish

speak_swedish()

HOMES = {
    "analys": "matcher.analys_cli:analys",
    "atgardsplan": "matcher.plan.cli:command",
    "katalog": "catalog.cli:katalog",
    "matcha": "matcher.cli:matcha",
    "publicera": "datasette_plugins.commands:publicera",
    "redaktion": "datasette_plugins.commands:redaktion",
    "servera": "datasette_plugins.commands:servera",
    "starta": "datasette_plugins.commands:starta",
    "utgavor": "datasette_plugins.commands:utgavor",
}
"""Command → where it is defined."""


class Rooms(click.Group):
    """The commands of the rooms; the one who checks the catalogue does not wait for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own name
        """Return the names of the commands."""
        return sorted(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command, if there is one of that name."""
        if cmd_name not in HOMES:
            return None
        module, _, name = HOMES[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Rooms)
@click.version_option(package_name="insatskatalogen", message="insatser %(version)s")
def cli() -> None:
    """Insatskatalogen: kontrollera, bygg, matcha och visa."""
