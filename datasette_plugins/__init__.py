"""The site: a Datasette plugin that shows the catalogue and answers described needs.

Each hook imports what it needs when Datasette calls it. Every module of the room passes through
here, and so does each command, and none of them shall wait for the whole site.
"""

from __future__ import annotations

from typing import Any

from pluggy import HookimplMarker

hookimpl = HookimplMarker("datasette")


@hookimpl
def startup(datasette: Any) -> Any:
    """Open the release, once, and what the editorial instance has beside it."""
    from datasette_plugins import errors, resources
    from datasette_plugins.redaktion import room

    async def open_all() -> None:
        errors.answer_alone(datasette)
        await resources.open_resources(datasette)
        room.open_room(datasette)

    return open_all


@hookimpl(tryfirst=True)
def register_routes(datasette: Any) -> Any:
    """Add our pages before Datasette's own and those of other plugins."""
    from datasette_plugins import routes
    from datasette_plugins.accounts import redaktion_of
    from datasette_plugins.redaktion import routes as editorial_routes

    editorial = editorial_routes.ROUTES if redaktion_of(datasette) else []
    return [*editorial, *routes.ROUTES]


@hookimpl(tryfirst=True)
def actor_from_request(datasette: Any, request: Any) -> Any:
    """Believe an authority's own login, where the settings say so."""
    from datasette_plugins.redaktion import login

    return login.actor(datasette, request)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Give the templates our functions."""
    from datasette_plugins import templating

    templating.prepare(env, datasette)


@hookimpl
def prepare_connection(conn: Any) -> None:
    """Lower what a visitor's own question to the database may use."""
    from datasette_plugins import limits

    limits.limit(conn)


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer in Swedish when one of Datasette's own pages fails."""
    from datasette_plugins import errors

    return errors.answer(datasette, request, exception)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Guard, keep and compress Datasette's own answers as well as ours."""
    from datasette_plugins import delivery

    return delivery.deliver(datasette)


@hookimpl
def skip_csrf(datasette: Any, scope: Any) -> bool:
    """Leave out Datasette's check where nothing is changed, or where ours is stricter."""
    from datasette_plugins import analys
    from datasette_plugins.pages import foresla
    from datasette_plugins.private import is_one_of
    from datasette_plugins.redaktion import room
    from datasette_plugins.sittning import vyer

    path = scope["path"]
    changes_nothing = {*analys.PATHS, *vyer.PATHS, foresla.PATH}
    return is_one_of(changes_nothing, datasette, path) or room.is_editorial_path(datasette, path)
