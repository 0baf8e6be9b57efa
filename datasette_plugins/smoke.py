"""A smoke test: ask a release for every record before anyone else can."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog import open_reader
from catalog.reading import Reader, Urval
from datasette_plugins.downloads import FILES
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import DATABASE_FILE, LONGEST_SEARCH
from datasette_plugins.sitemap import PAGES, record_paths, vocabulary_paths
from datasette_plugins.templating import query
from datasette_plugins.valda import address

EVERY = 1_000_000
FIXED = (
    *PAGES,
    "/insatser.json",
    "/lista",
    "/openapi.json",
    "/datasets/dcat",
    "/andringar.atom",
    "/sitemap.xml",
    "/kallor.csl.json",
    *(f"/nedladdning/{fil}" for fil, *_ in FILES if fil != DATABASE_FILE),
    "/robots.txt",
    "/-/halsa",
    "/katalog",
    "/katalog/insats",
)


def smoke_test(release: Path) -> list[str]:
    """Return what did not answer as it should; nothing when all is well."""
    # A thread of its own, since the caller may have an event loop running.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _ask(release)).result()


def example_paths(reader: Reader, records: tuple[str, ...]) -> tuple[str, ...]:
    """Return one address of every other kind: as JSON, a search and a result."""
    kinds = {path.split("/")[1]: path for path in records}
    names = [insats.namn for insats in reader.lista(Urval(), limit=1).kort]
    two = [insats.id for insats in reader.lista(Urval(), limit=2).kort]
    areas = [omrade.id for omrade in reader.omradeslista()[:1]]
    vocabularies = vocabulary_paths(reader)
    return (
        *(f"{path}.json" for path in kinds.values()),
        *(f"{kinds[kind]}.jsonld" for kind in ("insatser", "kallor") if kind in kinds),
        *vocabularies,
        *(f"{vocabularies[0]}{ending}" for ending in (".json", ".ttl", ".rdf", ".jsonld")),
        *("/sok" + query([("q", name[:LONGEST_SEARCH])]) for name in names),
        *(address(path, two) for path in ("/jamfor", "/jamfor.json") if len(two) > 1),
        *(address(f"/lista{kind}", two) for kind in ("", ".json", ".xlsx", ".docx", ".csv") if two),
        *("/matcha/resultat" + query([("problemomrade", area)]) for area in areas),
    )


def not_found_by_name(reader: Reader) -> list[str]:
    """Return the insatser that a search for their own name does not find."""
    return [
        insats.id
        for insats in reader.lista(Urval(), limit=EVERY).kort
        if insats not in reader.lista(Urval(q=insats.namn), limit=EVERY).kort
    ]


async def _ask(release: Path) -> list[str]:
    with open_reader(release / DATABASE_FILE) as reader:
        records = record_paths(reader)
        paths = (*FIXED, *records, *example_paths(reader, records))
        faults = [f"{id_} hittas inte på sitt namn" for id_ in not_found_by_name(reader)]
    datasette = open_datasette(release)
    try:
        for path in paths:
            response = await datasette.client.get(path)
            if response.status_code != 200:
                faults.append(f"{path} svarade {response.status_code}")
        for path in ("/analys", "/atgardsplan/problem"):
            response = await datasette.client.post(path, data={"text": "Eleverna läser för lite."})
            if response.status_code != 200:
                faults.append(f"{path} svarade {response.status_code}")
        return faults
    finally:
        datasette.executor.shutdown()
