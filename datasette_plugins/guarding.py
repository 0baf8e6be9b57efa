"""Headers that guard the answers that are not ours: Datasette's pages, files and JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

App = Callable[[Any, Any, Any], Awaitable[None]]

# Datasette's pages carry scripts and styles inside themselves.
GUARDS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data:; object-src 'none'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'"
    ),
}


def guard(app: App) -> App:
    """Return the application with the headers on every answer that lacks them."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        async def send_guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                names = {bytes(name).lower() for name, _ in given}
                missing = [(name, value) for name, value in GUARDS.items() if name not in names]
                message = {**message, "headers": [*given, *missing]}
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded
