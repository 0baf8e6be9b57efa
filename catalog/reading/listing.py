"""The catalogue as lists for programs: vocabularies, what was written when, and ids ever given."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from catalog.reading.model import Andring, Begrepp, Begreppslista

VOCABULARIES: dict[str, tuple[str, str, str]] = {
    "skolformer": ("skolform", "Skolformer", "Skolformer, från förskola till komvux."),
    "arskurser": ("arskurs", "Årskurser", "Stadier och årskurser."),
    "amnen": ("amne", "Ämnen", "Skolans ämnen."),
    "malgrupper": ("malgrupp", "Målgrupper", "De som gör eller går en insats."),
    "nivaer": ("niva", "Nivåer i styrkedjan", "Var i styrkedjan en insats verkar."),
    "typer": ("typ", "Typer av insatser", "Vilket slag av insats det är."),
    "statusar": ("status", "Statusar", "Om en insats finns att få."),
    "sakerheter": ("sakerhet", "Säkerheter", "Hur säkra uppgifterna i en post är."),
    "kallroller": ("kallroll", "Roller för källor", "Hur en post använder en källa."),
    "analysnivaer": ("analysniva", "Analysnivåer", "Nulägesanalysens nivåer."),
    "grupper": ("grupp", "Grupper", "Grupper av problemområden."),
    "kostnadsband": ("kostnadsband", "Kostnadsband", "Hur mycket en insats kostar."),
    "evidensgrader": ("evidensgrad", "Evidensgrader", "Hur mycket som är känt om en insats."),
    "evidensriktningar": ("evidensriktning", "Evidensriktningar", "Vad studierna visade."),
    "relationsslag": ("relationsslag", "Relationer", "Hur två insatser hänger ihop."),
    "kvalitetsomraden": (
        "kvalitetsomrade",
        "Prioriterade områden",
        "Nationella kvalitetssystemets prioriterade områden.",
    ),
    "bruk": ("bruk", "BRUK", "Områden i självskattningen BRUK."),
    "skolinspektionen": (
        "skolinspektionen",
        "Skolinspektionens områden",
        "Områden som Skolinspektionen granskar.",
    ),
}
"""Vocabulary → its table, its title and what it lists."""

AREAS = ("Problemområden", "Slag av problem som en nulägesanalys kan ta upp.")
FACTORS = ("Påverkansfaktorer", "Faktorer som skolor förbättras genom.")

CHANGES = """
    select 'insatser', id, namn, sammanfattning, skriven_datum, 'skriven', skriven_av from insats
    union all
    select 'insatser', id, namn, sammanfattning, granskad_datum, 'granskad', granskad_av
      from insats where granskad_datum is not null
    union all
    select 'problemomraden', id, namn, definition, skriven_datum, 'skriven', skriven_av
      from problemomrade
    order by 5 desc, 6, 1, 2
"""


def concept_lists(connection: sqlite3.Connection) -> tuple[Begreppslista, ...]:
    """Return every vocabulary, and the problem areas and factors as vocabularies too."""
    lists = []
    for name, (table, title, description) in VOCABULARIES.items():
        wider = "ingar_i" if table == "amne" else "null"
        rows = connection.execute(
            f"select id, namn, beskrivning, {wider} from {table} order by ordning"
        )
        lists.append(
            Begreppslista(name, title, description, tuple(Begrepp(*row) for row in rows), False)
        )
    return (*lists, _areas(connection), _factors(connection))


def _areas(connection: sqlite3.Connection) -> Begreppslista:
    near: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for area, other in connection.execute(
        "select problemomrade, narliggande from problemomrade_narliggande"
        " order by problemomrade, ordning"
    ):
        near[area] = (*near[area], other)
    rows = connection.execute(
        "select id, namn, definition, ingar_i from problemomrade order by sortnyckel, id"
    )
    begrepp = tuple(
        Begrepp(id_, namn, definition, wider, near[id_]) for id_, namn, definition, wider in rows
    )
    return Begreppslista("problemomraden", *AREAS, begrepp, True)


def _factors(connection: sqlite3.Connection) -> Begreppslista:
    rows = connection.execute(
        "select id, namn, definition from paverkansfaktor order by sortnyckel, id"
    )
    begrepp = tuple(Begrepp(*row) for row in rows)
    return Begreppslista("paverkansfaktorer", *FACTORS, begrepp, True)


def changes(connection: sqlite3.Connection) -> tuple[Andring, ...]:
    """Return when each record was written and reviewed, newest first."""
    return tuple(Andring(*row) for row in connection.execute(CHANGES))


def first_year(connection: sqlite3.Connection) -> int | None:
    """Return the earliest year that an insats is told to have begun."""
    (year,) = connection.execute("select min(fran) from insats").fetchone()
    return None if year is None else int(year)


def records(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Return the kind and id of every record that has a page of its own."""
    rows = connection.execute(
        "select slag, id from id_register where lage = 'gäller' order by slag, id"
    )
    return tuple((str(kind), str(post_id)) for kind, post_id in rows)


def is_gone(connection: sqlite3.Connection, kind: str, post_id: str) -> bool:
    """Tell whether an id was given once, but has neither a record nor a successor."""
    rows = connection.execute(
        "select 1 from id_register where slag = ? and id = ? and lage = 'borttagen'",
        (kind, post_id),
    )
    return rows.fetchone() is not None
