"""A smoke test: ask a release for every kind of address before anyone else can."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from catalog import open_reader
from catalog.reading import Urval
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import DATABASE

FIXED = (
    "/",
    "/insatser",
    "/insatser.json",
    "/problemomraden",
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
    "/katalog",
    "/katalog/insats",
)


def smoke_test(release: Path) -> list[str]:
    """Return what did not answer as it should; nothing when all is well."""
    # A thread of its own, since the caller may have an event loop running.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _ask(release)).result()


def example_paths(release: Path) -> tuple[str, ...]:
    """Return one address of every kind, with the first record of each."""
    with open_reader(release / f"{DATABASE}.db") as reader:
        insatser = reader.lista(Urval(), limit=1).kort
        omraden = reader.omradeslista()[:1]
        per_kind: tuple[tuple[str, tuple[Any, ...]], ...] = (
            ("insatser", insatser),
            ("problemomraden", omraden),
            ("paverkansfaktorer", reader.paverkansfaktorer()[:1]),
            ("program", reader.programlista()[:1]),
            ("anordnare", reader.anordnarlista()[:1]),
            ("kallor", reader.referenser()[:1]),
        )
    records = [
        f"/{segment}/{record.id}{extension}"
        for segment, found in per_kind
        for record in found
        for extension in ("", ".json")
    ]
    searches = [f"/sok?q={insats.namn.split()[0]}" for insats in insatser]
    results = [f"/matcha/resultat?problemomrade={omrade.id}" for omrade in omraden]
    return (*FIXED, *records, *searches, *results)


async def _ask(release: Path) -> list[str]:
    datasette = open_datasette(release)
    try:
        faults = []
        for path in example_paths(release):
            response = await datasette.client.get(path)
            if response.status_code != 200:
                faults.append(f"{path} svarade {response.status_code}")
        response = await datasette.client.post("/analys", data={"text": "Eleverna läser för lite."})
        if response.status_code != 200:
            faults.append(f"/analys svarade {response.status_code}")
        return faults
    finally:
        datasette.executor.shutdown()
