"""In a real browser: a week in the editorial instance, and text that bites."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import begin, follow, log_in
from playwright.async_api import Browser, Page, expect
from redaktionen import open_redaktion
from serving import behind_a_port, said, served

from catalog import check
from datasette_plugins.redaktion import publicera

pytestmark = pytest.mark.xdist_group("browser-redaktion")


@pytest.fixture
def site(
    bygg: Path, mini_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The editorial instance behind a port of this machine."""
    monkeypatch.setattr(publicera, "VECTORS", "inga")
    shown = (bygg / "aktuell").resolve()
    datasette = open_redaktion(shown, mini_data_copy, tmp_path / "r" / "forslag.db")
    with behind_a_port(datasette) as address:
        yield address


async def until_done(page: Page) -> None:
    """Ask without scripts how far the work has come, until it has ended."""
    while await page.locator("[data-pagar]").count():
        await asyncio.sleep(0.3)
        await follow(page.get_by_role("link", name="Se hur långt det har kommit"))


async def seen_by_a_reader(browser: Browser, public: str) -> dict[str, Any]:
    """Return what the public site says of the two insatser of the week, to one who is new there."""
    context = await browser.new_context(java_script_enabled=False)
    reader = await context.new_page()
    answer = await reader.goto(f"{public}/insatser/lascirkeln")
    assert answer is not None
    heading = await reader.locator("h1").inner_text()
    await reader.goto(f"{public}/insatser/fysik-pa-riktigt")
    summary = "Lärare prövade laborationer" in await reader.locator("main").inner_text()
    await reader.goto(f"{public}/insatser")
    names = await reader.locator("main").inner_text()
    await context.close()
    return {
        "sida": answer.status,
        "rubrik": heading == "Läscirkeln",
        "ändrad": summary,
        "i listan": "Läscirkeln" in names,
    }


BEFORE = {"sida": 404, "rubrik": False, "ändrad": False, "i listan": False}
AFTER = {"sida": 200, "rubrik": True, "ändrad": True, "i listan": True}


async def test_a_week(browser: Browser, site: str, bygg: Path, mini_data_copy: Path) -> None:
    """Without scripts: written, sent back, approved, published for all, and taken back again."""
    data = mini_data_copy
    contexts = [await browser.new_context(java_script_enabled=False) for _ in range(3)]
    sara = await log_in(contexts[0], site, "sara")
    greta = await log_in(contexts[1], site, "greta")

    # Monday: a new insats.
    await follow(sara.get_by_role("link", name="Lägg till en insats"))
    await sara.locator("#namn").fill("Läscirkeln")
    await follow(sara.get_by_role("button", name="Fortsätt"))
    await sara.locator("#f-typ").select_option(label="Förebild")
    await sara.locator("#f-anordnare-0").fill("exempelverket")
    await sara.locator("#f-status").select_option("aktiv")
    await sara.locator("#f-belagd").fill("2025")
    await sara.locator("#f-sammanfattning").fill(
        "Ett påhittat land har läscirklar där eleverna talar om det de har läst."
    )
    await sara.locator("#f-beskrivning").fill(
        "I ett påhittat land läser eleverna samma bok och möts varje vecka i en läscirkel. Läraren "
        "lyssnar, och frågar sällan. Efteråt skriver var och en vad som var svårt att förstå."
    )
    await sara.locator("#f-kostnad-band").select_option("okand")
    await sara.locator("#f-evidens-grad").select_option("ej-utvarderad")
    await sara.locator("#f-evidens-riktning").select_option("okand")
    await sara.locator("#f-evidens-mening").fill("Ingen känd utvärdering av läscirkeln finns.")
    await sara.locator("#f-granskas_senast").fill("2099-11-22")
    await sara.locator("#f-skolformer-grundskola").check()
    await sara.locator("#f-malgrupper-larare").check()
    await sara.locator("#f-nivaer-undervisning").check()
    await sara.locator("#f-sakerhet").select_option("hog")
    rows = {
        "problemomraden": {"problemomrade": "lasforstaelse", "motivering": "Eleverna talar."},
        "passar_nar": {"": "Ni söker uppslag till egna läscirklar."},
        "passar_inte": {"": "Ni vill anmäla er till något redan nu."},
        "kallor": {
            "titel": "Om läscirkeln",
            "utgivare": "Exempelverket",
            "url": "https://exempel.test/cirkel",
            "last": "2025",
        },
    }
    for name, fields in rows.items():
        await follow(sara.locator(f"button[value='lagg-till:{name}']"))
        for part, text in fields.items():
            await sara.locator(f"#f-{name}-0-{part}".rstrip("-")).fill(text)
    await sara.locator("#f-problemomraden-0-styrka").select_option("3")
    await sara.locator("#f-skal").fill("Den saknades i katalogen.")
    await follow(sara.get_by_role("button", name="Skicka in till granskning"))
    await expect(sara.locator(".marke").first).to_have_text("Inskickat")
    new = sara.url

    # Tuesday: a change of another.
    await begin(sara, site, "insatser/fysik-pa-riktigt")
    await sara.locator("#f-sammanfattning").fill("Lärare prövade laborationer i fysik.")
    await sara.locator("#f-skal").fill("Kortare.")
    await follow(sara.get_by_role("button", name="Skicka in till granskning"))
    await expect(sara.locator(".marke").first).to_have_text("Inskickat")
    changed = sara.url
    assert await sara.get_by_role("button", name="Godkänn").count() == 0

    # Wednesday: the reviewer sends one back and approves the other.
    await greta.goto(changed)
    await greta.get_by_label("Dina ord").fill("Skriv gärna var de prövade dem.")
    await follow(greta.get_by_role("button", name="Skicka tillbaka"))
    await expect(greta.locator(".marke").first).to_have_text("Utkast")
    await greta.goto(new)
    await follow(greta.get_by_role("button", name="Godkänn"))
    await expect(greta.locator(".notis[role=status]")).to_contain_text("nästa publicering")
    assert (data / "insatser" / "lascirkeln.yaml").is_file()

    # Thursday: the writer mends what came back, and it is approved too.
    await sara.goto(f"{site}/redaktion")
    await expect(sara.locator("#atersanda")).to_be_visible()
    await follow(sara.locator("section[aria-labelledby=atersanda] a").first)
    await expect(sara.locator("body")).to_contain_text("Skriv gärna var de prövade dem.")
    await follow(sara.get_by_role("link", name="Fortsätt skriva"))
    await sara.locator("#f-sammanfattning").fill("Lärare prövade laborationer på universitetet.")
    await follow(sara.get_by_role("button", name="Skicka in till granskning"))
    await expect(sara.locator(".marke").first).to_have_text("Inskickat")
    await greta.goto(changed)
    await follow(greta.get_by_role("button", name="Godkänn"))
    await expect(greta.locator(".notis[role=status]")).to_contain_text("nästa publicering")
    text = (data / "insatser" / "fysik-pa-riktigt.yaml").read_text(encoding="utf-8")
    assert "Lärare prövade laborationer på universitetet." in text
    assert check(data) == []

    # Friday: it is published for all, by someone else, and nobody starts the public site anew.
    petra = await log_in(contexts[2], site, "petra")
    first = (bygg / "aktuell").resolve().name
    with served(bygg) as (public, port):
        address = f"http://127.0.0.1:{port}"
        await follow(petra.get_by_role("link", name="Gå till Publicera"))
        await follow(petra.get_by_role("button", name="Kontrollera och bygg"))
        await until_done(petra)
        ready = petra.get_by_role("region", name="En ny utgåva är klar")
        await expect(ready.get_by_text("Nya: 1")).to_be_visible()
        await expect(ready.get_by_text("Läscirkeln")).to_be_visible()
        await expect(ready.get_by_text("Ändrade: 1")).to_be_visible()
        assert await seen_by_a_reader(browser, address) == BEFORE
        await follow(petra.get_by_role("button", name="Publicera den nya utgåvan"))
        await until_done(petra)
        await expect(petra.locator(".notis[role=status]")).to_contain_text("är publicerad")
        second = (bygg / "aktuell").resolve().name
        assert await asyncio.to_thread(said, public) == f"Visar nu utgåvan {second}.\n"
        assert await seen_by_a_reader(browser, address) == AFTER

        # Something was wrong with it after all.
        await follow(petra.get_by_role("button", name="Gå tillbaka till den förra utgåvan"))
        await until_done(petra)
        await expect(petra.locator(".notis[role=status]")).to_contain_text("visas igen")
        assert await asyncio.to_thread(said, public) == f"Visar nu utgåvan {first}.\n"
        assert await seen_by_a_reader(browser, address) == BEFORE
    # What was written is kept: it is only the release that was taken back.
    assert (data / "insatser" / "lascirkeln.yaml").is_file()

    # They log out.
    await follow(sara.get_by_role("button", name="Logga ut"))
    await expect(sara.locator("h1")).to_have_text("Logga in i redaktionen")
    for context in contexts:
        await context.close()


BITES = (
    "<img src=x onerror=window.bitten=1><script>window.bitten=1</script>\"'><svg/onload=bitten=1>"
)

FILL = """(fields, text) => {
  const free = fields.filter(each => !each.list && !each.inputMode && each.name !== "skal");
  free.forEach((each, number) => { each.value = `${text} ${number}`; });
  return free.length;
}"""
"""Fill all fields where anything may be written, and tell how many they are."""


async def test_no_text_bites(browser: Browser, site: str) -> None:
    """What is typed is text everywhere: in the form, the difference, the preview, the history."""
    context = await browser.new_context()
    other = await browser.new_context()
    sara, greta = await log_in(context, site, "sara"), await log_in(other, site, "greta")
    errors: list[str] = []
    for page in (sara, greta):
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.on("console", lambda told: errors.append(told.text) if "CSP" in told.text else None)
    for record in ("insatser/samtal-om-text", "problemomraden/lasforstaelse", "program/laslyckan"):
        await begin(sara, site, record)
        fields = sara.locator("form.redigering :is(textarea, input[type=text])")
        assert await fields.evaluate_all(FILL, BITES) >= 2
        await sara.locator("#f-skal").fill(BITES)
        await follow(sara.get_by_role("button", name="Spara utkast"))
        await expect(sara.locator(".notis[role=status]")).to_have_text("Utkastet är sparat.")
        form = sara.url.partition("?")[0]
        shown = form.removesuffix("/skriv")
        record_history = f"{site}/redaktion/historik/{record}"
        for path in (form, f"{shown}/forhandsvisning", shown, record_history):
            for page in (sara,) if path == form else (sara, greta):
                await page.goto(path)
                assert await page.evaluate("window.bitten") is None, path
                assert await page.locator("main img[src=x]").count() == 0, path
        await greta.goto(shown)
        await greta.locator("#k-ord").fill(BITES)
        await follow(greta.get_by_role("button", name="Kommentera"))
        await expect(greta.locator(".kommentarer")).to_contain_text("onerror")
        assert await greta.evaluate("window.bitten") is None
    await sara.goto(f"{site}/redaktion/poster?slag=insatser&q=%3Cscript%3Ewindow.bitten%3D1")
    assert await sara.evaluate("window.bitten") is None
    assert errors == []
    await context.close()
    await other.close()
