"""A narrowed list of insatser, and how many each further choice would leave."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from typing import Any

from catalog.reading.model import Filterval, Urval
from catalog.reading.searching import full_text_query

LINKED = {
    "problemomrade": ("insats_problemomrade", "problemomrade"),
    "skolform": ("insats_skolform_mojlig", "skolform"),
    "arskurs": ("insats_arskurs_mojlig", "arskurs"),
    "amne": ("insats_amne", "amne"),
    "malgrupp": ("insats_malgrupp", "malgrupp"),
    "niva": ("insats_niva", "niva"),
    "anordnare": ("insats_anordnare", "anordnare"),
    "program": ("insats_program", "program"),
    "paverkansfaktor": ("insats_paverkansfaktor", "paverkansfaktor"),
}
"""Filter → its link table and the table of its values."""

OWN = ("typ", "status")
"""Filters whose value stands in the insats itself."""

ORDER = {
    "problemomrade": "v.sortnyckel",
    "anordnare": "antal desc, v.sortnyckel",
    "program": "v.sortnyckel",
    "paverkansfaktor": "v.sortnyckel",
}
"""Filters whose values have no order of their own."""


def matching_ids(connection: sqlite3.Connection, urval: Urval) -> list[str]:
    """Return the ids that a choice leaves, in Swedish order."""
    where, parameters = _where(urval)
    rows = connection.execute(
        f"select i.id from insats i where {where} order by i.sortnyckel, i.id", parameters
    )
    return [str(row[0]) for row in rows]


def choices(connection: sqlite3.Connection, urval: Urval) -> dict[str, tuple[Filterval, ...]]:
    """Return filter → its values with how many insatser each has under the other filters."""
    return {name: _counted(connection, urval, name) for name in (*LINKED, *OWN)}


def _counted(connection: sqlite3.Connection, urval: Urval, name: str) -> tuple[Filterval, ...]:
    where, parameters = _where(urval, without=name)
    chosen = getattr(urval, name)
    order = ORDER.get(name, "v.ordning")
    if name in OWN:
        counted = (
            f"select i.{name} as varde, count(*) as antal from insats i where {where} group by 1"
        )
        values = name
    else:
        link, values = LINKED[name]
        counted = (
            f"select l.{name} as varde, count(distinct l.insats) as antal from {link} l"
            f" join insats i on i.id = l.insats where {where} group by 1"
        )
    rows = connection.execute(
        f"with raknat as ({counted})"
        " select v.id, v.namn, coalesce(raknat.antal, 0) as antal"
        f" from {values} v left join raknat on raknat.varde = v.id order by {order}, v.id",
        parameters,
    )
    return tuple(
        Filterval(str(key), str(namn), int(antal))
        for key, namn, antal in rows
        if antal or key in chosen
    )


def _where(urval: Urval, without: str = "") -> tuple[str, list[Any]]:
    parts = ["1"]
    parameters: list[Any] = []
    for field in fields(Urval):
        chosen = getattr(urval, field.name)
        if not chosen or field.name == without:
            continue
        if field.name == "q":
            query = full_text_query(chosen)
            if query:
                parts.append("i.rowid in (select rowid from insats_fts where insats_fts match ?)")
                parameters.append(query)
            continue
        marks = ", ".join("?" * len(chosen))
        if field.name in OWN:
            parts.append(f"i.{field.name} in ({marks})")
            parameters.extend(chosen)
        elif field.name == "amne":
            parts.append(
                "i.id in (select l.insats from insats_amne l join amne a on a.id = l.amne"
                f" where a.id in ({marks}) or a.ingar_i in ({marks}))"
            )
            parameters.extend((*chosen, *chosen))
        else:
            link, _ = LINKED[field.name]
            parts.append(f"i.id in (select insats from {link} where {field.name} in ({marks}))")
            parameters.extend(chosen)
    return " and ".join(parts), parameters
