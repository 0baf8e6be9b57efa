"""The pages about the catalogue itself."""

from __future__ import annotations

from typing import Any

from datasette_plugins import tillganglighet
from datasette_plugins.absolute import addresses
from datasette_plugins.downloads import downloads_of, size_in_words
from datasette_plugins.manifest import read_measurement
from datasette_plugins.resources import read, resources_of
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
    more: dict[str, Any] = {}
    if part == "metod":
        more = await _measured(datasette)
    elif part == "data":
        more = _about_data(datasette, request)
    elif part == "tillganglighet":
        more = tillganglighet.statement()
    return await _page(datasette, request, f"om-{part}.html", PARTS[part], **more)


async def _measured(datasette: Any) -> dict[str, Any]:
    """Return how well matching works in this release, and the names of what it speaks of."""
    opened = resources_of(datasette)
    measured = read_measurement(opened.release)
    if measured is None:
        return {"matning": None}
    ids = {id_ for miss in measured["samst"] for id_ in (*miss["foreslagna"], *miss["bedomda"])}
    cards = await read(datasette, lambda reader: reader.insatskort(sorted(ids)))
    terms = (*opened.vokabular.analysnivaer, *opened.vokabular.skolformer)
    return {
        "matning": measured,
        "kort": {card.id: card for card in cards},
        "begrepp": {term.id: term.namn for term in terms},
    }


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
