"""What the tests in a real browser have in common: to go on, to look with axe, to log in.

A press that leads to another page is followed to its end, with `follow`: who reads a page while it
is being exchanged reads the old one, or half of the new one, or nothing at all.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import BrowserContext, Locator, Page
from redaktionen import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CONTRAST = "color-contrast"
LOOKS = [pytest.param(360, "light", id="360-light"), pytest.param(1280, "dark", id="1280-dark")]
"""Colours follow the scheme and the layout the width; all ways of combining them, and a third
width, are looked at by ``benchmarks.tillganglighet``."""


async def follow(target: Locator) -> None:
    """Press what leads to another page, and wait until that page is there as a whole."""
    async with target.page.expect_navigation():
        await target.click()


async def scrolled_width(page: Page) -> int:
    """Return how wide the page is, with what is beside the window."""
    return int(await page.evaluate("document.documentElement.scrollWidth"))


async def violations(page: Page, axe: str, *, contrast: bool = True) -> list[str]:
    """Open all that can be opened and return what axe finds wrong."""
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate(
        "([rules, off]) => axe.run(document, {runOnly: rules, resultTypes: ['violations'], "
        "rules: Object.fromEntries(off.map(each => [each, {enabled: false}]))})",
        [RULES, [] if contrast else [CONTRAST]],
    )
    assert found["passes"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


async def log_in(context: BrowserContext, site: str, name: str) -> Page:
    """Open a page of the editorial instance, as one of the people there."""
    page = await context.new_page()
    await page.goto(f"{site}/redaktion")
    await page.get_by_label("Konto").fill(name)
    await page.get_by_label("Lösenord").fill(PASSWORD)
    await follow(page.get_by_role("button", name="Logga in"))
    return page


async def begin(page: Page, site: str, record: str) -> None:
    """Begin a change of a record, or go on with the one that is begun."""
    await page.goto(f"{site}/redaktion/{record}/andra")
    await follow(page.get_by_role("button", name="förslag"))
    await page.locator("form.redigering").wait_for()
