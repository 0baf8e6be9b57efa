"""Programmes and anordnare: things that several insatser belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.reading import Reader
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read
from datasette_plugins.responses import json_ok, page


@dataclass(frozen=True, slots=True)
class Slag:
    """A kind of collection: its word in addresses, its title and the sentence of its list."""

    ord: str
    titel: str
    inledning: str


PROGRAM = Slag(
    "program",
    "Program",
    "Flera insatser hör ihop i program. Här är alla program i katalogen, med antalet insatser.",
)
ANORDNARE = Slag(
    "anordnare",
    "Anordnare",
    "De som står bakom insatserna, med antalet insatser i katalogen.",
)


async def show_programlista(datasette: Any, request: Any) -> Any:
    """Show every programme."""
    return await _list(datasette, request, PROGRAM, Reader.programlista)


async def show_anordnarlista(datasette: Any, request: Any) -> Any:
    """Show every anordnare."""
    return await _list(datasette, request, ANORDNARE, Reader.anordnarlista)


async def show_program(datasette: Any, request: Any) -> Any:
    """Show a programme with its insatser."""
    return await _show(datasette, request, PROGRAM, Reader.program)


async def show_anordnare(datasette: Any, request: Any) -> Any:
    """Show an anordnare with its insatser."""
    return await _show(datasette, request, ANORDNARE, Reader.anordnare)


async def _list(datasette: Any, request: Any, slag: Slag, question: Any) -> Any:
    samlingar = await read(datasette, question)
    if request.url_vars["format"]:
        return json_ok({"antal": len(samlingar), slag.ord: samlingar})
    return await page(datasette, request, "samlingar.html", {"slag": slag, "samlingar": samlingar})


async def _show(datasette: Any, request: Any, slag: Slag, question: Any) -> Any:
    id_ = request.url_vars["id"]
    samling = await read(datasette, lambda reader: question(reader, id_))
    if samling is None:
        return await answer_without_record(datasette, request, slag.ord)
    if request.url_vars["format"]:
        return json_ok({slag.ord: samling})
    return await page(datasette, request, "samling.html", {"slag": slag, "samling": samling})
