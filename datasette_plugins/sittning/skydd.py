"""Holds on to every fault in a view that takes a visitor's text.

An exception that reaches Datasette may be printed with its local variables, and here they hold
a visitor's own words. So everything is caught, and only the type of the error is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from datasette_plugins import responses
from datasette_plugins.responses import NO_STORE, PageError

logger = logging.getLogger(__name__)
Answer = Callable[[Any, Any], Awaitable[Any]]
Failed = Callable[[Any, Any, PageError], Awaitable[Any]]

FAILED = PageError(
    500,
    "Det gick inte. Felet är vårt, och din text är inte sparad.",
    "Försök igen om en stund.",
)
ONLY_POST = PageError(
    405,
    "Hit kommer man från sidan Från analys till åtgärdsplan.",
    "Gå till /atgardsplan och börja där.",
)


def private(make: Answer, failed: Failed, *, as_json: bool = False) -> Callable[..., Any]:
    """Wrap a view: only POST, nothing kept on the way, and no fault ever leaves it."""
    last_resort = responses.json_error if as_json else responses.bare_error

    async def answer(datasette: Any, request: Any, send: Any) -> None:
        try:
            response = await _response(datasette, request, make, failed)
            await response.asgi_send(send)
        except Exception as error:
            logger.error("Svaret i sittningen misslyckades: %s", type(error).__name__)
            # Even the page of the error could not be made or sent.
            with suppress(Exception):
                await last_resort(FAILED, headers=NO_STORE).asgi_send(send)

    return answer


async def _response(datasette: Any, request: Any, make: Answer, failed: Failed) -> Any:
    try:
        if request.method != "POST":
            raise ONLY_POST
        return await make(datasette, request)
    except PageError as error:
        refused = error
    except Exception as error:
        logger.error("Sittningen misslyckades: %s", type(error).__name__)
        refused = FAILED
    return await failed(datasette, request, refused)
