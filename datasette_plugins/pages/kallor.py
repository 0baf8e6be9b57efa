"""Works of research: the list, and each work with its use in the catalogue."""

from __future__ import annotations

import json
from typing import Any

from datasette.utils.asgi import AsgiFileDownload

from catalog.exporting import CSL_FILE
from datasette_plugins.absolute import addresses
from datasette_plugins.manifest import DOWNLOADS
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import HEADERS, JSON_LD, OPEN, json_ok, json_page, page, plain
from datasette_plugins.schema_org import describe_work

CSL = "application/vnd.citationstyles.csl+json; charset=utf-8"


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every work that the catalogue refers to."""
    if request.url_vars["format"] == ".csl.json":
        return _every_work(datasette)
    referenser = await read(datasette, lambda reader: reader.referenser())
    if request.url_vars["format"]:
        return json_ok({"antal": len(referenser), "kallor": referenser})
    return await page(datasette, request, "kallor.html", {"referenser": referenser})


async def show(datasette: Any, request: Any) -> Any:
    """Show one work, as a page, as our JSON, as CSL-JSON or in schema.org's words."""
    id_, extension = request.url_vars["id"], request.url_vars["format"]
    blad = await read(datasette, lambda reader: reader.referens(id_))
    if blad is None:
        return await answer_without_record(datasette, request, "referenser")
    csl = json.loads(blad.csl)
    if extension == ".csl.json":
        return json_page(csl, content_type=CSL)
    if extension == ".json":
        return json_ok({"kalla": {**plain(blad), "csl": csl}})
    described = describe_work(blad, csl, addresses(datasette, request))
    if extension:
        return json_page(described, content_type=JSON_LD)
    context = {
        "referens": blad,
        "csl": csl,
        "jsonld": described,
        "jsonld_vag": f"/kallor/{id_}.jsonld",
    }
    return await page(datasette, request, "kalla.html", context)


def _every_work(datasette: Any) -> Any:
    """Send the file with every work that was made with the release."""
    place = resources_of(datasette).release / DOWNLOADS / CSL_FILE
    return AsgiFileDownload(place, filename=CSL_FILE, content_type=CSL, headers={**HEADERS, **OPEN})
