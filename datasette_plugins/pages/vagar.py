"""Ways on and ways closed: redirects, robots and addresses that do not exist."""

from __future__ import annotations

import logging
from typing import Any

from datasette.utils.asgi import Response

from catalog.reading import Reader
from datasette_plugins.absolute import addresses
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import (
    HEADERS,
    NO_STORE,
    PageError,
    json_error,
    json_ok,
    redirect,
)

logger = logging.getLogger(__name__)
UNREADABLE = PageError(503, "Katalogen går inte att läsa just nu.")

ROW_PAGES = {
    "insats": "insatser",
    "problemomrade": "problemomraden",
    "paverkansfaktor": "paverkansfaktorer",
    "program": "program",
    "anordnare": "anordnare",
    "referens": "kallor",
}
"""Table in the database → first segment of our own page."""


async def robots(datasette: Any, request: Any) -> Any:
    """Keep crawlers away from the raw tables and the result pages, and show them the map."""
    closed = ("/katalog", "/sok", "/matcha/resultat", "/insatser?", "/jamfor?", "/lista")
    lines = ["User-agent: *", *(f"Disallow: {datasette.urls.path(path)}" for path in closed)]
    lines.append(f"Sitemap: {addresses(datasette, request)('/sitemap.xml')}")
    return Response.text("\n".join(lines) + "\n", headers=HEADERS)


async def halsa(datasette: Any, _request: Any) -> Any:
    """Tell a monitor which release is served, and that it can be read."""
    opened = resources_of(datasette)
    try:
        version = (await read(datasette, Reader.byggnad))["version"]
    except Exception as error:
        logger.error("Katalogen går inte att läsa: %s", type(error).__name__)
        return json_error(UNREADABLE, headers=NO_STORE)
    return json_ok(
        {"utgava": opened.release.name, "version": version, "antal": opened.manifest["antal"]},
        headers=NO_STORE,
    )


async def from_row_page(datasette: Any, request: Any) -> Any:
    """Send the visitor from Datasette's row page to our own."""
    segment = ROW_PAGES[request.url_vars["table"]]
    return redirect(datasette, f"/{segment}/{request.url_vars['id']}", status=301)


async def closed(_datasette: Any, _request: Any) -> Any:
    """Answer as if Datasette's own page of the kind did not exist."""
    raise PageError(404, "Det finns ingen sida på den här adressen.")


async def unknown(datasette: Any, request: Any) -> Any:
    """Answer any other address: without its last slash if it has one, else that it is unknown."""
    path = request.scope.get("route_path") or request.path
    if path.endswith("/") and path.strip("/"):
        query = f"?{request.query_string}" if request.query_string else ""
        return redirect(datasette, f"/{path.strip('/')}{query}", status=301)
    raise PageError(
        404,
        "Det finns ingen sida på den här adressen.",
        "Kontrollera stavningen, eller börja från startsidan.",
    )
