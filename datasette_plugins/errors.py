"""Swedish answers when one of Datasette's own pages fails."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from datasette_plugins.responses import PageError, error_page

MESSAGES = {
    400: "Frågan gick inte att tolka.",
    403: "Du får inte se den här sidan.",
    404: "Det finns ingen sida på den här adressen.",
    405: "Adressen går inte att använda så.",
}


def answer(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Coroutine[Any, Any, Any]]:
    """Return what Datasette awaits: our own error page for the exception."""
    error = _sql_error(exception) or _error(exception)

    async def respond() -> Any:
        return await error_page(datasette, request, error)

    return respond


def _error(exception: Exception) -> PageError:
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    return PageError(status, MESSAGES.get(status, "Felet är vårt. Försök igen om en stund."))


def _sql_error(exception: Exception) -> PageError | None:
    """Return what SQLite says of a visitor's own SQL; nothing else is passed on."""
    if not isinstance(exception, DatasetteError):
        return None
    if exception.title == "SQL Interrupted":
        return PageError(exception.status, "SQL-frågan tog för lång tid.", "Gränsen är en sekund.")
    if exception.title == "Invalid SQL":
        return PageError(exception.status, "SQL-frågan gick inte att köra.", str(exception.message))
    return None
