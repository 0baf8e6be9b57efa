"""What a curator writes: one closed, frozen model for each kind of record.

The fields stand in the order of the canonical form. Titles and descriptions are Swedish, because
forms, the field tables in ``data/README.md`` and the editors' JSON Schema are made from them.
The models know nothing of files or SQL, and not whether an id that they hold exists.
"""

from catalog.records.base import (
    DATUM,
    WEBBADRESS,
    Kalla,
    Post,
    Referenslank,
    Signatur,
    Snarlik,
    to_plain,
)
from catalog.records.insats import (
    Evidens,
    Insats,
    Kostnad,
    Paverkansfaktorslank,
    Problemomradeslank,
    Relation,
    Tid,
)
from catalog.records.matning import Exempelanalys, MarktProblem, Pastaende
from catalog.records.organisation import Anordnare, Program
from catalog.records.problemomrade import Paverkansfaktor, Problemomrade
from catalog.records.referens import Belagg, CslDatum, Namn, Referens
from catalog.records.vokabular import Bytord, Synonym, Term, Undantag

__all__ = [
    "DATUM",
    "WEBBADRESS",
    "Anordnare",
    "Belagg",
    "Bytord",
    "CslDatum",
    "Evidens",
    "Exempelanalys",
    "Insats",
    "Kalla",
    "Kostnad",
    "MarktProblem",
    "Namn",
    "Pastaende",
    "Paverkansfaktor",
    "Paverkansfaktorslank",
    "Post",
    "Problemomrade",
    "Problemomradeslank",
    "Program",
    "Referens",
    "Referenslank",
    "Relation",
    "Signatur",
    "Snarlik",
    "Synonym",
    "Term",
    "Tid",
    "Undantag",
    "to_plain",
]
