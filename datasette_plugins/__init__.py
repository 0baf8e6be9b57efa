"""The site: a Datasette plugin that shows the catalogue and answers described needs."""

from __future__ import annotations

from typing import Any

from pluggy import HookimplMarker

from datasette_plugins import analys, delivery, errors, resources, routes, templating
from datasette_plugins.sittning import vyer

hookimpl = HookimplMarker("datasette")


@hookimpl
def startup(datasette: Any) -> Any:
    """Open the release, once."""
    return lambda: resources.open_resources(datasette)


@hookimpl
def register_routes() -> Any:
    """Add our pages before Datasette's own."""
    return routes.ROUTES


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give the templates our functions."""
    templating.prepare(env, datasette)


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer in Swedish when one of Datasette's own pages fails."""
    return errors.answer(datasette, request, exception)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Guard, keep and compress Datasette's own answers as well as ours."""
    return delivery.deliver(datasette)


@hookimpl
def skip_csrf(datasette: Any, scope: Any) -> bool:
    """Let an analysis or a sitting be posted without a token: it changes nothing."""
    path = scope["path"]
    return analys.is_analys_path(datasette, path) or vyer.is_private_path(datasette, path)
