"""In a real browser: the main way through, and axe on every kind of page."""

from __future__ import annotations

from typing import Any

import pytest
from addresses import DATASETTE_PAGES, KIND_OF_PAGE
from browsing import LOOKS, follow, scrolled_width, violations
from playwright.async_api import Browser, Page, expect

STATEMENT = "Eleverna läser utan att förstå vad texten säger."
pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
async def test_axe_finds_no_fault(
    browser: Browser, address: str, axe: str, width: int, scheme: Any
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = await context.new_page()
    faults = {}
    for number, path in enumerate((*KIND_OF_PAGE, *DATASETTE_PAGES)):
        await page.goto(address + path)
        assert await scrolled_width(page) <= width, path
        # The colours of a scheme are the same on all pages, and take most of the time to see.
        contrast = number % 2 == (scheme == "dark")
        faults[path] = await violations(page, axe, contrast=contrast)
    for text in (STATEMENT, " "):
        await page.goto(f"{address}/matcha")
        await page.fill("#m-text", text)
        await follow(page.locator("form.behov button"))
        faults[f"/analys {text}"] = await violations(page, axe)
    await page.goto(address)
    await page.fill("#start-text", "läsa")
    await follow(page.locator("form.ruta button"))
    await expect(page.locator("h1")).to_have_text("Träffar på «läsa»")
    faults["/analys läsa"] = await violations(page, axe)
    await context.close()
    assert {path: found for path, found in faults.items() if found} == {}


async def test_the_tables_can_be_narrowed_counted_and_asked_in_swedish(
    desk: Page, address: str
) -> None:
    await desk.goto(f"{address}/katalog/insats")
    await desk.get_by_text("Välj rader").click()
    await desk.get_by_label("Kolumn").select_option("status")
    await desk.get_by_label("Villkor").select_option("är inte")
    await desk.get_by_label("Värde").fill("aktiv")
    await follow(desk.get_by_role("button", name="Visa raderna"))
    narrowed = await desk.get_by_role("heading", level=2).first.inner_text()
    assert narrowed != "12\N{NO-BREAK SPACE}rader"
    await desk.get_by_text("Räkna rader efter en kolumn").click()
    await follow(desk.get_by_role("link", name="typ", exact=True).first)
    assert await desk.locator(".rakningar h3").inner_text() == "typ"
    await follow(desk.get_by_role("link", name="Visa och ändra SQL-frågan"))
    await desk.get_by_label("SQL (SQLite)").fill("select count(*) as antal from insats")
    await follow(desk.get_by_role("button", name="Kör frågan"))
    assert await desk.locator(".rader td").inner_text() == "12"


async def test_a_table_keeps_its_column_names_on_a_phone(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 800})
    await page.goto(f"{address}/katalog/amne")
    told = "getComputedStyle(document.querySelector('.rader td'), '::before').content"
    assert await page.evaluate(told) == '"id"'
    await page.close()


async def test_a_typed_statement_gives_reasoned_suggestions(desk: Page, address: str) -> None:
    await desk.goto(address)
    await follow(desk.get_by_role("link", name="Beskriv ett problem").first)
    await desk.get_by_label("Vad är problemet?").fill(STATEMENT)
    await desk.get_by_text("Lägg till skolform, årskurser och ämne").click()
    await desk.get_by_label("Grundskola").first.check()
    await follow(desk.get_by_role("button", name="Visa förslag", exact=True))
    assert desk.url == f"{address}/analys"
    first = desk.locator("article.forslag").first
    assert await first.get_by_role("link", name="Samtal om text").is_visible()
    assert await first.locator("ul.skal li").count() >= 1
    assert STATEMENT not in desk.url
    await desk.get_by_text("Ändra texten eller valen").click()
    assert await desk.get_by_label("Vad är problemet?").input_value() == STATEMENT


async def test_the_first_page_takes_a_text_by_keyboard_alone(desk: Page, address: str) -> None:
    await desk.goto(address)
    await desk.keyboard.press("Tab")
    assert await desk.evaluate("document.activeElement.textContent") == "Hoppa till innehållet"
    await desk.keyboard.press("Enter")
    await desk.keyboard.press("Tab")
    assert await desk.evaluate("document.activeElement.id") == "start-text"
    await desk.keyboard.type(STATEMENT)
    await desk.keyboard.press("Tab")
    async with desk.expect_navigation():
        await desk.keyboard.press("Enter")
    assert desk.url == f"{address}/analys"
    assert await desk.locator("article.forslag").count() >= 1


async def test_filters_tell_how_many_before_they_are_sent(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/insatser")
    await desk.get_by_label("Svenska", exact=False).first.check()
    button = desk.locator(".filterknapp button")
    await expect(button).not_to_have_text("Visa insatser")
    told = (await button.inner_text()).split()[1]
    await follow(button)
    assert (await desk.locator(".raknare strong").inner_text()).split()[0] == told


async def test_filters_work_without_script(browser: Browser, address: str) -> None:
    context = await browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    page = await context.new_page()
    await page.goto(f"{address}/insatser")
    await page.get_by_text("Smalna av listan").click()
    await page.locator("input[name=skolform][value=grundskola]").check()
    await follow(page.get_by_role("button", name="Visa insatser"))
    assert page.url.endswith("skolform=grundskola")
    assert await page.locator(".valda li").count() == 1
    await context.close()


async def test_the_whole_catalogue_can_be_carried_away(desk: Page, address: str) -> None:
    await desk.goto(address)
    await follow(desk.get_by_role("navigation", name="Sidfot").get_by_role("link", name="Data"))
    for name, file in (("CSV", "insatskatalogen-csv.zip"), ("SQLite", "katalog.db")):
        async with desk.expect_download() as started:
            await desk.get_by_role("link", name=name, exact=True).click()
        download = await started.value
        assert download.suggested_filename == file
        assert (await download.path()).stat().st_size > 1000


async def test_the_guards_let_data_for_search_engines_stand(desk: Page, address: str) -> None:
    for path in ("/insatser/samtal-om-text", "/kallor/exempelsson-2012", "/om/data"):
        await desk.goto(address + path)  # a refusal by the policy is an error in the console
        text = await desk.locator("script[type='application/ld+json']").text_content()
        assert '"https://schema.org"' in str(text)


@pytest.mark.parametrize(("width", "opened"), [(360, False), (1280, True)])
async def test_long_parts_are_closed_on_a_phone_alone(
    browser: Browser, address: str, width: int, opened: bool
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 800})
    for path in ("/", "/problemomraden"):
        await page.goto(address + path)
        parts = page.locator("details[data-smal]")
        assert await parts.count() >= 2
        assert await parts.evaluate_all("all => all.every(d => d.open)") is opened, path
        assert await parts.evaluate_all("all => all.some(d => d.open)") is opened, path
    await page.close()


async def test_what_is_folded_is_printed(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/kallor")
    work = desk.locator("details:not([open]) a").first
    assert not await work.is_visible()
    await desk.emulate_media(media="print")
    assert await work.is_visible()


async def test_the_map_scrolls_in_its_own_frame(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 800})
    await page.goto(f"{address}/oversikt")
    frame = page.locator(".tabellram")
    heading = page.locator(".karta th[scope=row]").first
    # The mini catalogue has too few school forms to make the map wide.
    await page.locator(".karta").evaluate("table => { table.style.minWidth = '900px'; }")
    assert await scrolled_width(page) <= 360
    before = await heading.bounding_box()
    await frame.evaluate("frame => { frame.scrollLeft = 40; }")
    assert await frame.evaluate("frame => frame.scrollLeft") > 0
    after = await heading.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == pytest.approx(before["x"], abs=2)
    await page.close()
