"""The table of editorial addresses: for each, what it takes to read it and to write there.

The test of permissions is made from it, so an address cannot be added without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from datasette_plugins.redaktion import login, publicera, start
from datasette_plugins.redaktion.visits import EditorialView, view


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and for each method the action that it takes and the view that answers."""

    pattern: str
    get: tuple[str, EditorialView] | None = None
    post: tuple[str, EditorialView] | None = None


ADDRESSES = (
    Address("/redaktion", get=("lasa", start.show)),
    Address(
        "/redaktion/publicera",
        get=("publicera", publicera.show),
        post=("publicera", publicera.begin),
    ),
)

LOGIN_ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/-/login$", login.log_in),
    (r"^/-/logout$", login.log_out),
]

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    *LOGIN_ROUTES,
    *((rf"^{each.pattern}$", view(get=each.get, post=each.post)) for each in ADDRESSES),
]
