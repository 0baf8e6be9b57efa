"""The first page: one box, the problem areas by level, what is new and what this is."""

from __future__ import annotations

from datetime import date
from typing import Any

from catalog.reading import Nytt, Omradeskort, Reader
from datasette_plugins.pages.problemomraden import by_level
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import page

YEARS_NEW = 2
"""What began or ended this many years ago, or later, is new."""


async def show(datasette: Any, request: Any) -> Any:
    """Show the first page."""
    opened = resources_of(datasette)

    def question(reader: Reader) -> tuple[tuple[Omradeskort, ...], dict[str, str], Nytt]:
        return reader.omradeslista(), reader.ingar_i(), reader.nytt(ar=since)

    since = date.today().year - YEARS_NEW
    omraden, wider, nytt = await read(datasette, question)
    context = {
        "byggnad": opened.byggnad,
        "nytt": nytt,
        "nytt_sedan": since,
        "nivaer": by_level(omraden, opened.vokabular.analysnivaer, wider),
    }
    return await page(datasette, request, "start.html", context)
