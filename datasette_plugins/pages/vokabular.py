"""Vocabularies: the list of them, and each as a page, JSON and SKOS."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette.utils.asgi import Response

from datasette_plugins.absolute import addresses
from datasette_plugins.resources import read
from datasette_plugins.responses import HEADERS, OPEN, json_ok, missing, page


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every vocabulary."""
    listor = await read(datasette, lambda reader: reader.begreppslistor())
    if request.url_vars["format"]:
        return json_ok({"antal": len(listor), "vokabularer": listor})
    return await page(datasette, request, "vokabularer.html", {"listor": listor})


async def show(datasette: Any, request: Any) -> Any:
    """Show a vocabulary with its values."""
    listor = await read(datasette, lambda reader: reader.begreppslistor())
    lista = next((each for each in listor if each.id == request.url_vars["id"]), None)
    if lista is None:
        raise missing("ingen ordlista")
    ending = request.url_vars["format"] or ""
    if ending == ".json":
        return json_ok({"vokabular": lista})
    if ending:
        # rdflib takes a while to import, and most visitors never ask for RDF.
        from datasette_plugins.skos import SERIALIZERS, concept_scheme

        name, media = SERIALIZERS[ending]
        address = addresses(datasette, request)
        # In a thread, since a long list takes a while and nobody else should wait for it.
        text = await asyncio.to_thread(
            lambda: concept_scheme(lista, address).serialize(format=name)
        )
        return Response(text, headers={**HEADERS, **OPEN}, content_type=media)
    names = {begrepp.id: begrepp.namn for begrepp in lista.begrepp}
    return await page(datasette, request, "vokabular.html", {"lista": lista, "namn": names})
