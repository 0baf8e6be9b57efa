"""What is kept and by whom: marks, the cache, and what is never kept."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from addresses import DATASETTE_PAGES, JSON_PAGES, PAGES, WITH_WORDS
from asgi import sent
from bs4 import BeautifulSoup

from catalog.reading import Reader
from datasette_plugins import delivery, resources
from datasette_plugins.caching import Answer, Cache
from datasette_plugins.instance import open_datasette

INSATS = "/insatser/samtal-om-text"
SHARED = tuple(path for path in PAGES if "q=" not in path)


def kept(datasette: Any) -> int:
    return len(resources.resources_of(datasette).svar._kept)


@pytest.mark.parametrize("path", [*SHARED, "/insatser.json?skolform=grundskola", "/katalog/insats"])
async def test_a_page_without_words_may_be_kept_by_all(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["etag"].startswith('W/"')
    assert kept(publik) == 1


@pytest.mark.parametrize("path", WITH_WORDS)
async def test_a_page_with_words_is_kept_by_nobody_else(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-cache"
    assert kept(publik) == 0


@pytest.mark.parametrize("path", ["/analys", "/analys.json"])
async def test_an_analysis_is_stored_by_nobody(publik: Any, path: str) -> None:
    response = await publik.client.post(path, data={"text": "Eleverna läser för lite."})
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
    assert kept(publik) == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/finns-inte"), ("GET", "/insatser?sida=99"), ("POST", "/insatser")],
)
async def test_errors_are_stored_by_nobody(publik: Any, method: str, path: str) -> None:
    response = await publik.client.request(method, path)
    assert response.status_code >= 400
    assert response.headers["cache-control"] == "no-store"
    assert kept(publik) == 0


async def test_a_request_with_a_cookie_is_neither_kept_nor_answered_from_what_is(
    publik: Any,
) -> None:
    response = await publik.client.get(INSATS, cookies={"annan": "kaka"})
    assert response.headers["cache-control"] == "private, no-store"
    assert kept(publik) == 0
    await publik.client.get(INSATS)
    again = await publik.client.get(INSATS, cookies={"annan": "kaka"})
    assert again.headers["cache-control"] == "private, no-store"


async def test_a_redirect_with_words_is_not_shared(publik: Any) -> None:
    response = await publik.client.get("/insatser/?q=hemligt")
    assert response.status_code == 301
    assert response.headers["cache-control"] == "private, no-cache"


async def test_the_style_sheet_is_kept_for_a_year_under_its_fingerprint(publik: Any) -> None:
    page = BeautifulSoup((await publik.client.get("/")).text, "html.parser")
    link = page.select_one("link[rel=stylesheet]")
    assert link is not None
    response = await publik.client.get(str(link["href"]))
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = await publik.client.get(str(link["href"]).partition("?")[0])
    assert "immutable" not in plain.headers["cache-control"]


@pytest.mark.parametrize("path", [*PAGES, *JSON_PAGES, *DATASETTE_PAGES])
async def test_an_unchanged_page_is_not_sent_again(publik: Any, path: str) -> None:
    first = await publik.client.get(path)
    etag = first.headers["etag"]
    assert resources.resources_of(publik).release.name in etag
    for told in (etag, etag.removeprefix("W/"), f'"annan", {etag}'):
        second = await publik.client.get(path, headers={"if-none-match": told})
        assert (second.status_code, second.content) == (304, b"")
        assert second.headers["etag"] == etag
        assert second.headers["cache-control"] == first.headers["cache-control"]
    changed = await publik.client.get(path, headers={"if-none-match": 'W/"annan"'})
    assert (changed.status_code, changed.content) == (200, first.content)


async def test_different_pages_have_different_marks(publik: Any) -> None:
    marks = {(await publik.client.get(path)).headers["etag"] for path in SHARED}
    bodies = {hashlib.sha256((await publik.client.get(p)).content).digest() for p in SHARED}
    assert len(marks) == len(bodies) > 30


async def test_a_kept_page_is_not_made_again(publik: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    whole = Reader.insats
    monkeypatch.setattr(
        Reader, "insats", lambda self, id_: [asked.append(id_), whole(self, id_)][1]
    )
    first = await publik.client.get(INSATS)
    second = await publik.client.get(INSATS)
    head = await publik.client.head(INSATS)
    assert asked == ["samtal-om-text"]
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert head.headers["etag"] == first.headers["etag"]


async def test_an_answer_that_names_its_host_is_kept_for_that_host_alone(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_whole = delivery.Delivery._finish

    async def naming(self: Any) -> None:
        self._parts = [b"https://" + self._asked[b"host"] + b"/insatser"]
        await sent_whole(self)

    monkeypatch.setattr(delivery.Delivery, "_finish", naming)
    for host in ("a.exempel.se", "b.exempel.se", "a.exempel.se"):
        response = await publik.client.get(INSATS, headers={"host": host})
        assert response.text == f"https://{host}/insatser"
    assert kept(publik) == 2


@pytest.mark.parametrize("path", ["/om", "/katalog", "/katalog/insats?_size=5"])
async def test_pages_are_the_same_whoever_asks(publik: Any, path: str) -> None:
    first = await publik.client.get(path, headers={"host": "a.exempel.se"})
    second = await publik.client.get(path, headers={"host": "b.exempel.se"})
    assert first.content == second.content
    assert "exempel.se" not in first.text + str(first.headers)
    assert kept(publik) == (0 if "?" in path else 1)


async def test_a_page_that_many_ask_for_at_once_is_made_once(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    whole = Reader.insats
    monkeypatch.setattr(
        Reader, "insats", lambda self, id_: [asked.append(id_), whole(self, id_)][1]
    )
    answers = await asyncio.gather(*(publik.client.get(INSATS) for _ in range(8)))
    assert len(asked) == 1
    assert {answer.content for answer in answers} == {answers[0].content}
    assert resources.resources_of(publik).svar.making == {}


async def test_those_who_wait_go_on_when_the_first_fails(publik: Any) -> None:
    tried = []

    async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
        tried.append(1)
        await asyncio.sleep(0.01)
        raise RuntimeError

    app = delivery.deliver(publik)(broken)
    answers = await asyncio.gather(*(sent(app, "/om") for _ in range(3)))
    assert [status for status, _, _ in answers] == [500, 500, 500]
    assert len(tried) == 3


async def test_words_are_never_waited_for(publik: Any) -> None:
    answers = await asyncio.gather(*(publik.client.get("/sok?q=text") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert resources.resources_of(publik).svar.making == {}


async def test_what_varies_with_accept_is_kept_apart(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = delivery.Delivery._finish

    async def varying(self: Any) -> None:
        self._start["headers"].append((b"Vary", b"Accept"))
        self._parts = [self._asked[b"accept"]]
        await sent(self)

    monkeypatch.setattr(delivery.Delivery, "_finish", varying)
    for accept in ("text/html", "application/json", "text/html", "application/json"):
        response = await publik.client.get(INSATS, headers={"accept": accept})
        assert response.text == accept
    assert kept(publik) == 2


async def test_no_answer_is_kept_when_it_is_turned_off(release: Path, tmp_path: Path) -> None:
    local = tmp_path / "utan.yml"
    plugin = {"cache_mb": 0, "cache_sekunder": 0, "hsts_sekunder": 60}
    local.write_text(yaml.safe_dump({"metadata": {"plugins": {"insatskatalogen": plugin}}}))
    datasette = open_datasette(release, local=local)
    await datasette.invoke_startup()
    response = await datasette.client.get(INSATS)
    assert response.headers["cache-control"] == "public, max-age=0"
    assert kept(datasette) == 0
    datasette.executor.shutdown()


def test_the_least_used_is_thrown_away_first() -> None:
    size = Answer(200, [], b"x" * 3000, None).size
    cache = Cache(size * 10)
    for n in range(10):
        cache.put(n, Answer(200, [], b"x" * 3000, None))
    assert cache.get(0) is not None
    cache.put(10, Answer(200, [], b"x" * 3000, None))
    assert [n for n in range(11) if cache.get(n) is None] == [1]
    cache.put(11, Answer(200, [], b"x" * 90_000, None))
    assert cache.get(11) is None, "ett enda svar får inte ta all plats"


def test_an_answer_that_is_put_twice_is_counted_once() -> None:
    size = Answer(200, [], b"x" * 3000, None).size
    cache = Cache(size * 9)
    cache.put("a", Answer(200, [], b"x" * 3000, None))
    for _ in range(20):
        cache.put("b", Answer(200, [], b"x" * 3000, None))
    assert cache.get("a") is not None


def test_nothing_is_kept_overnight() -> None:
    days = [date(2026, 11, 22)]
    cache = Cache(100_000, today=lambda: days[-1])
    cache.put("a", Answer(200, [], b"a", None))
    assert cache.get("a") is not None
    days.append(date(2026, 11, 23))
    assert cache.get("a") is None
