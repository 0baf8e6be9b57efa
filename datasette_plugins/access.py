"""Who may do what: the only place that decides it, and the file that is rewritten at 1.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette_plugins.accounts import Konto, redaktion_of

NEEDS: Mapping[str, frozenset[str]] = {
    "lasa": frozenset({"lasare", "skribent", "granskare", "publicerare"}),
    "kommentera": frozenset({"skribent", "granskare", "publicerare"}),
    "skriva": frozenset({"skribent", "granskare"}),
    "granska": frozenset({"granskare"}),
    "bedoma": frozenset({"skribent", "granskare"}),
    "publicera": frozenset({"publicerare"}),
}
"""Action → roles of which one is enough."""

OWN = frozenset({"skriva"})
"""Actions on a proposal that only the one who wrote it may do."""
OTHERS = frozenset({"granska"})
"""Actions on a proposal that the one who wrote it may not do."""


VOUCHED = "inloggning"
"""What an actor has when it was our own login, or the authority's, that let it in."""


def may(datasette: Any, actor: Mapping[str, Any] | None, action: str, author: str = "") -> bool:
    """Tell whether an actor may do something, to a proposal by ``author`` if there is one.

    Roles are looked up at each question, so that an account that is taken away, or given other
    roles, cannot go on with what its cookie once allowed.
    """
    konto = konto_of(datasette, actor)
    if konto is None or not NEEDS[action] & set(konto.roller):
        return False
    if author and action in OWN:
        return konto.id == author
    if author and action in OTHERS:
        return konto.id != author
    return True


def konto_of(datasette: Any, actor: Mapping[str, Any] | None) -> Konto | None:
    """Return the account of an actor; None for a visitor, and always in the public instance."""
    redaktion = redaktion_of(datasette)
    if redaktion is None or not actor or VOUCHED not in actor:
        return None  # Datasette itself believes cookies that cannot be taken back
    return redaktion.konton.get(str(actor.get("id")))
