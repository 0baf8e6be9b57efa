"""Holds on to every fault in a view that takes a visitor's text.

An exception that reaches Datasette may be printed with its local variables, and here they hold
a visitor's own words. So everything is caught, and only the type of the error is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any

from datasette_plugins import responses
from datasette_plugins.responses import NO_STORE, PageError

logger = logging.getLogger(__name__)
Answer = Callable[[Any, Any], Awaitable[Any]]
Failed = Callable[[Any, Any, PageError], Awaitable[Any]]


def private(
    make: Answer, failed: Failed, fault: PageError, *, name: str, as_json: bool = False
) -> Callable[..., Any]:
    """Wrap a view: nothing is kept on the way, and no fault ever leaves it.

    Parameters
    ----------
    make : callable
        Makes the answer, or raises a ``PageError`` that says what is wrong.
    failed : callable
        Makes the answer that tells of a fault.
    fault : PageError
        What is told of any other error, which is ours.
    name : str
        What failed, for the log.
    as_json : bool
        Whether the last resort, where not even a page can be made, is JSON.
    """
    last_resort = responses.json_error if as_json else responses.bare_error

    async def answer(datasette: Any, request: Any, send: Any) -> None:
        try:
            response = await _response(datasette, request, make, failed, fault, name)
            await response.asgi_send(send)
        except Exception as error:
            logger.error("%s misslyckades, och felet gick inte att säga: %s", name, _kind(error))
            # Even the page of the error could not be made or sent.
            with suppress(Exception):
                await last_resort(fault, headers=NO_STORE).asgi_send(send)

    return answer


async def _response(
    datasette: Any, request: Any, make: Answer, failed: Failed, fault: PageError, name: str
) -> Any:
    try:
        return await make(datasette, request)
    except PageError as error:
        refused = error
    except Exception as error:
        logger.error("%s misslyckades: %s", name, _kind(error))
        refused = fault
    return await failed(datasette, request, refused)


def _kind(error: Exception) -> str:
    return type(error).__name__


def only_post(request: Any, refusal: PageError) -> None:
    """Refuse every method but POST."""
    if request.method != "POST":
        raise refusal


def is_one_of(paths: Collection[str], datasette: Any, path: str) -> bool:
    """Tell whether a path is one of some of ours, with or without the prefix of the site."""
    prefix = datasette.setting("base_url").rstrip("/")
    return path in paths or path.removeprefix(prefix) in paths
