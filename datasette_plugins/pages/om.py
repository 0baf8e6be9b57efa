"""The pages about the catalogue itself."""

from __future__ import annotations

from typing import Any

from datasette_plugins import tillganglighet
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import page

PARTS = {
    "metod": "Så fungerar matchningen",
    "integritet": "Integritet",
    "data": "Data och öppna gränssnitt",
    "tillganglighet": "Tillgänglighet",
}


async def show(datasette: Any, request: Any) -> Any:
    """Show what the catalogue is."""
    return await _page(datasette, request, "om.html", "Om Insatskatalogen")


async def show_part(datasette: Any, request: Any) -> Any:
    """Show one of the pages below ``/om``."""
    part = request.url_vars["sida"]
    more = tillganglighet.statement() if part == "tillganglighet" else {}
    return await _page(datasette, request, f"om-{part}.html", PARTS[part], **more)


async def _page(datasette: Any, request: Any, template: str, title: str, **more: Any) -> Any:
    opened = resources_of(datasette)
    context = {
        "titel": title,
        "delsidor": PARTS,
        "byggnad": opened.byggnad,
        "installningar": opened.settings,
        **more,
    }
    return await page(datasette, request, template, context)
