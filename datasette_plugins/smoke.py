"""A smoke test: ask a release for every record before anyone else can."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from catalog import open_reader
from catalog.reading import Reader, Urval
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import DATABASE_FILE, LONGEST_SEARCH
from datasette_plugins.templating import query

FIXED = (
    "/",
    "/insatser",
    "/insatser.json",
    "/problemomraden",
    "/oversikt",
    "/paverkansfaktorer",
    "/program",
    "/anordnare",
    "/kallor",
    "/matcha",
    "/om",
    "/om/metod",
    "/om/integritet",
    "/om/data",
    "/om/tillganglighet",
    "/robots.txt",
    "/-/halsa",
    "/katalog",
    "/katalog/insats",
)


EVERY = 1_000_000


def smoke_test(release: Path) -> list[str]:
    """Return what did not answer as it should; nothing when all is well."""
    # A thread of its own, since the caller may have an event loop running.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _ask(release)).result()


def record_paths(reader: Reader) -> tuple[str, ...]:
    """Return the address of every record."""
    everything = reader.lista(Urval(), limit=EVERY).kort
    per_kind: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("insatser", everything),
        ("problemomraden", reader.omradeslista()),
        ("paverkansfaktorer", reader.paverkansfaktorer()),
        ("program", reader.programlista()),
        ("anordnare", reader.anordnarlista()),
        ("kallor", reader.referenser()),
    )
    return tuple(f"/{segment}/{record.id}" for segment, found in per_kind for record in found)


def example_paths(reader: Reader, records: tuple[str, ...]) -> tuple[str, ...]:
    """Return one address of every other kind: as JSON, a search and a result."""
    kinds = {path.split("/")[1]: path for path in records}
    names = [insats.namn for insats in reader.lista(Urval(), limit=1).kort]
    areas = [omrade.id for omrade in reader.omradeslista()[:1]]
    return (
        *(f"{path}.json" for path in kinds.values()),
        *("/sok" + query([("q", name[:LONGEST_SEARCH])]) for name in names),
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
        response = await datasette.client.post("/analys", data={"text": "Eleverna läser för lite."})
        if response.status_code != 200:
            faults.append(f"/analys svarade {response.status_code}")
        return faults
    finally:
        datasette.executor.shutdown()
