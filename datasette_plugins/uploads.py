"""Read what a visitor sends, in memory only, with a limit; messages never hold any of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from datasette_plugins.responses import PageError

MAX_FIELDS = 500
MAX_DIGITS = 18
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each with all its values."""

    values: dict[str, tuple[str, ...]]

    def all(self, *names: str) -> tuple[str, ...]:
        """Return every value given under any of the names, blanks left out, each once."""
        given = (value.strip() for name in names for value in self.values.get(name, ()))
        return tuple(dict.fromkeys(value for value in given if value))

    def first(self, name: str) -> str:
        """Return the first value as it was written, or an empty text."""
        return next(iter(self.values.get(name, ())), "")


async def read_body(request: Any, limit: int) -> bytes:
    """Return the body, or refuse it as soon as it is known to be too large."""
    if _announced(request) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await request.receive()
        if message["type"] != "http.request":
            raise PageError(400, "Sändningen avbröts innan allt hade kommit fram.")
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _announced(request: Any) -> int:
    text = request.headers.get("content-length", "")
    # Python refuses to read a number of thousands of digits.
    return int(text[:MAX_DIGITS]) if text.isascii() and text.isdigit() else 0


def _too_large(limit: int) -> PageError:
    megabytes = limit / 1024 / 1024
    return PageError(
        413,
        f"Det du skickade är för stort. Gränsen är {megabytes:.0f} MB.",
        "Klistra in den del av analysen som beskriver problemen.",
    )


def parse_form(body: bytes, content_type: str, *, max_fields: int = MAX_FIELDS) -> Form:
    """Return the fields of a form or of a JSON object.

    Examples
    --------
    >>> form = parse_form("text=L%C3%A4sning&skolform=grundskola&skolform=".encode(), FORM)
    >>> form.first("text"), form.all("skolform")
    ('Läsning', ('grundskola',))
    >>> parse_form(b'{"text": "x", "skolformer": ["komvux"]}', JSON).all("skolformer")
    ('komvux',)
    """
    if not body:
        return Form({})
    kind = content_type.partition(";")[0].strip().lower()
    if kind == FORM:
        return _parse_urlencoded(body, max_fields)
    if kind == JSON:
        return _parse_json(body)
    raise PageError(
        400,
        "Vi tar bara emot text som är inklistrad i formuläret, eller JSON.",
        f"Skicka med Content-Type {FORM} eller {JSON}.",
    )


def _parse_urlencoded(body: bytes, max_fields: int) -> Form:
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=max_fields,
            errors="strict",
        )
    except ValueError:
        # The error holds the visitor's text; it must not travel on.
        raise PageError(400, "Formuläret gick inte att läsa som text i UTF-8.") from None
    return Form({name: tuple(values) for name, values in fields.items()})


def _parse_json(body: bytes) -> Form:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise PageError(400, "Innehållet är inte giltig JSON i UTF-8.") from None
    if not isinstance(content, dict):
        raise PageError(400, "JSON-innehållet ska vara ett objekt med fältet text.")
    values: dict[str, tuple[str, ...]] = {}
    for name, value in content.items():
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(part, str) for part in listed):
            raise PageError(400, "Fälten i JSON-objektet ska vara text eller listor av text.")
        if not all(_is_writable(part) for part in (name, *listed)):
            raise PageError(400, "Texten innehåller ett halvt tecken, som inte går att läsa.")
        values[name] = tuple(listed)
    return Form(values)


def _is_writable(text: str) -> bool:
    # JSON can name half of a surrogate pair, which no answer of ours could hold.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
