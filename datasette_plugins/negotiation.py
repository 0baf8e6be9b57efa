"""One address, several forms: what a visitor wants is read from ``Accept``."""

from __future__ import annotations

from typing import Any

import mimeparse

HTML = "text/html"
ENDINGS = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/vnd.citationstyles.csl+json": ".csl.json",
    "text/turtle": ".ttl",
    "application/rdf+xml": ".rdf",
}
"""Media type → the ending of the address that has it alone."""


def choose(accept: str, endings: tuple[str, ...]) -> str:
    """Return the ending of what a visitor likes best; nothing is the page itself.

    A visitor who wants none of what there is gets the page: it is better than a refusal.

    Examples
    --------
    >>> choose("text/html,application/xhtml+xml,*/*;q=0.8", (".json",))
    ''
    >>> choose("application/json", (".json", ".jsonld"))
    '.json'
    >>> choose("application/ld+json, application/json;q=0.9", (".json", ".jsonld"))
    '.jsonld'
    >>> choose("*/*", (".json",)), choose("image/png", (".json",)), choose("x", (".json",))
    ('', '', '')
    """
    offered = [media for media, ending in ENDINGS.items() if ending in endings]
    # The last of those that a visitor likes equally well wins.
    try:
        best = mimeparse.best_match([*reversed(offered), HTML], accept or "*/*")
    except mimeparse.MimeTypeParseException:
        return ""
    return ENDINGS.get(best, "")


def negotiate(request: Any, endings: tuple[str, ...]) -> bool:
    """Choose a form by ``Accept`` where the address has none; tell whether it did."""
    chosen = request.scope["url_route"]["kwargs"]
    if not endings or chosen.get("format"):
        return False
    chosen["format"] = choose(request.headers.get("accept", ""), endings) or None
    return True
