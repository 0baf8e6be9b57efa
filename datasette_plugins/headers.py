"""What the headers of a question and an answer say, and what that allows to be done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from datasette_plugins.guarding import Headers
from datasette_plugins.pages.urval import TITLES

SHARED_PARAMETERS = frozenset({*TITLES, "sida", "sortera", "insats", "visa", "v"})
"""Parameters whose values are ids and numbers, never a visitor's own words."""
LARGEST = 4 * 1024 * 1024
COMPRESSIBLE = re.compile(
    rb"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript|yaml)\b|image/svg"
)


def is_shared(query: bytes) -> bool:
    """Tell whether an address may be kept by others, since no words of a visitor are in it.

    Examples
    --------
    >>> is_shared(b"skolform=grundskola&sida=2"), is_shared(b"q=Kalle"), is_shared(b"skolform")
    (True, False, False)
    """
    if not query:
        return True
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    named = b"=" in query and all(b"=" in part for part in query.split(b"&"))
    return named and all(name in SHARED_PARAMETERS for name, _ in pairs)


def is_fingerprinted(scope: Mapping[str, Any]) -> bool:
    """Tell whether an address of a file changes with the file."""
    query: bytes = scope.get("query_string", b"")
    return "/-/static" in str(scope["path"]) and query.startswith(b"v=")


def is_collected(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether an answer is small enough, and of a kind, to be taken whole."""
    if b"content-encoding" in headers or not COMPRESSIBLE.match(headers.get(b"content-type", b"")):
        return False
    length = headers.get(b"content-length", b"0")
    return length.isdigit() and int(length) <= LARGEST


def takes_gzip(asked: Mapping[bytes, bytes]) -> bool:
    """Tell whether the asker takes what is compressed."""
    for part in asked.get(b"accept-encoding", b"").split(b","):
        coding, _, weight = part.strip().partition(b";")
        if coding.strip().lower() in {b"gzip", b"*"}:
            return weight.replace(b" ", b"").lower().rstrip(b"0.") != b"q="
    return False


def is_known(asked: Mapping[bytes, bytes], etag: bytes) -> bool:
    """Tell whether the asker has the answer already."""
    told = asked.get(b"if-none-match", b"").split(b",")
    # A proxy that compresses may have made a strong tag weak; both mean the same page.
    return etag.removeprefix(b"W/") in {each.strip().removeprefix(b"W/") for each in told}


def varying(headers: Headers, name: bytes) -> Headers:
    """Return the headers of an answer that depends on one more of the asker's."""
    given = [value for key, value in headers if key == b"vary"]
    if name.lower() in names_in(b",".join(given)):
        return headers
    rest = [pair for pair in headers if pair[0] != b"vary"]
    return [*rest, (b"vary", b", ".join([*given, name]))]


def names_in(value: bytes) -> set[bytes]:
    """Return the names that a header lists."""
    return {part.strip().lower() for part in value.split(b",") if part.strip()}


def lowered(headers: Any) -> Headers:
    """Return headers with their names in lower case."""
    return [(bytes(name).lower(), bytes(value)) for name, value in headers]
