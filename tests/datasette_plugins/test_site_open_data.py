"""For programs: forms by Accept, ids that last, files, feed, map, and words of others."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from addresses import FILES, GONE, JSON_LD, LISTS, PAGES, RECORDS, REPLACED, VOCABULARIES
from bs4 import BeautifulSoup
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from datasette_plugins import feed
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import read_configuration

# rdflib's own reader of JSON-LD uses a class that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

HTML = "text/html"
JSON = "application/json"
LD = "application/ld+json"
CSL = "application/vnd.citationstyles.csl+json"
TURTLE = "text/turtle"
RDF_XML = "application/rdf+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
SKOS_FORMS = {".ttl": "turtle", ".rdf": "xml", ".jsonld": "json-ld"}


def media(response: Any) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


def vary(response: Any) -> set[str]:
    return {each.strip() for each in response.headers.get("vary", "").split(",")}


# -- one address, several forms ------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, *RECORDS, *VOCABULARIES])
async def test_every_record_and_list_comes_as_json_by_accept(publik: Any, path: str) -> None:
    chosen = await publik.client.get(path, headers={"accept": JSON})
    assert chosen.status_code == 200
    assert chosen.json() == (await publik.client.get(f"{path}.json")).json()
    assert "Accept" in vary(chosen)
    page = await publik.client.get(path, headers={"accept": BROWSER})
    assert media(page) == HTML
    assert "Accept" in vary(page)


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/insatser/samtal-om-text", LD, LD),
        ("/insatser/samtal-om-text", f"{LD}, {JSON};q=0.9", LD),
        ("/insatser/samtal-om-text", f"{LD};q=0.5, {JSON};q=0.9", JSON),
        ("/insatser/samtal-om-text", "application/*", JSON),
        ("/insatser/samtal-om-text", "*/*", HTML),
        ("/insatser/samtal-om-text", "", HTML),
        ("/insatser/samtal-om-text", "image/png", HTML),
        ("/insatser/samtal-om-text", "obegripligt", HTML),
        ("/insatser/samtal-om-text", CSL, HTML),
        ("/kallor/exempelsson-2012", CSL, CSL),
        ("/kallor/exempelsson-2012", LD, LD),
        ("/kallor", CSL, CSL),
        ("/vokabular/amnen", TURTLE, TURTLE),
        ("/vokabular/amnen", RDF_XML, RDF_XML),
        ("/vokabular/amnen", LD, LD),
        ("/sok?q=text", JSON, JSON),
        ("/matcha/resultat?problemomrade=lasforstaelse", JSON, JSON),
    ],
)
async def test_accept_chooses_the_form(publik: Any, path: str, accept: str, expected: str) -> None:
    response = await publik.client.get(path, headers={"accept": accept})
    assert (response.status_code, media(response)) == (200, expected)
    assert "Accept" in vary(response)


@pytest.mark.parametrize("path", ["/insatser/samtal-om-text.json", "/kallor.csl.json"])
async def test_an_ending_is_stronger_than_accept(publik: Any, path: str) -> None:
    response = await publik.client.get(path, headers={"accept": HTML})
    assert media(response) in (JSON, CSL)
    assert "Accept" not in vary(response)


# -- ids that last -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GONE)
async def test_what_was_taken_away_is_gone(publik: Any, path: str) -> None:
    page = await publik.client.get(path)
    assert page.status_code == 410
    soup = BeautifulSoup(page.text, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "sv"
    assert [h1.get_text() for h1 in soup.find_all("h1")] == ["Sidan är borttagen"]
    assert "som inte längre är med i katalogen" in soup.get_text()
    for response in (
        await publik.client.get(f"{path}.json"),
        await publik.client.get(path, headers={"accept": JSON}),
    ):
        assert (response.status_code, response.json()["status"]) == (410, 410)


@pytest.mark.parametrize(("old", "new"), REPLACED.items())
async def test_what_was_replaced_leads_to_its_successor(publik: Any, old: str, new: str) -> None:
    for ending in ("", ".json"):
        response = await publik.client.get(f"{old}{ending}")
        assert (response.status_code, response.headers["location"]) == (308, f"{new}{ending}")
    # Who chose by Accept is sent to the id itself, and chooses again there.
    response = await publik.client.get(old, headers={"accept": JSON})
    assert (response.status_code, response.headers["location"]) == (308, new)


async def test_a_replaced_id_keeps_the_prefix(publik_under_prefix: Any) -> None:
    response = await publik_under_prefix.client.get("/insatser/samtal-om-text-gammal")
    assert response.headers["location"] == "/skola/insatser/samtal-om-text"


# -- the whole catalogue -------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
async def test_every_file_is_that_of_the_manifest(publik: Any, release: Path, name: str) -> None:
    response = await publik.client.get(f"/nedladdning/{name}")
    manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(response.content).hexdigest()
    assert digest == manifest["filer"][f"nedladdning/{name}"]
    assert f'filename="{name}"' in response.headers["content-disposition"]
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["finns-inte", "MANIFEST.json", "..%2fMANIFEST.json", "katalog.db"]
)
async def test_nothing_else_of_the_release_can_be_fetched(publik: Any, name: str) -> None:
    assert (await publik.client.get(f"/nedladdning/{name}")).status_code == 404


async def test_the_page_tells_format_size_licence_and_checksum(publik: Any) -> None:
    page = BeautifulSoup((await publik.client.get("/om/data")).text, "html.parser")
    rows = page.select("#hela ~ .tabellram tbody tr")
    assert len(rows) == len(FILES) + 1
    for row in rows:
        link = row.select_one("a[download]")
        size = row.select_one("td.tal")
        assert link is not None
        assert size is not None
        content = (await publik.client.get(str(link["href"]))).content
        shown = size.get_text().replace("\N{NO-BREAK SPACE}", " ")
        number, unit = shown.replace(",", ".").split()
        assert float(number) * {"kB": 1e3, "MB": 1e6}[unit] == pytest.approx(
            len(content), rel=0.1, abs=500
        )
        assert hashlib.sha256(content).hexdigest() in page.get_text()
    assert "CC0 1.0" in page.get_text()
    assert "inte angett någon kontakt" in page.get_text()


# -- feed, map and robots ------------------------------------------------------------------------

ATOM = {"a": feed.ATOM}


async def test_the_feed_has_every_event_once(publik: Any, reader: Any) -> None:
    response = await publik.client.get("/andringar.atom")
    assert media(response) == "application/atom+xml"
    root = ET.fromstring(response.text)  # noqa: S314
    assert root.findtext("a:subtitle", namespaces=ATOM) == feed.SUBTITLE
    for name in ("id", "title", "updated", "author/a:name"):
        assert root.findtext(f"a:{name}", namespaces=ATOM), name
    entries = root.findall("a:entry", ATOM)
    changes = reader.andringar()
    assert len(entries) == len(changes)
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == len(entries)
    for entry, change in zip(entries, changes, strict=True):
        assert entry.findtext("a:title", namespaces=ATOM) == change.namn
        assert entry.findtext("a:updated", namespaces=ATOM) == f"{change.datum}T00:00:00Z"
        link = entry.find("a:link[@type='text/html']", ATOM)
        assert link is not None
        path = urlsplit(link.attrib["href"]).path
        assert (await publik.client.get(path)).status_code == 200


async def test_a_long_feed_comes_in_pages(publik: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PER_PAGE", 5)
    seen: list[str | None] = []
    path: str | None = "/andringar.atom"
    while path:
        root = ET.fromstring((await publik.client.get(path)).text)  # noqa: S314
        seen += [each.findtext("a:id", namespaces=ATOM) for each in root.findall("a:entry", ATOM)]
        following = root.find("a:link[@rel='next']", ATOM)
        address = None if following is None else urlsplit(following.attrib["href"])
        path = f"{address.path}?{address.query}" if address else None
    assert len(seen) == len(set(seen)) > 10
    assert (await publik.client.get("/andringar.atom?sida=999")).status_code == 404
    assert (await publik.client.get("/andringar.atom?sida=x")).status_code == 404


async def test_the_map_has_every_page_worth_finding(publik: Any) -> None:
    root = ET.fromstring((await publik.client.get("/sitemap.xml")).text)  # noqa: S314
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    paths = [urlsplit(str(loc.text)).path for loc in root.findall("s:url/s:loc", names)]
    assert len(paths) == len(set(paths))
    wanted = {
        path
        for path in PAGES
        if "?" not in path and path not in ("/sok", "/lista", "/matcha/resultat")
    }
    assert set(paths) == wanted
    days = {
        str(url.findtext("s:loc", namespaces=names)): url.findtext("s:lastmod", namespaces=names)
        for url in root.findall("s:url", names)
    }
    assert days["http://localhost/insatser/samtal-om-text"] == "2026-11-22"
    assert days["http://localhost/om"] is None


async def test_robots_point_at_the_map(publik: Any, publik_under_prefix: Any) -> None:
    assert (
        "\nSitemap: http://localhost/sitemap.xml\n" in (await publik.client.get("/robots.txt")).text
    )
    below = (await publik_under_prefix.client.get("/robots.txt")).text
    assert "\nSitemap: http://localhost/skola/sitemap.xml\n" in below


# -- schema.org ----------------------------------------------------------------------------------


def as_graph(content: dict[str, Any]) -> Graph:
    """Read JSON-LD without fetching schema.org's context, which no test may."""
    assert content["@context"] == "https://schema.org"
    offline = {**content, "@context": {"@vocab": "https://schema.org/"}}
    return Graph().parse(data=json.dumps(offline), format="json-ld")


@pytest.mark.parametrize("path", [path for path in JSON_LD if not path.startswith("/vokabular")])
async def test_schema_org_is_on_the_page_and_beside_it(publik: Any, path: str) -> None:
    beside = await publik.client.get(path)
    assert media(beside) == LD
    page = BeautifulSoup(
        (await publik.client.get(path.removesuffix(".jsonld"))).text, "html.parser"
    )
    script = page.select_one("script[type='application/ld+json']")
    link = page.select_one("link[rel=alternate][type='application/ld+json']")
    assert script is not None
    assert link is not None
    assert json.loads(str(script.string)) == beside.json()
    assert link["href"] == path
    graph = as_graph(beside.json())
    address = URIRef(f"http://localhost{path.removesuffix('.jsonld')}")
    thing = graph.value(address, URIRef("https://schema.org/mainEntity"))
    assert thing is not None
    assert graph.value(thing, URIRef("https://schema.org/name")) is not None


async def test_schema_org_tells_what_the_record_tells(publik: Any, reader: Any) -> None:
    for insats in reader.insatser():
        path = f"/insatser/{insats.id}.jsonld"
        content = (await publik.client.get(path)).json()
        thing = content["mainEntity"]
        assert thing["name"] == insats.namn
        assert [area["name"] for area in content.get("about", [])] == [
            area.namn for area in insats.problemomraden
        ]
        if thing["@type"] != "Thing":
            assert [each["name"] for each in thing.get("provider", [])] == [
                each.namn for each in insats.anordnare
            ]


async def test_what_a_record_says_never_ends_the_script(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from catalog.reading import Reader

    whole = Reader.insats
    evil = "</script><script>alert(1)</script>"
    monkeypatch.setattr(
        Reader,
        "insats",
        lambda self, id_: replace(whole(self, id_), namn=evil),  # type: ignore[type-var]
    )
    text = (await publik.client.get("/insatser/samtal-om-text")).text
    assert "<script>alert" not in text
    script = BeautifulSoup(text, "html.parser").select_one("script[type='application/ld+json']")
    assert script is not None
    assert json.loads(str(script.string))["name"] == evil


async def test_the_data_page_is_a_data_set(publik: Any) -> None:
    page = BeautifulSoup((await publik.client.get("/om/data")).text, "html.parser")
    script = page.select_one("script[type='application/ld+json']")
    assert script is not None
    content = json.loads(str(script.string))
    assert content["@type"] == "Dataset"
    assert len(content["distribution"]) == len(FILES) + 1


# -- SKOS ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VOCABULARIES[1:])
async def test_every_vocabulary_is_the_same_in_every_form(publik: Any, path: str) -> None:
    graphs = []
    for ending, form in SKOS_FORMS.items():
        response = await publik.client.get(f"{path}{ending}")
        assert response.status_code == 200
        graphs.append(Graph().parse(data=response.text, format=form))
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])
    written = (await publik.client.get(f"{path}.json")).json()["vokabular"]
    labels = {str(label) for label in graphs[0].objects(predicate=SKOS.prefLabel)}
    assert labels == {begrepp["namn"] for begrepp in written["begrepp"]}


@pytest.mark.parametrize("path", VOCABULARIES[1:])
async def test_every_vocabulary_keeps_the_rules_of_skos(publik: Any, path: str) -> None:
    graph = Graph().parse(data=(await publik.client.get(f"{path}.ttl")).text, format="turtle")
    scheme = URIRef(f"http://localhost{path}")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    for concept in concepts:
        labels = list(graph.objects(concept, SKOS.prefLabel))
        assert len(labels) == 1  # S14: one preferred label for each language
        assert isinstance(labels[0], Literal)
        assert labels[0].language == "sv"
        assert (concept, SKOS.inScheme, scheme) in graph
        wider = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert wider <= concepts
        related = set(graph.objects(concept, SKOS.related))
        assert related <= concepts
        assert not related & wider  # S27
        is_top = (scheme, SKOS.hasTopConcept, concept) in graph
        assert is_top == (not wider)


@pytest.mark.parametrize("path", VOCABULARIES[1:])
async def test_every_concept_can_be_looked_up_at_its_address(publik: Any, path: str) -> None:
    graph = Graph().parse(data=(await publik.client.get(f"{path}.ttl")).text, format="turtle")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        address = urlsplit(str(concept))
        response = await publik.client.get(address.path)
        assert response.status_code == 200
        if address.fragment:
            page = BeautifulSoup(response.text, "html.parser")
            assert page.find(id=address.fragment) is not None


async def test_an_unknown_vocabulary_is_404(publik: Any) -> None:
    for path in ("/vokabular/finns-inte", "/vokabular/finns-inte.json", "/vokabular/amnen.xml"):
        assert (await publik.client.get(path)).status_code == 404


# -- whole addresses -----------------------------------------------------------------------------

MACHINE = (
    "/openapi.json",
    "/datasets/dcat",
    "/andringar.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/vokabular/amnen.ttl",
    "/insatser/samtal-om-text.jsonld",
    "/kallor/exempelsson-2012.jsonld",
)


@pytest.mark.parametrize("path", MACHINE)
async def test_whole_addresses_follow_the_settings_and_the_prefix(release: Path, path: str) -> None:
    datasette = open_datasette(release, base_url="/skola/")
    plugin = datasette._metadata_local["plugins"]["insatskatalogen"]
    plugin["bas_adress"] = "https://insatser.exempel.test"
    await datasette.invoke_startup()
    text = (await datasette.client.get(path)).text
    datasette.executor.shutdown()
    assert "localhost" not in text
    own = re.findall(r"https://insatser\.exempel\.test[^\s\"'<>]*", text)
    assert own
    assert all(each.startswith("https://insatser.exempel.test/skola") for each in own)


@pytest.mark.parametrize("path", MACHINE)
async def test_a_host_that_is_no_host_is_refused(publik: Any, path: str) -> None:
    response = await publik.client.get(path, headers={"host": 'a"><script>'})
    assert response.status_code == 400
    assert "<script>alert" not in response.text


def test_the_shipped_settings_promise_nothing() -> None:
    plugin = read_configuration("publik").metadata["plugins"]["insatskatalogen"]
    unknown = ("kontakt", "kontakt_epost", "utgivare_slag", "utgiven", "varaktighet", "bas_adress")
    assert {name: plugin[name] for name in unknown} == dict.fromkeys(unknown, "")
