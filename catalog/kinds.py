"""Where each kind of record lies, which model it has, and what each of its ids points at."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from catalog import records

KINDS: Mapping[str, type[records.Post]] = MappingProxyType(
    {
        "insatser": records.Insats,
        "problemomraden": records.Problemomrade,
        "paverkansfaktorer": records.Paverkansfaktor,
        "program": records.Program,
        "anordnare": records.Anordnare,
        "referenser": records.Referens,
        "bedomningar": records.Pastaende,
        "exempelanalyser": records.Exempelanalys,
    }
)
"""Folder in ``data/`` → model of the records in it."""

TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "insatser": ("insats", "insatser"),
        "problemomraden": ("problemområde", "problemområden"),
        "paverkansfaktorer": ("påverkansfaktor", "påverkansfaktorer"),
        "program": ("program", "program"),
        "anordnare": ("anordnare", "anordnare"),
        "referenser": ("referens", "referenser"),
        "bedomningar": ("bedömt påstående", "bedömda påståenden"),
        "exempelanalyser": ("exempelanalys", "exempelanalyser"),
    }
)
"""Folder → what one and several of its records are called."""

WITH_PAGES = (
    "insatser",
    "problemomraden",
    "paverkansfaktorer",
    "program",
    "anordnare",
    "referenser",
)
"""Folders whose records have pages of their own, and so addresses that must last."""

VOCABULARIES = (
    "skolformer",
    "arskurser",
    "amnen",
    "malgrupper",
    "nivaer",
    "typer",
    "statusar",
    "sakerheter",
    "kallroller",
    "analysnivaer",
    "grupper",
    "kostnadsband",
    "evidensgrader",
    "evidensriktningar",
    "relationsslag",
    "kvalitetsomraden",
    "bruk",
    "skolinspektionen",
)
"""Files in ``data/vokabular/`` that hold a list of :class:`catalog.records.Term`."""

POINTS_AT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "insatser": {
            "typ": "typer",
            "anordnare": "anordnare",
            "program": "program",
            "skolformer": "skolformer",
            "skolformer_bedomda": "skolformer",
            "arskurser": "arskurser",
            "amnen": "amnen",
            "malgrupper": "malgrupper",
            "nivaer": "nivaer",
            "status": "statusar",
            "liknar_men_inte.hor_till": "problemomraden",
            "problemomraden.problemomrade": "problemomraden",
            "paverkansfaktorer.paverkansfaktor": "paverkansfaktorer",
            "referenser.referens": "referenser",
            "referenser.roll": "kallroller",
            "kostnad.band": "kostnadsband",
            "kostnad.statsbidrag": "insatser",
            "evidens.grad": "evidensgrader",
            "evidens.riktning": "evidensriktningar",
            "relationer.insats": "insatser",
            "relationer.slag": "relationsslag",
            "sakerhet": "sakerheter",
        },
        "problemomraden": {
            "analysniva": "analysnivaer",
            "grupp": "grupper",
            "ingar_i": "problemomraden",
            "kvalitetsomraden": "kvalitetsomraden",
            "bruk": "bruk",
            "skolinspektionen": "skolinspektionen",
            "referenser.referens": "referenser",
            "referenser.roll": "kallroller",
            "skolformer": "skolformer",
            "paverkansfaktorer": "paverkansfaktorer",
            "narliggande": "problemomraden",
            "liknar_men_inte.hor_till": "problemomraden",
        },
        "paverkansfaktorer": {
            "referenser.referens": "referenser",
            "referenser.roll": "kallroller",
        },
        "program": {"anordnare": "anordnare", "insats": "insatser"},
        "referenser": {
            "custom.paverkansfaktorer": "paverkansfaktorer",
            "custom.sakerhet": "sakerheter",
        },
        "bedomningar": {
            "analysniva": "analysnivaer",
            "skolform": "skolformer",
            "amne": "amnen",
            "bedomningar": "insatser",
            "motiveringar": "insatser",
        },
        "exempelanalyser": {"problemomraden.analysniva": "analysnivaer"},
    }
)
"""Folder → field of its records (through lists) → folder or vocabulary that its ids must be in."""
