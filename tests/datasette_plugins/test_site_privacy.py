"""A visitor's words are nowhere afterwards: output, logs, files, headers or addresses."""

from __future__ import annotations

import gc
import importlib.util
import json
import logging
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from asgi import post_to
from filer_in import every_kind

from datasette_plugins import matchning, responses
from datasette_plugins.resources import AT_A_TIME, resources_of
from datasette_plugins.sittning import forslag, lasning, mottagning, paketsida, sidor
from datasette_plugins.sittning.vyer import PATHS
from matcher.arbetsfil import (
    Arbetsfil,
    Iakttagelse,
    Plan,
    Planrad,
    Problem,
    Stalle,
    Textstycke,
    Val,
)
from matcher.result import Behov

MARKER = "Zvartkoltrast7731"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
GOOD = f"Eleverna läser utan att förstå. {MARKER} läser inte alls."

BODIES = {
    "form": (f"text={quote_plus(GOOD)}".encode(), FORM),
    "one word": (f"text={MARKER}".encode(), FORM),
    "one word as a problem": (f"text={MARKER}&som=problem".encode(), FORM),
    "json": (json.dumps({"text": GOOD}).encode(), JSON),
    "broken form": (f"text={MARKER}%FF".encode(), FORM),
    "raw letters": (f"text={MARKER} å".encode(), FORM),
    "broken json": (f'{{"text": "{MARKER}'.encode(), JSON),
    "json of another shape": (json.dumps([MARKER]).encode(), JSON),
    "unknown choice": (f"text=x&skolform={MARKER}".encode(), FORM),
    "unknown field": (f"text=x&{MARKER}={MARKER}".encode(), FORM),
    "many fields": (f"text={MARKER}".encode() + b"&a=1" * 600, FORM),
    "blank": (f"text=&annat={MARKER}".encode(), FORM),
    "too long": (f"text={MARKER * 20_000}".encode(), FORM),
    "far too long": (f"text={MARKER * 400_000}".encode(), FORM),
    "multipart": (
        f'--x\r\nname="text"\r\n\r\n{MARKER}'.encode(),
        "multipart/form-data; boundary=x",
    ),
    "unknown kind": (MARKER.encode(), "text/plain"),
    "english": (
        f"text={quote_plus('They do not understand what they read. ' + MARKER)}".encode(),
        FORM,
    ),
}


class Net:
    """Catches all that may hold a visitor's words, and says where they are found."""

    def __init__(self, capfd: Any, caplog: Any, folders: tuple[Path, ...]) -> None:
        self._capfd = capfd
        self._caplog = caplog
        self._folders = folders
        self._start = time.time() - 1

    def found_in(self) -> list[str]:
        places = []
        printed = self._capfd.readouterr()
        if MARKER in printed.out or MARKER in printed.err:
            places.append("utskrift")
        if any(MARKER in _whole(record) for record in self._caplog.records):
            places.append("logg")
        places += [str(path) for path in self._new_files() if MARKER.encode() in path.read_bytes()]
        return places

    def _new_files(self) -> Iterator[Path]:
        for folder in self._folders:
            for path in folder.rglob("*"):
                if path.is_file() and path.stat().st_mtime >= self._start:
                    yield path


def _whole(record: logging.LogRecord) -> str:
    return f"{record.getMessage()} {record.args} {record.exc_info} {record.exc_text}"


@pytest.fixture
def net(
    capfd: Any, caplog: Any, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Net:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    work = Path.cwd()
    code = tuple(work / name for name in ("catalog", "matcher", "datasette_plugins", "data"))
    return Net(capfd, caplog, (release, tmp_path, *code))


def test_rich_is_installed_so_that_the_hazard_is_real() -> None:
    assert importlib.util.find_spec("rich") is not None


@pytest.mark.parametrize("path", ["/analys", "/analys.json"])
@pytest.mark.parametrize("name", BODIES)
async def test_the_words_are_nowhere_afterwards(
    publik: Any, net: Net, name: str, path: str
) -> None:
    body, content_type = BODIES[name]
    response = await publik.client.post(path, content=body, headers={"content-type": content_type})
    assert response.status_code in {200, 400, 413}
    assert net.found_in() == []
    assert MARKER not in str(response.headers)
    assert MARKER not in str(response.url)
    assert response.headers["cache-control"] == "no-store"


def fail_in_matcher(*arguments: Any) -> Any:
    text = arguments[1].text
    raise RuntimeError(f"gick sönder på {text}")


async def fail_in_page(*arguments: Any, **named: Any) -> Any:
    raise RuntimeError(f"gick sönder på {arguments} {named}")


@pytest.mark.parametrize("path", ["/analys", "/analys.json"])
async def test_a_failing_matcher_tells_nothing(
    publik: Any, net: Net, path: str, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(matchning, "match", fail_in_matcher)
    response = await publik.client.post(path, data={"text": GOOD})
    assert response.status_code == 500
    assert "texten är inte sparad" in response.text
    assert "gick sönder" not in response.text
    assert net.found_in() == []
    assert "Analysen misslyckades: RuntimeError" in caplog.text
    assert response.headers["cache-control"] == "no-store"


async def test_a_failing_template_tells_nothing(
    publik: Any, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "page", fail_in_page)
    response = await publik.client.post("/analys", data={"text": GOOD})
    assert response.status_code == 500
    assert "texten är inte sparad" in response.text
    assert net.found_in() == []


@pytest.mark.parametrize("path", ["/analys", "/atgardsplan/problem", "/atgardsplan.json"])
async def test_a_visitor_who_leaves_tells_nothing(publik: Any, net: Net, path: str) -> None:
    sent: list[Any] = []
    messages = [
        {"type": "http.request", "body": f"text={MARKER}".encode(), "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await publik.app()(post_to(path), receive, send)
    assert sent[0]["status"] == 400
    assert net.found_in() == []


async def test_a_broken_connection_tells_nothing(publik: Any, net: Net) -> None:
    messages = [{"type": "http.request", "body": f"text={quote_plus(GOOD)}".encode()}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        raise OSError("förbindelsen bröts")

    await publik.app()(post_to("/analys"), receive, send)
    assert net.found_in() == []


async def test_a_fault_on_any_page_tells_nothing(
    publik: Any, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Datasette would print the exception with all its variables."""
    monkeypatch.setattr(matchning, "match", lambda *_: fail_in_matcher(None, Behov(text=MARKER)))
    response = await publik.client.get("/matcha/resultat?problemomrade=lasforstaelse")
    assert response.status_code == 500
    assert net.found_in() == []


def test_the_net_catches_what_is_printed_logged_and_kept(net: Net, tmp_path: Path) -> None:
    sys.stderr.write(MARKER)
    logging.getLogger("prov").error("gick sönder på %s", MARKER)
    kept = tmp_path / "kvar"
    kept.write_text(MARKER, encoding="utf-8")
    assert net.found_in() == ["utskrift", "logg", str(kept)]


SITTING = Arbetsfil(
    huvudman=MARKER,
    enhet=MARKER,
    stycken=(Textstycke(text=GOOD, rubrik=MARKER),),
    problem=(
        Problem(
            id="p1",
            formulering=GOOD,
            stallen=(Stalle(stycke=0, fran=0, till=20),),
            problemomraden=("lasforstaelse",),
            prioritet=1,
            anteckning=MARKER,
            val=(Val(insats="samtal-om-text", beslut="vald", motiv=MARKER, anteckning=MARKER),),
        ),
        Problem(id="p2", formulering=f"Lärarna arbetar var för sig, {MARKER} också."),
    ),
    iakttagelser=(Iakttagelse(slag="elevrost", text=MARKER),),
    plan=Plan(rader=(Planrad(insats="samtal-om-text", mal=MARKER),), bakgrund=MARKER),
).model_dump_json()
FILES_IN = every_kind(GOOD)
BROKEN_FILES = {
    "broken.docx": FILES_IN["analys.docx"][:-400] + MARKER.encode(),
    "broken.odt": FILES_IN["analys.odt"][:-300] + MARKER.encode(),
    "broken.pdf": FILES_IN["analys.pdf"][:300] + MARKER.encode(),
    "unknown.bin": b"\x89PNG\r\n\x1a\n\x00\x00" + MARKER.encode(),
    "arbetsfil.json": SITTING.replace('"format":1', '"format":1,"okant":"' + MARKER + '"').encode(),
    "trasig.json": SITTING[:-20].encode(),
    f"{MARKER}.docx": b"PK\x03\x04" + MARKER.encode(),
}
PART = "--x\r\nContent-Disposition: form-data; name="
SITTING_BODIES: dict[str, tuple[bytes, str]] = {
    **{name: body for name, body in BODIES.items() if "json" not in name},
    "working file": (
        f"{PART}arbetsfil\r\n\r\n{SITTING}\r\n--x--\r\n".encode(),
        "multipart/form-data; boundary=x",
    ),
    "broken working file": (
        f"{PART}arbetsfil\r\n\r\n{SITTING[5:]}\r\n--x--\r\n".encode(),
        "multipart/form-data; boundary=x",
    ),
    "never ending": (f"{PART}text\r\n\r\n{GOOD}".encode(), "multipart/form-data; boundary=x"),
    "without boundary": (f"{PART}text\r\n\r\n{GOOD}".encode(), "multipart/form-data"),
    "bad header": (
        f"--x\r\n{MARKER}\x00: å\r\n\r\n{GOOD}\r\n--x--".encode(),
        "multipart/form-data; boundary=x",
    ),
    "not utf-8": (
        f"{PART}text\r\n\r\n{GOOD}".encode("cp1252") + b"\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "field by its name": (
        f"{PART}{MARKER}; filename={MARKER}\r\n\r\n{GOOD}\r\n--x--".encode(),
        "multipart/form-data; boundary=x",
    ),
    "far too large": (b"text=" + MARKER.encode() * 1_300_000, FORM),
    "json": (json.dumps({"text": GOOD}).encode(), JSON),
    "json with a working file": (f'{{"arbetsfil": {SITTING}}}'.encode(), JSON),
    "json with a broken one": (f'{{"arbetsfil": {{"{MARKER}": "{MARKER}"}}}}'.encode(), JSON),
    "broken json": (f'{{"text": "{MARKER}'.encode(), JSON),
    "half a letter": (b'{"text": "\\ud83d ' + MARKER.encode() + b'"}', JSON),
}


@pytest.mark.parametrize("path", sorted(PATHS))
@pytest.mark.parametrize("name", SITTING_BODIES)
async def test_the_words_of_a_sitting_are_nowhere_afterwards(
    publik: Any, net: Net, name: str, path: str
) -> None:
    body, content_type = SITTING_BODIES[name]
    response = await publik.client.post(path, content=body, headers={"content-type": content_type})
    assert response.status_code in {200, 400, 413}
    leaves_nothing(response, net)


def leaves_nothing(response: Any, net: Net) -> None:
    assert net.found_in() == []
    assert MARKER not in str(response.headers)
    assert MARKER not in str(response.url)
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/atgardsplan/problem", "/atgardsplan.json"])
@pytest.mark.parametrize("name", [*FILES_IN, *BROKEN_FILES])
async def test_the_words_of_a_file_are_nowhere_afterwards(
    publik: Any, net: Net, name: str, path: str
) -> None:
    content = (FILES_IN | BROKEN_FILES)[name]
    given = {"fil": (name, content, "application/octet-stream")}
    response = await publik.client.post(path, files=given)
    assert response.status_code == (200 if name in FILES_IN else 400)
    leaves_nothing(response, net)


FAILING = {
    "reading": (lasning, "read_safely", "/atgardsplan/problem", {"text": GOOD}),
    "marking": (sidor, "problem", "/atgardsplan/problem", {}),
    "matching": (forslag, "match_all", "/atgardsplan/forslag", {}),
    "package": (paketsida, "bygg_paket", "/atgardsplan/plan", {}),
    "plan": (paketsida, "atgardsplan", "/atgardsplan/plan.docx", {}),
    "fields": (mottagning.falt, "take_fields", "/atgardsplan/paket", {}),
    "json": (lasning, "read_safely", "/atgardsplan.json", {"text": GOOD}),
}


def fail(*arguments: Any, **named: Any) -> Any:
    raise RuntimeError(f"gick sönder på {arguments} {named}")


@pytest.mark.parametrize("name", FAILING)
async def test_a_failing_part_of_the_sitting_tells_nothing(
    publik: Any, net: Net, name: str, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    module, function, path, fields = FAILING[name]
    monkeypatch.setattr(module, function, fail)
    response = await publik.client.post(path, data=fields or {"arbetsfil": SITTING})
    assert response.status_code == 500
    assert "din text är inte sparad" in response.text
    assert "gick sönder" not in response.text
    leaves_nothing(response, net)
    assert "RuntimeError" in caplog.text


async def test_failing_templates_of_the_sitting_tell_nothing(
    publik: Any, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasette_plugins.sittning.vyer.page", fail_in_page)
    response = await publik.client.post("/atgardsplan/problem", data={"arbetsfil": SITTING})
    assert response.status_code == 500
    assert "din text är inte sparad" in response.text
    leaves_nothing(response, net)


@asynccontextmanager
async def every_turn(publik: Any) -> AsyncIterator[None]:
    """Wait until no work is going on, and let none begin."""
    turns = resources_of(publik).matchningar
    for _ in range(AT_A_TIME):
        await turns.acquire()
    try:
        yield
    finally:
        for _ in range(AT_A_TIME):
            turns.release()


async def test_work_that_fails_after_the_visitor_was_answered_tells_nothing(
    publik: Any, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def fail_late(*arguments: Any) -> Any:
        answered.wait()
        fail(*arguments)

    monkeypatch.setattr(lasning, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(forslag, "match_all", fail_late)
    response = await publik.client.post("/atgardsplan/forslag", data={"arbetsfil": SITTING})
    assert response.status_code == 503
    answered.set()
    async with every_turn(publik):
        gc.collect()
    leaves_nothing(response, net)


async def test_a_visitor_who_waits_in_vain_is_told_so(
    publik: Any, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasning, "LONGEST_QUEUE", 0.05)
    async with every_turn(publik):
        response = await publik.client.post("/atgardsplan/problem", data={"text": GOOD})
    assert response.status_code == 503
    assert "inte din tur" in response.text
    leaves_nothing(response, net)
