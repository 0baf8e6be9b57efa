"""Insatser: the list that can be narrowed, and each insats's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from catalog.reading import NAME, ORDERS, Filterval, Lista, Omradeskort, Reader, Term, Urval
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
MAX_NEAR = 5
UNKNOWN = "Ett val som inte finns togs bort."
TOO_SHORT = "Sökordet är för kort och togs bort. Skriv minst två tecken i följd."
ODD_ORDER = "Listan går inte att sortera så. Den står i namnordning."
TITLES = {
    "skolform": "Skolform",
    "arskurs": "Årskurser",
    "amne": "Ämne",
    "problemomrade": "Problemområde",
    "malgrupp": "Målgrupp",
    "niva": "Var i organisationen",
    "typ": "Typ av insats",
    "paverkansfaktor": "Påverkansfaktor",
    "program": "Program",
    "anordnare": "Anordnare",
    "status": "Status",
    "evidens": "Evidens",
    "kostnad": "Kostnad",
    "timmar": "Omfattning i timmar",
}
"""The filters in the order of the page."""
LONG = "anordnare"
MOST_SHOWN = 25
FIRST_OPEN = ("skolform", "arskurs", "amne")


@dataclass(frozen=True, slots=True)
class Gren:
    """A value of a filter, and whether it stands below the wider value that it is part of."""

    val: Filterval
    inre: bool


@dataclass(frozen=True, slots=True)
class Hjalp:
    """Another way on from an empty list, and how many insatser it leads to."""

    namn: str
    adress: str
    antal: int


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

    @property
    def visade(self) -> tuple[Filterval, ...]:
        """The choices that the page has room for: of the long list only the largest."""
        if self.namn != LONG:
            return self.val
        return tuple(v for n, v in enumerate(self.val) if n < MOST_SHOWN or v.id in self.valda)

    @property
    def fler(self) -> bool:
        """Whether there are choices that are not shown."""
        return len(self.visade) < len(self.val)

    @property
    def grupper(self) -> tuple[tuple[str | None, tuple[Gren, ...]], ...]:
        """The choices under their headings, those that are parts below what they are part of."""
        shown = {value.id for value in self.visade}
        groups: list[tuple[str | None, list[Gren]]] = []
        for value in self.visade:
            if value.ingar_i in shown:
                groups[-1][1].append(Gren(value, inre=True))
                continue
            if not groups or groups[-1][0] != value.grupp:
                groups.append((value.grupp, []))
            groups[-1][1].append(Gren(value, inre=False))
        return tuple((name, tuple(branches)) for name, branches in groups)


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


def pairs_of(urval: Urval, sortering: str = NAME) -> list[tuple[str, str]]:
    """Return a selection, and its order if it is not the usual one, as pairs for an address.

    Examples
    --------
    >>> pairs_of(Urval(amne=("so", "no"), q="källor"))
    [('amne', 'so'), ('amne', 'no'), ('q', 'källor')]
    >>> pairs_of(Urval(), "belagd")
    [('sortera', 'belagd')]
    """
    pairs: list[tuple[str, str]] = []
    for name in TITLES:
        pairs += [(name, value) for value in getattr(urval, name)]
    if urval.q:
        pairs.append(("q", urval.q))
    return pairs if sortering == NAME else [*pairs, ("sortera", sortering)]


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
