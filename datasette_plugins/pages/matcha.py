"""The form for a described need, and suggestions from chosen ids that can be shared."""

from __future__ import annotations

from typing import Any

from datasette_plugins import matchning
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import PageError, json_ok, page
from datasette_plugins.uploads import Form


async def show_form(datasette: Any, request: Any) -> Any:
    """Show the empty form."""
    opened = resources_of(datasette)
    context = {
        "fel": None,
        **matchning.form_context(opened),
        "omraden": await read(datasette, lambda reader: reader.omradeslista()),
    }
    return await page(datasette, request, "matcha.html", context)


async def show_result(datasette: Any, request: Any) -> Any:
    """Show suggestions for the problem areas and the context in the address."""
    opened = resources_of(datasette)
    form = Form(
        {name: tuple(request.args.getlist(name)) for name in request.args if name != "text"}
    )
    behov = matchning.read_behov(form)
    if not behov.problemomraden:
        raise PageError(
            400,
            "Adressen nämner inget problemområde.",
            "Välj minst ett problemområde på sidan Beskriv ett problem.",
        )
    result = await matchning.match_in_turn(opened, behov)
    if request.url_vars["format"]:
        return json_ok(result.to_dict())
    context = await read(datasette, lambda reader: matchning.describe(result, reader))
    context |= matchning.form_context(opened, behov)
    return await page(datasette, request, "resultat.html", context)
