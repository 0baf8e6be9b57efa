"""Swedish answers when one of Datasette's own pages fails."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from datasette_plugins.responses import PageError, error_page

logger = logging.getLogger(__name__)
THEIRS = "datasette.handle_exception"
MESSAGES = {
    400: "Frågan gick inte att tolka.",
    403: "Du får inte se den här sidan.",
    404: "Det finns ingen sida på den här adressen.",
    405: "Adressen går inte att använda så.",
}


def answer_alone(datasette: Any) -> None:
    """Let Datasette print nothing when a question fails, since it prints what the visitor wrote.

    Its own answer to errors is taken away too: it is made, and printed, though ours is used.
    """
    for database in datasette.databases.values():
        database.execute = _without_log(database.execute)
    # Importing it loads the plugins, and so this room.
    from datasette.plugins import pm

    if pm.has_plugin(THEIRS):
        pm.unregister(name=THEIRS)


def _without_log(execute: Callable[..., Any]) -> Callable[..., Any]:
    async def quietly(*args: Any, **named: Any) -> Any:
        return await execute(*args, **{**named, "log_sql_errors": False})

    return quietly


def answer(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Coroutine[Any, Any, Any]]:
    """Return what Datasette awaits: our own error page for the exception."""
    error = _sql_error(exception) or _error(exception)
    if error.status >= 500:
        last = traceback.extract_tb(exception.__traceback__)[-1:]
        where = "".join(f", {Path(each.filename).name}:{each.lineno}" for each in last)
        logger.error("En av Datasettes sidor misslyckades: %s%s", type(exception).__name__, where)

    async def respond() -> Any:
        return await error_page(datasette, request, error)

    return respond


def _error(exception: Exception) -> PageError:
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    if isinstance(exception, DatasetteError) and status == 500:
        status = 400  # what cannot be sorted or found by is told without a status
    return PageError(status, MESSAGES.get(status, "Felet är vårt. Försök igen om en stund."))


def _sql_error(exception: Exception) -> PageError | None:
    """Return what SQLite says of a visitor's own SQL; nothing else is passed on."""
    if isinstance(exception, sqlite3.DataError):
        return PageError(400, "SQL-frågan gav ett för stort värde.", "Ta med färre uppgifter.")
    if not isinstance(exception, DatasetteError):
        return None
    if exception.title == "SQL Interrupted":
        return PageError(exception.status, "SQL-frågan tog för lång tid.", "Gränsen är en sekund.")
    if exception.title == "Invalid SQL":
        return PageError(exception.status, "SQL-frågan gick inte att köra.", str(exception.message))
    return None
