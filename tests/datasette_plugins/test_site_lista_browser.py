"""In a real browser: collecting, comparing and sharing, by mouse, by keyboard, without script."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from browsing import follow, scrolled_width
from playwright.async_api import Browser, Page, expect

KEY = "insatskatalogen.lista"
TWO = "insats=samtal-om-text&insats=fysik-pa-riktigt"

pytestmark = pytest.mark.xdist_group("browser")


@pytest_asyncio.fixture
async def phone_without_script(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    yield await context.new_page()
    await context.close()


async def kept(page: Page) -> str:
    return str(await page.evaluate(f"localStorage.getItem('{KEY}')"))


async def test_the_list_is_kept_counted_and_opened(desk: Page, address: str) -> None:
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url))
    await desk.goto(f"{address}/insatser/samtal-om-text")
    menu = desk.get_by_role("link", name="Min lista")
    await expect(menu).to_have_text("Min lista")
    before = len(sent)
    await desk.get_by_role("button", name="Lägg till i min lista Samtal om text").click()
    await expect(menu).to_have_text("Min lista (1)")
    await expect(desk.get_by_role("status")).to_have_text(
        "Samtal om text lades till. 1 insats i min lista."
    )
    assert len(sent) == before  # nothing is sent anywhere
    assert await kept(desk) == '["samtal-om-text"]'

    await desk.goto(f"{address}/insatser?q=fysik")
    await expect(menu).to_have_text("Min lista (1)")
    await desk.get_by_role("button", name="Lägg till i min lista Fysik på riktigt").click()
    await follow(menu)
    assert desk.url == f"{address}/lista?{TWO}"
    assert await desk.locator(".listposter > li").count() == 2
    assert not await desk.locator(".delad").is_visible()

    # One's own list follows what is done to it.
    await follow(desk.get_by_role("button", name="Flytta ner Samtal om text"))
    await expect(desk.locator(".listposter h3").first).to_have_text("Fysik på riktigt")
    assert await kept(desk) == '["fysik-pa-riktigt","samtal-om-text"]'
    await follow(desk.get_by_role("button", name="Ta bort Fysik på riktigt"))
    await expect(menu).to_have_text("Min lista (1)")
    await follow(desk.get_by_role("link", name="Töm listan"))
    await expect(menu).to_have_text("Min lista")
    assert await kept(desk) == "[]"


async def test_the_button_also_takes_away(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/insatser/samtal-om-text")
    await desk.get_by_role("button", name="Lägg till i min lista").click()
    await desk.get_by_role("button", name="Ta bort ur min lista Samtal om text").click()
    await expect(desk.get_by_role("button", name="Lägg till i min lista")).to_be_focused()
    assert await kept(desk) == "[]"


async def test_a_shared_list_does_not_replace_ones_own(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/insatser/narvaroteam")
    await desk.get_by_role("button", name="Lägg till i min lista").click()
    await desk.goto(f"{address}/lista?{TWO}")
    assert await kept(desk) == '["narvaroteam"]'
    assert not await desk.get_by_role("link", name="Töm listan").is_visible()
    await expect(desk.get_by_role("link", name="Öppna min lista (1)")).to_be_visible()
    await follow(desk.get_by_role("button", name="Ta bort Samtal om text"))
    assert await kept(desk) == '["narvaroteam"]'
    await desk.go_back()
    await follow(desk.get_by_role("button", name="Lägg till dem i min lista"))
    assert desk.url == f"{address}/lista?insats=narvaroteam&{TWO}"
    assert await kept(desk) == '["narvaroteam","samtal-om-text","fysik-pa-riktigt"]'
    assert not await desk.locator(".delad").is_visible()


async def test_ids_that_are_gone_leave_ones_own_list(desk: Page, address: str) -> None:
    await desk.goto(address)
    ids = '["samtal-om-text-gammal","finns-inte","narvaroteam","<b>"]'
    await desk.evaluate("([key, ids]) => localStorage.setItem(key, ids)", [KEY, ids])
    await desk.reload()
    await follow(desk.get_by_role("link", name="Min lista (3)"))
    await expect(desk.get_by_role("link", name="Min lista (2)")).to_be_visible()
    assert await kept(desk) == '["samtal-om-text","narvaroteam"]'


async def test_a_spoiled_memory_is_an_empty_list(desk: Page, address: str) -> None:
    await desk.goto(address)
    for spoiled in ("{", '{"a": 1}', "null", "7"):
        await desk.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, spoiled])
        await desk.reload()
        await expect(desk.get_by_role("link", name="Min lista")).to_have_text("Min lista")


async def test_a_browser_that_keeps_nothing_is_left_with_the_links(
    browser: Browser, address: str
) -> None:
    page = await browser.new_page()
    await page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('nej'); }})"
    )
    await page.goto(f"{address}/insatser/samtal-om-text")
    await follow(page.get_by_role("link", name="Lägg till i min lista"))
    assert page.url == f"{address}/lista?insats=samtal-om-text"
    await page.close()


async def test_three_are_ticked_and_compared_by_keyboard_alone(desk: Page, address: str) -> None:
    await desk.emulate_media(reduced_motion="reduce")
    await desk.goto(f"{address}/insatser")
    boxes = desk.get_by_role("checkbox", name="Välj för att jämföra")
    for number in range(3):
        await boxes.nth(number).focus()
        await desk.keyboard.press("Space")
    words = desk.locator(".valstapel-ord")
    await expect(words).to_have_text("3 valda.")
    # The bar follows along, and what has focus is never under it.
    covered = """() => {
        const bar = document.querySelector('.valstapel');
        const focused = document.activeElement;
        if (bar.contains(focused)) return null;
        return focused.getBoundingClientRect().bottom > bar.getBoundingClientRect().top;
    }"""
    steps = 0
    while (under := await desk.evaluate(covered)) is not None:
        assert under is False, await desk.evaluate("document.activeElement.outerHTML")
        await desk.keyboard.press("Tab")
        steps += 1
    assert steps > 20
    await desk.get_by_role("button", name="Jämför valda").focus()
    async with desk.expect_navigation(url=f"{address}/jamfor?*"):
        await desk.keyboard.press("Enter")
    assert await desk.get_by_role("columnheader").count() == 3
    # Along the links of the comparison: take the first away.
    await desk.get_by_role("link", name="ur jämförelsen").first.focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("columnheader")).to_have_count(2)


async def test_too_many_are_told_of_before_they_are_sent(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/insatser")
    boxes = desk.get_by_role("checkbox", name="Välj för att jämföra")
    for number in range(5):
        await boxes.nth(number).check()
    words = desk.locator(".valstapel-ord")
    await expect(words).to_have_text("5 valda. Det går att jämföra högst fyra.")
    await desk.get_by_role("button", name="Lägg i min lista").click()
    await expect(words).to_have_text("5 insatser lades till i min lista.")
    await expect(desk.get_by_role("link", name="Min lista (5)")).to_be_visible()
    assert desk.url == f"{address}/insatser"


@pytest.mark.parametrize("width", [360, 768, 1280])
async def test_every_cell_of_a_comparison_can_be_read(
    browser: Browser, address: str, width: int
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 900})
    await page.goto(f"{address}/jamfor?{TWO}")
    assert await scrolled_width(page) <= width
    narrow = width < 992
    assert await page.locator("tbody .cellnamn").first.is_visible() is narrow
    # It is a table for those who hear it, however it looks.
    assert await page.get_by_role("table").count() == 1
    assert await page.get_by_role("rowheader", name="Kostnad").count() == 1
    assert await page.get_by_role("row").count() > 10
    clipped = await page.evaluate(
        "[...document.querySelectorAll('.jamfor td, .jamfor th')]"
        ".filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    )
    assert clipped == []
    await page.close()


async def test_the_whole_way_without_script(phone_without_script: Page, address: str) -> None:
    page = phone_without_script
    await page.goto(f"{address}/insatser/samtal-om-text")
    await follow(page.get_by_role("link", name="Lägg till i min lista"))
    assert page.url == f"{address}/lista?insats=samtal-om-text"
    await page.get_by_label("Sök en insats att lägga till").fill("fysik")
    await follow(page.locator("main").get_by_role("button", name="Sök"))
    await follow(page.get_by_role("link", name="Lägg till Fysik på riktigt"))
    assert page.url == f"{address}/lista?{TWO}"
    assert not await page.get_by_role("button", name="Skriv ut").is_visible()
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Word (docx)").click()
    assert (await coming.value).suggested_filename == "insatslista.docx"
    await follow(page.get_by_role("link", name="Jämför sida vid sida"))
    assert page.url == f"{address}/jamfor?{TWO}"
    await follow(page.get_by_role("link", name="Visa bara det som skiljer"))
    assert await page.locator(".likamarke").count() == 0


async def test_ticked_cards_are_sent_without_script(
    phone_without_script: Page, address: str
) -> None:
    page = phone_without_script
    for button, target in (("Jämför valda", "/jamfor"), ("Lägg i min lista", "/lista")):
        await page.goto(f"{address}/sok?q=text")
        boxes = page.get_by_role("checkbox", name="Välj för att jämföra")
        await boxes.nth(0).check()
        await boxes.nth(1).check()
        await follow(page.get_by_role("button", name=button))
        assert page.url.startswith(f"{address}{target}?insats=")
        assert page.url.count("insats=") == 2


async def test_paper_shows_the_list_and_nothing_to_press(desk: Page, address: str) -> None:
    await desk.goto(f"{address}/lista?{TWO}")
    await desk.emulate_media(media="print")
    assert await desk.locator(".listposter h3").first.is_visible()
    for part in (".listverktyg", ".listval", ".laggatill", ".delad", "button"):
        for each in await desk.locator(part).all():
            assert not await each.is_visible(), part
