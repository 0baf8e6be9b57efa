"""In a real browser: what the form does for someone who writes, with scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from browsing import begin, follow, log_in
from playwright.async_api import Browser, Page, expect
from redaktionen import open_redaktion
from serving import behind_a_port

pytestmark = pytest.mark.xdist_group("browser-redaktion")


@pytest.fixture
def site(release: Path, mini_data: Path, tmp_path: Path) -> Iterator[str]:
    data = Path(shutil.copytree(mini_data, tmp_path / "data"))
    with behind_a_port(open_redaktion(release, data, tmp_path / "r" / "forslag.db")) as served:
        yield served


@pytest.fixture
async def sara(browser: Browser, site: str) -> AsyncIterator[Page]:
    # Without motion, so that nothing is still rolling when its place is measured.
    context = await browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    page = await log_in(context, site, "sara")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await context.close()
    assert errors == []


async def test_findings_come_while_writing_and_the_writer_stays_where_they_are(
    sara: Page, site: str
) -> None:
    await begin(sara, site, "insatser/samtal-om-text")
    status = sara.locator(".sparrad [role=status]")
    await expect(status).to_have_text("Inget att rätta.")
    field = sara.locator("#f-fran")
    await field.focus()
    await field.evaluate("it => it.scrollIntoView({ block: 'center', behavior: 'instant' })")
    top = "() => document.activeElement.getBoundingClientRect().top"
    before = await sara.evaluate(top)
    await sara.keyboard.type(" i fjol")
    await expect(sara.locator("#f-fran-fel p")).to_be_visible()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description(re.compile("Skriv bara siffror"))
    await expect(field).to_be_focused()
    assert abs(await sara.evaluate(top) - before) < 2
    await expect(status).to_have_text("1\u00a0fel")
    await expect(sara.locator("#fel a")).to_have_attribute("href", "#f-fran")
    await field.fill("2014")
    await expect(sara.locator("#f-fran-fel p")).to_have_count(0)
    assert await field.get_attribute("aria-invalid") is None
    await expect(sara.locator("#fel")).to_be_hidden()
    await expect(status).to_have_text("Inget att rätta.")


async def test_nobody_leaves_unsaved_words_by_mistake(sara: Page, site: str) -> None:
    await begin(sara, site, "insatser/samtal-om-text")
    asked: list[str] = []

    async def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        await dialog.dismiss()  # type: ignore[attr-defined]

    sara.on("dialog", stay)
    await sara.locator("#f-anteckning").fill("Kvar?")
    await sara.get_by_role("link", name="Att göra").click(no_wait_after=True)
    await expect(sara.locator("[data-osparat]")).to_be_visible()
    await expect(sara.locator("#f-anteckning")).to_have_value("Kvar?")
    assert asked == ["beforeunload"]
    await follow(sara.get_by_role("button", name="Spara utkast"))
    await expect(sara.locator(".notis[role=status]")).to_have_text("Utkastet är sparat.")
    await follow(sara.get_by_role("link", name="Att göra"))
    await expect(sara.locator("h1")).to_have_text("Att göra")
    assert asked == ["beforeunload"]
