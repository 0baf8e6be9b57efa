"""The first page: what this is, three ways in, and the problem areas by level."""

from __future__ import annotations

from typing import Any

from datasette_plugins.pages.problemomraden import by_level
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import page


async def show(datasette: Any, request: Any) -> Any:
    """Show the first page."""
    opened = resources_of(datasette)
    omraden = await read(datasette, lambda reader: reader.omradeslista())
    context = {
        "byggnad": opened.byggnad,
        "nivaer": by_level(omraden, opened.vokabular.analysnivaer),
    }
    return await page(datasette, request, "start.html", context)
