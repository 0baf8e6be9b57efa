"""The parts that the reader is put together from: scoped, grouped and linked rows."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from catalog.reading.model import (
    Evidens,
    Filterval,
    Kalla,
    Kostnad,
    Lank,
    Omradeskort,
    Referenskort,
    Referenslank,
    Relation,
    Term,
    Tid,
)

Row = tuple[Any, ...]
T = TypeVar("T")

INSATS_LINKS = ("anordnare", "program", "skolform", "arskurs", "amne", "malgrupp", "niva")

INSATS = """
    select i.id, i.namn, typ.id, typ.namn, typ.beskrivning, typ.foreslas, i.omfattning,
      status.id, status.namn, status.beskrivning, i.sammanfattning,
      sakerhet.id, sakerhet.namn, sakerhet.beskrivning, i.granskad_datum,
      i.fran, i.till, i.belagd, g.id, g.namn, g.beskrivning, r.id, r.namn, r.beskrivning,
      i.evidens_mening, i.timmar_min, i.timmar_max, i.veckor_min, i.veckor_max, i.tid_avser,
      k.id, k.namn, k.beskrivning, i.pris, i.kostnad_omfattar
    from insats i join typ on typ.id = i.typ join status on status.id = i.status
      join sakerhet on sakerhet.id = i.sakerhet
      left join evidensgrad g on g.id = i.evidensgrad
      left join evidensriktning r on r.id = i.evidensriktning
      left join kostnadsband k on k.id = i.kostnadsband
"""
SHEET = """
    select i.id, i.anordnare_enligt_kallan, i.genomforare, i.beskrivning, i.start,
      i.skriven_av, i.skriven_datum, i.granskad_av, i.granskas_senast
    from insats i where i.id in ({scope})
"""
RELATIONS = """
    select l.insats, s.id, s.namn, s.beskrivning, i.id, i.namn, 1, s.ordning, i.sortnyckel
      from insats_relation l join relationsslag s on s.id = l.slag join insats i on i.id = l.annan
      where l.insats in ({scope})
    union all
    select l.annan, s.id, s.omvant, s.beskrivning, i.id, i.namn, 0, s.ordning, i.sortnyckel
      from insats_relation l join relationsslag s on s.id = l.slag join insats i on i.id = l.insats
      where l.annan in ({scope})
    order by 8, 7 desc, 9
"""
AREA = """
    select p.id, p.namn, n.id, n.namn, n.beskrivning, g.id, g.namn, g.beskrivning, p.definition,
      (select count(*) from insats_problemomrade l where l.problemomrade = p.id), p.lucka
    from problemomrade p join analysniva n on n.id = p.analysniva join grupp g on g.id = p.grupp
"""
NEAR = """
    select p.id, p.namn, 1, p.sortnyckel from problemomrade d join problemomrade p
      on p.id = d.ingar_i where d.id in ({scope})
    union all
    select id, namn, 2, sortnyckel from problemomrade where ingar_i in ({scope})
    union all
    select p.id, p.namn, 3, l.ordning from problemomrade_narliggande l
      join problemomrade p on p.id = l.narliggande where l.problemomrade in ({scope})
    union all
    select p.id, p.namn, 4, p.sortnyckel from problemomrade_narliggande l
      join problemomrade p on p.id = l.problemomrade where l.narliggande in ({scope})
    order by 3, 4
"""
REFERENCE = """
    select r.id, r.kort, r.full, r.titel, r.ar, r.slag, r.url, r.note, r.belagg,
      s.id, s.namn, s.beskrivning, r.csl, r.doi
    from referens r join sakerhet s on s.id = r.sakerhet
"""
SOURCES = """
    select {owner}, titel, utgivare, url, last from kalla where {owner} in ({scope})
    order by ordning
"""


class Scope(NamedTuple):
    """The records that a query is about: the inside of an SQL ``in (…)`` with its parameters."""

    sql: str
    parameters: tuple[str, ...] = ()


def these(ids: Iterable[str]) -> Scope:
    """Return the scope of certain ids."""
    wanted = tuple(ids)
    return Scope(", ".join("?" * len(wanted)), wanted)


def all_of(table: str) -> Scope:
    """Return the scope of a whole table."""
    return Scope(f"select id from {table}")


class Queries:
    """What :class:`catalog.reading.Reader` is built on; every method is for it alone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, parameters).fetchall()

    def _first_column(self, sql: str, parameter: str) -> list[str]:
        return [str(row[0]) for row in self._rows(sql, (parameter,))]

    def _terms(self, table: str) -> tuple[Term, ...]:
        rows = self._rows(f"select id, namn, beskrivning from {table} order by ordning")
        return tuple(Term(*row) for row in rows)

    def _grouped(
        self, sql: str, scope: Scope, make: Callable[[Row], T]
    ) -> defaultdict[str, tuple[T, ...]]:
        groups: defaultdict[str, list[T]] = defaultdict(list)
        for row in self._rows(sql, scope.parameters):
            groups[row[0]].append(make(row))
        return defaultdict(tuple, {key: tuple(group) for key, group in groups.items()})

    def _linked(self, left: str, right: str, scope: Scope) -> defaultdict[str, tuple[Term, ...]]:
        description = {"anordnare": "r.kortnamn", "paverkansfaktor": "r.definition"}.get(
            right, "r.beskrivning"
        )
        return self._grouped(
            f"select l.{left}, r.id, r.namn, {description} from {left}_{right} l"
            f" join {right} r on r.id = l.{right} where l.{left} in ({scope.sql})"
            " order by l.ordning",
            scope,
            lambda row: Term(*row[1:]),
        )

    def _graded(self, left: str, right: str, scope: Scope) -> defaultdict[str, tuple[Lank, ...]]:
        return self._grouped(
            f"select l.{left}, r.id, r.namn, l.styrka, l.motivering from {left}_{right} l"
            f" join {right} r on r.id = l.{right} where l.{left} in ({scope.sql})"
            " order by l.styrka desc, l.ordning",
            scope,
            lambda row: Lank(*row[1:]),
        )

    def _texts(
        self, table: str, owner: str, scope: Scope
    ) -> defaultdict[tuple[str, str], tuple[str, ...]]:
        texts: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
        rows = self._rows(
            f"select {owner}, slag, text from {table} where {owner} in ({scope.sql})"
            " order by ordning",
            scope.parameters,
        )
        for key, kind, text in rows:
            texts[key, kind] = (*texts[key, kind], text)
        return texts

    def _sources(self, owner: str, scope: Scope) -> defaultdict[str, tuple[Kalla, ...]]:
        return self._grouped(
            SOURCES.format(owner=owner, scope=scope.sql), scope, lambda row: Kalla(*row[1:])
        )

    def _decoys(self, table: str, owner: str, scope: Scope) -> defaultdict[str, Any]:
        return self._grouped(
            f"select t.{owner}, t.text, p.id, p.namn from {table} t"
            " join problemomrade p on p.id = t.hor_till where t.slag = 'liknar_men_inte'"
            f" and t.{owner} in ({scope.sql}) order by t.ordning",
            scope,
            lambda row: (str(row[1]), Term(row[2], row[3])),
        )

    def _reference_links(
        self, owner: str, scope: Scope
    ) -> defaultdict[str, tuple[Referenslank, ...]]:
        return self._grouped(
            f"select l.{owner}, r.id, r.kort, r.full, k.id, k.namn, k.beskrivning, l.sida,"
            f" l.pastaende from {owner}_referens l join referens r on r.id = l.referens"
            f" join kallroll k on k.id = l.roll where l.{owner} in ({scope.sql})"
            " order by k.ordning, r.sortnyckel",
            scope,
            lambda row: Referenslank(row[1], row[2], row[3], Term(*row[4:7]), row[7], row[8]),
        )

    def _relations(self, scope: Scope) -> defaultdict[str, tuple[Relation, ...]]:
        both = Scope(scope.sql, scope.parameters * 2)
        return self._grouped(
            RELATIONS.format(scope=scope.sql),
            both,
            lambda row: Relation(Term(*row[1:4]), Term(row[4], row[5]), bool(row[6])),
        )

    def _grants(self, scope: Scope) -> defaultdict[str, tuple[Term, ...]]:
        return self._grouped(
            "select l.insats, i.id, i.namn from insats_statsbidrag l"
            f" join insats i on i.id = l.statsbidrag where l.insats in ({scope.sql})"
            " order by l.ordning",
            scope,
            lambda row: Term(row[1], row[2]),
        )

    def _judged_forms(self, scope: Scope) -> defaultdict[str, tuple[Term, ...]]:
        return self._grouped(
            "select l.insats, s.id, s.namn, s.beskrivning from insats_skolform_bedomd l"
            f" join skolform s on s.id = l.skolform where l.insats in ({scope.sql})"
            " order by l.ordning",
            scope,
            lambda row: Term(*row[1:]),
        )

    def _insats_links(self, scope: Scope) -> dict[str, defaultdict[str, tuple[Term, ...]]]:
        links = {table: self._linked("insats", table, scope) for table in INSATS_LINKS}
        return {**links, "bedomd": self._judged_forms(scope), "bidrag": self._grants(scope)}

    def _uses(self, owner: str, key: str) -> tuple[tuple[Term, Term, str | None], ...]:
        text = {"insats": "sammanfattning", "problemomrade": "definition"}[owner]
        rows = self._rows(
            f"select o.id, o.namn, o.{text}, k.id, k.namn, k.beskrivning, l.pastaende"
            f" from {owner}_referens l join {owner} o on o.id = l.{owner}"
            " join kallroll k on k.id = l.roll where l.referens = ?"
            " order by o.sortnyckel, o.id",
            (key,),
        )
        return tuple((Term(*row[:3]), Term(*row[3:6]), row[6]) for row in rows)

    def _insats_rows(self, ids: Iterable[str] | None) -> tuple[list[Row], Scope]:
        if ids is None:
            return self._rows(f"{INSATS} order by i.sortnyckel, i.id"), all_of("insats")
        rows = self._in_order(INSATS, "i", list(ids))
        return rows, these(row[0] for row in rows)

    def _area_cards(self, ids: Iterable[str] | None) -> tuple[Omradeskort, ...]:
        if ids is None:
            rows = self._rows(f"{AREA} order by n.ordning, g.ordning, p.sortnyckel, p.id")
        else:
            rows = self._in_order(AREA, "p", list(ids))
        return tuple(
            Omradeskort(row[0], row[1], Term(*row[2:5]), Term(*row[5:8]), *row[8:11])
            for row in rows
        )

    def _reference_cards(self, ids: Sequence[str]) -> tuple[Referenskort, ...]:
        rows = self._in_order(REFERENCE, "r", ids)
        return tuple(Referenskort(**reference_fields(row)) for row in rows)

    def _in_order(self, select: str, alias: str, ids: Sequence[str]) -> list[Row]:
        scope = these(ids)
        rows = self._rows(f"{select} where {alias}.id in ({scope.sql})", scope.parameters)
        by_id = {row[0]: row for row in rows}
        return [by_id[each] for each in ids if each in by_id]

    def _terms_linked_to(self, table: str, other: str, key: str) -> tuple[Term, ...]:
        rows = self._rows(
            f"select r.id, r.namn, r.definition from {table}_{other} l"
            f" join {table} r on r.id = l.{table} where l.{other} = ? order by r.sortnyckel, r.id",
            (key,),
        )
        return tuple(Term(*row) for row in rows)

    def _counted(self, table: str) -> tuple[Filterval, ...]:
        rows = self._rows(
            f"select r.id, r.namn, (select count(*) from insats_{table} l where l.{table} = r.id)"
            f" from {table} r order by r.sortnyckel, r.id"
        )
        return tuple(Filterval(*row) for row in rows)


def card_fields(row: Row, links: dict[str, defaultdict[str, tuple[Term, ...]]]) -> dict[str, Any]:
    """Return the fields of an ``Insatskort`` from a row of ``INSATS``."""
    tid, (band, pris, omfattar) = row[25:30], (row[30:33], *row[33:35])
    return {
        "id": row[0],
        "namn": row[1],
        "typ": Term(*row[2:5]),
        "foreslas": bool(row[5]),
        "anordnare": links["anordnare"][row[0]],
        "program": links["program"][row[0]],
        "skolformer": links["skolform"][row[0]],
        "skolformer_bedomda": links["bedomd"][row[0]],
        "arskurser": links["arskurs"][row[0]],
        "amnen": links["amne"][row[0]],
        "malgrupper": links["malgrupp"][row[0]],
        "nivaer": links["niva"][row[0]],
        "omfattning": row[6],
        "status": Term(*row[7:10]),
        "sammanfattning": row[10],
        "sakerhet": Term(*row[11:14]),
        "granskad": row[14],
        "fran": row[15],
        "till": row[16],
        "belagd": row[17],
        "evidens": Evidens(Term(*row[18:21]), Term(*row[21:24]), row[24]) if row[18] else None,
        "tid": Tid(*tid) if any(value is not None for value in tid) else None,
        "kostnad": (
            Kostnad(Term(*band), pris, omfattar, links["bidrag"][row[0]]) if band[0] else None
        ),
    }


def sheet_fields(row: Row) -> dict[str, Any]:
    """Return the fields of an ``Insatsblad`` that stand in a row of ``SHEET``."""
    return {
        "anordnare_enligt_kallan": row[1],
        "genomforare": row[2],
        "stycken": tuple(row[3].split("\n\n")) if row[3] else (),
        "start": row[4],
        "skriven_av": row[5],
        "skriven_datum": row[6],
        "granskad_av": row[7],
        "granskas_senast": row[8],
    }


def reference_fields(row: Row) -> dict[str, Any]:
    """Return the fields of a ``Referenskort`` from a row of ``REFERENCE``."""
    return {
        "id": row[0],
        "kort": row[1],
        "full": row[2],
        "titel": row[3],
        "ar": row[4],
        "slag": row[5],
        "url": row[6],
        "note": row[7],
        "belagg": row[8],
        "sakerhet": Term(*row[9:12]),
    }
