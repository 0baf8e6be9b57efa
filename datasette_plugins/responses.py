"""How the site answers: pages, JSON with one error shape, redirects, and pages of errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from datasette.utils.asgi import AsgiFileDownload, Response, asgi_send_file

from datasette_plugins.templating import render

PIECE = 256 * 1024
NO_STORE: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})
"""Cannot be changed: Datasette writes the address of a redirect into the headers it is given."""
OPEN = {"Access-Control-Allow-Origin": "*"}
"""Lets programs in other sites' pages read what is open data."""
JSON_LD = "application/ld+json; charset=utf-8"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}

TITLES = {
    400: "Det gick inte att förstå frågan",
    401: "Du behöver logga in",
    403: "Det får du inte göra",
    404: "Sidan finns inte",
    405: "Adressen går inte att använda så",
    409: "Något har ändrats under tiden",
    410: "Sidan är borttagen",
    413: "Texten är för stor",
    429: "För många försök",
    500: "Något gick fel hos oss",
    503: "Vi hinner inte just nu",
}


class PageError(Exception):
    """An answer other than the page that was asked for, in Swedish."""

    def __init__(self, status: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.remedy = remedy


def missing(none: str) -> PageError:
    """Return the 404 for a record that does not exist.

    Examples
    --------
    >>> missing("ingen insats").message
    'Det finns ingen insats med det id:t i katalogen.'
    """
    return PageError(404, f"Det finns {none} med det id:t i katalogen.")


def gone(one: str) -> PageError:
    """Return the 410 for a record that was taken away; its id is never used for anything else.

    Examples
    --------
    >>> gone("en insats").message
    'Adressen hörde till en insats som inte längre är med i katalogen.'
    """
    return PageError(
        410,
        f"Adressen hörde till {one} som inte längre är med i katalogen.",
        "Katalogen nämner ingen ersättare. Sök efter något liknande.",
    )


async def page(
    datasette: Any,
    request: Any,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Render one of our templates."""
    body = render(datasette, f"sidor/{template}", context, request)
    return Response.html(body, status=status, headers={**HEADERS, **(headers or {})})


def plain(value: Any) -> Any:
    """Return dataclasses, also inside tuples and dictionaries, as what JSON can hold.

    Examples
    --------
    >>> from catalog.reading import Term
    >>> plain({"term": (Term("larare", "lärare"),)})
    {'term': [{'id': 'larare', 'namn': 'lärare', 'beskrivning': None}]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def json_page(
    content: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json; charset=utf-8",
) -> Any:
    """Answer with JSON as it stands."""
    return Response(
        json.dumps(plain(content), ensure_ascii=False, indent=2),
        status=status,
        headers={**HEADERS, **OPEN, **(headers or {})},
        content_type=content_type,
    )


def file_answer(content: bytes, name: str, content_type: str) -> Any:
    """Answer with a file to keep."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers={**HEADERS, **disposition}, content_type=content_type)


def json_ok(content: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> Any:
    """Answer with JSON that says that all went well."""
    return json_page({"ok": True, **content}, headers=headers)


class FileAnswer(AsgiFileDownload):  # type: ignore[misc]
    """A file, read in large pieces: each piece waits for every other visitor's turn."""

    async def asgi_send(self, send: Any) -> None:
        """Send the file."""
        await asgi_send_file(
            send,
            self.filepath,
            filename=self.filename,
            content_type=self.content_type,
            chunk_size=PIECE,
            headers=self.headers,
        )


def file_page(
    request: Any,
    place: Path,
    *,
    content_type: str,
    etag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Send a file of the release, unless the visitor has it already."""
    given = {**(headers or {}), **({"etag": f'"{etag}"'} if etag else {})}
    if etag and given["etag"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=given)
    return FileAnswer(place, filename=place.name, content_type=content_type, headers=given)


def json_error(error: PageError, *, headers: Mapping[str, str] | None = None) -> Any:
    """Answer with the one shape that all our errors have."""
    errors = [error.message, error.remedy] if error.remedy else [error.message]
    return json_page(
        {"ok": False, "error": error.message, "errors": errors, "status": error.status},
        status=error.status,
        headers=headers,
    )


async def error_page(
    datasette: Any, request: Any, error: PageError, *, headers: Mapping[str, str] | None = None
) -> Any:
    """Answer with JSON or a Swedish page, after what the address asked for."""
    if wants_json(request):
        return json_error(error, headers=headers)
    context = {
        "titel": TITLES.get(error.status, TITLES[500]),
        "status": error.status,
        "meddelande": error.message,
        "atgard": error.remedy,
    }
    return await page(datasette, request, "fel.html", context, status=error.status, headers=headers)


def bare_error(error: PageError, *, headers: Mapping[str, str] | None = None) -> Any:
    """Answer in plain text, when not even a template can be trusted."""
    text = f"{error.message} {error.remedy}".strip()
    return Response.text(text, status=error.status, headers={**HEADERS, **(headers or {})})


def wants_json(request: Any) -> bool:
    """Tell whether the address ends in ``.json``, or the visitor chose JSON by ``Accept``."""
    chosen = (request.scope.get("url_route") or {}).get("kwargs", {}).get("format") or ""
    return bool(f"{request.path}{chosen}".endswith(("json", ".jsonld")))


def redirect(datasette: Any, path: str, *, status: int) -> Any:
    """Send the visitor on to a path of ours, with the site's prefix."""
    return Response.redirect(str(datasette.urls.path(path)), status=status)
