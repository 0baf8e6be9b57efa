"""How numbers, days, places and names are written on the pages, in Swedish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from catalog.reading import Insatskort, Term, Tid
from catalog.swedish import inside_sentence

SWEDEN = ZoneInfo("Europe/Stockholm")
SHORT_CODE = 7
"""How much of a version's hash is shown; enough to tell two apart."""

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
