"""How answers leave: marked, kept, compressed, guarded, and never with a visitor's words."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from addresses import DATASETTE_PAGES, JSON_PAGES, PAGES, WITH_WORDS
from bs4 import BeautifulSoup

from catalog.reading import Reader
from datasette_plugins import delivery, resources, responses, routes
from datasette_plugins.caching import Answer, Cache
from datasette_plugins.instance import open_datasette
from datasette_plugins.settings import SettingsError, read_configuration, read_settings

INSATS = "/insatser/samtal-om-text"
SHARED = tuple(path for path in PAGES if "q=" not in path)


def kept(datasette: Any) -> int:
    return len(resources.resources_of(datasette).svar._kept)


# -- what may be kept, and by whom ----------------------------------------------------------------


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


# -- sent again only when changed -----------------------------------------------------------------


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


# -- the cache itself -----------------------------------------------------------------------------


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


# -- compressed -----------------------------------------------------------------------------------


async def sent(app: Any, path: str, **headers: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """Ask below the test client, which unpacks by itself."""
    messages: list[Any] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": headers.pop("scheme", "http"),
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    headers = {name.lower(): value for name, value in messages[0]["headers"]}
    return messages[0]["status"], headers, body


@pytest.mark.parametrize("path", [INSATS, "/insatser.json", "/katalog/insats"])
async def test_text_is_compressed_for_those_who_take_it(publik: Any, path: str) -> None:
    _, plain, whole = await sent(publik.app(), path)
    assert b"content-encoding" not in plain
    for takes in ("gzip", "br, gzip;q=0.5", "*"):
        _, headers, body = await sent(publik.app(), path, accept_encoding=takes)
        assert headers[b"content-encoding"] == b"gzip"
        assert int(headers[b"content-length"]) == len(body) < len(whole) / 2
        assert gzip.decompress(body) == whole
        assert headers[b"etag"] == plain[b"etag"]
        assert b"Accept-Encoding" in headers[b"vary"]
    for refuses in ("br", "gzip;q=0", "identity"):
        _, headers, body = await sent(publik.app(), path, accept_encoding=refuses)
        assert b"content-encoding" not in headers
        assert body == whole


async def test_the_database_is_sent_as_it_is(publik: Any, release: Path) -> None:
    _, headers, body = await sent(publik.app(), "/katalog.db", accept_encoding="gzip")
    assert b"content-encoding" not in headers
    assert body == (release / "katalog.db").read_bytes()
    assert headers[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize("path", ["/katalog.db", "/nedladdning/insatskatalogen.json"])
async def test_a_large_file_comes_in_large_pieces_and_only_once(publik: Any, path: str) -> None:
    # Small pieces made a download take half a minute when others used the site.
    sent_pieces = []
    first = await publik.client.get(path, headers={"accept-encoding": "identity"})
    assert first.status_code == 200
    assert int(first.headers["content-length"]) == len(first.content)
    again = await publik.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    async def count(message: Any) -> None:
        sent_pieces.append(message)

    name = path.rpartition("/")[2]
    place = resources.resources_of(publik).release / path.strip("/")
    await responses.FileAnswer(place, filename=name, headers={}).asgi_send(count)
    assert len(sent_pieces) <= 2 + place.stat().st_size / responses.PIECE


async def test_a_stream_is_sent_whole(publik: Any, reader: Reader) -> None:
    response = await publik.client.get("/katalog/insats.csv?_stream=1")
    lines = response.text.count("\r\n")
    assert lines > len(reader.insatser())
    assert response.headers["cache-control"] == "private, no-cache"


# -- guarded --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PAGES, *DATASETTE_PAGES, "/katalog.db", "/finns-inte"])
async def test_no_policy_allows_what_is_written_into_a_page(publik: Any, path: str) -> None:
    headers = (await publik.client.get(path)).headers
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", DATASETTE_PAGES)
async def test_datasettes_pages_too_have_nothing_written_into_them(publik: Any, path: str) -> None:
    page = BeautifulSoup((await publik.client.get(path)).text, "html.parser")
    assert page.select("[style], [onload], [onclick], script:not([src]), style") == []


async def test_words_that_look_like_markup_are_left_alone(publik: Any) -> None:
    response = await publik.client.get("/katalog", params={"sql": "select '<b style=\"x\">' as a"})
    assert "&lt;b style=" in response.text


async def test_https_is_demanded_only_over_https_and_when_it_is_wanted(
    release: Path, tmp_path: Path, publik: Any
) -> None:
    local = tmp_path / "hsts.yml"
    plugin = {"hsts_sekunder": 31536000}
    local.write_text(yaml.safe_dump({"metadata": {"plugins": {"insatskatalogen": plugin}}}))
    datasette = open_datasette(release, local=local)
    await datasette.invoke_startup()
    name = b"strict-transport-security"
    _, headers, _ = await sent(datasette.app(), "/om", scheme="https")
    assert headers[name] == b"max-age=31536000"
    _, headers, _ = await sent(datasette.app(), "/om")
    assert name not in headers
    _, headers, _ = await sent(publik.app(), "/om", scheme="https")
    assert name not in headers
    datasette.executor.shutdown()


# -- what goes wrong, and what monitors ask -------------------------------------------------------


async def test_what_escapes_everything_is_answered_in_swedish_and_tells_nothing(
    publik: Any, caplog: Any, capfd: Any
) -> None:
    async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
        raise RuntimeError("hemligt ord")

    caplog.set_level(logging.DEBUG)
    status, headers, body = await sent(delivery.deliver(publik)(broken), "/insatser")
    assert status == 500
    assert body.decode() == "Felet är vårt. Försök igen om en stund."
    assert headers[b"cache-control"] == b"no-store"
    assert "Svaret misslyckades: RuntimeError" in caplog.text
    printed = capfd.readouterr()
    assert "hemligt" not in caplog.text + printed.out + printed.err


async def test_a_failing_page_is_a_swedish_page(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("sönder")

    monkeypatch.setattr(Reader, "insats", fail)
    response = await publik.client.get(INSATS)
    assert response.status_code == 500
    page = BeautifulSoup(response.text, "html.parser")
    assert [h1.get_text() for h1 in page.select("h1")] == ["Något gick fel hos oss"]
    assert "sönder" not in response.text


async def test_monitors_are_told_which_release_answers(publik: Any, release: Path) -> None:
    response = await publik.client.get("/-/halsa")
    content = response.json()
    assert response.status_code == 200
    assert content["ok"] is True
    assert content["utgava"] == release.name
    assert content["antal"]["insatser"] == 12
    assert response.headers["cache-control"] == "no-store"
    assert (await publik.client.head("/-/halsa")).status_code == 200


async def test_monitors_are_told_when_the_catalogue_cannot_be_read(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Reader) -> Any:
        raise OSError("disken")

    monkeypatch.setattr(Reader, "byggnad", fail)
    response = await publik.client.get("/-/halsa")
    assert response.status_code == 503
    assert response.json()["ok"] is False
    assert "disken" not in response.text


# -- settings of the place ------------------------------------------------------------------------


def test_local_settings_go_before_ours(tmp_path: Path) -> None:
    local = tmp_path / "egna.yml"
    local.write_text(
        "settings: {base_url: /skola/}\n"
        "metadata: {plugins: {insatskatalogen: {hsts_sekunder: 60}}}\n",
        encoding="utf-8",
    )
    configuration = read_configuration("publik", local)
    assert configuration.settings["base_url"] == "/skola/"
    assert configuration.settings["sql_time_limit_ms"] == 1000
    assert configuration.metadata["plugins"]["insatskatalogen"]["hsts_sekunder"] == 60
    assert configuration.metadata["plugins"]["insatskatalogen"]["antal_forslag"] == 10
    assert "databases" in configuration.metadata


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("settings: {bas_url: /x/}", "Okänt i inställningarna .*: bas_url"),
        ("annat: 1", "Okänt i inställningarna .*: annat"),
        ("metadata: {databases: {}}", "Okänt i inställningarna .*: databases"),
        ("metadata: {plugins: {annan: {}}}", "Okänt i inställningarna .*: annan"),
        ("metadata: {plugins: {insatskatalogen: {cache_mb: -1}}}", "cache_mb .* 0 eller högre"),
        ("- en lista", "går inte att läsa som inställningar"),
        ("a: [", "går inte att läsa som inställningar"),
    ],
)
def test_wrong_local_settings_are_named(tmp_path: Path, content: str, expected: str) -> None:
    local = tmp_path / "egna.yml"
    local.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=expected):
        read_configuration("publik", local)


@pytest.mark.parametrize("name", ["cache_sekunder", "cache_mb", "hsts_sekunder"])
def test_what_can_be_off_can_be_nought(name: str) -> None:
    assert getattr(read_settings({name: 0}), name) == 0


def test_every_route_is_in_the_documentation() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "docs" / "drift.md").read_text(encoding="utf-8")
    for pattern, _ in routes.ROUTES:
        first = pattern.removeprefix("^/")
        word = first.split("(")[0].split("$")[0].split("\\")[0].strip("/")
        assert f"`/{word}" in text, pattern
