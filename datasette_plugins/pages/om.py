"""The pages about the catalogue itself."""

from __future__ import annotations

from typing import Any

from datasette_plugins.absolute import addresses
from datasette_plugins.downloads import downloads_of, size_in_words
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import page
from datasette_plugins.schema_org import describe_data

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
    more = _about_data(datasette, request) if part == "data" else {}
    return await _page(datasette, request, f"om-{part}.html", PARTS[part], **more)


def _about_data(datasette: Any, request: Any) -> dict[str, Any]:
    opened = resources_of(datasette)
    files = downloads_of(opened.release, opened.manifest)
    version, publisher = opened.byggnad["version"], opened.settings.utgivare
    described = describe_data(files, version, publisher, addresses(datasette, request))
    return {"filer": files, "storlek": size_in_words, "jsonld": described}


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
