"""The public instance on the mini catalogue, in process and behind a real port, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from importlib import resources as package_files
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from bs4 import BeautifulSoup
from playwright.async_api import Browser, Page, async_playwright, expect
from serving import behind_a_port
from skrivande import started

from catalog import open_reader
from catalog.reading import Reader
from datasette_plugins import resources
from datasette_plugins.instance import open_datasette


@pytest.fixture(scope="session")
async def publik(release: Path) -> AsyncIterator[Any]:
    """The public instance, as it is served."""
    datasette = open_datasette(release)
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


@pytest.fixture(scope="session")
async def publik_under_prefix(release: Path) -> AsyncIterator[Any]:
    """The public instance below ``/skola/``."""
    datasette = open_datasette(release, base_url="/skola/")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget all answers, so that no test is answered with what another one was given."""
    for opened in resources._opened.values():
        opened.svar.clear()


@pytest.fixture
def bygg(release: Path, tmp_path: Path) -> Path:
    """A folder of releases of our own, with the mini release as the current one."""
    target = tmp_path / "build"
    shutil.copytree(release, target / release.name)
    (target / "aktuell").symlink_to(release.name)
    return target


@pytest.fixture
async def redaktion(release: Path, mini_data_copy: Path, tmp_path: Path) -> AsyncIterator[Any]:
    """An editorial instance on data of one's own, with no proposals yet."""
    async with started(release, mini_data_copy, tmp_path) as datasette:
        yield datasette


@pytest.fixture
def reader(release: Path) -> Iterator[Reader]:
    """The same catalogue, read directly."""
    with open_reader(release / "katalog.db") as opened:
        yield opened


@pytest.fixture
def soup(publik: Any) -> Callable[[str], Awaitable[BeautifulSoup]]:
    """Get a page that must answer 200, parsed."""

    async def get(path: str) -> BeautifulSoup:
        response = await publik.client.get(path)
        assert response.status_code == 200, path
        return BeautifulSoup(response.text, "html.parser")

    return get


@pytest.fixture(scope="session")
def address(release: Path) -> Iterator[str]:
    """The public instance behind a port of this machine, for browsers."""
    datasette = open_datasette(release)
    with behind_a_port(datasette) as served:
        yield served


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium as found on the machine; skipped where there is none, unless it is demanded."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        reason = "Ingen Chromium på maskinen (Debians paket «chromium»)."
        if os.environ.get("KRAV_WEBBLASARE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync"]
    expect.set_options(timeout=30_000)  # as long as all else is waited for; nothing is timed here
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=executable, args=arguments)
        yield opened
        await opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The axe-core script, as the package carries it."""
    package = package_files.files("axe_playwright_python")
    return package.joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest_asyncio.fixture
async def desk(browser: Browser) -> AsyncIterator[Page]:
    """A page of a common desk size; an error in a script fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    yield page
    await page.close()
    assert errors == []
