"""Problem areas as the catalogue shows them, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.reading.model import Lank, Omradesblad, Omradeskort, Term
from catalog.reading.queries import NEAR, Queries, all_of, these


class OmradesReader(Queries):
    """Reads problem areas."""

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

    def omradens_skolformer(self) -> dict[str, tuple[str, ...]]:
        """Return area → the school forms where it occurs; the others occur in every one."""
        linked = self._linked("problemomrade", "skolform", all_of("problemomrade"))
        return {area: tuple(form.id for form in forms) for area, forms in linked.items()}

    def narliggande(self, area_ids: Iterable[str]) -> tuple[Term, ...]:
        """Return the areas nearest to some: wider, narrower and those that often follow them."""
        scope = these(area_ids)
        rows = self._rows(NEAR.format(scope=scope.sql), scope.parameters * 4)
        return tuple(dict.fromkeys(Term(*row[:2]) for row in rows))
