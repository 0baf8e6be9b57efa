"""``Reader``: the catalogue as frozen objects, over one SQLite connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.reading import listing, searching
from catalog.reading.model import Andring, Begreppslista, Insatskort, Nytt, Soksvar, Vokabular
from catalog.reading.ovriga import OvrigaReader
from catalog.reading.problemomraden import OmradesReader


class Reader(OvrigaReader, OmradesReader):
    """Reads a built catalogue; holds nothing but the connection and the register.

    Each kind of record is read by the class that it inherits; here stands what is about them all.

    Parameters
    ----------
    connection : sqlite3.Connection
        An open ``katalog.db``; its row factory is not used.
    register : Register, optional
        What :attr:`register` once gave for the same release, so that it is not read again.

    Examples
    --------
    See :func:`open_reader`.
    """

    def byggnad(self) -> dict[str, str]:
        """Return version, schema number and counts, and the day an insats was last written."""
        [(day,)] = self._rows("select max(skriven_datum) from insats")
        return {**dict(self._rows("select nyckel, varde from byggnad")), "andrad": day or ""}

    def nytt(self, *, ar: int) -> Nytt:
        """Return what was written last, and what began or ended in ``ar`` or later."""
        [(day, count)] = self._rows(
            "select skriven_datum, count(*) from insats"
            " where skriven_datum = (select max(skriven_datum) from insats)"
        )
        return Nytt(
            datum=day or "",
            skrivna=count,
            borjade=self._since("i.fran", ar),
            slutade=self._since("i.till", ar),
        )

    def _since(self, column: str, year: int) -> tuple[Insatskort, ...]:
        rows = self._rows(
            f"select i.id from insats i join typ on typ.id = i.typ where {column} >= ?"
            f" and typ.foreslas order by {column} desc, i.sortnyckel, i.id",
            (year,),
        )
        return self.insatskort([str(row[0]) for row in rows])

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

    def poster(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and id of every record that has a page of its own."""
        return listing.records(self._connection)

    def borttagen(self, slag: str, post_id: str) -> bool:
        """Tell whether an id was given once, but stands for nothing any more."""
        return listing.is_gone(self._connection, slag, post_id)

    def begreppslistor(self) -> tuple[Begreppslista, ...]:
        """Return every vocabulary, with the problem areas and factors last."""
        return listing.concept_lists(self._connection)

    def andringar(self) -> tuple[Andring, ...]:
        """Return when records were written and reviewed, newest first."""
        return listing.changes(self._connection)

    def forsta_ar(self) -> int | None:
        """Return the earliest year that an insats is told to have begun."""
        return listing.first_year(self._connection)

    def evidensgrader(self) -> dict[str, str]:
        """Return grade of evidence → its name, best first."""
        return {term.id: term.namn for term in self._terms("evidensgrad")}

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
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     reader.insats("samtal-om-text").namn
    'Samtal om text'
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
