"""The whole sitting in a real browser: a Word file in, corrections, choices, a Word file out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browsing import LOOKS, follow, scrolled_width, violations
from docx import Document
from playwright.async_api import Browser, Page, expect
from sittningar import docx_of

pytestmark = pytest.mark.xdist_group("browser")
FORM = "form[data-sittning]"
NASTY = 'Vi ser <script>alert(1)</script> "citat" {{ 7*7 }} och <b>fet</b> text.'


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    path = tmp_path / "analys.docx"
    path.write_bytes(docx_of())
    return path


async def bring(page: Page, address: str, word_file: Path) -> None:
    await page.goto(f"{address}/atgardsplan")
    await page.get_by_label("Välj en fil").set_input_files(word_file)
    await follow(page.get_by_role("button", name="Läs analysen"))
    await expect(page.locator("h1")).to_have_text("Problemen")


async def press(page: Page, name: str) -> None:
    """Press the first button with a name, and wait until the page has answered."""
    await page.locator(f"{FORM} button", has_text=name).first.click()
    await expect(page.locator(FORM)).not_to_have_attribute("aria-busy", "true")


async def open_all(page: Page) -> None:
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


async def fetched(page: Page, name: str, kept: Path) -> Path:
    async with page.expect_download() as started:
        await page.get_by_role("button", name=name).first.click()
    path = kept / (await started.value).suggested_filename
    await (await started.value).save_as(path)
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_the_whole_sitting(
    browser: Browser, address: str, word_file: Path, tmp_path: Path, width: int, scripts: bool
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    await bring(page, address, word_file)
    before = await page.locator(".problemkort").count()
    assert before >= 2

    # Step 2: add, remove, regret, prioritise, change.
    await page.locator(".ny summary").nth(1).click()
    await page.locator("#f-ny-undervisning-text").fill(NASTY)
    await page.get_by_role("button", name="Lägg till problemet").click()
    await expect(page.locator(".problemkort")).to_have_count(before + 1)
    await expect(page.locator(".besked")).to_contain_text("tillagt")
    new = page.locator(".problemkort", has_text="7*7")
    await new.locator("summary").click()
    await new.get_by_role("button", name="Ta bort problem").click()
    await expect(page.locator(".problemkort")).to_have_count(before)
    await page.get_by_role("button", name="Ångra").click()
    await expect(page.locator(".problemkort")).to_have_count(before + 1)
    await expect(page.locator(".problemkort", has_text="{{ 7*7 }}")).to_be_visible()
    first = page.locator(".problemkort", has_text="förstå").first
    await first.get_by_role("button", name="Prioritera").click()
    await expect(page.locator(".prioriterade li")).to_have_count(1)
    await (
        page.locator(".problemkort", has_text="7*7")
        .get_by_role("button", name="Prioritera")
        .click()
    )
    await expect(page.locator(".prioriterade li")).to_have_count(2)
    await page.get_by_role("button", name="Upp").first.click()
    await expect(page.locator(".prioriterade li").first).to_contain_text("7*7")
    await page.get_by_role("button", name="Ner").first.click()
    await expect(page.locator(".prioriterade li").first).to_contain_text("förstå")

    # Step 3: choose, reject with a reason.
    await follow(page.get_by_role("button", name="Se förslag på insatser").first)
    await expect(page.locator("h1")).to_have_text("Förslag på insatser")
    card = page.locator(".valkort", has_text="Samtal om text").first
    await card.get_by_label("Välj", exact=True).check()
    other = page.locator(".valkort", has_not_text="Samtal om text").first
    await other.get_by_role("radio", name="Avvisa").check()
    await other.locator("summary").click()
    await other.get_by_label("Varför väljer eller avvisar").fill("Vi har redan prövat.")
    await page.get_by_role("button", name="Spara valen").first.click()
    await expect(page.locator(".valkort.vald")).to_have_count(1)
    await expect(page.locator(".valkort.avvisad")).to_have_count(1)

    # Step 4: what is covered, and limits.
    await follow(page.get_by_role("button", name="Fortsätt till paketet"))
    await expect(page.locator("h1")).to_have_text("Insatspaketet")
    await expect(page.locator("#m-valt tbody tr")).to_have_count(1)
    await page.get_by_label("Hur många terminer").fill("nio")
    await page.get_by_role("button", name="Räkna om").click()
    await expect(page.locator("#e-grans-terminer")).to_be_visible()
    await expect(page.get_by_label("Hur många terminer")).to_have_value("nio")
    await page.get_by_label("Hur många terminer").fill("3")
    await page.get_by_role("button", name="Räkna om").click()
    await expect(page.locator("#e-grans-terminer")).to_have_count(0)

    # Back and forth: nothing is lost.
    await follow(page.locator(".stegvisare").get_by_role("button", name="Problem"))
    await expect(page.locator(".prioriterade li")).to_have_count(2)
    await follow(page.locator(".stegvisare").get_by_role("button", name="Plan"))
    await expect(page.locator("h1")).to_have_text("Åtgärdsplanen")

    # Step 5: write, and take it all home.
    await page.get_by_label("Mål").first.fill("Nio av tio förstår det de läser.")
    await page.get_by_label("Skola eller förskola").fill("Påhittade skolan")
    plan = await fetched(page, "Hämta planen (Word)", tmp_path)
    document = Document(str(plan))
    text = "\n".join(each.text for each in document.element.body.iter() if each.text)
    assert "Påhittade skolan" in text
    assert "Nio av tio förstår det de läser." in text
    assert "Samtal om text" in text
    assert "<script>alert(1)</script>" in text
    headings = [p.text for p in document.paragraphs if (p.style.name or "").startswith("Heading")]
    assert len(headings) >= 15
    kept = await fetched(page, "Hämta arbetsfilen", tmp_path)
    assert json.loads(kept.read_text())["problem"][0]["id"] == "p1"

    # And open it again.
    await page.goto(f"{address}/atgardsplan")
    await page.get_by_label("Välj en fil").set_input_files(kept)
    await follow(page.get_by_role("button", name="Läs analysen"))
    await expect(page.locator(".prioriterade li")).to_have_count(2)
    assert await scrolled_width(page) <= width
    assert errors == []
    await context.close()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
async def test_axe_finds_no_fault_in_any_step(
    browser: Browser, address: str, axe: str, word_file: Path, width: int, scheme: Any
) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = await context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    faults: dict[str, list[str]] = {}

    async def look(name: str) -> None:
        assert await scrolled_width(page) <= width, name
        contrast = len(faults) % 2 == (scheme == "dark")
        faults[name] = await violations(page, axe, contrast=contrast)
        assert await scrolled_width(page) <= width, f"{name}, öppen"

    await page.goto(f"{address}/atgardsplan")
    await follow(page.get_by_role("button", name="Läs analysen"))
    await expect(page.get_by_role("alert")).to_be_visible()
    await look("tom")
    await follow(page.get_by_role("button", name="Börja med ett tomt underlag"))
    await look("för hand")
    await bring(page, address, word_file)
    await page.locator("button[value^='prioritera:']").first.click()
    await expect(page.locator(".prioriterade li")).to_have_count(1)
    await look("problem")
    await page.locator("textarea[name='p1.formulering']").fill("")
    await page.locator(".ratta button", has_text="Spara ändringarna").first.click()
    await expect(page.locator(".faltfel")).to_be_visible()
    await look("fel i ett fält")
    await page.locator("textarea[name='p1.formulering']").fill("Eleverna förstår inte texten.")
    await follow(page.get_by_role("button", name="Se förslag på insatser").first)
    await page.locator("input[value=vald]").first.check()
    await look("förslag")
    await follow(page.get_by_role("button", name="Fortsätt till paketet"))
    await look("paket")
    await follow(page.get_by_role("button", name="Fortsätt till planen").first)
    await expect(page.locator("h1")).to_have_text("Åtgärdsplanen")
    await look("plan")
    await context.close()
    assert {name: found for name, found in faults.items() if found} == {}


async def test_corrections_by_keyboard_keep_the_focus_near(
    desk: Page, address: str, word_file: Path
) -> None:
    await bring(desk, address, word_file)
    button = desk.locator("button[value='prioritera:p1']")
    await button.focus()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".prioriterade li")).to_have_count(1)
    assert await desk.evaluate("document.activeElement.id") == "p1"
    told = desk.locator("p[role=status].dold", has_text="prioriterat")
    await expect(told).to_have_count(1)


async def test_leaving_is_warned_of_and_fetching_is_not(
    desk: Page, address: str, word_file: Path, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def answer(dialog: Any) -> None:
        seen.append(dialog.type)
        await dialog.accept()

    desk.on("dialog", answer)
    await bring(desk, address, word_file)
    await press(desk, "Prioritera")
    await fetched(desk, "Hämta arbetsfilen", tmp_path)
    assert seen == []
    await press(desk, "Prioritera")
    await desk.get_by_role("link", name="Insatser", exact=True).click()
    await desk.wait_for_url(f"{address}/insatser")
    assert seen == ["beforeunload"]


async def test_nothing_is_kept_in_the_browser(desk: Page, address: str, word_file: Path) -> None:
    await bring(desk, address, word_file)
    await press(desk, "Prioritera")
    kept = await desk.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "förstå" not in kept
    assert "förstå" not in desk.url


async def test_a_server_that_fails_leaves_the_work_on_the_page(
    browser: Browser, address: str, word_file: Path
) -> None:
    page = await browser.new_page()
    await bring(page, address, word_file)
    await page.route("**/atgardsplan/problem", lambda route: route.abort())
    await page.locator(".ratta summary").first.click()
    await page.locator("textarea[name='p1.formulering']").fill("Nyskrivet.")
    await page.locator(".ratta button", has_text="Spara ändringarna").first.click()
    await expect(page.get_by_role("alert")).to_contain_text("står kvar")
    assert await page.locator("textarea[name='p1.formulering']").input_value() == "Nyskrivet."
    await page.unroute("**/atgardsplan/problem")
    await page.locator(".ratta button", has_text="Spara ändringarna").first.click()
    await expect(page.locator("#p1 .formulering")).to_have_text("Nyskrivet.")
    await page.close()
