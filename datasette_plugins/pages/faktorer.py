"""Påverkansfaktorer: the list, and each factor's own page."""

from __future__ import annotations

from typing import Any

from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read
from datasette_plugins.responses import json_ok, page


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every påverkansfaktor."""
    faktorer = await read(datasette, lambda reader: reader.paverkansfaktorer())
    if request.url_vars["format"]:
        return json_ok({"antal": len(faktorer), "paverkansfaktorer": faktorer})
    return await page(datasette, request, "faktorer.html", {"faktorer": faktorer})


async def show(datasette: Any, request: Any) -> Any:
    """Show a påverkansfaktor with all that hangs on it."""
    id_ = request.url_vars["id"]
    blad = await read(datasette, lambda reader: reader.paverkansfaktor(id_))
    if blad is None:
        return await answer_without_record(datasette, request, "paverkansfaktorer")
    if request.url_vars["format"]:
        return json_ok({"paverkansfaktor": blad})
    return await page(datasette, request, "faktor.html", {"faktor": blad})
