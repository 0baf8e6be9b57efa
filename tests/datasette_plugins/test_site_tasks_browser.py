"""What people come to do, from end to end: each task × each size of window × each way to steer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.xdist_group("browser")

MOST_STOPS = 300
SIZES: dict[str, dict[str, Any]] = {
    "skrivbord": {"viewport": {"width": 1280, "height": 900}},
    "telefon": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}


@dataclass(frozen=True)
class Visitor:
    """Somebody before a page, who points at things."""

    page: Page
    address: str
    narrow: bool

    async def go(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def reach(self, target: Locator) -> None:
        """Come to where it is: who points is there at once."""

    async def press(self, target: Locator) -> None:
        await (target.tap() if self.narrow else target.click())

    async def use(self, target: Locator) -> None:
        """Press a button that changes the page, open what is folded."""
        await self.reach(target)
        await self.press(target)

    async def follow(self, target: Locator) -> None:
        """Press what leads to another page, and wait until that page is there as a whole."""
        await self.reach(target)
        async with self.page.expect_navigation():
            await self.press(target)

    async def tick(self, box: Locator) -> None:
        await box.check()

    async def write(self, field: Locator, text: str) -> None:
        await field.fill(text)

    async def unfold(self, name: str) -> None:
        """Open a part of the page, if it is folded in this size."""
        part = self.page.locator("details", has=self.page.get_by_text(name)).first
        summary = part.locator("> summary")
        if await summary.is_visible() and not await part.evaluate("part => part.open"):
            await self.use(summary)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def sees_heading(self, text: str) -> None:
        await expect(self.page.locator("h1")).to_have_text(text)


@dataclass(frozen=True)
class KeyboardVisitor(Visitor):
    """Somebody who reaches everything with the keyboard, one stop after another."""

    async def reach(self, target: Locator) -> None:
        await expect(target).to_have_count(1)
        for _ in range(MOST_STOPS):
            await self.page.keyboard.press("Tab")
            if await target.evaluate("each => each === document.activeElement"):
                break
        else:
            pytest.fail(f"Tangentbordet når inte {target}")
        seen = await target.evaluate(
            """each => {
                const {top, bottom} = each.getBoundingClientRect(), look = getComputedStyle(each);
                return bottom > 0 && top < innerHeight && each.matches(":focus-visible")
                    && (look.outlineStyle !== "none" || look.boxShadow !== "none");
            }"""
        )
        assert seen, f"Fokus syns inte på {target}"

    async def press(self, target: Locator) -> None:
        await target.press("Enter")  # it has the focus already

    async def tick(self, box: Locator) -> None:
        await self.reach(box)
        await self.page.keyboard.press("Space")
        assert await box.is_checked()

    async def write(self, field: Locator, text: str) -> None:
        await self.reach(field)
        await self.page.keyboard.type(text)


async def find_by_word(visitor: Visitor) -> None:
    await visitor.go("/")
    field = visitor.page.get_by_label("Skriv ett ord, en mening eller klistra in er analys")
    await visitor.write(field, "läslyckan")
    await visitor.follow(visitor.button("Visa insatser"))
    await visitor.sees_heading("Träffar på «läslyckan»")
    await visitor.follow(visitor.page.locator("article.kort h3 a").first)
    await visitor.sees_heading("Läslyckan")


async def find_by_sentence(visitor: Visitor) -> None:
    await visitor.go("/")
    field = visitor.page.get_by_label("Skriv ett ord, en mening eller klistra in er analys")
    await visitor.write(field, "Eleverna läser utan att förstå vad texten säger.")
    await visitor.follow(visitor.button("Visa insatser"))
    await visitor.sees_heading("Förslag på insatser")
    assert await visitor.page.locator("article.forslag ul.skal li").count() >= 1
    await visitor.follow(visitor.page.locator("article.forslag h3 a").first)
    await expect(visitor.page.get_by_role("heading", name="I korthet")).to_be_visible()


async def find_by_area(visitor: Visitor) -> None:
    await visitor.go("/")
    await visitor.unfold("Elevernas resultat")
    await visitor.follow(visitor.link("Läsförståelse"))
    await visitor.sees_heading("Läsförståelse")
    await visitor.follow(visitor.link("Samtal om text"))
    await visitor.sees_heading("Samtal om text")


async def find_by_filters(visitor: Visitor) -> None:
    await visitor.go("/insatser")
    count = visitor.page.locator(".raknare strong")
    all_of_them = await count.inner_text()
    await visitor.unfold("Smalna av listan")
    await visitor.tick(visitor.page.locator("input[name=skolform][value=grundskola]"))
    send = visitor.page.locator(".filterknapp button")
    await expect(send).not_to_have_text("Visa insatser")  # it tells how many there will be
    before = await send.inner_text()
    await visitor.tick(visitor.page.locator("input[name=amne][value=svenska]"))
    await expect(send).not_to_have_text(before)
    told = (await send.inner_text()).split()[1]
    await visitor.follow(send)
    assert visitor.page.url.endswith("skolform=grundskola&amne=svenska")
    assert (await count.inner_text()).split()[0] == told
    assert await count.inner_text() != all_of_them
    for choice in ("Ta bort Ämne: Svenska ×", "Ta bort Skolform: Grundskola ×"):
        await visitor.follow(visitor.page.locator(".valda a", has_text=choice))
    assert await count.inner_text() == all_of_them


async def compare_three(visitor: Visitor) -> None:
    await visitor.go("/insatser?skolform=grundskola")
    names = await visitor.page.locator("article.kort h3").all_inner_texts()
    for name in names[:3]:
        await visitor.tick(visitor.page.get_by_label(f"Välj för att jämföra {name}", exact=True))
    await expect(visitor.page.locator(".valstapel-ord")).to_have_text("3 valda.")
    await visitor.follow(visitor.button("Jämför valda"))
    await visitor.sees_heading("Jämför insatser")
    assert (
        await visitor.page.locator("table.jamfor thead th a:not(.tabort)").all_inner_texts()
        == (names[:3])
    )
    # Narrow, the table is laid out as blocks, but it still is a table for those who listen.
    session = await visitor.page.context.new_cdp_session(visitor.page)
    tree = await session.send("Accessibility.getFullAXTree")
    roles = [node["role"]["value"] for node in tree["nodes"] if not node.get("ignored")]
    assert roles.count("rowheader") == await visitor.page.locator(".jamfor tbody tr").count()
    assert roles.count("cell") >= 3 * roles.count("rowheader")


async def share_a_list(visitor: Visitor) -> None:
    for insats, name in (
        ("samtal-om-text", "Samtal om text"),
        ("fysik-pa-riktigt", "Fysik på riktigt"),
    ):
        await visitor.go(f"/insatser/{insats}")
        await visitor.use(visitor.button(f"Lägg till i min lista {name}"))
    await visitor.follow(visitor.page.get_by_role("link", name="Min lista (2)"))
    await visitor.sees_heading("Lista med 2 insatser")
    told = await visitor.page.locator(".listposter h3").all_inner_texts()
    browser = visitor.page.context.browser
    assert browser is not None
    other = await browser.new_page()
    await other.goto(visitor.page.url)
    assert await other.locator(".listposter h3").all_inner_texts() == told
    await expect(other.get_by_text("Det här är inte din egen lista.")).to_be_visible()
    await other.close()


async def read_the_evidence(visitor: Visitor) -> None:
    await visitor.go("/insatser/samtal-om-text")
    section = visitor.page.locator("section[aria-labelledby=forskning]")
    await expect(section).to_contain_text("Effektstudie")
    await expect(section).to_contain_text("riktning")
    await visitor.follow(section.locator("ul.referenser a").first)
    await expect(visitor.page.get_by_role("heading", name="Så anges verket")).to_be_visible()
    await visitor.follow(visitor.link("Samtal om text"))
    await visitor.sees_heading("Samtal om text")


async def carry_away(visitor: Visitor) -> None:
    await visitor.go("/lista?insats=samtal-om-text&insats=fysik-pa-riktigt")
    for name, ending in (("Word (docx)", ".docx"), ("Excel (xlsx)", ".xlsx"), ("CSV", ".csv")):
        async with visitor.page.expect_download() as started:
            await visitor.use(visitor.link(name))
        file = await started.value
        assert file.suggested_filename.endswith(ending)
        assert (await file.path()).stat().st_size > 100


TASKS: dict[str, Callable[[Visitor], Awaitable[None]]] = {
    "hitta med ett ord": find_by_word,
    "hitta med en mening": find_by_sentence,
    "hitta via problemområde": find_by_area,
    "hitta med filter": find_by_filters,
    "jämföra tre": compare_three,
    "dela en lista": share_a_list,
    "läsa evidensen": read_the_evidence,
    "ta med sig": carry_away,
}


@pytest_asyncio.fixture
async def page_of_size(request: Any, browser: Browser) -> AsyncIterator[tuple[Page, bool]]:
    # Without motion, so that what has the focus is in place at once.
    context = await browser.new_context(**SIZES[request.param], reduced_motion="reduce")
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page, request.param == "telefon"
    await context.close()
    assert errors == []


STEERING = {"pekar": Visitor, "tangentbord": KeyboardVisitor}
WAYS = [
    pytest.param(size, task, steering, id=f"{size}-{task}-{steering}")
    for number, task in enumerate(TASKS)
    for turn, size in enumerate(SIZES)
    for steering in [list(STEERING)[(number + turn) % len(STEERING)]]
]
"""Each task at the desk and on the phone, by pointer on the one and by keyboard on the other."""


@pytest.mark.parametrize(("page_of_size", "task", "steering"), WAYS, indirect=["page_of_size"])
async def test_what_people_come_for_can_be_done(
    page_of_size: tuple[Page, bool], address: str, task: str, steering: str
) -> None:
    page, narrow = page_of_size
    await TASKS[task](STEERING[steering](page, address, narrow))


async def test_nothing_traps_the_keyboard(desk: Page, address: str) -> None:
    for path in ("/", "/insatser?skolform=grundskola", "/katalog?sql=select+1"):
        await desk.goto(address + path)
        places = "a[href], button, input:not([type=hidden]), select, textarea, summary"
        last = desk.get_by_role("navigation", name="Sidfot").get_by_role("link").last
        for _ in range(await desk.locator(places).count() + 5):
            await desk.keyboard.press("Tab")
            if await last.evaluate("each => each === document.activeElement"):
                break
        else:
            pytest.fail(f"Tangentbordet kommer inte till sidans slut: {path}")
