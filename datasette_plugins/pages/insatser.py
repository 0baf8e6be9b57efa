"""Insatser: the list that can be narrowed, and each insats's own page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from catalog.reading import Filterval, Lista, Reader, Urval
from datasette_plugins.resources import read
from datasette_plugins.responses import PageError, json_ok, missing, page, redirect
from datasette_plugins.templating import query

PER_PAGE = 25
MAX_Q = 100
TITLES = {
    "skolform": "Skolform",
    "arskurs": "Årskurser",
    "amne": "Ämne",
    "problemomrade": "Problemområde",
    "malgrupp": "Målgrupp",
    "niva": "Nivå i styrkedjan",
    "typ": "Typ av insats",
    "paverkansfaktor": "Påverkansfaktor",
    "program": "Program",
    "anordnare": "Anordnare",
    "status": "Status",
}
"""The filters in the order of the page."""
FIRST_OPEN = ("skolform", "arskurs", "amne")


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as the page shows it."""

    namn: str
    titel: str
    val: tuple[Filterval, ...]
    valda: tuple[str, ...]

    @property
    def oppen(self) -> bool:
        """Whether the choices are shown from the start."""
        return self.namn in FIRST_OPEN or bool(self.valda)


@dataclass(frozen=True, slots=True)
class Valt:
    """A chosen filter value, the address without it, and how many insatser that would leave."""

    titel: str
    namn: str
    utan: str
    antal_utan: int | None = None


def read_urval(request: Any) -> Urval:
    """Return what the address narrows the list to."""
    q = (request.args.get("q") or "").strip()
    if len(q) > MAX_Q:
        raise PageError(
            400,
            f"Sökrutan tar högst {MAX_Q} tecken.",
            "Ska du beskriva ett problem: gå till Beskriv ett problem och klistra in texten där.",
        )
    chosen = {
        name: tuple(dict.fromkeys(value for value in request.args.getlist(name) if value))
        for name in TITLES
    }
    return Urval(q=q, **chosen)


def pairs_of(urval: Urval) -> list[tuple[str, str]]:
    """Return a selection as pairs for an address.

    Examples
    --------
    >>> pairs_of(Urval(amne=("so", "no"), q="källor"))
    [('amne', 'so'), ('amne', 'no'), ('q', 'källor')]
    """
    pairs: list[tuple[str, str]] = []
    for name in TITLES:
        pairs += [(name, value) for value in getattr(urval, name)]
    return [*pairs, ("q", urval.q)] if urval.q else pairs


def without(urval: Urval, name: str, value: str) -> Urval:
    """Return the selection with one choice taken away.

    Examples
    --------
    >>> without(Urval(amne=("so", "no")), "amne", "so").amne
    ('no',)
    """
    if name == "q":
        return replace(urval, q="")
    kept: dict[str, Any] = {
        name: tuple(chosen for chosen in getattr(urval, name) if chosen != value)
    }
    return replace(urval, **kept)


async def show_list(datasette: Any, request: Any) -> Any:
    """Show the insatser that the filters leave."""
    urval = read_urval(request)
    sida = _page_number(request)

    def question(reader: Reader) -> tuple[Lista, tuple[Valt, ...]]:
        lista = reader.lista(urval, limit=PER_PAGE, offset=(sida - 1) * PER_PAGE)
        return lista, _chosen(reader, urval, lista)

    lista, chosen = await read(datasette, question)
    pages = max(1, -(-lista.antal // PER_PAGE))
    if sida > pages:
        raise PageError(404, f"Listan har {pages} sidor.", "Gå till första sidan av listan.")
    if request.url_vars["format"]:
        return _json(datasette, urval, lista, sida, pages)
    context = {
        "lista": lista,
        "urval": urval,
        "valda": chosen,
        "filter": [
            Filter(name, title, lista.filter.get(name, ()), getattr(urval, name))
            for name, title in TITLES.items()
        ],
        "sida": sida,
        "sidor": pages,
        "forsta": (sida - 1) * PER_PAGE + 1,
        "sista": min(sida * PER_PAGE, lista.antal),
        "par": pairs_of(urval),
    }
    return await page(datasette, request, "insatser.html", context)


def _page_number(request: Any) -> int:
    text = request.args.get("sida") or "1"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise PageError(400, "Sidans nummer ska vara ett heltal över 0.")
    return int(text)


def _chosen(reader: Reader, urval: Urval, lista: Lista) -> tuple[Valt, ...]:
    names = {
        (name, value.id): value.namn for name in TITLES for value in lista.filter.get(name, ())
    }
    chosen = []
    for name, value in pairs_of(urval):
        rest = without(urval, name, value)
        # Only an empty list needs to know which choice emptied it.
        count = None if lista.antal else reader.lista(rest, limit=1).antal
        label = f"«{value}»" if name == "q" else names.get((name, value), value)
        title = TITLES.get(name, "Sökord")
        chosen.append(Valt(title, label, "/insatser" + query(pairs_of(rest)), count))
    return tuple(chosen)


def _json(datasette: Any, urval: Urval, lista: Lista, sida: int, pages: int) -> Any:
    pairs = pairs_of(urval)
    following = datasette.urls.path("/insatser.json" + query([*pairs, ("sida", str(sida + 1))]))
    chosen = {field.name: getattr(urval, field.name) for field in fields(urval)}
    return json_ok(
        {
            "antal": lista.antal,
            "sida": sida,
            "sidor": pages,
            "nasta": str(following) if sida < pages else None,
            "urval": chosen,
            "insatser": lista.kort,
            "filter": lista.filter,
        }
    )


async def show(datasette: Any, request: Any) -> Any:
    """Show one insats, or send the visitor on from an old id."""
    id_, extension = request.url_vars["id"], request.url_vars["format"] or ""
    blad = await read(datasette, lambda reader: reader.insats(id_))
    if blad is None:
        successor = await read(datasette, lambda reader: reader.ny_id("insatser", id_))
        if successor:
            return redirect(datasette, f"/insatser/{successor}{extension}", status=308)
        raise missing("insats")
    if extension:
        return json_ok({"insats": blad})
    return await page(datasette, request, "insats.html", {"insats": blad})
