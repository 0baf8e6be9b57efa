"""What else has a page: påverkansfaktorer, programmes, anordnare and works of research."""

from __future__ import annotations

from catalog.reading.insatser import InsatsReader
from catalog.reading.model import (
    Faktorblad,
    Filterval,
    Referensblad,
    Referenskort,
    Samlingsblad,
    Term,
)
from catalog.reading.queries import REFERENCE, reference_fields, these


class OvrigaReader(InsatsReader):
    """Reads what insatser hang on, with the cards of those insatser."""

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
