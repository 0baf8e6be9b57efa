"""Lets ``python -m datasette_plugins`` be the command ``insatser``."""

from datasette_plugins.cli import cli

cli(prog_name="insatser")
