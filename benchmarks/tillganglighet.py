"""Kör axe över ett av varje slags sida i den visade utgåvan, och skriv vad det fann.

    python -m benchmarks.tillganglighet [UTGÅVA]

Resultatet hamnar i datasette_plugins/configuration/tillganglighet.yml och visas på
/om/tillganglighet. Kör det igen när sidornas utseende har ändrats.
"""

from __future__ import annotations

import asyncio
import datetime
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from playwright.async_api import Page, async_playwright

from catalog import open_reader
from catalog.reading import Reader
from datasette_plugins.instance import open_datasette
from datasette_plugins.templating import query
from datasette_plugins.tillganglighet import RUN, fingerprint

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (360, 768, 1280)
SCHEMES = {"light": "ljust", "dark": "mörkt"}
STATEMENT = "Eleverna läser utan att förstå vad texten säger."
TARGET = Path("datasette_plugins/configuration") / RUN


def pages(reader: Reader) -> dict[str, str]:
    """Return one address of each kind of page: those with most on them where it can be told."""
    insatser = reader.insatser()
    fullest = max(insatser, key=lambda each: len(each.kallor) + len(each.referenser))
    ended = [each.id for each in insatser if each.status.id == "avslutad"]
    area = max(reader.omradeslista(), key=lambda each: each.antal_insatser)
    form = reader.vokabular().skolformer[0]
    found = {
        "Startsidan": "/",
        "Listan över insatser": f"/insatser?skolform={form.id}",
        "Tom lista": "/insatser?q=finnsinte",
        "En insats": f"/insatser/{fullest.id}",
        "Problemområden": "/problemomraden",
        "Ett problemområde": f"/problemomraden/{area.id}",
        "Kartan över katalogen": "/oversikt",
        "Kartan för en skolform": f"/oversikt?skolform={form.id}",
        "Påverkansfaktorer": "/paverkansfaktorer",
        "Program": "/program",
        "Anordnare": "/anordnare",
        "Källor": "/kallor",
        "Sök": "/sok?q=text",
        "Beskriv ett problem": "/matcha",
        "Från analys till åtgärdsplan, steg 1": "/atgardsplan",
        "Förslag för valda områden": f"/matcha/resultat?problemomrade={area.id}",
        "Om katalogen": "/om",
        "Metod": "/om/metod",
        "Integritet": "/om/integritet",
        "Data": "/om/data",
        "Tillgänglighet": "/om/tillganglighet",
        "Sidan finns inte": "/finns-inte",
        "Tabellerna (Datasette)": "/katalog",
        "En tabell (Datasette)": "/katalog/insats",
        "Räkningar i en tabell (Datasette)": "/katalog/insats?_facet=typ&status=aktiv",
        "En rad (Datasette)": "/katalog/byggnad/version",
        "En SQL-fråga (Datasette)": "/katalog?sql=select+id%2C+namn+from+insats+limit+5",
        "Jämförelse": "/jamfor" + query([("insats", each.id) for each in insatser[:3]]),
        "Egen lista": "/lista" + query([("insats", each.id) for each in insatser[:3]]),
        "En ordlista": "/vokabular/amnen",
    }
    if ended:
        found["En avslutad insats"] = f"/insatser/{ended[0]}"
    for name, segment, records in (
        ("En påverkansfaktor", "paverkansfaktorer", reader.paverkansfaktorer()),
        ("Ett program", "program", reader.programlista()),
        ("En anordnare", "anordnare", reader.anordnarlista()),
        ("En källa", "kallor", reader.referenser()),
    ):
        if records:
            found[name] = f"/{segment}/{records[0].id}"
    return found


@contextmanager
def served(release: Path) -> Iterator[str]:
    """Serve a release on a free port of this machine."""
    datasette = open_datasette(release)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(datasette.app(), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


async def faults(page: Page, axe: str) -> list[dict[str, Any]]:
    """Return what axe finds on an open page, with all that can be opened open."""
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    await page.evaluate(axe)
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        {"regel": each["id"], "antal": len(each["nodes"]), "hjalp": each["help"]}
        for each in found["violations"]
    ]


async def examine(address: str, paths: dict[str, str]) -> dict[str, Any]:
    """Look at every page in every width and scheme."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in paths}
    found |= {"Förslag för en text": {}, "Träffar på ett ord": {}}
    wide: set[str] = set()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        version = browser.version
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = await browser.new_page(
                    viewport={"width": width, "height": 900}, color_scheme=scheme
                )

                async def look(page: Page, name: str, width: int) -> None:
                    for each in await faults(page, axe):
                        found[name][each["regel"]] = each
                    scrolled = await page.evaluate("document.documentElement.scrollWidth")
                    if scrolled > width:
                        wide.add(name)

                for name, path in paths.items():
                    await page.goto(address + path)
                    await look(page, name, width)
                for name, text in (
                    ("Förslag för en text", STATEMENT),
                    ("Träffar på ett ord", "läsa"),
                ):
                    await page.goto(address)
                    await page.fill("#start-text", text)
                    await page.click("form.ruta button")
                    await page.wait_for_url(f"{address}/analys")
                    await look(page, name, width)
                print(f"{width} {scheme}", flush=True)
                tool = await page.evaluate("axe.version")
                await page.close()
        await browser.close()
    return {
        "verktyg": f"axe-core {tool}",
        "webblasare": f"Chromium {version}",
        "for_breda": sorted(wide),
        "sidor": [{"namn": name, "brister": list(each.values())} for name, each in found.items()],
    }


def main() -> None:
    release = Path(sys.argv[1] if len(sys.argv) > 1 else "build/aktuell").resolve()
    with open_reader(release / "katalog.db") as reader:
        paths = pages(reader)
        version = reader.byggnad()["version"]
    with served(release) as address:
        seen = asyncio.run(examine(address, paths))
    run = {
        "datum": datetime.date.today().isoformat(),
        "katalogversion": version,
        "avtryck": fingerprint(),
        "regler": RULES,
        "bredder": list(WIDTHS),
        "lagen": list(SCHEMES.values()),
        **seen,
    }
    text = yaml.safe_dump(run, allow_unicode=True, sort_keys=False, width=100)
    head = "# Skriven av benchmarks/tillganglighet.py. Ändra inte för hand.\n"
    TARGET.write_text(head + text, encoding="utf-8")
    for each in run["sidor"]:
        for fault in each["brister"]:
            print(f"{each['namn']}: {fault['regel']} ({fault['antal']}) {fault['hjalp']}")
    print(f"{len(run['sidor'])} slag av sidor, för breda: {run['for_breda'] or 'inga'}. {TARGET}")


if __name__ == "__main__":
    main()
