"""The table of URLs: the site's list of contents."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette_plugins import analys
from datasette_plugins.negotiation import negotiate
from datasette_plugins.pages import (
    faktorer,
    foresla,
    insatser,
    jamfor,
    kallor,
    lista,
    matcha,
    om,
    oppna,
    oversikt,
    problemomraden,
    samlingar,
    sok,
    start,
    vagar,
    vokabular,
)
from datasette_plugins.responses import PageError, error_page
from datasette_plugins.sittning import maskin, vyer

View = Callable[[Any, Any], Awaitable[Any]]


def get(view: View, *endings: str) -> View:
    """Wrap a page: only GET and HEAD, and what it refuses becomes an answer.

    ``endings`` are the other forms that the address has, which ``Accept`` can choose.
    """

    async def answer(datasette: Any, request: Any) -> Any:
        negotiated = negotiate(request, endings)
        try:
            if request.method not in {"GET", "HEAD"}:
                raise PageError(405, "Den här adressen går bara att läsa.")
            response = await view(datasette, request)
        except PageError as error:
            response = await error_page(datasette, request, error)
        if negotiated:
            response.headers["Vary"] = "Accept"
        return response

    return answer


ID = r"(?P<id>[^/.]+)"
JSON = (".json",)
CITED = (".csl.json", ".json")
RDF = (".jsonld", ".json", ".ttl", ".rdf")


def route(path: str, view: View, *endings: str) -> tuple[str, View]:
    """Return the route of a page with its other forms: by ending, or by ``Accept``."""
    forms = "|".join(re.escape(ending) for ending in endings)
    return rf"^{path}(?P<format>{forms})?$", get(view, *endings)


FOR_PROGRAMS = {
    "/datasets/dcat": "Beskriver datamängden enligt DCAT-AP-SE 3.0.1, i RDF/XML.",
    "/vokabular/{id}.ttl": "Hämta en ordlista som SKOS i Turtle.",
    "/vokabular/{id}.rdf": "Hämta en ordlista som SKOS i RDF/XML.",
    "/nedladdning/{fil}": "Hämta hela katalogen i en fil. Filerna står på /om/data.",
    "/katalog.db": "Hämta hela databasen.",
    "/andringar.atom": "Visar när poster skrevs och granskades, nyast först.",
    "/sitemap.xml": "Alla sidor, för sökmotorer.",
    "/robots.txt": "Vad sökmotorer ska hålla sig ifrån.",
}
"""What programs fetch, beside the JSON that the OpenAPI document describes."""

ROUTES: list[tuple[str, Callable[..., Awaitable[Any]]]] = [
    (r"^/$", get(start.show)),
    route("/insatser", insatser.show_list, *JSON),
    route(f"/insatser/{ID}", insatser.show, ".jsonld", *JSON),
    route("/problemomraden", problemomraden.show_list, *JSON),
    route(f"/problemomraden/{ID}", problemomraden.show, *JSON),
    route("/paverkansfaktorer", faktorer.show_list, *JSON),
    route(f"/paverkansfaktorer/{ID}", faktorer.show, *JSON),
    route("/program", samlingar.show_programlista, *JSON),
    route(f"/program/{ID}", samlingar.show_program, *JSON),
    route("/anordnare", samlingar.show_anordnarlista, *JSON),
    route(f"/anordnare/{ID}", samlingar.show_anordnare, *JSON),
    route("/kallor", kallor.show_list, *CITED),
    route(f"/kallor/{ID}", kallor.show, ".jsonld", *CITED),
    route("/vokabular", vokabular.show_list, *JSON),
    route(f"/vokabular/{ID}", vokabular.show, *RDF),
    route("/oversikt", oversikt.show, *JSON),
    route("/sok", sok.show, *JSON),
    route("/jamfor", jamfor.show, *JSON),
    (r"^/lista(?P<format>\.json|\.xlsx|\.docx|\.csv)?$", get(lista.show, *JSON)),
    (r"^/matcha$", get(matcha.show_form)),
    route("/matcha/resultat", matcha.show_result, *JSON),
    (r"^/analys$", analys.show),
    (r"^/analys\.json$", analys.show_json),
    (r"^/atgardsplan$", get(vyer.show_start)),
    (r"^/atgardsplan\.json$", maskin.show),
    (r"^/atgardsplan/problem$", vyer.show_problem),
    (r"^/atgardsplan/forslag$", vyer.show_forslag),
    (r"^/atgardsplan/paket$", vyer.show_paket),
    (r"^/atgardsplan/plan$", vyer.show_plan),
    (r"^/atgardsplan/plan\.docx$", vyer.fetch_docx),
    (r"^/atgardsplan/plan\.md$", vyer.fetch_markdown),
    (r"^/atgardsplan/plan\.json$", vyer.fetch_json),
    (r"^/atgardsplan/arbetsfil\.json$", vyer.fetch_working_file),
    (r"^/om$", get(om.show)),
    (r"^/om/foresla$", foresla.show),
    (r"^/om/(?P<sida>metod|integritet|data|tillganglighet)$", get(om.show_part)),
    (r"^/openapi\.json$", get(oppna.show_openapi)),
    (r"^/datasets/dcat(\.rdf)?$", get(oppna.show_dcat)),
    (r"^/andringar\.atom$", get(oppna.show_feed)),
    (r"^/nedladdning/(?P<fil>[^/]+)$", get(oppna.show_file)),
    (r"^/katalog\.db$", get(oppna.show_database)),
    (r"^/sitemap\.xml$", get(oppna.show_sitemap)),
    (r"^/robots\.txt$", get(vagar.robots)),
    (r"^/-/halsa$", get(vagar.halsa)),
    (
        r"^/katalog/(?P<table>insats|problemomrade|paverkansfaktor|program|anordnare|referens)"
        rf"/{ID}$",
        get(vagar.from_row_page),
    ),
    # Every page of Datasette's, and of plugins', that is about the instance and not the catalogue.
    (r"^/-/(?!static/|static-plugins/).*$", get(vagar.closed)),
    (r"^/(?!katalog(?:[/.]|$)|-/|favicon\.ico$).*$", get(vagar.unknown)),
    # Deeper than any page of Datasette's.
    (r"^/katalog(?:/[^/]+){3,}$", get(vagar.unknown)),
]
