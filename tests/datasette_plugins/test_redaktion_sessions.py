"""A session ends when it should, however the cookie was copied and the clock was set."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from redaktionen import HASH, PASSWORD, PEOPLE, Person, open_redaktion
from skrivande import started

from datasette_plugins.accounts import read_redaktion
from datasette_plugins.redaktion.sessions import Sessions, mark_of, sessions_of

HOUR = 3600.0
MARKS = {"sara": "s", "greta": "g"}


class Clock:
    """A clock that can be set."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(folder: Path, clock: Clock, marks: dict[str, str] = MARKS) -> Sessions:
    return Sessions(folder / "s", marks, longest=10 * 3600, idle=2 * 3600, clock=clock)


@pytest.fixture
def sessions(tmp_path: Path, clock: Clock) -> Sessions:
    return opened(tmp_path, clock)


@pytest.mark.parametrize(
    ("later", "goes_on"),
    [
        ([0], True),
        ([1.9 * HOUR], True),
        ([2.1 * HOUR], False),
        ([1.5 * HOUR] * 6, True),
        ([1.5 * HOUR] * 7, False),
        ([-60], True),
        ([-HOUR], False),
        ([HOUR, -0.9 * HOUR], False),
        ([-HOUR, HOUR], False),
    ],
)
def test_a_session_lasts_as_long_as_it_should(
    sessions: Sessions, clock: Clock, later: list[float], goes_on: bool
) -> None:
    token = sessions.begin("sara")
    found = None
    for step in later:
        clock.now += step
        found = sessions.find(token)
    assert (found == "sara") is goes_on
    assert sessions.count("sara") == goes_on


WAYS: list[tuple[str, Callable[[Sessions, str], object]]] = [
    ("ut", lambda sessions, token: sessions.end(token)),
    ("överallt", lambda sessions, _: sessions.end_all("sara")),
]


@pytest.mark.parametrize(("way", "end"), WAYS, ids=[each[0] for each in WAYS])
def test_what_is_ended_never_goes_on(
    tmp_path: Path, clock: Clock, sessions: Sessions, way: str, end: Any
) -> None:
    token, elsewhere, other = (sessions.begin(name) for name in ("sara", "sara", "greta"))
    end(sessions, token)
    for each in (sessions, opened(tmp_path, clock)):
        assert each.find(token) is None
        assert (each.find(elsewhere) == "sara") is (way == "ut")
        assert each.find(other) == "greta"


@pytest.mark.parametrize("marks", [{"greta": "g"}, {"sara": "ny", "greta": "g"}])
def test_a_changed_account_begins_anew_and_does_not_come_back(
    tmp_path: Path, clock: Clock, sessions: Sessions, marks: dict[str, str]
) -> None:
    token, other = sessions.begin("sara"), sessions.begin("greta")
    changed = opened(tmp_path, clock, marks)
    changed.sweep()
    assert changed.find(token) is None
    assert changed.find(other) == "greta"
    assert opened(tmp_path, clock).find(token) is None


def test_a_mark_changes_with_password_and_roles() -> None:
    def mark(hashed: str, *roles: str) -> str:
        konton = {"anna": {"namn": "Anna", "roller": list(roles)}}
        given = {"data": "d", "forslag": "f.db", "konton": konton}
        return mark_of(read_redaktion(given, {"anna_password_hash": hashed}), "anna")

    told = {
        mark(HASH, "skribent"),
        mark(HASH, "granskare"),
        mark(HASH, "skribent", "granskare"),
        mark(f"{HASH}x", "skribent"),
    }
    assert len(told) == 4
    assert mark(HASH, "skribent") in told


@pytest.mark.parametrize("text", ["", "{", "[]", '{"konto": "sara"}', '{"x": 1}'])
def test_a_file_that_was_cut_off_lets_nobody_in(
    tmp_path: Path, sessions: Sessions, text: str
) -> None:
    token = sessions.begin("sara")
    [file] = (tmp_path / "s").iterdir()
    file.write_text(text, encoding="utf-8")
    assert sessions.find(token) is None
    sessions.sweep()
    assert not file.exists()


def test_the_files_tell_nobody_how_to_get_in(tmp_path: Path, sessions: Sessions) -> None:
    token = sessions.begin("sara")
    [file] = (tmp_path / "s").iterdir()
    assert token not in f"{file.name} {file.read_text(encoding='utf-8')}"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700
    for guess in (file.name, "../x", "", "å\udcff", "a" * 10_000):
        assert sessions.find(guess) is None


# -- through the application ----------------------------------------------------------------------


@pytest.fixture
async def redaktion(release: Path, mini_data: Path, tmp_path: Path) -> AsyncIterator[Any]:
    async with started(release, mini_data, tmp_path) as datasette:
        yield datasette


async def logged_in(datasette: Any) -> Person:
    person = Person(datasette)
    await person.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    return person


def copy_of(person: Person) -> Person:
    copy = Person(person.datasette)
    copy.cookies = {**person.cookies}
    return copy


async def test_a_copied_cookie_is_worthless_after_logging_out(redaktion: Any) -> None:
    person = await logged_in(redaktion)
    thief, elsewhere = copy_of(person), await logged_in(redaktion)
    assert (await thief.get("/redaktion")).status_code == 200
    assert (await person.post("/-/logout")).status_code == 303
    assert "ds_actor" not in person.cookies
    assert (await thief.get("/redaktion")).status_code == 302
    assert (await thief.post("/redaktion/insatser/ny", {"namn": "X"})).status_code == 401
    assert (await elsewhere.get("/redaktion")).status_code == 200


async def test_someone_logs_out_everywhere(redaktion: Any) -> None:
    person = await logged_in(redaktion)
    alone = await person.soup("/redaktion")
    assert not alone.select("input[name=overallt]")
    elsewhere, greta = await logged_in(redaktion), Person(redaktion, "greta")
    page = await person.soup("/redaktion")
    assert "inloggad på 2 ställen" in page.get_text()
    assert page.select("form[action='/-/logout'] input[name=overallt]")
    await person.post("/-/logout", {"overallt": "ja"})
    for each, status in ((person, 302), (elsewhere, 302), (greta, 200)):
        assert (await each.get("/redaktion")).status_code == status


async def test_each_login_is_a_session_of_its_own(redaktion: Any) -> None:
    person = await logged_in(redaktion)
    before = copy_of(person)
    await person.post("/-/login", {"konto": "greta", "losenord": PASSWORD})
    assert before.cookies["ds_actor"] != person.cookies["ds_actor"]
    assert (await before.get("/redaktion")).status_code == 302
    # What someone else has put in a browser is never what it becomes logged in by.
    fixed = Person(redaktion)
    await fixed.get("/-/login")
    fixed.cookies["ds_actor"] = "planterad"
    await fixed.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    assert fixed.cookies["ds_actor"] != "planterad"


async def test_a_session_outlives_a_new_release_but_not_a_new_password(
    redaktion: Any, release: Path, mini_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await logged_in(redaktion)

    async def status(**given: Any) -> int:
        opened = open_redaktion(release, mini_data, tmp_path / "r" / "forslag.db", **given)
        await opened.invoke_startup()
        person.datasette = opened
        answer = await person.get("/redaktion")
        opened.executor.shutdown()
        return int(answer.status_code)

    assert await status() == 200
    more = {**PEOPLE, "sara": {"namn": "Sara", "roller": ["skribent", "granskare"]}}
    assert await status(konton=more) == 302
    assert await status() == 302


async def test_a_cookie_that_datasette_itself_believes_lets_nobody_in(redaktion: Any) -> None:
    person = Person(redaktion)
    person.cookies["ds_actor"] = redaktion.sign({"a": {"id": "sara"}}, "actor")
    assert (await person.get("/redaktion")).status_code == 302


async def test_a_login_that_cannot_be_kept_is_told(redaktion: Any, tmp_path: Path) -> None:
    (tmp_path / "r" / "forslag.db-inloggningar").write_text("i vägen", encoding="utf-8")
    person = Person(redaktion)
    answer = await person.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    assert answer.status_code == 500
    assert "gick inte att spara" in answer.text
    assert "ds_actor" not in person.cookies


async def test_a_logout_that_cannot_be_kept_is_told(
    redaktion: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await logged_in(redaktion)

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(type(sessions_of(redaktion)), "end", refuse)
    answer = await person.post("/-/logout")
    assert answer.status_code == 500
    assert "Du är inte utloggad" in answer.text


async def test_someone_who_is_there_stays_where_nothing_can_be_written(
    redaktion: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await logged_in(redaktion)
    sessions = sessions_of(redaktion)
    assert sessions is not None
    now = sessions._clock() + 600
    monkeypatch.setattr(sessions, "_clock", lambda: now)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "utime", full)
    assert (await person.get("/redaktion")).status_code == 200
