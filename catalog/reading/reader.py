"""``Reader``: the catalogue as frozen objects, over one SQLite connection."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from catalog.reading import filtering, searching
from catalog.reading.model import (
    Faktorblad,
    Filterval,
    Insatsblad,
    Insatskort,
    Kalla,
    Lank,
    Lista,
    Omradesblad,
    Omradeskort,
    Referensblad,
    Referenskort,
    Referenslank,
    Samlingsblad,
    Soksvar,
    Term,
    Urval,
    Vokabular,
)

Row = tuple[Any, ...]
T = TypeVar("T")

INSATS_LINKS = ("anordnare", "program", "skolform", "arskurs", "amne", "malgrupp", "niva")

INSATS = """
    select i.id, i.namn, typ.id, typ.namn, typ.beskrivning, typ.foreslas, i.omfattning,
      status.id, status.namn, status.beskrivning, i.sammanfattning,
      sakerhet.id, sakerhet.namn, sakerhet.beskrivning, i.granskad_datum,
      i.anordnare_enligt_kallan, i.beskrivning, i.skriven_av, i.skriven_datum
    from insats i join typ on typ.id = i.typ join status on status.id = i.status
      join sakerhet on sakerhet.id = i.sakerhet
"""
AREA = """
    select p.id, p.namn, n.id, n.namn, n.beskrivning, g.id, g.namn, g.beskrivning, p.definition,
      (select count(*) from insats_problemomrade l where l.problemomrade = p.id)
    from problemomrade p join analysniva n on n.id = p.analysniva join grupp g on g.id = p.grupp
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


def _these(ids: Iterable[str]) -> Scope:
    wanted = tuple(ids)
    return Scope(", ".join("?" * len(wanted)), wanted)


def _all(table: str) -> Scope:
    return Scope(f"select id from {table}")


class Reader:
    """Reads a built catalogue; holds nothing but the connection.

    Parameters
    ----------
    connection : sqlite3.Connection
        An open ``katalog.db``; its row factory is not used.

    Examples
    --------
    See :func:`open_reader`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # -- the catalogue as a whole ---------------------------------------------------------------

    def byggnad(self) -> dict[str, str]:
        """Return version, schema number and counts."""
        return dict(self._rows("select nyckel, varde from byggnad"))

    def vokabular(self) -> Vokabular:
        """Return the vocabularies in their own order."""
        wider = self._rows("select id, ingar_i from amne where ingar_i is not null")
        synonymer: dict[str, tuple[str, ...]] = {}
        for ord_, aven in self._rows("select ord, aven from synonym order by ord, aven"):
            synonymer[ord_] = (*synonymer.get(ord_, ()), aven)
        return Vokabular(
            skolformer=self._terms("skolform"),
            arskurser=self._terms("arskurs"),
            amnen=self._terms("amne"),
            malgrupper=self._terms("malgrupp"),
            nivaer=self._terms("niva"),
            analysnivaer=self._terms("analysniva"),
            amne_ingar_i=dict(wider),
            synonymer=synonymer,
        )

    def ny_id(self, slag: str, alias: str) -> str | None:
        """Return the id that an earlier id stands for; ``slag`` is ``insatser`` and so on."""
        found = self._rows("select id from alias where slag = ? and alias = ?", (slag, alias))
        return str(found[0][0]) if found else None

    # -- insatser -------------------------------------------------------------------------------

    def insatser(self, ids: Iterable[str] | None = None) -> tuple[Insatsblad, ...]:
        """Return whole records: those asked for in their order, or all in Swedish order."""
        rows, scope = self._insats_rows(ids)
        links = {table: self._linked("insats", table, scope) for table in INSATS_LINKS}
        texts = self._texts("insatstext", "insats", scope)
        areas = self._graded("insats", "problemomrade", scope)
        factors = self._graded("insats", "paverkansfaktor", scope)
        references = self._reference_links(scope)
        sources = self._sources("insats", scope)
        aliases = self._grouped(
            f"select id, alias from alias where slag = 'insatser' and id in ({scope.sql})"
            " order by alias",
            scope,
            lambda row: str(row[1]),
        )
        return tuple(
            Insatsblad(
                **_card_fields(row, links),
                anordnare_enligt_kallan=row[15],
                stycken=tuple(row[16].split("\n\n")) if row[16] else (),
                formuleringar=texts[row[0], "formulering"],
                passar_inte=texts[row[0], "passar_inte"],
                problemomraden=areas[row[0]],
                paverkansfaktorer=factors[row[0]],
                referenser=references[row[0]],
                kallor=sources[row[0]],
                obekraftat=texts[row[0], "obekraftat"],
                alias=aliases[row[0]],
                skriven_av=row[17],
                skriven_datum=row[18],
            )
            for row in rows
        )

    def insats(self, insats_id: str) -> Insatsblad | None:
        """Return one whole record."""
        return next(iter(self.insatser([insats_id])), None)

    def insatskort(self, ids: Iterable[str]) -> tuple[Insatskort, ...]:
        """Return cards in the order of the ids; unknown ids are left out."""
        rows, scope = self._insats_rows(ids)
        links = {table: self._linked("insats", table, scope) for table in INSATS_LINKS}
        return tuple(Insatskort(**_card_fields(row, links)) for row in rows)

    def lista(self, urval: Urval, *, limit: int = 25, offset: int = 0) -> Lista:
        """Return a page of a narrowed list with counts for every further choice."""
        ids = filtering.matching_ids(self._connection, urval)
        return Lista(
            antal=len(ids),
            kort=self.insatskort(ids[offset : offset + limit]),
            filter=filtering.choices(self._connection, urval),
        )

    def sok(self, q: str, *, limit: int = 50) -> Soksvar:
        """Search for words in insatser, problem areas and references."""
        hits = searching.search(self._connection, q, limit, self.vokabular().synonymer)
        areas = {area.id: area for area in self.omradeslista()}
        return Soksvar(
            insatser=self.insatskort(hits.insatser),
            problemomraden=tuple(areas[each] for each in hits.problemomraden),
            referenser=self._reference_cards(hits.referenser),
            for_kort=hits.too_short,
        )

    # -- problem areas --------------------------------------------------------------------------

    def problemomraden(self, ids: Iterable[str] | None = None) -> tuple[Omradesblad, ...]:
        """Return whole problem areas, with wordings, decoys and graded links."""
        cards = self._area_cards(ids)
        scope = _all("problemomrade") if ids is None else _these(card.id for card in cards)
        school_forms = self._linked("problemomrade", "skolform", scope)
        factors = self._linked("problemomrade", "paverkansfaktor", scope)
        near = self._grouped(
            "select l.problemomrade, p.id, p.namn from problemomrade_narliggande l"
            " join problemomrade p on p.id = l.narliggande"
            f" where l.problemomrade in ({scope.sql}) order by l.ordning",
            scope,
            lambda row: Term(row[1], row[2]),
        )
        wordings = self._grouped(
            "select problemomrade, text from formulering where slag = 'liknar'"
            f" and problemomrade in ({scope.sql}) order by ordning",
            scope,
            lambda row: str(row[1]),
        )
        decoys = self._grouped(
            "select f.problemomrade, f.text, p.id, p.namn from formulering f"
            " join problemomrade p on p.id = f.hor_till where f.slag = 'liknar_men_inte'"
            f" and f.problemomrade in ({scope.sql}) order by f.ordning",
            scope,
            lambda row: (str(row[1]), Term(row[2], row[3])),
        )
        links = self._grouped(
            "select l.problemomrade, i.id, i.namn, l.styrka, l.motivering"
            " from insats_problemomrade l join insats i on i.id = l.insats"
            f" where l.problemomrade in ({scope.sql})"
            " order by l.styrka desc, i.sortnyckel, i.id",
            scope,
            lambda row: Lank(*row[1:]),
        )
        return tuple(
            Omradesblad(
                id=card.id,
                namn=card.namn,
                analysniva=card.analysniva,
                grupp=card.grupp,
                definition=card.definition,
                antal_insatser=card.antal_insatser,
                skolformer=school_forms[card.id],
                paverkansfaktorer=factors[card.id],
                narliggande=near[card.id],
                formuleringar=wordings[card.id],
                liknar_men_inte=decoys[card.id],
                insatser=links[card.id],
            )
            for card in cards
        )

    def problemomrade(self, area_id: str) -> Omradesblad | None:
        """Return one whole problem area."""
        return next(iter(self.problemomraden([area_id])), None)

    def omradeslista(self) -> tuple[Omradeskort, ...]:
        """Return every problem area by analysis level, group and name."""
        return self._area_cards(None)

    # -- what else has a page -------------------------------------------------------------------

    def paverkansfaktorer(self) -> tuple[Term, ...]:
        """Return every påverkansfaktor with its definition."""
        rows = self._rows(
            "select id, namn, definition from paverkansfaktor order by sortnyckel, id"
        )
        return tuple(Term(*row) for row in rows)

    def paverkansfaktor(self, factor_id: str) -> Faktorblad | None:
        """Return one påverkansfaktor with what hangs on it."""
        rows = self._rows(
            "select id, namn, definition from paverkansfaktor where id = ?", (factor_id,)
        )
        for key, namn, definition in rows:
            return Faktorblad(
                id=key,
                namn=namn,
                definition=definition,
                kallor=self._sources("paverkansfaktor", _these([key]))[key],
                insatser=self._cards_linked_to("paverkansfaktor", key),
                problemomraden=self._terms_linked_to("problemomrade", "paverkansfaktor", key),
                referenser=self._reference_cards(
                    self._first_column(
                        "select referens from referens_paverkansfaktor where paverkansfaktor = ?",
                        key,
                    )
                ),
            )
        return None

    def programlista(self) -> tuple[Filterval, ...]:
        """Return every programme with how many insatser it has."""
        return self._counted("program")

    def program(self, program_id: str) -> Samlingsblad | None:
        """Return one programme with its insatser."""
        rows = self._rows(
            "select p.id, p.namn, p.beskrivning, i.id, i.namn, i.sammanfattning from program p"
            " left join insats i on i.id = p.insats where p.id = ?",
            (program_id,),
        )
        for key, namn, beskrivning, *insats in rows:
            return Samlingsblad(
                id=key,
                namn=namn,
                beskrivning=beskrivning,
                anordnare=self._linked("program", "anordnare", _these([key]))[key],
                insats=Term(*insats) if insats[0] else None,
                insatser=self._cards_linked_to("program", key),
            )
        return None

    def anordnarlista(self) -> tuple[Filterval, ...]:
        """Return every anordnare with how many insatser it has."""
        return self._counted("anordnare")

    def anordnare(self, anordnare_id: str) -> Samlingsblad | None:
        """Return one anordnare with its insatser."""
        rows = self._rows(
            "select id, namn, beskrivning from anordnare where id = ?", (anordnare_id,)
        )
        for key, namn, beskrivning in rows:
            return Samlingsblad(
                id=key,
                namn=namn,
                beskrivning=beskrivning,
                anordnare=(),
                insats=None,
                insatser=self._cards_linked_to("anordnare", key),
            )
        return None

    def referenser(self) -> tuple[Referenskort, ...]:
        """Return every work of research in the order of a reference list."""
        rows = self._rows(f"{REFERENCE} order by r.sortnyckel, r.id")
        return tuple(Referenskort(**_reference_fields(row)) for row in rows)

    def referens(self, reference_id: str) -> Referensblad | None:
        """Return one work of research with its use in the catalogue."""
        for row in self._rows(f"{REFERENCE} where r.id = ?", (reference_id,)):
            texts = self._texts("referens_text", "referens", _these([row[0]]))
            uses = self._rows(
                "select i.id, i.namn, i.sammanfattning, k.id, k.namn, k.beskrivning, l.pastaende"
                " from insats_referens l join insats i on i.id = l.insats"
                " join kallroll k on k.id = l.roll where l.referens = ?"
                " order by i.sortnyckel, i.id",
                (row[0],),
            )
            return Referensblad(
                **_reference_fields(row),
                csl=row[12],
                doi=row[13],
                amnesomraden=texts[row[0], "amnesomrade"],
                namns_i=texts[row[0], "namns_i"],
                paverkansfaktorer=self._linked("referens", "paverkansfaktor", _these([row[0]]))[
                    row[0]
                ],
                insatser=tuple((Term(*use[:3]), Term(*use[3:6]), use[6]) for use in uses),
            )
        return None

    # -- the parts ------------------------------------------------------------------------------

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

    def _reference_links(self, scope: Scope) -> defaultdict[str, tuple[Referenslank, ...]]:
        return self._grouped(
            "select l.insats, r.id, r.kort, r.full, k.id, k.namn, k.beskrivning, l.sida,"
            " l.pastaende from insats_referens l join referens r on r.id = l.referens"
            f" join kallroll k on k.id = l.roll where l.insats in ({scope.sql})"
            " order by k.ordning, r.sortnyckel",
            scope,
            lambda row: Referenslank(row[1], row[2], row[3], Term(*row[4:7]), row[7], row[8]),
        )

    def _insats_rows(self, ids: Iterable[str] | None) -> tuple[list[Row], Scope]:
        if ids is None:
            return self._rows(f"{INSATS} order by i.sortnyckel, i.id"), _all("insats")
        rows = self._in_order(INSATS, "i", list(ids))
        return rows, _these(row[0] for row in rows)

    def _area_cards(self, ids: Iterable[str] | None) -> tuple[Omradeskort, ...]:
        if ids is None:
            rows = self._rows(f"{AREA} order by n.ordning, g.ordning, p.sortnyckel, p.id")
        else:
            rows = self._in_order(AREA, "p", list(ids))
        return tuple(
            Omradeskort(row[0], row[1], Term(*row[2:5]), Term(*row[5:8]), row[8], row[9])
            for row in rows
        )

    def _reference_cards(self, ids: Sequence[str]) -> tuple[Referenskort, ...]:
        rows = self._in_order(REFERENCE, "r", ids)
        return tuple(Referenskort(**_reference_fields(row)) for row in rows)

    def _in_order(self, select: str, alias: str, ids: Sequence[str]) -> list[Row]:
        scope = _these(ids)
        rows = self._rows(f"{select} where {alias}.id in ({scope.sql})", scope.parameters)
        by_id = {row[0]: row for row in rows}
        return [by_id[each] for each in ids if each in by_id]

    def _cards_linked_to(self, table: str, key: str) -> tuple[Insatskort, ...]:
        ids = self._first_column(
            f"select i.id from insats_{table} l join insats i on i.id = l.insats"
            f" where l.{table} = ? order by i.sortnyckel, i.id",
            key,
        )
        return self.insatskort(ids)

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


@contextmanager
def open_reader(database: Path) -> Iterator[Reader]:
    """Open a built catalogue for reading.

    Parameters
    ----------
    database : Path
        ``katalog.db`` of a release. It is opened read-only and as immutable.

    Yields
    ------
    Reader
        Valid inside the ``with`` block.

    Raises
    ------
    FileNotFoundError
        When there is no such file.

    Examples
    --------
    >>> from pathlib import Path
    >>> with open_reader(Path("finns-inte/katalog.db")) as reader:
    ...     reader.byggnad()
    Traceback (most recent call last):
    FileNotFoundError: finns-inte/katalog.db
    """
    if not database.is_file():
        raise FileNotFoundError(database.as_posix())
    connection = sqlite3.connect(
        f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    try:
        yield Reader(connection)
    finally:
        connection.close()


def _card_fields(row: Row, links: dict[str, defaultdict[str, tuple[Term, ...]]]) -> dict[str, Any]:
    return {
        "id": row[0],
        "namn": row[1],
        "typ": Term(*row[2:5]),
        "foreslas": bool(row[5]),
        "anordnare": links["anordnare"][row[0]],
        "program": links["program"][row[0]],
        "skolformer": links["skolform"][row[0]],
        "arskurser": links["arskurs"][row[0]],
        "amnen": links["amne"][row[0]],
        "malgrupper": links["malgrupp"][row[0]],
        "nivaer": links["niva"][row[0]],
        "omfattning": row[6],
        "status": Term(*row[7:10]),
        "sammanfattning": row[10],
        "sakerhet": Term(*row[11:14]),
        "granskad": row[14],
    }


def _reference_fields(row: Row) -> dict[str, Any]:
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
