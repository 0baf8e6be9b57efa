"""Works of research: the list, and each work with its use in the catalogue."""

from __future__ import annotations

import json
from typing import Any

from datasette_plugins.resources import read
from datasette_plugins.responses import json_ok, json_page, missing, page, plain

CSL = "application/vnd.citationstyles.csl+json; charset=utf-8"


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every work that the catalogue refers to."""
    referenser = await read(datasette, lambda reader: reader.referenser())
    if request.url_vars["format"]:
        return json_ok({"antal": len(referenser), "kallor": referenser})
    return await page(datasette, request, "kallor.html", {"referenser": referenser})


async def show(datasette: Any, request: Any) -> Any:
    """Show one work, as a page, as our JSON or as CSL-JSON."""
    id_, extension = request.url_vars["id"], request.url_vars["format"]
    blad = await read(datasette, lambda reader: reader.referens(id_))
    if blad is None:
        raise missing("källa")
    csl = json.loads(blad.csl)
    if extension == ".csl.json":
        return json_page(csl, content_type=CSL)
    if extension:
        return json_ok({"kalla": {**plain(blad), "csl": csl}})
    return await page(datasette, request, "kalla.html", {"referens": blad, "csl": csl})
