"""Full-text search, for short words only."""

from __future__ import annotations

from typing import Any

from datasette_plugins.resources import read
from datasette_plugins.responses import PageError, json_error, json_ok, page
from datasette_plugins.settings import LONGEST_SEARCH

TOO_LONG = PageError(
    400,
    f"Sökrutan tar högst {LONGEST_SEARCH} tecken.",
    "Klistra in längre texter på sidan Beskriv ett problem. De hamnar inte i någon adress.",
)


async def show(datasette: Any, request: Any) -> Any:
    """Show what the words are found in."""
    q = (request.args.get("q") or "").strip()
    as_json = bool(request.url_vars["format"])
    if len(q) > LONGEST_SEARCH:
        if as_json:
            return json_error(TOO_LONG)
        return await page(
            datasette, request, "sok.html", {"q": "", "fel": TOO_LONG, "svar": None}, status=400
        )
    svar = await read(datasette, lambda reader: reader.sok(q)) if q else None
    if as_json:
        return json_ok({"q": q, "svar": svar})
    return await page(datasette, request, "sok.html", {"q": q, "fel": None, "svar": svar})
