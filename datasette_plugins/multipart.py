"""A posted form with files, read in memory: nothing of it reaches the disk or a log."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from datasette_plugins.responses import PageError
from datasette_plugins.uploads import FORM, Form, parse_form

MULTIPART = "multipart/form-data"
MOST_PARTS = 6_000
LONGEST_NAME = 300
UNREADABLE = PageError(
    400,
    "Formuläret kom inte fram helt och gick inte att läsa.",
    "Gå tillbaka och försök igen.",
)
# What it warns of may be letters out of a visitor's text.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Bilaga:
    """An uploaded file."""

    namn: str
    innehall: bytes


@dataclass(frozen=True, slots=True)
class Sandning:
    """What was sent: the fields, and the files that were chosen."""

    form: Form
    bilagor: dict[str, Bilaga]


@dataclass(slots=True)
class _Part:
    """One part while it is read."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    data: bytearray = field(default_factory=bytearray)


def read_sandning(body: bytes, content_type: str) -> Sandning:
    r"""Return the fields and files of a body, of a form with or without files.

    Examples
    --------
    >>> body = (
    ...     b'--x\r\nContent-Disposition: form-data; name="fil"; filename="a.txt"\r\n\r\n'
    ...     b'L\xc3\xa4sning\r\n--x--\r\n'
    ... )
    >>> read_sandning(body, "multipart/form-data; boundary=x").bilagor["fil"].namn
    'a.txt'
    >>> read_sandning(b"text=a", "application/x-www-form-urlencoded").form.first("text")
    'a'
    """
    kind, options = parse_options_header(content_type)
    if kind == FORM.encode() or not body:
        return Sandning(parse_form(body, content_type), {})
    boundary = options.get(b"boundary", b"")
    if kind != MULTIPART.encode() or not boundary:
        raise PageError(
            400,
            "Vi tar bara emot det som skickas från formuläret.",
            f"Skicka med Content-Type {MULTIPART} eller {FORM}.",
        )
    return _sorted(_parts(body, boundary))


def _parts(body: bytes, boundary: bytes) -> list[_Part]:
    parts: list[_Part] = []
    ended: list[bool] = []

    def begin() -> None:
        if len(parts) >= MOST_PARTS:
            raise FormParserError("för många delar")
        parts.append(_Part())

    def end_header() -> None:
        part = parts[-1]
        part.headers[bytes(part.name).lower()] = bytes(part.value)
        part.name.clear()
        part.value.clear()

    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": begin,
                "on_header_field": lambda data, start, end: parts[-1].name.extend(data[start:end]),
                "on_header_value": lambda data, start, end: parts[-1].value.extend(data[start:end]),
                "on_header_end": end_header,
                "on_part_data": lambda data, start, end: parts[-1].data.extend(data[start:end]),
                "on_end": lambda: ended.append(True),
            },
        )
        parser.write(body)
        parser.finalize()
    except FormParserError:
        ended.clear()
    if not ended:
        raise UNREADABLE
    return parts


def _sorted(parts: list[_Part]) -> Sandning:
    values: dict[str, list[str]] = {}
    files: dict[str, Bilaga] = {}
    for part in parts:
        _, options = parse_options_header(part.headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", errors="replace")[:LONGEST_NAME]
        filename = options.get(b"filename")
        if filename is not None:
            # A file that was not chosen is sent too, without name and content.
            if part.data:
                known_as = filename.decode("utf-8", errors="replace")[:LONGEST_NAME]
                files[name] = Bilaga(known_as, bytes(part.data))
            continue
        try:
            values.setdefault(name, []).append(part.data.decode("utf-8"))
        except UnicodeDecodeError:
            # The error holds the visitor's text; it must not travel on.
            raise PageError(400, "Formuläret gick inte att läsa som text i UTF-8.") from None
    return Sandning(Form({name: tuple(given) for name, given in values.items()}), files)
