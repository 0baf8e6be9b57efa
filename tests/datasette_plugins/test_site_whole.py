"""The whole site is walked: every pattern of address × every record, every link, valid pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from addresses import DATASETTE_PAGES, JSON_LD, JSON_PAGES, PAGES
from sittningar import go_on, sit_down

from benchmarks import krypning
from benchmarks.htmlkontroll import faults_in
from datasette_plugins import routes

SITTING = ("problem", "forslag", "paket", "plan")
"""The steps of the sitting, each posted by the one before."""
WRONG = "fel.html"
ELSEWHERE = (
    "/analys",
    "/analys.json",
    "/atgardsplan.json",
    *(f"/atgardsplan/{step}" for step in SITTING),
    *(f"/atgardsplan/plan{ending}" for ending in (".docx", ".md", ".json")),
    "/atgardsplan/arbetsfil.json",
    "/-/metadata",
    "/finns-inte",
    "/katalog/a/b/c",
)
"""What is posted to, and what answers 404: tried by tests of their own."""


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sidor")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walk(publik: Any, release: Path, pages: Path) -> krypning.Seen:
    from catalog import open_reader

    with open_reader(release / "katalog.db") as reader:
        starts = krypning.every_address(reader)
    others = {
        "analys": await publik.client.post("/analys", data={"text": "Eleverna läser för lite."}),
        "ord": await publik.client.post("/analys", data={"text": "läslyckan"}),
        "saknas": await publik.client.get("/finns-inte"),
    }
    step = await sit_down(publik)
    for name in SITTING:
        if name != SITTING[0]:
            step = await go_on(publik, step, f"/atgardsplan/{name}")
        others[name] = step
    for name, answer in others.items():
        (pages / f"{name}.html").write_text(answer.text, encoding="utf-8")
    return await krypning.crawl(publik, [*starts, *PAGES, *DATASETTE_PAGES], pages)


async def test_no_address_and_no_link_is_dead(walk: krypning.Seen) -> None:
    assert walk.dead == []
    assert len(walk.pages) > 150


async def test_every_record_is_seen_in_every_form(walk: krypning.Seen) -> None:
    missing = {*PAGES, *JSON_PAGES, *JSON_LD} - set(walk.status)
    assert {path for path in missing if "?" not in path} == set()


async def test_every_pattern_of_address_is_seen(walk: krypning.Seen) -> None:
    paths = {*ELSEWHERE, *(path.partition("?")[0] for path in walk.status)}
    unseen = [
        pattern
        for pattern, _ in routes.ROUTES
        if not any(re.match(pattern, path) for path in paths)
    ]
    assert unseen == []


async def test_a_dead_link_and_a_missing_place_are_found(publik: Any) -> None:
    class Client:
        async def get(self, path: str, **_: Any) -> Any:
            page = '<a href="/om#finns-inte">a</a><a href="/borta">b</a><a href="#x">c</a>'
            answer = await publik.client.get("/om" if path != "/borta" else path)
            return type(
                "Answer",
                (),
                {
                    "status_code": answer.status_code,
                    "is_redirect": False,
                    "headers": answer.headers,
                    "text": page if path == "/" else answer.text,
                    "content": answer.content,
                },
            )

    fake = type("Fake", (), {"client": Client()})()
    seen = await krypning.crawl(fake, ["/"])
    assert {"/ → /borta", "/ → /om#finns-inte", "/ → /#x"} <= set(seen.dead)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def faults(walk: krypning.Seen, pages: Path) -> list[str]:
    """What the validator says of every page, and of one that is wrong."""
    assert len(list(pages.glob("*.html"))) == len(walk.pages) + 3 + len(SITTING)
    (pages / WRONG).write_text(
        '<!DOCTYPE html><html lang="sv"><head><title>x</title></head><p><div></p></html>',
        encoding="utf-8",
    )
    return faults_in(pages)


async def test_every_page_is_valid_html(faults: list[str]) -> None:
    assert [fault for fault in faults if not fault.startswith(WRONG)] == []


async def test_the_validator_finds_what_is_wrong(faults: list[str]) -> None:
    assert any(fault.startswith(WRONG) for fault in faults)


async def test_no_page_of_the_real_catalogue_is_heavy(riktig_release: Path) -> None:
    from catalog import open_reader
    from catalog.reading import ORDERS, Urval
    from datasette_plugins.instance import open_datasette

    with open_reader(riktig_release / "katalog.db") as reader:
        last = -(-reader.antal(Urval()) // 25)
        starts = [path for path in krypning.every_address(reader) if "." not in path]
    starts += [
        f"/insatser?sortera={order}&sida={number}"
        for order in ORDERS
        for number in range(1, last + 1)
    ]
    datasette = open_datasette(riktig_release)
    seen = await krypning.crawl(datasette, starts, follow=False)
    datasette.executor.shutdown()
    assert len(seen.pages) > 1000
    assert seen.too_heavy() == {}
