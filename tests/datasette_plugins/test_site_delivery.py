"""How answers leave: compressed, guarded, and never with a visitor's words."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path
from typing import Any

import pytest
import yaml
from addresses import DATASETTE_PAGES, PAGES
from asgi import sent
from bs4 import BeautifulSoup

from catalog.reading import Reader
from datasette_plugins import delivery, resources, responses, routes
from datasette_plugins.instance import open_datasette

INSATS = "/insatser/samtal-om-text"


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


def test_every_route_is_in_the_documentation() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "docs" / "drift.md").read_text(encoding="utf-8")
    for pattern, _ in routes.ROUTES:
        first = pattern.removeprefix("^/")
        word = first.split("(")[0].split("$")[0].split("\\")[0].strip("/")
        assert f"`/{word}" in text, pattern
