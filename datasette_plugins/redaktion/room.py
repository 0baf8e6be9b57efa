"""What the editorial instance has open, and which addresses are its own."""

from __future__ import annotations

from typing import Any

from datasette.utils import StartupError

from datasette_plugins.accounts import redaktion_of
from datasette_plugins.settings import SettingsError


def open_room(datasette: Any) -> None:
    """Open what the editorial instance works in, or stop the start; nothing in the public one."""
    try:
        redaktion = redaktion_of(datasette)
    except SettingsError as error:
        raise StartupError(str(error)) from error
    if redaktion is None:
        return
    if not redaktion.data.is_dir():
        raise StartupError(
            f"Mappen {redaktion.data} finns inte. Redaktionen behöver katalogens YAML-filer."
        )


def is_editorial_path(datasette: Any, path: str) -> bool:
    """Tell whether an address is one of the editorial ones, which check the token themselves."""
    if redaktion_of(datasette) is None:
        return False
    root = str(datasette.urls.path("/"))
    rest = "/" + path.removeprefix(root)
    return rest in {"/-/login", "/-/logout"} or f"{rest}/".startswith("/redaktion/")
