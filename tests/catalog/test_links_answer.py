"""Addresses are tried politely, against servers of our own; what is learnt is never lost."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.addresses import Stalle, addresses_of
from catalog.cli import katalog
from catalog.link_asking import ABOUT, AGENT, Artighet
from catalog.link_checking import NoNetworkError, check_addresses
from catalog.link_results import RESULTS, Kontroll, Traff, read_checks, write_checks
from catalog.loading import load

QUICK = Artighet(paus=0.0, tidsgrans=30)
IMPATIENT = Artighet(paus=0.0, tidsgrans=0.2)
PLACE = (Stalle("insatser", "x", "X", "kallor.0.url"),)
ANSWERS: dict[str, tuple[int, str]] = {
    "/bra": (200, ""),
    "/borta": (404, ""),
    "/borttagen": (410, ""),
    "/fel": (500, ""),
    "/stangd": (403, ""),
    "/vanta": (429, ""),
    "/flyttad": (301, "/bra"),
    "/vidare": (302, "/bra"),
    "/flyttad-vidare": (301, "/vidare"),
    "/flyttad-borta": (301, "/borta"),
    "/ring": (302, "/ring-2"),
    "/ring-2": (302, "/ring"),
    "/sig-sjalv": (301, "/sig-sjalv"),
    "/filen": (302, "ftp://exempel.test/fil"),
    "/lang-0": (302, "/lang-1"),
    **{f"/lang-{number}": (302, f"/lang-{number + 1}") for number in range(1, 12)},
}


class Answering(BaseHTTPRequestHandler):
    """Answers as the table says, and remembers what it was asked."""

    def do_HEAD(self) -> None:
        if self.path == "/bara-get":
            self._answer(405, "")
        elif self.path == "/ljuger":
            self._answer(404, "")
        else:
            self._by_table()

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            rules: bytes = getattr(self.server, "rules", b"")
            self.send_response(200 if rules else 404)
            self.end_headers()
            self.wfile.write(rules)
        elif self.path in ("/bara-get", "/ljuger"):
            self._answer(200, "")
        else:
            self._by_table()

    def _by_table(self) -> None:
        if self.path == "/langsam":
            self.server.closing.wait()  # type: ignore[attr-defined]
        self._answer(*ANSWERS.get(self.path, (200, "")))

    def _answer(self, status: int, location: str) -> None:
        asked = self.server.asked  # type: ignore[attr-defined]
        asked.append((time.monotonic(), self.command, self.path, dict(self.headers)))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    rules = b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[float, str, str, dict[str, str]]] = []
        self.closing = threading.Event()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # the client may leave before the answer


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.closing.set()
    made.shutdown()
    thread.join()
    made.server_close()


def tried(server: Server, folder: Path, *paths: str, artighet: Artighet = QUICK) -> list[Traff]:
    places = {f"{server.root}{path}": PLACE for path in paths}
    return list(check_addresses(places, folder, artighet=artighet).traffar)


@pytest.mark.parametrize(
    ("path", "slag", "good", "target"),
    [
        ("/bra", "svarar", True, None),
        ("/borta", "borta", False, None),
        ("/borttagen", "borta", False, None),
        ("/fel", "fel", False, None),
        ("/stangd", "stangd", True, None),
        ("/vanta", "stangd", True, None),
        ("/flyttad", "flyttad", True, "/bra"),
        ("/vidare", "svarar", True, None),
        ("/flyttad-vidare", "svarar", True, None),
        ("/flyttad-borta", "borta", False, None),
        ("/ring", "ring", False, None),
        ("/sig-sjalv", "ring", False, None),
        ("/lang-0", "ring", False, None),
        ("/filen", "fel", False, None),
        ("/langsam", "tidsgrans", False, None),
        ("/bara-get", "svarar", True, None),
        ("/ljuger", "svarar", True, None),
    ],
)
def test_each_answer_is_told_for_what_it_is(
    server: Server, tmp_path: Path, path: str, slag: str, good: bool, target: str | None
) -> None:
    artighet = IMPATIENT if slag == "tidsgrans" else QUICK
    [hit] = tried(server, tmp_path, path, artighet=artighet)
    assert (hit.slag, hit.bra) == (slag, good)
    assert hit.till == (f"{server.root}{target}" if target else None)
    assert hit.i_rad == (0 if good else 1)
    assert read_checks(tmp_path).traffar == (hit,)


def test_what_is_not_secure_is_told(server: Server, tmp_path: Path) -> None:
    url = server.root.replace("http://", "https://") + "/bra"
    found = check_addresses({url: PLACE, f"{server.root}/bra": PLACE}, tmp_path, artighet=QUICK)
    assert [hit.slag for hit in found.traffar] == ["certifikat", "svarar"]


@pytest.mark.parametrize("url", ["http://finns-inte.invalid/", "http://127.0.0.1:9/"])
def test_a_host_that_is_not_there_is_told_when_others_answer(
    server: Server, tmp_path: Path, url: str
) -> None:
    found = check_addresses({f"{server.root}/bra": PLACE, url: PLACE}, tmp_path, artighet=QUICK)
    assert [hit.bra for hit in found.traffar] == [True, False]
    assert found.traffar[1].slag in {"okand-vard", "fel"}


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(server: Server, tmp_path: Path) -> None:
    tried(server, tmp_path, "/bra", "/a", "/b", "/c", artighet=Artighet(paus=0.2, tidsgrans=30))
    times = [asked[0] for asked in server.asked]
    assert len(times) == 4
    assert all(later - before >= 0.19 for before, later in pairwise(times))


def test_it_says_who_it_is(server: Server, tmp_path: Path) -> None:
    check_addresses(
        {f"{server.root}/bra": PLACE}, tmp_path, artighet=QUICK, kontakt="red@exempel.test"
    )
    [(_, method, _, headers)] = server.asked
    assert method == "HEAD"
    assert headers["User-Agent"] == ABOUT.format(kontakt="; red@exempel.test")
    assert headers["User-Agent"].startswith(AGENT)


@pytest.mark.parametrize("agent", ["*", AGENT])
def test_what_a_host_asks_not_to_be_read_is_not_read(
    server: Server, tmp_path: Path, agent: str
) -> None:
    server.rules = f"User-agent: {agent}\nDisallow: /hemlig\n".encode()
    hidden, open_ = tried(server, tmp_path, "/hemlig/sida", "/bra")
    assert (hidden.slag, hidden.bra, open_.slag) == ("robots", True, "svarar")
    assert [asked[2] for asked in server.asked] == ["/bra"]


def test_a_host_that_says_too_many_is_left_alone(server: Server, tmp_path: Path) -> None:
    hits = tried(server, tmp_path, "/vanta", "/a", "/b")
    assert {hit.slag for hit in hits} == {"stangd"}
    assert len(server.asked) == 1


def test_without_a_network_it_says_so_and_keeps_what_was_known(tmp_path: Path) -> None:
    places = {f"http://vard-{number}.invalid/": PLACE for number in range(6)}
    known = Traff(next(iter(places)), "svarar", "Svarar.", "2026-01-01T00:00:00+00:00")
    write_checks(Kontroll("2026-01-01T00:00:00+00:00", 6, False, (known,)), tmp_path)
    with pytest.raises(NoNetworkError):
        check_addresses(places, tmp_path, artighet=QUICK)
    after = read_checks(tmp_path)
    assert after.utan_nat
    assert [hit.slag for hit in after.traffar] == ["svarar"]


def test_it_goes_on_where_it_left_off(server: Server, tmp_path: Path) -> None:
    places = {f"{server.root}/{number}": PLACE for number in range(5)}
    first = check_addresses(places, tmp_path, most=2, artighet=QUICK)
    assert (len(first.traffar), first.antal) == (2, 5)
    check_addresses(places, tmp_path, most=2, artighet=QUICK)
    third = check_addresses(places, tmp_path, most=2, artighet=QUICK)
    assert len(third.traffar) == 5
    assert sorted(asked[2] for asked in server.asked) == ["/0", "/1", "/2", "/3", "/4"]


def test_what_was_tried_long_ago_is_tried_again_and_failures_are_counted(
    server: Server, tmp_path: Path
) -> None:
    places = {f"{server.root}/borta": PLACE}
    day = datetime(2026, 11, 22, tzinfo=UTC)
    for later, expected in ((0, 1), (5, 1), (20, 2), (40, 3)):
        found = check_addresses(
            places, tmp_path, artighet=QUICK, now=lambda later=later: day + timedelta(days=later)
        )
        assert found.traffar[0].i_rad == expected


def test_an_address_that_is_no_longer_in_the_catalogue_is_forgotten(
    server: Server, tmp_path: Path
) -> None:
    tried(server, tmp_path, "/borta", "/bra")
    assert [hit.slag for hit in tried(server, tmp_path, "/bra")] == ["svarar"]


def test_what_is_learnt_is_kept_when_the_work_is_stopped(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def stop(text: str) -> None:
        said.append(text)
        if "/borta" in text:
            raise KeyboardInterrupt

    places = {f"{server.root}/{path}": PLACE for path in ("bra", "borta", "a", "b")}
    with pytest.raises(KeyboardInterrupt):
        check_addresses(places, tmp_path, artighet=QUICK, say=stop)
    assert {hit.slag for hit in read_checks(tmp_path).traffar} >= {"borta"}


@pytest.mark.parametrize("text", ["", "[]", '{"tid": 1}', "{", '{"traffar": [{}]}'])
def test_a_file_that_cannot_be_read_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / RESULTS).write_text(text, encoding="utf-8")
    assert read_checks(tmp_path) == Kontroll()


def test_the_command_tells_how_it_went(
    server: Server, mini_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {f"{server.root}/bra": PLACE, f"{server.root}/borta": PLACE}
    monkeypatch.setattr("catalog.cli.addresses_of", lambda _: places)
    folder = ["--data", str(mini_data_copy), "--bygg", str(tmp_path / "build")]
    done = CliRunner().invoke(katalog, ["lankar", *folder, "--paus", "0.5"])
    assert done.exit_code == 0
    assert "2 av 2 adresser är prövade; 1 svarar inte." in done.output
    told = json.loads((tmp_path / "build" / RESULTS).read_text(encoding="utf-8"))
    assert len(told["traffar"]) == 2


def test_the_command_says_that_there_is_no_network(
    mini_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {f"http://vard-{number}.invalid/": PLACE for number in range(5)}
    monkeypatch.setattr("catalog.cli.addresses_of", lambda _: places)
    done = CliRunner().invoke(katalog, ["lankar", "--bygg", str(tmp_path), "--paus", "0.5"])
    assert done.exit_code == 1
    assert "Nätet går inte att nå" in done.output


def test_every_address_has_its_place(mini_data: Path) -> None:
    katalog_, _ = load(mini_data)
    found = addresses_of(katalog_)
    assert found
    for url, places in found.items():
        assert url.startswith(("http://", "https://"))
        for place in places:
            assert place.id in katalog_.poster[place.postslag]
