"""A list of one's own: carried by its address, so that it can be shared, printed and fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalog.reading import Insatsblad, Insatskort, Reader
from datasette_plugins import utdrag, valda
from datasette_plugins.egenskaper import AT_A_GLANCE, Rad, compare
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import PageError, file_answer, json_ok, page, redirect

PATH = "/lista"
FILE_NAME = "insatslista"
MOST_COMPARED = 4

EMPTY = PageError(
    400,
    "Adressen nämner ingen insats.",
    "Lägg till minst en insats i listan och hämta filen därifrån.",
)


@dataclass(frozen=True, slots=True)
class Fil:
    """A kind of file that the list can be fetched as."""

    andelse: str
    innehallstyp: str
    write: Callable[[utdrag.Utdrag], bytes]


FILES = {
    fil.andelse: fil
    for fil in (
        Fil(
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            utdrag.write_xlsx,
        ),
        Fil(
            ".docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            utdrag.write_docx,
        ),
        Fil(".csv", "text/csv; charset=utf-8", utdrag.write_csv),
    )
}


@dataclass(frozen=True, slots=True)
class Post:
    """An insats in the list, and what is told at a glance."""

    insats: Insatsblad
    fakta: tuple[Rad, ...]


def changed(ids: tuple[str, ...], upp: str, ner: str, bort: str) -> tuple[str, ...]:
    """Return the list with one insats moved up, moved down or taken away.

    Examples
    --------
    >>> changed(("a", "b", "c"), "c", "", ""), changed(("a", "b", "c"), "", "", "b")
    (('a', 'c', 'b'), ('a', 'c'))
    """
    moved = upp or ner
    order = [id_ for id_ in ids if id_ not in {moved, bort}]
    if moved in ids:
        place = ids.index(moved) + (-1 if upp else 1)
        order.insert(min(max(place, 0), len(order)), moved)
    return tuple(order)


async def show(datasette: Any, request: Any) -> Any:
    """Show the list, or send it as a file."""
    extension = request.url_vars["format"] or ""
    ids = valda.read_ids(request)
    q = "" if extension else valda.read_words(request)

    def question(reader: Reader) -> tuple[valda.Valda, tuple[Insatskort, ...]]:
        chosen = valda.look_up(reader, ids)
        return chosen, valda.hits(reader, q, chosen.ids)

    chosen, hits = await read(datasette, question)
    upp, ner, bort = (request.args.get(name) or "" for name in ("upp", "ner", "bort"))
    if not extension and (upp or ner or bort):
        # On to the address that is to be shared; the buttons' own is of no further use.
        target = valda.address(PATH, changed(chosen.ids, upp, ner, bort))
        return redirect(datasette, target, status=303)
    if extension:
        return await _file(datasette, request, chosen, extension)
    context = {
        "poster": [Post(insats, compare([insats], AT_A_GLANCE)) for insats in chosen.insatser],
        "ids": chosen.ids,
        "anmarkningar": chosen.anmarkningar,
        "q": q,
        "traffar": [
            (card, valda.address(PATH, [*chosen.ids, card.id]))
            for card in (hits if len(chosen.ids) < valda.MOST else ())
        ],
        "hogst": valda.MOST,
        "hogst_jamforda": MOST_COMPARED,
        "jamfor": valda.address("/jamfor", chosen.ids),
        "filer": {name: valda.address(PATH + name, chosen.ids) for name in (*FILES, ".json")},
    }
    status = 404 if ids and not chosen.insatser else 200
    return await page(datasette, request, "lista.html", context, status=status)


async def _file(datasette: Any, request: Any, chosen: valda.Valda, extension: str) -> Any:
    if not chosen.insatser:
        raise valda.NONE_KNOWN if chosen.okanda else EMPTY
    version = resources_of(datasette).byggnad["version"][:12]

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    content = utdrag.Utdrag(
        chosen.insatser, absolute(valda.address(PATH, chosen.ids)), absolute("/insatser/"), version
    )
    if extension == ".json":
        return json_ok(
            {
                "antal": len(chosen.insatser),
                "adress": content.adress,
                "katalogversion": version,
                "anmarkningar": chosen.anmarkningar,
                "insatser": chosen.insatser,
            }
        )
    kind = FILES[extension]
    # In a thread, since a long document takes a while and others wait meanwhile.
    body = await asyncio.to_thread(kind.write, content)
    return file_answer(body, FILE_NAME + extension, kind.innehallstyp)
