"""The read model: frozen views of the built catalogue, and every SELECT of the project."""

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
from catalog.reading.reader import Reader, open_reader

__all__ = [
    "Faktorblad",
    "Filterval",
    "Insatsblad",
    "Insatskort",
    "Kalla",
    "Lank",
    "Lista",
    "Omradesblad",
    "Omradeskort",
    "Reader",
    "Referensblad",
    "Referenskort",
    "Referenslank",
    "Samlingsblad",
    "Soksvar",
    "Term",
    "Urval",
    "Vokabular",
    "open_reader",
]
