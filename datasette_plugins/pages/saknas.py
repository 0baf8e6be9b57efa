"""What to answer when an address has an id but the catalogue has no such record."""

from __future__ import annotations

from typing import Any

from catalog.reading import Reader
from datasette_plugins.resources import read
from datasette_plugins.responses import gone, missing, redirect

KINDS = {
    "insatser": ("insatser", "en insats", "ingen insats"),
    "problemomraden": ("problemomraden", "ett problemområde", "inget problemområde"),
    "paverkansfaktorer": ("paverkansfaktorer", "en påverkansfaktor", "ingen påverkansfaktor"),
    "program": ("program", "ett program", "inget program"),
    "anordnare": ("anordnare", "en anordnare", "ingen anordnare"),
    "referenser": ("kallor", "en källa", "ingen källa"),
}
"""Kind of record → first segment of its pages, one of it and none of it."""


async def answer_without_record(datasette: Any, request: Any, kind: str) -> Any:
    """Send the visitor on to what the id stands for now; else it is gone, or was never given."""
    id_ = request.url_vars["id"]
    segment, one, none = KINDS[kind]

    def question(reader: Reader) -> tuple[str | None, bool]:
        return reader.ny_id(kind, id_), reader.borttagen(kind, id_)

    successor, is_gone = await read(datasette, question)
    if successor is None:
        raise gone(one) if is_gone else missing(none)
    # Only what stood in the address: who chose by Accept chooses again at the new one.
    _, dot, ending = request.path.rpartition("/")[2].partition(".")
    return redirect(datasette, f"/{segment}/{successor}{dot}{ending}", status=308)
