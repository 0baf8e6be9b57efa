"""What our templates may use beside what they are given."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode, urlsplit
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from catalog.reading import Insatskort, Term, Tid
from catalog.swedish import inside_sentence
from datasette_plugins.accounts import redaktion_of
from datasette_plugins.compiled import DATASETTES, OURS
from datasette_plugins.difference import KINDS
from datasette_plugins.resources import resources_of
from datasette_plugins.settings import LONGEST_SEARCH, PLUGIN
from datasette_plugins.tabeller import describe_tables
from matcher.plan.grund import shortened

MENU = (
    ("/matcha", "Beskriv ett problem"),
    ("/atgardsplan", "Analys till plan"),
    ("/insatser", "Insatser"),
    ("/problemomraden", "Problemområden"),
    ("/kallor", "Källor"),
    ("/om", "Om"),
)
SWEDEN = ZoneInfo("Europe/Stockholm")
SHORT_CODE = 7
"""How much of a version's hash is shown; enough to tell two apart."""

LINK_STRENGTHS = {3: "är till för detta", 2: "har tydlig koppling", 1: "har viss koppling"}
MISSING = "Katalogen saknar uppgift"
MATCH_STRENGTHS = {"stark": 3, "möjlig": 2, "svag": 1}
LONG_WORD = re.compile(r"(\w{4,}?)(skola|klass|område|hem|faktorer|systemet|inspektionen)\b")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


_environments: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def prepare(env: Any, datasette: Any) -> None:
    """Put our functions and constants where every template finds them."""
    env.bytecode_cache = DATASETTES
    env.globals.update(
        adress=path_under(datasette.setting("base_url")),
        fraga=query,
        huvudmeny=MENU,
        statisk=lambda name: datasette.urls.static_plugins(
            PLUGIN, f"{name}?v={_fingerprint(name)}"
        ),
        slagnamn=KINDS,
        langsta_sokord=LONGEST_SEARCH,
        styrkeord=LINK_STRENGTHS,
        saknas=MISSING,
        matchstyrka=MATCH_STRENGTHS,
        redaktionen=lambda: redaktion_of(datasette) is not None,
    )
    tables = describe_tables()
    env.globals.update(tabellord=lambda name: tables.get(name, {}).get("description", ""))
    env.filters.update(
        antal=count,
        decimal=decimal,
        tal=number,
        datum=date,
        mening=sentence,
        inne=inside_sentence,
        uppraknat=listed,
        statusord=status_words,
    )
    env.filters.update(kortat=shortened, idform=as_id, insatsparameter=lambda id_: ("insats", id_))
    env.filters.update(
        timmar=hours, delbart=breakable, vardnamn=host_of, idnamn=lambda term: (term.id, term.namn)
    )
    env.filters.update(tidpunkt=moment, klocka=clock, skillnad=change)
    env.globals.update(
        idag=lambda: today(),
        kontakt=lambda: contact(datasette),
        katalogversion=lambda: version_words(resources_of(datasette).byggnad),
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


def number(value: int) -> str:
    r"""Write a number with a space between thousands, as Swedish does.

    Examples
    --------
    >>> number(12345)
    '12\xa0345'
    """
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def decimal(value: float) -> str:
    """Write a figure with two decimals, as Swedish does.

    Examples
    --------
    >>> decimal(0.7249)
    '0,72'
    """
    return f"{value:.2f}".replace(".", ",")


def count(value: int, one: str, many: str) -> str:
    r"""Write a number with its noun.

    Examples
    --------
    >>> count(1, "insats", "insatser"), count(0, "insats", "insatser")
    ('1\xa0insats', '0\xa0insatser')
    """
    return f"{number(value)}\N{NO-BREAK SPACE}{one if value == 1 else many}"


def date(value: str) -> str:
    """Write a day as people read it.

    Examples
    --------
    >>> date("2026-11-22")
    '22 november 2026'
    """
    year, month, day = value.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def moment(value: str) -> str:
    """Write a time of the log as people read it, in Swedish time.

    Examples
    --------
    >>> moment("2026-11-22T21:30:00+00:00")
    '22 november 2026 kl. 22.30'
    """
    here = datetime.datetime.fromisoformat(value).astimezone(SWEDEN)
    return f"{date(here.date().isoformat())} kl. {here:%H.%M}"


def hours(tid: Tid) -> str:
    r"""Write the hours of an insats, and what they are hours of; nothing if they are not known.

    Examples
    --------
    >>> hours(Tid(30, 40, None, None, "modulen, per deltagare"))
    '30–40\xa0timmar (modulen, per deltagare)'
    >>> hours(Tid(15, None, None, None, None)), hours(Tid(1, 1, None, None, None))
    ('minst 15\xa0timmar', '1\xa0timme')
    """
    least, most = tid.timmar_min, tid.timmar_max
    if least is None and most is None:
        return ""
    if most is None:
        text = f"minst {count(least or 0, 'timme', 'timmar')}"
    elif least is None:
        text = f"högst {count(most, 'timme', 'timmar')}"
    elif least == most:
        text = count(most, "timme", "timmar")
    else:
        text = f"{number(least)}–{count(most, 'timme', 'timmar')}"
    return f"{text} ({tid.avser})" if tid.avser else text


def breakable(value: str) -> str:
    """Tell browsers where the long words of a narrow column may be cut.

    Examples
    --------
    >>> breakable("Anpassad gymnasieskola").split("\N{SOFT HYPHEN}")
    ['Anpassad gymnasie', 'skola']
    """
    return LONG_WORD.sub("\\1\N{SOFT HYPHEN}\\2", value)


def as_id(name: str) -> str:
    """Return the name of a field as an id that addresses can point at.

    Examples
    --------
    >>> as_id("p1.formulering")
    'p1-formulering'
    """
    return name.replace(".", "-")


def host_of(url: str) -> str:
    """Return where an address leads; the rest of it tells a reader nothing.

    Examples
    --------
    >>> host_of("https://www.ifau.se/globalassets/pdf/se/2015/r-2015-23.pdf")
    'ifau.se'
    """
    return (urlsplit(url).hostname or url).removeprefix("www.")


def today() -> str:
    """Return this day, written as the records write theirs."""
    return datetime.date.today().isoformat()


def clock(value: str) -> str:
    """Write the hour and minute of a time, in Swedish time.

    Examples
    --------
    >>> clock("2026-11-22T21:30:00+00:00")
    '22.30'
    """
    return f"{datetime.datetime.fromisoformat(value).astimezone(SWEDEN):%H.%M}"


def change(value: float) -> str:
    """Write how much a figure has changed, with its sign.

    Examples
    --------
    >>> change(0.016), change(-0.2), change(0.001)
    ('+0,02', '−0,20', '0,00')
    """
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{decimal(abs(rounded))}"


def contact(datasette: Any) -> str:
    """Return the address for those who find a fault, or nothing when none is set."""
    return str((datasette.plugin_config(PLUGIN) or {}).get("kontakt_epost") or "")


def version_words(byggnad: Mapping[str, str]) -> str:
    """Write the version of the catalogue as people can speak of it: a day and a short code.

    Examples
    --------
    >>> version_words({"andrad": "2026-11-22", "version": "63d17723a498"})
    '22 november 2026 (kod 63d1772)'
    """
    code = f"kod {byggnad['version'][:SHORT_CODE]}"
    return f"{date(byggnad['andrad'])} ({code})" if byggnad["andrad"] else code


def sentence(value: str) -> str:
    """Start a vocabulary's word with a capital letter.

    Examples
    --------
    >>> sentence("årskurs 4–6")
    'Årskurs 4–6'
    """
    return value[:1].upper() + value[1:]


def listed(terms: Iterable[Term]) -> str:
    """Write terms as a list in running text; abbreviations keep their capitals.

    Examples
    --------
    >>> listed([Term("svenska", "Svenska"), Term("no", "NO"), Term("f-3", "F–3")])
    'Svenska, NO, F–3'
    >>> listed([Term("grundskola", "Grundskola"), Term("komvux", "Komvux")])
    'Grundskola, komvux'
    """
    names = [term.namn for term in terms]
    return ", ".join([*names[:1], *(inside_sentence(name) for name in names[1:])])


def status_words(insats: Insatskort) -> str:
    """Tell whether an insats can be had, with the year that shows it.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     status_words(reader.insats("samtal-om-text"))
    'Aktiv, belagd 2024'
    """
    last_seen = f", senast belagd {insats.belagd}" if insats.belagd else ""
    match insats.status.id:
        case "aktiv":
            return f"Aktiv, belagd {insats.belagd}" if insats.belagd else "Aktiv"
        case "avslutad":
            return f"Avslutad {insats.till}" if insats.till else f"Avslutad{last_seen}"
        case "okand":
            return f"Oklart om den finns kvar{last_seen}"
    return sentence(insats.status.namn)
