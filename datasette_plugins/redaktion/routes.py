"""The table of editorial addresses: for each, what it takes to read it and to write there.

The test of permissions is made from it, so an address cannot be added without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from datasette_plugins.redaktion import (
    bedomningar,
    finding,
    lage,
    login,
    moving,
    nominering,
    past,
    pastaenden,
    posts,
    previewing,
    proposals,
    publicera,
    reviewing,
    start,
    writing,
)
from datasette_plugins.redaktion.visits import EditorialView, view


@dataclass(frozen=True, slots=True)
class Address:
    """An address, and for each method the action that it takes and the view that answers."""

    pattern: str
    get: tuple[str, EditorialView] | None = None
    post: tuple[str, EditorialView] | None = None


SLAG = r"(?P<slag>[a-z]+)"
ID = r"(?P<id>[a-z0-9-]+)"
NUMMER = r"(?P<nummer>[1-9][0-9]{0,8})"
FORSLAG = f"/redaktion/forslag/{NUMMER}"

ADDRESSES = (
    Address("/redaktion", get=("lasa", start.show)),
    Address("/redaktion/poster", get=("lasa", posts.show_kinds)),
    Address(
        f"/redaktion/{SLAG}/ny", get=("skriva", writing.show_new), post=("skriva", writing.make_new)
    ),
    Address(
        f"/redaktion/{SLAG}/{ID}/andra",
        get=("lasa", writing.show_change),
        post=("skriva", writing.begin_change),
    ),
    Address(
        f"/redaktion/{SLAG}/{ID}/avsluta",
        get=("skriva", moving.show_end),
        post=("skriva", moving.end),
    ),
    Address(
        f"/redaktion/{SLAG}/{ID}/byt-id",
        get=("skriva", moving.show_rename),
        post=("skriva", moving.give_id),
    ),
    Address(
        f"/redaktion/{SLAG}/{ID}/sla-ihop",
        get=("skriva", moving.show_merge),
        post=("skriva", moving.put_together),
    ),
    Address(f"/redaktion/historik/{SLAG}/{ID}", get=("lasa", past.show)),
    Address("/redaktion/forslag", get=("lasa", proposals.show_list)),
    Address(FORSLAG, get=("lasa", proposals.show)),
    Address(
        f"{FORSLAG}/skriv",
        get=("skriva", writing.show_draft),
        post=("skriva", writing.save_draft),
    ),
    Address(f"{FORSLAG}/skicka-in", post=("skriva", writing.send_in)),
    Address(f"{FORSLAG}/fynd", post=("skriva", writing.find_faults)),
    Address(f"{FORSLAG}/forhandsvisning", get=("lasa", previewing.show)),
    Address(f"{FORSLAG}/hittas", get=("lasa", finding.show), post=("kommentera", finding.begin)),
    Address(f"{FORSLAG}/kommentera", post=("kommentera", reviewing.comment)),
    Address(f"{FORSLAG}/ta-tillbaka", post=("skriva", reviewing.take_back)),
    Address(f"{FORSLAG}/lagg-ned", post=("skriva", reviewing.withdraw)),
    Address(f"{FORSLAG}/skriv-om", post=("skriva", reviewing.rebase)),
    Address(f"{FORSLAG}/skicka-ater", post=("granska", reviewing.send_back)),
    Address(f"{FORSLAG}/godkann", post=("granska", reviewing.approve)),
    Address(f"{FORSLAG}/avvisa", post=("granska", reviewing.reject)),
    Address("/redaktion/lage", get=("lasa", lage.show)),
    Address("/redaktion/bedomningar", get=("lasa", bedomningar.show_list)),
    Address(
        "/redaktion/nytt-pastaende",
        get=("bedoma", pastaenden.show_new),
        post=("bedoma", pastaenden.make_new),
    ),
    Address(
        f"/redaktion/bedomningar/{ID}",
        get=("lasa", bedomningar.show),
        post=("bedoma", bedomningar.save),
    ),
    Address(
        "/redaktion/nominering",
        get=("skriva", nominering.show),
        post=("skriva", nominering.take_in),
    ),
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
