"""Insatser: the list that can be narrowed, and each insats's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from catalog.reading import Filterval, Lista, Reader, Urval
from catalog.reading.searching import full_text_query
from datasette_plugins.absolute import addresses
from datasette_plugins.pages.saknas import answer_without_record
from datasette_plugins.resources import read
from datasette_plugins.responses import JSON_LD, PageError, json_ok, json_page, page
from datasette_plugins.schema_org import describe_insats
from datasette_plugins.settings import LONGEST_SEARCH
from datasette_plugins.templating import query

PER_PAGE = 25
MAX_CHOICES = 50
MAX_DIGITS = 5
UNKNOWN = "Ett val som inte finns togs bort."
TOO_SHORT = "Sökordet är för kort och togs bort. Skriv minst två tecken i följd."
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
    if len(q) > LONGEST_SEARCH:
        raise PageError(
            400,
            f"Sökrutan tar högst {LONGEST_SEARCH} tecken.",
            "Ska du beskriva ett problem: gå till Beskriv ett problem och klistra in texten där.",
        )
    chosen = {
        name: tuple(dict.fromkeys(value for value in request.args.getlist(name) if value))
        for name in TITLES
    }
    if sum(len(values) for values in chosen.values()) > MAX_CHOICES:
        raise PageError(400, f"Listan går att smalna av med högst {MAX_CHOICES} val.")
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


def known_only(urval: Urval, filter_: Mapping[str, tuple[Filterval, ...]]) -> Urval:
    """Return the selection without what the catalogue lacks; a filter holds all chosen values.

    Examples
    --------
    >>> urval = Urval(amne=("so", "hittepå"))
    >>> known_only(urval, {"amne": (Filterval("so", "SO", 3),)}).amne
    ('so',)
    """
    kept: dict[str, Any] = {}
    for name in TITLES:
        known = {value.id for value in filter_.get(name, ())}
        kept[name] = tuple(value for value in getattr(urval, name) if value in known)
    return replace(urval, **kept)


def remarks(asked: Urval, urval: Urval) -> tuple[str, ...]:
    """Return what to say of choices that were taken away; they are not repeated.

    Examples
    --------
    >>> remarks(Urval(amne=("hittepå",)), Urval())
    ('Ett val som inte finns togs bort.',)
    """
    said = []
    if replace(asked, q=urval.q) != urval:
        said.append(UNKNOWN)
    if asked.q != urval.q:
        said.append(TOO_SHORT)
    return tuple(said)


async def show_list(datasette: Any, request: Any) -> Any:
    """Show the insatser that the filters leave."""
    asked = read_urval(request)
    sida = _page_number(request)

    def question(reader: Reader) -> tuple[Urval, Lista, tuple[Valt, ...]]:
        urval = asked if full_text_query(asked.q) else replace(asked, q="")
        offset = (sida - 1) * PER_PAGE
        lista = reader.lista(urval, limit=PER_PAGE, offset=offset)
        known = known_only(urval, lista.filter)
        if known != urval:
            urval, lista = known, reader.lista(known, limit=PER_PAGE, offset=offset)
        return urval, lista, _chosen(reader, urval, lista)

    urval, lista, chosen = await read(datasette, question)
    said = remarks(asked, urval)
    pages = _pages(lista)
    if sida > pages:
        raise PageError(404, f"Listan har {pages} sidor.", "Gå till första sidan av listan.")
    if request.url_vars["format"]:
        return _json(datasette, urval, lista, sida, said)
    context = {
        "lista": lista,
        "urval": urval,
        "valda": chosen,
        "anmarkningar": said,
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
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS and int(text) >= 1):
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
        count = None if lista.antal else reader.antal(rest)
        label = f"«{value}»" if name == "q" else names[name, value]
        title = TITLES.get(name, "Sökord")
        chosen.append(Valt(title, label, "/insatser" + query(pairs_of(rest)), count))
    return tuple(chosen)


def _pages(lista: Lista) -> int:
    return max(1, -(-lista.antal // PER_PAGE))


def _json(datasette: Any, urval: Urval, lista: Lista, sida: int, said: tuple[str, ...]) -> Any:
    pages = _pages(lista)
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
            "anmarkningar": said,
            "insatser": lista.kort,
            "filter": lista.filter,
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
