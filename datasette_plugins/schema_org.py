"""Records in schema.org's words, for search engines and others who read JSON-LD.

The page is one thing and what it tells of another: the licence and the day are the page's, the
provider and the audience are the insats's. Only what the record says is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.exporting import LICENCE
from catalog.reading import Insatsblad, Referensblad
from datasette_plugins.absolute import Address
from datasette_plugins.downloads import Nedladdning

CONTEXT = "https://schema.org"
TYPES = {
    "kurs": "Course",
    "utbildning": "Course",
    "modul": "LearningResource",
    "stodmaterial": "LearningResource",
    "metod": "Thing",
    "forebild": "Thing",
}
"""Typ of an insats → its class; the others are something that someone offers."""
OTHERWISE = "Service"
WORKS = {
    "article-journal": "ScholarlyArticle",
    "book": "Book",
    "chapter": "Chapter",
    "legislation": "Legislation",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""CSL type → its class."""


def describe_insats(insats: Insatsblad, address: Address) -> dict[str, Any]:
    """Return an insats and its page as JSON-LD.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     insats = reader.insats("samtal-om-text")
    >>> described = describe_insats(insats, lambda path: f"https://exempel.test{path}")
    >>> described["mainEntity"]["@type"], described["mainEntity"]["name"]
    ('LearningResource', 'Samtal om text')
    """
    path = f"/insatser/{insats.id}"
    kind = TYPES.get(insats.typ.id, OTHERWISE)
    thing: dict[str, Any] = {
        "@type": kind,
        "@id": address(f"{path}#insats"),
        "name": insats.namn,
        "description": insats.sammanfattning,
        "identifier": insats.id,
        "url": address(path),
    }
    if kind != "Thing":
        thing["provider"] = [
            _named("Organization", term, "/anordnare/", address) for term in insats.anordnare
        ]
        thing["audience"] = [
            {"@type": "Audience", "audienceType": term.namn} for term in insats.malgrupper
        ]
    if kind == OTHERWISE:
        thing["serviceType"] = insats.typ.namn
    if kind in ("Course", "LearningResource"):
        thing["educationalLevel"] = [term.namn for term in insats.skolformer]
    return _page(
        path,
        address,
        name=insats.namn,
        thing=thing,
        dateModified=max(insats.skriven_datum, insats.granskad or ""),
        about=[
            _named("DefinedTerm", term, "/problemomraden/", address)
            for term in insats.problemomraden
        ],
        citation=[
            {"@type": "CreativeWork", "@id": address(f"/kallor/{link.id}#verk"), "name": link.full}
            for link in _once(insats.referenser)
        ],
    )


def describe_work(blad: Referensblad, csl: Mapping[str, Any], address: Address) -> dict[str, Any]:
    """Return a work of research and its page as JSON-LD.

    Examples
    --------
    >>> import json
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     blad = reader.referens("pahittad-2020")
    >>> address = "https://exempel.test{}".format
    >>> describe_work(blad, json.loads(blad.csl), address)["mainEntity"]["author"][1]
    {'@type': 'Organization', 'name': 'Räknegruppen'}
    """
    path = f"/kallor/{blad.id}"
    kind = WORKS.get(blad.slag, "CreativeWork")
    work: dict[str, Any] = {
        "@type": kind,
        "@id": address(f"{path}#verk"),
        "name": blad.titel,
        "author": [_author(name) for name in csl.get("author", ())],
        "datePublished": str(blad.ar) if blad.ar else None,
        "inLanguage": csl.get("language"),
        "url": blad.url,
        "sameAs": f"https://doi.org/{blad.doi}" if blad.doi else None,
        "publisher": {"@type": "Organization", "name": csl["publisher"]}
        if "publisher" in csl
        else None,
        "isbn": csl.get("ISBN") if kind == "Book" else None,
        "isPartOf": {"@type": "CreativeWork", "name": csl["container-title"]}
        if "container-title" in csl
        else None,
    }
    return _page(path, address, name=blad.kort, thing=work, description=blad.note)


def describe_data(
    downloads: Iterable[Nedladdning], version: str, publisher: str, address: Address
) -> dict[str, Any]:
    """Return the whole catalogue as a data set in JSON-LD.

    Examples
    --------
    >>> described = describe_data([], "af27", "Redaktionen", "https://exempel.test{}".format)
    >>> described["@type"], described["license"]
    ('Dataset', 'https://creativecommons.org/publicdomain/zero/1.0/')
    """
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address("/datasets/dcat#datamangd"),
        "name": "Insatskatalogen",
        "description": (
            "Insatser för skolutveckling i Sverige, de problem som de svarar på och forskningen om "
            "dem, med källor och hur säkra uppgifterna är."
        ),
        "url": address("/om/data"),
        "inLanguage": "sv",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "version": version,
        "creator": {"@type": "Organization", "name": publisher},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each.titel,
                "contentUrl": address(each.vag),
                "encodingFormat": each.mediatyp,
                "contentSize": f"{each.storlek} B",
            }
            for each in downloads
        ],
    }


def _page(path: str, address: Address, *, name: str, thing: Any, **more: Any) -> dict[str, Any]:
    return {"@context": CONTEXT} | _known(
        {
            "@type": "WebPage",
            "@id": address(path),
            "url": address(path),
            "name": name,
            "inLanguage": "sv",
            "license": LICENCE,
            "isPartOf": {
                "@type": "WebSite",
                "@id": address("/"),
                "name": "Insatskatalogen",
                "url": address("/"),
            },
            **more,
            "mainEntity": _known(thing),
        }
    )


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, [], "")}


def _named(kind: str, term: Any, segment: str, address: Address) -> dict[str, str]:
    return {"@type": kind, "@id": address(f"{segment}{term.id}"), "name": term.namn}


def _author(name: Mapping[str, str]) -> dict[str, str]:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    parts = ("given", "dropping-particle", "non-dropping-particle", "family")
    return {"@type": "Person", "name": " ".join(name[part] for part in parts if name.get(part))}


def _once(links: Iterable[Any]) -> list[Any]:
    return list({link.id: link for link in links}.values())
