"""What programs fetch: the description of the data and of the JSON, files, feed and sitemap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import Response

from datasette_plugins import feed, openapi, sitemap
from datasette_plugins.absolute import addresses
from datasette_plugins.downloads import downloads_of
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import HEADERS, OPEN, PageError, file_page, json_page
from datasette_plugins.settings import DATABASE_FILE

MAX_DIGITS = 5
OUR_HEADERS = {**HEADERS, **OPEN}


async def show_openapi(datasette: Any, request: Any) -> Any:
    """Describe every JSON address."""
    address = addresses(datasette, request)
    paths = await read(datasette, sitemap.record_paths)
    examples = dict(path.strip("/").split("/") for path in reversed(paths))
    examples["vokabular"] = "skolformer"
    return json_page(openapi.document(address("/").rstrip("/"), examples))


async def show_dcat(datasette: Any, request: Any) -> Any:
    """Describe the data set for harvesters."""
    from datasette_plugins.dcat import Utgava, describe  # rdflib takes a while to import

    opened = resources_of(datasette)
    newest, first = await read(
        datasette,
        lambda reader: (next(iter(reader.andringar()), None), reader.forsta_ar()),
    )
    utgava = Utgava(opened.byggnad["version"], newest.datum if newest else None, first)
    files = downloads_of(opened.release, opened.manifest)
    graph = describe(utgava, files, opened.settings, addresses(datasette, request))
    return _text(graph.serialize(format="pretty-xml"), "application/rdf+xml; charset=utf-8")


async def show_feed(datasette: Any, request: Any) -> Any:
    """Tell what was written and reviewed, newest first."""
    text = request.args.get("sida") or "1"
    page = int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0
    changes = await read(datasette, lambda reader: reader.andringar())
    pages = max(1, -(-len(changes) // feed.PER_PAGE))
    if not 1 <= page <= pages:
        raise PageError(404, f"Flödet har {pages} sidor.")
    shown = changes[(page - 1) * feed.PER_PAGE : page * feed.PER_PAGE]
    author = resources_of(datasette).settings.utgivare
    content = feed.feed(shown, page, pages, author, addresses(datasette, request))
    return _text(content, "application/atom+xml; charset=utf-8")


async def show_sitemap(datasette: Any, request: Any) -> Any:
    """List every page for search engines."""
    paths, days = await read(
        datasette,
        lambda reader: (
            (*sitemap.PAGES, *sitemap.vocabulary_paths(reader), *sitemap.record_paths(reader)),
            sitemap.last_days(reader),
        ),
    )
    content = sitemap.sitemap(paths, days, addresses(datasette, request))
    return _text(content, "application/xml; charset=utf-8")


async def show_file(datasette: Any, request: Any) -> Any:
    """Send a file that was made with the release."""
    return _file(datasette, request, f"/nedladdning/{request.url_vars['fil']}", OUR_HEADERS)


async def show_database(datasette: Any, request: Any) -> Any:
    """Send the whole database, as Datasette would but in larger pieces."""
    return _file(datasette, request, f"/{DATABASE_FILE}", OPEN)


def _file(datasette: Any, request: Any, vag: str, headers: Mapping[str, str]) -> Any:
    opened = resources_of(datasette)
    for each in downloads_of(opened.release, opened.manifest):
        if each.vag == vag:
            # The name that dataportal.se has for it is no media type for browsers.
            media = each.mediatyp.replace("text/csv+zip", "application/zip")
            return file_page(
                request, each.plats, content_type=media, etag=each.sha256, headers=headers
            )
    raise PageError(404, "Det finns ingen fil på den här adressen.", "Gå till sidan om data.")


def _text(content: str, media: str) -> Any:
    return Response(content, headers={**HEADERS, **OPEN}, content_type=media)
