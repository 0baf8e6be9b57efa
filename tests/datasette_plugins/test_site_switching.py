"""The next release takes over under load: no request is lost and no two releases answer at once."""

from __future__ import annotations

import asyncio
import http.client
import re
import shutil
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from changing import AFTER, BEFORE, change
from datasette.utils import StartupError
from serving import PATIENCE, said, served

from datasette_plugins import showing
from datasette_plugins.instance import open_datasette
from datasette_plugins.publishing import publish
from datasette_plugins.stage import Stage, close, sweep

VISITORS = 12
PAGES = ("/", "/insatser/narvaroteam", "/insatser.json", "/problemomraden", "/om", "/-/halsa")
SHOWN_VERSION = re.compile(r"kod ([0-9a-f]{7})")
WORDS = {f"{BEFORE} skolans elevhälsa": "före", f"{AFTER} skolans elevhälsa": "efter"}
"""What the page of narvaroteam says → which of the two catalogues it says it from."""


@dataclass(frozen=True)
class Svar:
    """An answer: when its request was sent, when it was whole, and all that tells its release."""

    sent: float
    whole: float
    path: str
    release: str
    versions: frozenset[str]


@dataclass
class Besokare:
    """One who asks for page after page until told to stop, on one connection or on many."""

    port: int
    keeps_connection: bool
    stop: threading.Event
    answers: list[Svar] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        number = 0
        while not self.stop.is_set():
            path = PAGES[number % len(PAGES)]
            number += 1
            try:
                self.answers.append(self._ask(connection, path))
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{path}: {error!r}")
                connection.close()
            if not self.keeps_connection:
                connection.close()
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> Svar:
        sent = time.monotonic()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        whole = time.monotonic()
        if answer.status != 200:
            self.faults.append(f"{path} svarade {answer.status}")
        release = answer.headers["X-Utgava"] or ""
        versions = set(SHOWN_VERSION.findall(body))
        versions |= {said for words, said in WORDS.items() if words in body}
        if path == "/-/halsa":
            versions.add(release if f'"{release}"' in body else body)
        etag = answer.headers["ETag"]
        if etag:
            versions.add(etag.removeprefix('W/"').rpartition("-")[0])
        return Svar(sent, whole, path, release, frozenset(versions))


@pytest.fixture(scope="module")
def changed_release(mini_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the mini catalogue with one record changed."""
    folder = tmp_path_factory.mktemp("efter")
    data = Path(shutil.copytree(mini_data, folder / "data"))
    change(data)
    return publish(data, folder / "build", vectors="inga")


@pytest.fixture
def after(bygg: Path, changed_release: Path) -> Path:
    """Another release in the same folder, that is not shown yet."""
    return Path(shutil.copytree(changed_release, bygg / changed_release.name))


@contextmanager
def visitors(port: int) -> Iterator[list[Besokare]]:
    stop = threading.Event()
    them = [Besokare(port, number % 3 > 0, stop) for number in range(VISITORS)]
    threads = [threading.Thread(target=visitor.run) for visitor in them]
    for thread in threads:
        thread.start()
    try:
        yield them
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def until_all_have_seen(release: Path, them: list[Besokare]) -> None:
    """Wait until every visitor has had some answers from the release, however slow the machine."""
    deadline = time.monotonic() + PATIENCE
    start = {id(visitor): len(visitor.answers) for visitor in them}
    while not all(
        len(visitor.answers) > start[id(visitor)] + len(PAGES)
        and visitor.answers[-1].release == release.name
        for visitor in them
    ):
        assert time.monotonic() < deadline, "någon besökare fick aldrig se utgåvan"
        time.sleep(0.02)


def test_releases_switch_under_load_without_losing_or_mixing_anything(
    bygg: Path, after: Path
) -> None:
    before = (bygg / "aktuell").resolve()
    shown = [before, after, before, after]
    with served(bygg, workers=2) as (process, port):
        with visitors(port) as them:
            until_all_have_seen(before, them)
            for release in shown[1:]:
                showing._point_at(bygg, release)
                assert said(process) == f"Visar nu utgåvan {release.name}.\n"
                until_all_have_seen(release, them)
        assert [fault for visitor in them for fault in visitor.faults] == []
        answers = sorted((a for visitor in them for a in visitor.answers), key=lambda a: a.sent)
        # Every visitor saw every release, so the load went on during every switch.
        for visitor in them:
            seen = [answer.release for answer in visitor.answers]
            turns = [one for one, other in pairwise([*seen, ""]) if one != other]
            assert turns == [release.name for release in shown]
    marks = {
        before.name: {before.name, before.name[:7], "före"},
        after.name: {after.name, after.name[:7], "efter"},
    }
    for answer in answers:
        assert answer.versions <= marks[answer.release], answer
        assert answer.versions, answer
    # Once anyone has had an answer from a release, nobody who asks after that gets an older one.
    place = {id(answer): 0 for answer in answers}
    for visitor in them:
        turn = 0
        for answer in visitor.answers:
            turn += answer.release != shown[turn].name
            place[id(answer)] = turn
    for turn in range(1, len(shown)):
        first = min(answer.whole for answer in answers if place[id(answer)] == turn)
        late = [a for a in answers if a.sent > first and place[id(a)] < turn]
        assert late == []


async def answered(stage: Stage, path: str) -> str:
    """Return the release that an answer says it comes from."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=stage), base_url="http://exempel.test"
    ) as client:
        return (await client.get(path)).headers["x-utgava"]


@pytest.fixture
def stage(release: Path) -> Iterator[Stage]:
    with ThreadPoolExecutor(max_workers=1) as pool:
        made = pool.submit(Stage, open_datasette, release).result()
    yield made
    made.forget()
    close(made._now.datasette)


async def prepare(stage: Stage, release: Path) -> None:
    await asyncio.to_thread(stage.prepare, release)


async def test_those_who_ask_during_the_change_wait_for_the_next_release(
    stage: Stage, release: Path, after: Path
) -> None:
    await prepare(stage, after)
    assert await answered(stage, "/om") == release.name
    stage.hold()
    waiting = [asyncio.create_task(answered(stage, "/om")) for _ in range(5)]
    await asyncio.sleep(0.05)
    assert not any(task.done() for task in waiting)
    stage.change()
    assert await asyncio.gather(*waiting) == [after.name] * 5


async def test_those_who_wait_are_let_in_when_nothing_comes_of_the_change(
    stage: Stage, release: Path, after: Path
) -> None:
    await prepare(stage, after)
    stage.hold()
    waiting = asyncio.create_task(answered(stage, "/om"))
    await asyncio.sleep(0.05)
    stage.forget()
    assert await waiting == release.name


async def test_a_release_stays_open_until_its_last_visitor_has_left(
    stage: Stage, release: Path, after: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = stage._now
    entered, leave = asyncio.Event(), asyncio.Event()
    whole = first.app

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        entered.set()
        await leave.wait()
        await whole(scope, receive, send)

    first.app = slow
    late = asyncio.create_task(answered(stage, "/insatser/narvaroteam"))
    await entered.wait()
    await prepare(stage, after)
    stage.change()
    assert await answered(stage, "/insatser/narvaroteam") == after.name
    assert first.datasette is not None
    leave.set()
    assert await late == release.name
    assert first.datasette is None


async def test_a_release_that_was_shown_leaves_nothing_in_memory(stage: Stage, after: Path) -> None:
    gone = weakref.ref(stage._now.datasette)
    await answered(stage, "/insatser/narvaroteam")
    await prepare(stage, after)
    stage.change()
    await asyncio.to_thread(sweep)
    assert gone() is None


async def test_a_release_that_cannot_be_opened_changes_nothing(
    stage: Stage, release: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(release, tmp_path / "trasig"))
    shutil.rmtree(broken / "index")
    with pytest.raises(StartupError):
        await prepare(stage, broken)
    stage.forget()
    assert await answered(stage, "/om") == release.name
