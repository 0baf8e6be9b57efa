"""Insatser: the list that can be narrowed, and each insats's own page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from catalog.reading import NAME, ORDERS, Lista, Omradeskort, Reader, Term, Urval
from catalog.reading.searching import full_text_query
from datasette_plugins.absolute import addresses
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.pages.urval import (
    TITLES,
    Filter,
    known_only,
    pairs_of,
    read_urval,
    remarks,
    without,
)
from datasette_plugins.resources import read
from datasette_plugins.responses import JSON_LD, PageError, json_ok, json_page, page
from datasette_plugins.schema_org import describe_insats
from datasette_plugins.templating import query

PER_PAGE = 25
MAX_DIGITS = 5
MAX_NEAR = 5
ODD_ORDER = "Listan går inte att sortera så. Den står i namnordning."


@dataclass(frozen=True, slots=True)
class Hjalp:
    """Another way on from an empty list, and how many insatser it leads to."""

    namn: str
    adress: str
    antal: int


@dataclass(frozen=True, slots=True)
class Valt:
    """A chosen filter value, the address without it, and how many insatser that would leave."""

    titel: str
    namn: str
    utan: str
    antal_utan: int | None = None


@dataclass(frozen=True, slots=True)
class Svar:
    """What the list page is asked for, as far as the catalogue knows of it, and the answer."""

    urval: Urval
    sortering: str
    sida: int
    lista: Lista
    valda: tuple[Valt, ...]
    anmarkningar: tuple[str, ...]
    omraden: tuple[Hjalp, ...]

    @property
    def sidor(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.lista.antal // PER_PAGE))

    @property
    def par(self) -> list[tuple[str, str]]:
        """The choices and the order, as pairs for an address."""
        return pairs_of(self.urval, self.sortering)

    def orders(self) -> tuple[tuple[str, str, bool], ...]:
        """Return the ways to sort the list: name, address, and whether it is the one used."""
        return tuple(
            (title, "/insatser" + query(pairs_of(self.urval, name)), name == self.sortering)
            for name, title in ORDERS.items()
        )


async def show_list(datasette: Any, request: Any) -> Any:
    """Show the insatser that the filters leave."""
    asked = read_urval(request)
    sortera = request.args.get("sortera") or NAME
    sida = _page_number(request)
    svar = await read(datasette, lambda reader: _answer(reader, asked, sortera, sida))
    if sida > svar.sidor:
        raise PageError(404, f"Listan har {svar.sidor} sidor.", "Gå till första sidan av listan.")
    if request.url_vars["format"]:
        return _json(datasette, svar)
    context = {
        "svar": svar,
        "lista": svar.lista,
        "urval": svar.urval,
        "filter": [
            Filter(name, title, svar.lista.filter.get(name, ()), getattr(svar.urval, name))
            for name, title in TITLES.items()
        ],
        "forsta": (sida - 1) * PER_PAGE + 1,
        "sista": min(sida * PER_PAGE, svar.lista.antal),
    }
    return await page(datasette, request, "insatser.html", context)


def _answer(reader: Reader, asked: Urval, sortera: str, sida: int) -> Svar:
    urval = asked if full_text_query(asked.q) else replace(asked, q="")
    sortering = sortera if sortera in ORDERS else NAME
    offset = (sida - 1) * PER_PAGE
    lista = reader.lista(urval, limit=PER_PAGE, offset=offset, sortering=sortering)
    known = known_only(urval, lista.filter)
    if known != urval:
        urval = known
        lista = reader.lista(urval, limit=PER_PAGE, offset=offset, sortering=sortering)
    said = remarks(asked, urval)
    return Svar(
        urval=urval,
        sortering=sortering,
        sida=sida,
        lista=lista,
        valda=_chosen(reader, urval, sortering, lista),
        anmarkningar=said if sortera == sortering else (*said, ODD_ORDER),
        omraden=() if lista.antal else _near(reader, urval, sortering),
    )


def _page_number(request: Any) -> int:
    text = request.args.get("sida") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS and int(text) >= 1):
        raise PageError(400, "Sidans nummer ska vara ett heltal över 0.")
    return int(text)


def _chosen(reader: Reader, urval: Urval, sortering: str, lista: Lista) -> tuple[Valt, ...]:
    names = {
        (name, value.id): value.namn for name in TITLES for value in lista.filter.get(name, ())
    }
    chosen = []
    for name, value in pairs_of(urval):
        rest = without(urval, name, value)
        # Only an empty list needs to know which choice emptied it.
        count = None if lista.antal else reader.antal(rest)
        label = f"«{value}»" if name == "q" else names[name, value]
        title = TITLES.get(name, "Sökord")
        chosen.append(Valt(title, label, "/insatser" + query(pairs_of(rest, sortering)), count))
    return tuple(chosen)


def _near(reader: Reader, urval: Urval, sortering: str) -> tuple[Hjalp, ...]:
    """Return the nearest problem areas that have insatser under the other choices."""
    near: tuple[Term | Omradeskort, ...] = ()
    if urval.problemomrade:
        near = reader.narliggande(urval.problemomrade)
    elif urval.q:
        near = reader.sok(urval.q).problemomraden
    found = []
    for area in near:
        if area.id in urval.problemomrade:
            continue
        tried = replace(urval, problemomrade=(area.id,), q="")
        antal = reader.antal(tried)
        if antal:
            address = "/insatser" + query(pairs_of(tried, sortering))
            found.append(Hjalp(area.namn, address, antal))
    return tuple(found[:MAX_NEAR])


def _json(datasette: Any, svar: Svar) -> Any:
    following = "/insatser.json" + query([*svar.par, ("sida", str(svar.sida + 1))])
    chosen = {field.name: getattr(svar.urval, field.name) for field in fields(svar.urval)}
    return json_ok(
        {
            "antal": svar.lista.antal,
            "sida": svar.sida,
            "sidor": svar.sidor,
            "nasta": str(datasette.urls.path(following)) if svar.sida < svar.sidor else None,
            "urval": chosen,
            "sortering": svar.sortering,
            "anmarkningar": svar.anmarkningar,
            "insatser": svar.lista.kort,
            "filter": svar.lista.filter,
        }
    )


async def show(datasette: Any, request: Any) -> Any:
    """Show one insats, or send the visitor on from an old id."""
    id_, extension = request.url_vars["id"], request.url_vars["format"] or ""
    blad = await read(datasette, lambda reader: reader.insats(id_))
    if blad is None:
        return await answer_without_record(datasette, request, "insatser")
    if extension == ".json":
        return json_ok({"insats": blad})
    described = describe_insats(blad, addresses(datasette, request))
    if extension:
        return json_page(described, content_type=JSON_LD)
    context = {"insats": blad, "jsonld": described, "jsonld_vag": f"/insatser/{id_}.jsonld"}
    return await page(datasette, request, "insats.html", context)
