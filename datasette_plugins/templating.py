"""What our templates may use beside what they are given."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from catalog.swedish import inside_sentence
from datasette_plugins.accounts import redaktion_of
from datasette_plugins.compiled import DATASETTES, OURS
from datasette_plugins.difference import KINDS
from datasette_plugins.resources import resources_of
from datasette_plugins.settings import LONGEST_SEARCH, PLUGIN
from datasette_plugins.tabeller import describe_tables
from datasette_plugins.wording import (
    as_id,
    breakable,
    change,
    clock,
    count,
    date,
    decimal,
    host_of,
    hours,
    listed,
    moment,
    number,
    sentence,
    status_words,
    version_words,
)
from matcher.plan.grund import shortened

MENU = (
    ("/matcha", "Beskriv ett problem"),
    ("/atgardsplan", "Analys till plan"),
    ("/insatser", "Insatser"),
    ("/problemomraden", "Problemområden"),
    ("/kallor", "Källor"),
    ("/om", "Om"),
)
LINK_STRENGTHS = {3: "är till för detta", 2: "har tydlig koppling", 1: "har viss koppling"}
MISSING = "Katalogen saknar uppgift"
MATCH_STRENGTHS = {"stark": 3, "möjlig": 2, "svag": 1}

_environments: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def prepare(env: Any, datasette: Any) -> None:
    """Put our functions and constants where every template finds them."""
    tables = describe_tables()
    env.bytecode_cache = DATASETTES
    env.globals.update(
        adress=path_under(datasette.setting("base_url")),
        fraga=query,
        huvudmeny=MENU,
        idag=lambda: today(),
        katalogversion=lambda: version_words(resources_of(datasette).byggnad),
        kontakt=lambda: contact(datasette),
        langsta_sokord=LONGEST_SEARCH,
        matchstyrka=MATCH_STRENGTHS,
        redaktionen=lambda: redaktion_of(datasette) is not None,
        saknas=MISSING,
        slagnamn=KINDS,
        statisk=lambda name: datasette.urls.static_plugins(
            PLUGIN, f"{name}?v={_fingerprint(name)}"
        ),
        styrkeord=LINK_STRENGTHS,
        tabellord=lambda name: tables.get(name, {}).get("description", ""),
    )
    env.filters.update(
        antal=count,
        datum=date,
        decimal=decimal,
        delbart=breakable,
        idform=as_id,
        idnamn=lambda term: (term.id, term.namn),
        inne=inside_sentence,
        insatsparameter=lambda id_: ("insats", id_),
        klocka=clock,
        kortat=shortened,
        mening=sentence,
        skillnad=change,
        statusord=status_words,
        tal=number,
        tidpunkt=moment,
        timmar=hours,
        uppraknat=listed,
        vardnamn=host_of,
    )


def render(datasette: Any, template: str, context: Mapping[str, Any], request: Any) -> str:
    """Render one of our pages.

    Datasette's own rendering awaits every value that it writes, which takes most of the time of a
    page. Ours have nothing to wait for. The lines that only hold a template's own tags are left
    out of the page.
    """
    if datasette not in _environments:
        _environments[datasette] = datasette.jinja_env.overlay(
            enable_async=False, trim_blocks=True, lstrip_blocks=True, bytecode_cache=OURS
        )
    known = {
        "request": request,
        "urls": datasette.urls,
        "base_url": datasette.setting("base_url"),
        "actor": request.actor if request else None,
    }
    text: str = _environments[datasette].get_template(template).render({**context, **known})
    return text


def path_under(base_url: str) -> Callable[[str], str]:
    """Return how to write the address of a page of ours.

    Datasette's own function does the same, but a page asks for hundreds of addresses.

    Examples
    --------
    >>> path_under("/skola/")("/insatser")
    '/skola/insatser'
    """
    prefix = base_url.rstrip("/")
    return lambda path: prefix + path


def forget(datasette: Any) -> None:
    """Let go of the templates of a release that is no longer shown."""
    _environments.pop(datasette, None)


@cache
def _fingerprint(name: str) -> str:
    content = resources.files("datasette_plugins").joinpath(f"static/{name}").read_bytes()
    return hashlib.sha256(content).hexdigest()[:8]


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a query string with its question mark, or nothing.

    Examples
    --------
    >>> query([("amne", "so"), ("q", "lästid")])
    '?amne=so&q=l%C3%A4stid'
    >>> query([])
    ''
    """
    text = urlencode(list(pairs))
    return f"?{text}" if text else ""


def today() -> str:
    """Return this day, written as the records write theirs."""
    return datetime.date.today().isoformat()


def contact(datasette: Any) -> str:
    """Return the address for those who find a fault, or nothing when none is set."""
    return str((datasette.plugin_config(PLUGIN) or {}).get("kontakt_epost") or "")
