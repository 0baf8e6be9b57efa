"""Requests below the test client, for what a well-behaved client never sends or shows."""

from __future__ import annotations

from typing import Any

FORM = b"application/x-www-form-urlencoded"


def post_to(path: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """Return the ASGI scope of a form posted to a path."""
    return _scope("POST", path, [(b"content-type", FORM), *headers])


async def sent(
    app: Any, path: str, *, scheme: str = "http", **headers: str
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Ask for a page, and return what was sent; the test client unpacks by itself."""
    messages: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    asked = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    await app(_scope("GET", path, asked, scheme), receive, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    told = {name.lower(): value for name, value in messages[0]["headers"]}
    return messages[0]["status"], told, body


def _scope(
    method: str, path: str, headers: list[tuple[bytes, bytes]], scheme: str = "http"
) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
    }
