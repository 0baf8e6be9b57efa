"""Insatser as the catalogue shows them: whole, as cards, and as narrowed lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from catalog.reading import searching
from catalog.reading.filtering import NAME, Register, read_register
from catalog.reading.model import Insatsblad, Insatskort, Lista, Urval
from catalog.reading.queries import SHEET, Queries, card_fields, sheet_fields


class InsatsReader(Queries):
    """Reads insatser; with the register in memory, once a list has been asked for."""

    def __init__(self, connection: sqlite3.Connection, register: Register | None = None) -> None:
        super().__init__(connection)
        self._register = register

    @property
    def register(self) -> Register:
        """Every insats in memory, for lists and their counts; read when it is first asked for."""
        if self._register is None:
            self._register = read_register(self._connection, self._cards(None))
        return self._register

    def insatser(self, ids: Iterable[str] | None = None) -> tuple[Insatsblad, ...]:
        """Return whole records: those asked for in their order, or all in Swedish order."""
        rows, scope = self._insats_rows(ids)
        links = self._insats_links(scope)
        sheets = {
            row[0]: row for row in self._rows(SHEET.format(scope=scope.sql), scope.parameters)
        }
        texts = self._texts("insatstext", "insats", scope)
        decoys = self._decoys("insatstext", "insats", scope)
        areas = self._graded("insats", "problemomrade", scope)
        factors = self._graded("insats", "paverkansfaktor", scope)
        references = self._reference_links("insats", scope)
        relations = self._relations(scope)
        sources = self._sources("insats", scope)
        aliases = self._grouped(
            f"select id, alias from alias where slag = 'insatser' and id in ({scope.sql})"
            " order by alias",
            scope,
            lambda row: str(row[1]),
        )
        return tuple(
            Insatsblad(
                **card_fields(row, links),
                **sheet_fields(sheets[row[0]]),
                passar_nar=texts[row[0], "passar_nar"],
                passar_inte=texts[row[0], "passar_inte"],
                formuleringar=texts[row[0], "formulering"],
                liknar_men_inte=decoys[row[0]],
                forutsattningar=texts[row[0], "forutsattning"],
                forsta_steg=texts[row[0], "forsta_steg"],
                uppfoljning=texts[row[0], "uppfoljning"],
                relationer=relations[row[0]],
                problemomraden=areas[row[0]],
                paverkansfaktorer=factors[row[0]],
                referenser=references[row[0]],
                kallor=sources[row[0]],
                obekraftat=texts[row[0], "obekraftat"],
                alias=aliases[row[0]],
            )
            for row in rows
        )

    def insats(self, insats_id: str) -> Insatsblad | None:
        """Return one whole record."""
        return next(iter(self.insatser([insats_id])), None)

    def insatskort(self, ids: Iterable[str]) -> tuple[Insatskort, ...]:
        """Return cards in the order of the ids; unknown ids are left out."""
        return self._cards(ids) if self._register is None else self._register.cards(ids)

    def _cards(self, ids: Iterable[str] | None) -> tuple[Insatskort, ...]:
        rows, scope = self._insats_rows(ids)
        links = self._insats_links(scope)
        return tuple(Insatskort(**card_fields(row, links)) for row in rows)

    def lista(
        self, urval: Urval, *, limit: int = 25, offset: int = 0, sortering: str = NAME
    ) -> Lista:
        """Return a page of a narrowed list with counts for every further choice."""
        left = self.register.narrow(urval, self._with_words(urval))
        kort = left.cards(sortering)
        return Lista(antal=len(kort), kort=kort[offset : offset + limit], filter=left.choices())

    def antal(self, urval: Urval) -> int:
        """Return how many insatser a choice leaves."""
        return self.register.narrow(urval, self._with_words(urval)).antal

    def _with_words(self, urval: Urval) -> list[int] | None:
        """Return the rows that hold the words, or nothing when no word can be searched for."""
        query = searching.full_text_query(urval.q)
        if not query:
            return None
        found = self._rows("select rowid from insats_fts where insats_fts match ?", (query,))
        return [int(row[0]) for row in found]

    def _cards_linked_to(self, table: str, key: str) -> tuple[Insatskort, ...]:
        ids = self._first_column(
            f"select i.id from insats_{table} l join insats i on i.id = l.insats"
            f" where l.{table} = ? order by i.sortnyckel, i.id",
            key,
        )
        return self.insatskort(ids)
