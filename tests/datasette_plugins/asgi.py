"""A request below the test client, for what a well-behaved client never sends."""

from __future__ import annotations

from typing import Any

FORM = b"application/x-www-form-urlencoded"


def post_to(path: str, *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    """Return the ASGI scope of a form posted to a path."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", FORM), *headers],
    }
