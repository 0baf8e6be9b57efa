"""Where an editor begins: what is waiting, and what can be done."""

from __future__ import annotations

from typing import Any

from datasette_plugins.redaktion.visits import Visit


async def show(visit: Visit) -> Any:
    """Show the first page of the editorial instance."""
    return visit.page("start.html", {})
