"""The description for dataportal.se, against DCAT-AP-SE 3.0.1.

The lists are written down from https://docs.dataportal.se/dcat/3.0.1/sv/: M is mandatory, R is
recommended. What is left out on purpose stands in ``LEFT_OUT`` with the reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from addresses import FILES
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF

from datasette_plugins.dcat import CC0, DCAT, DCATAP, SPDX, VCARD
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import Settings, SettingsError, read_settings

FORMAT = DCTERMS["format"]
M, R = "obligatorisk", "rekommenderad"
SPECIFIED: dict[URIRef, dict[URIRef, str]] = {
    DCAT.Catalog: {
        DCTERMS.title: M,
        DCTERMS.description: M,
        DCTERMS.publisher: M,
        DCTERMS.license: M,
        DCAT.dataset: M,
        DCTERMS.issued: R,
        DCTERMS.modified: R,
        DCTERMS.language: R,
        DCTERMS.spatial: R,
        FOAF.homepage: R,
        DCAT.themeTaxonomy: R,
    },
    DCAT.Dataset: {
        DCTERMS.title: M,
        DCTERMS.description: M,
        DCTERMS.publisher: M,
        DCAT.contactPoint: R,
        DCAT.distribution: R,
        DCAT.keyword: R,
        DCAT.theme: R,
        DCTERMS.issued: R,
        DCTERMS.conformsTo: R,
        DCTERMS.spatial: R,
        DCTERMS.temporal: R,
        DCTERMS.accessRights: R,
    },
    DCAT.Distribution: {
        DCAT.accessURL: M,
        DCTERMS.description: R,
        FORMAT: R,
        DCTERMS.license: R,
        DCATAP.availability: R,
    },
    DCAT.DataService: {
        DCTERMS.title: M,
        DCAT.endpointURL: M,
        DCAT.endpointDescription: R,
        DCAT.contactPoint: R,
        DCAT.keyword: R,
        FORMAT: R,
        DCTERMS.license: R,
        DCTERMS.accessRights: R,
    },
    FOAF.Agent: {FOAF.name: M, DCTERMS.type: R, DCTERMS.description: R, DCTERMS.identifier: R},
    VCARD.Organization: {
        VCARD.fn: M,
        VCARD.hasEmail: M,
        VCARD.hasTelephone: R,
        VCARD.hasAddress: R,
    },
}
LEFT_OUT = {
    (DCAT.Dataset, DCTERMS.conformsTo): "det finns ingen specifikation för sådana data",
    (FOAF.Agent, DCTERMS.description): "utgivarens egen hemsida säger det bättre",
    (VCARD.Organization, VCARD.hasTelephone): "frågor tas emot med e-post",
    (VCARD.Organization, VCARD.hasAddress): "frågor tas emot med e-post",
}
KNOWN_BY_WHO_RUNS_IT = {
    (DCAT.Catalog, DCTERMS.issued),
    (DCAT.Dataset, DCTERMS.issued),
    (DCAT.Dataset, DCAT.contactPoint),
    (DCAT.Distribution, DCATAP.availability),
    (DCAT.DataService, DCAT.contactPoint),
    (FOAF.Agent, DCTERMS.type),
    (FOAF.Agent, DCTERMS.identifier),
}
FILLED_IN = {
    "utgivare": "Exempelverket",
    "utgivare_adress": "https://exempelverket.test",
    "utgivare_slag": "http://purl.org/adms/publishertype/NationalAuthority",
    "utgivare_nummer": "202100-0000",
    "kontakt": "Öppna data på Exempelverket",
    "kontakt_epost": "data@exempelverket.test",
    "utgiven": "2026-12-01",
    "varaktighet": "AVAILABLE",
    "bas_adress": "https://insatser.exempel.test",
}
ONE_AT_MOST = (DCTERMS.publisher, DCTERMS.license, DCTERMS.issued, DCTERMS.modified, FORMAT)


@pytest.fixture(scope="module")
async def shipped(publik: Any) -> Graph:
    response = await publik.client.get("/datasets/dcat")
    assert response.headers["content-type"] == "application/rdf+xml; charset=utf-8"
    return Graph().parse(data=response.content, format="xml")


@pytest.fixture(scope="module")
async def filled_in(release: Path) -> Graph:
    datasette = open_datasette(release)
    datasette._metadata_local["plugins"]["insatskatalogen"].update(FILLED_IN)
    await datasette.invoke_startup()
    response = await datasette.client.get("/datasets/dcat")
    datasette.executor.shutdown()
    return Graph().parse(data=response.content, format="xml")


RULES = [
    (kind, field, level) for kind, fields in SPECIFIED.items() for field, level in fields.items()
]


@pytest.mark.parametrize(("kind", "field", "level"), RULES)
def test_every_field_is_there_when_who_runs_it_has_said_all(
    filled_in: Graph, kind: URIRef, field: URIRef, level: str
) -> None:
    things = list(filled_in.subjects(RDF.type, kind))
    assert things
    for thing in things:
        has = (thing, field, None) in filled_in
        assert has == ((kind, field) not in LEFT_OUT), (thing, level)
    assert level == R or (kind, field) not in LEFT_OUT


@pytest.mark.parametrize(("kind", "field", "level"), RULES)
def test_what_is_not_known_is_not_said(
    shipped: Graph, kind: URIRef, field: URIRef, level: str
) -> None:
    expected = (kind, field) not in LEFT_OUT and (kind, field) not in KNOWN_BY_WHO_RUNS_IT
    for thing in shipped.subjects(RDF.type, kind):
        assert ((thing, field, None) in shipped) == expected, (thing, level)
    if kind == VCARD.Organization:
        assert not list(shipped.subjects(RDF.type, kind))


@pytest.mark.parametrize("which", ["shipped", "filled_in"])
def test_the_description_keeps_the_rules_of_the_portal(
    request: pytest.FixtureRequest, which: str
) -> None:
    graph: Graph = request.getfixturevalue(which)
    for part in {each for triple in graph for each in triple if isinstance(each, URIRef)}:
        assert str(part).startswith(("http://", "https://", "mailto:")), part
    for field in ONE_AT_MOST:
        for thing in set(graph.subjects(field)):
            assert len(list(graph.objects(thing, field))) == 1, (thing, field)
    for field in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        for words in graph.objects(predicate=field):
            assert isinstance(words, Literal)
            assert words.language in ("sv", "en")
    for licence in graph.objects(predicate=DCTERMS.license):
        assert licence == CC0
    for media in graph.objects(predicate=FORMAT):
        assert isinstance(media, Literal)
    for pointer in (DCTERMS.publisher, DCAT.dataset, DCAT.service, DCAT.distribution):
        for thing in graph.objects(predicate=pointer):
            assert (thing, RDF.type, None) in graph, thing


def test_the_settings_are_what_is_said(filled_in: Graph) -> None:
    publisher = next(filled_in.subjects(RDF.type, FOAF.Agent))
    assert str(filled_in.value(publisher, FOAF.name)) == FILLED_IN["utgivare"]
    assert str(publisher).startswith(FILLED_IN["bas_adress"])
    contact = next(filled_in.subjects(RDF.type, VCARD.Organization))
    assert filled_in.value(contact, VCARD.hasEmail) == URIRef("mailto:data@exempelverket.test")


async def test_every_file_can_be_fetched_and_is_the_one_described(
    publik: Any, shipped: Graph
) -> None:
    import hashlib

    fetched = 0
    for distribution in shipped.subjects(RDF.type, DCAT.Distribution):
        address = shipped.value(distribution, DCAT.downloadURL)
        if address is None:
            continue
        content = (await publik.client.get(str(address).removeprefix("http://localhost"))).content
        size = shipped.value(distribution, DCAT.byteSize)
        checksum = shipped.value(distribution, SPDX.checksum)
        assert isinstance(size, Literal)
        assert int(size) == len(content)
        digest = shipped.value(checksum, SPDX.checksumValue)
        assert str(digest).lower() == hashlib.sha256(content).hexdigest()
        fetched += 1
    assert fetched == len(FILES) + 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("utgivare", "", "får inte vara tom"),
        ("utgivare", 3, "ska vara text"),
        ("kontakt_epost", "exempel", "en e-postadress"),
        ("bas_adress", "https://exempel.test/skola", "utan sökväg"),
        ("bas_adress", "exempel.test", "utan sökväg"),
        ("utgiven", "1 december", "ÅÅÅÅ-MM-DD"),
        ("varaktighet", "länge", "STABLE"),
        ("utgivare_slag", "myndighet", "ADMS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: object, said: str) -> None:
    with pytest.raises(SettingsError, match=f"Inställningen {name} .*{said}"):
        read_settings({name: value})


def test_all_settings_can_be_left_empty_but_the_publisher() -> None:
    empty = {name: "" for name in FILLED_IN if name != "utgivare"}
    assert read_settings(empty) == Settings()
