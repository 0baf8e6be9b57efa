"""``Reader``: the catalogue as frozen objects, over one SQLite connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.reading import listing, searching
from catalog.reading.filtering import NAME, Register, read_register
from catalog.reading.model import (
    Andring,
    Begreppslista,
    Faktorblad,
    Filterval,
    Insatsblad,
    Insatskort,
    Lank,
    Lista,
    Nytt,
    Omradesblad,
    Omradeskort,
    Referensblad,
    Referenskort,
    Samlingsblad,
    Soksvar,
    Term,
    Urval,
    Vokabular,
)
from catalog.reading.queries import (
    NEAR,
    REFERENCE,
    SHEET,
    Queries,
    all_of,
    card_fields,
    reference_fields,
    sheet_fields,
    these,
)


class Reader(Queries):
    """Reads a built catalogue; holds nothing but the connection and the register.

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

    def __init__(self, connection: sqlite3.Connection, register: Register | None = None) -> None:
        super().__init__(connection)
        self._register = register

    @property
    def register(self) -> Register:
        """Every insats in memory, for lists and their counts; read when it is first asked for."""
        if self._register is None:
            self._register = read_register(self._connection, self._cards(None))
        return self._register

    # -- the catalogue as a whole ---------------------------------------------------------------

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

    # -- insatser -------------------------------------------------------------------------------

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

    def narliggande(self, area_ids: Iterable[str]) -> tuple[Term, ...]:
        """Return the areas nearest to some: wider, narrower and those that often follow them."""
        scope = these(area_ids)
        rows = self._rows(NEAR.format(scope=scope.sql), scope.parameters * 4)
        return tuple(dict.fromkeys(Term(*row[:2]) for row in rows))

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
        scope = all_of("problemomrade") if ids is None else these(card.id for card in cards)
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
        decoys = self._decoys("formulering", "problemomrade", scope)
        links = self._grouped(
            "select l.problemomrade, i.id, i.namn, l.styrka, l.motivering"
            " from insats_problemomrade l join insats i on i.id = l.insats"
            f" where l.problemomrade in ({scope.sql})"
            " order by l.styrka desc, i.sortnyckel, i.id",
            scope,
            lambda row: Lank(*row[1:]),
        )
        wider = self._grouped(
            "select d.id, p.id, p.namn, p.definition from problemomrade d"
            f" join problemomrade p on p.id = d.ingar_i where d.id in ({scope.sql})",
            scope,
            lambda row: Term(*row[1:]),
        )
        narrower = self._grouped(
            "select ingar_i, id, namn, definition from problemomrade"
            f" where ingar_i in ({scope.sql}) order by sortnyckel, id",
            scope,
            lambda row: Term(*row[1:]),
        )
        mapped = {
            table: self._linked("problemomrade", table, scope)
            for table in ("kvalitetsomrade", "bruk", "skolinspektionen")
        }
        references = self._reference_links("problemomrade", scope)
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
                ingar_i=next(iter(wider[card.id]), None),
                delar=narrower[card.id],
                kvalitetsomraden=mapped["kvalitetsomrade"][card.id],
                bruk=mapped["bruk"][card.id],
                skolinspektionen=mapped["skolinspektionen"][card.id],
                lucka=card.lucka,
                referenser=references[card.id],
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

    def ingar_i(self) -> dict[str, str]:
        """Return area → the wider area that it is part of."""
        return dict(self._rows("select id, ingar_i from problemomrade where ingar_i is not null"))

    def kopplingar(self) -> tuple[tuple[str, str, int], ...]:
        """Return every link of an insats to an area: area, insats and how strong it is."""
        rows = self._rows(
            "select problemomrade, insats, coalesce(styrka, 0) from insats_problemomrade"
        )
        return tuple((str(area), str(insats), int(strength)) for area, insats, strength in rows)

    def evidensgrader(self) -> dict[str, str]:
        """Return grade of evidence → its name, best first."""
        return {term.id: term.namn for term in self._terms("evidensgrad")}

    def omradens_skolformer(self) -> dict[str, tuple[str, ...]]:
        """Return area → the school forms where it occurs; the others occur in every one."""
        linked = self._linked("problemomrade", "skolform", all_of("problemomrade"))
        return {area: tuple(form.id for form in forms) for area, forms in linked.items()}

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
                kallor=self._sources("paverkansfaktor", these([key]))[key],
                insatser=self._cards_linked_to("paverkansfaktor", key),
                problemomraden=self._terms_linked_to("problemomrade", "paverkansfaktor", key),
                belagg=self._reference_links("paverkansfaktor", these([key]))[key],
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
                anordnare=self._linked("program", "anordnare", these([key]))[key],
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
        return tuple(Referenskort(**reference_fields(row)) for row in rows)

    def referens(self, reference_id: str) -> Referensblad | None:
        """Return one work of research with its use in the catalogue."""
        for row in self._rows(f"{REFERENCE} where r.id = ?", (reference_id,)):
            texts = self._texts("referens_text", "referens", these([row[0]]))
            return Referensblad(
                **reference_fields(row),
                csl=row[12],
                doi=row[13],
                amnesomraden=texts[row[0], "amnesomrade"],
                namns_i=texts[row[0], "namns_i"],
                paverkansfaktorer=self._linked("referens", "paverkansfaktor", these([row[0]]))[
                    row[0]
                ],
                insatser=self._uses("insats", row[0]),
                problemomraden=self._uses("problemomrade", row[0]),
            )
        return None

    def _cards_linked_to(self, table: str, key: str) -> tuple[Insatskort, ...]:
        ids = self._first_column(
            f"select i.id from insats_{table} l join insats i on i.id = l.insats"
            f" where l.{table} = ? order by i.sortnyckel, i.id",
            key,
        )
        return self.insatskort(ids)


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
