"""Works of research: the list, and each work with its use in the catalogue."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from catalog.exporting import CSL_FILE
from catalog.reading import Referenskort
from datasette_plugins.absolute import addresses
from datasette_plugins.manifest import DOWNLOADS
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import (
    HEADERS,
    JSON_LD,
    OPEN,
    file_page,
    json_ok,
    json_page,
    page,
    plain,
)
from datasette_plugins.schema_org import describe_work

CSL = "application/vnd.citationstyles.csl+json; charset=utf-8"


async def show_list(datasette: Any, request: Any) -> Any:
    """Show every work that the catalogue refers to."""
    if request.url_vars["format"] == ".csl.json":
        return _every_work(datasette, request)
    referenser = await read(datasette, lambda reader: reader.referenser())
    if request.url_vars["format"]:
        return json_ok({"antal": len(referenser), "kallor": referenser})
    context = {"referenser": referenser, "bokstaver": by_letter(referenser)}
    return await page(datasette, request, "kallor.html", context)


def by_letter(
    referenser: Iterable[Referenskort],
) -> tuple[tuple[str, tuple[Referenskort, ...]], ...]:
    """Return each first letter with its works, in the order that they come in.

    Examples
    --------
    >>> by_letter(())
    ()
    """
    groups: dict[str, list[Referenskort]] = {}
    for referens in referenser:
        groups.setdefault(_letter(referens.kort), []).append(referens)
    return tuple((letter, tuple(found)) for letter, found in groups.items())


def _letter(text: str) -> str:
    """Return the letter a name is sorted under: foreign marks are dropped, å ä ö are letters."""
    first = text[:1].upper()
    if first in "ÅÄÖ":
        return first
    plain_letter = unicodedata.normalize("NFD", first)[:1]
    return plain_letter if plain_letter.isalpha() else "0–9"


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


def _every_work(datasette: Any, request: Any) -> Any:
    """Send the file with every work that was made with the release."""
    place = resources_of(datasette).release / DOWNLOADS / CSL_FILE
    return file_page(request, place, content_type=CSL, headers={**HEADERS, **OPEN})
