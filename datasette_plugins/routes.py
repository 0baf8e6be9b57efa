"""The table of URLs: the site's list of contents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette_plugins import analys
from datasette_plugins.pages import (
    faktorer,
    insatser,
    kallor,
    matcha,
    om,
    oversikt,
    problemomraden,
    samlingar,
    sok,
    start,
    vagar,
)
from datasette_plugins.responses import PageError, error_page

View = Callable[[Any, Any], Awaitable[Any]]


def get(view: View) -> View:
    """Wrap a page: only GET and HEAD, and what it refuses becomes an answer."""

    async def answer(datasette: Any, request: Any) -> Any:
        try:
            if request.method not in {"GET", "HEAD"}:
                raise PageError(405, "Den här adressen går bara att läsa.")
            return await view(datasette, request)
        except PageError as error:
            return await error_page(datasette, request, error)

    return answer


JSON = r"(?P<format>\.json)?"
ID = r"(?P<id>[^/.]+)"

ROUTES: list[tuple[str, Callable[..., Awaitable[Any]]]] = [
    (r"^/$", get(start.show)),
    (rf"^/insatser{JSON}$", get(insatser.show_list)),
    (rf"^/insatser/{ID}{JSON}$", get(insatser.show)),
    (rf"^/problemomraden{JSON}$", get(problemomraden.show_list)),
    (rf"^/problemomraden/{ID}{JSON}$", get(problemomraden.show)),
    (rf"^/paverkansfaktorer{JSON}$", get(faktorer.show_list)),
    (rf"^/paverkansfaktorer/{ID}{JSON}$", get(faktorer.show)),
    (rf"^/program{JSON}$", get(samlingar.show_programlista)),
    (rf"^/program/{ID}{JSON}$", get(samlingar.show_program)),
    (rf"^/anordnare{JSON}$", get(samlingar.show_anordnarlista)),
    (rf"^/anordnare/{ID}{JSON}$", get(samlingar.show_anordnare)),
    (rf"^/kallor{JSON}$", get(kallor.show_list)),
    (rf"^/kallor/{ID}(?P<format>\.json|\.csl\.json)?$", get(kallor.show)),
    (rf"^/oversikt{JSON}$", get(oversikt.show)),
    (rf"^/sok{JSON}$", get(sok.show)),
    (r"^/matcha$", get(matcha.show_form)),
    (rf"^/matcha/resultat{JSON}$", get(matcha.show_result)),
    (r"^/analys$", analys.show),
    (r"^/analys\.json$", analys.show_json),
    (r"^/om$", get(om.show)),
    (r"^/om/(?P<sida>metod|integritet|data|tillganglighet)$", get(om.show_part)),
    (r"^/robots\.txt$", get(vagar.robots)),
    (r"^/-/halsa$", get(vagar.halsa)),
    (
        r"^/katalog/(?P<table>insats|problemomrade|paverkansfaktor|program|anordnare|referens)"
        rf"/{ID}$",
        get(vagar.from_row_page),
    ),
    (
        r"^/-/(metadata|databases|threads|settings|config|messages|allow-debug|permissions|patterns"
        r"|plugins|versions|actor)(\.json)?$",
        get(vagar.closed),
    ),
    (r"^/(?!katalog(?:[/.]|$)|-/|favicon\.ico$).*$", get(vagar.unknown)),
    # Deeper than any page of Datasette's.
    (r"^/katalog(?:/[^/]+){3,}$", get(vagar.unknown)),
]
