"""Who guesses at an account from many places, and who cannot be shut out by it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redaktionen import HASH, PASSWORD, Person, open_redaktion
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from datasette_plugins.accounts import Redaktion, redaktion_of
from datasette_plugins.redaktion import devices, login
from datasette_plugins.redaktion.devices import LASTS, cookie_of

HOME, ELSEWHERE, ABROAD = "192.0.2.1", "203.0.113.9", "203.0.113.77"
IN, WRONG, TOO_MANY = 303, 403, 429


@pytest.fixture
async def redaktion(release: Path, mini_data: Path, tmp_path: Path) -> AsyncIterator[Any]:
    """Yield an editorial instance behind a proxy that tells where everyone is."""
    datasette = open_redaktion(release, mini_data, tmp_path / "r" / "forslag.db")
    await datasette.invoke_startup()
    datasette.client.app = ProxyHeadersMiddleware(datasette.client.app, trusted_hosts="*")
    yield datasette
    datasette.executor.shutdown()


async def enter(person: Person, place: str, password: str = PASSWORD, konto: str = "sara") -> int:
    """Try to log in from a place and return the status."""
    person.cookies.pop("ds_actor", None)
    await person.token()
    headers = {"x-forwarded-for": place, "sec-fetch-site": "same-origin"}
    given = {"konto": konto, "losenord": password}
    return int((await person.post("/-/login", given, headers=headers)).status_code)


async def guess_from_many_places(redaktion: Any) -> None:
    """Guess until nobody may guess any more, from places where nobody else is."""
    answers = [
        await enter(Person(redaktion), f"198.51.100.{number // 5}", "fel")
        for number in range(login.PER_ACCOUNT + 1)
    ]
    assert answers == [WRONG] * login.PER_ACCOUNT + [TOO_MANY]


async def test_nobody_can_lock_someone_out_of_where_they_usually_are(redaktion: Any) -> None:
    assert await enter(Person(redaktion), HOME) == IN
    await guess_from_many_places(redaktion)
    assert await enter(Person(redaktion), ELSEWHERE) == TOO_MANY
    assert await enter(Person(redaktion), HOME) == IN


async def test_nobody_can_lock_someone_out_of_a_browser_of_theirs(
    redaktion: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Person(redaktion)
    assert await enter(browser, HOME) == IN
    await guess_from_many_places(redaktion)
    assert await enter(browser, ELSEWHERE, "felskrivet") == WRONG
    assert await enter(browser, ELSEWHERE) == IN
    # That she came in gives nobody who guesses a new try.
    assert await enter(Person(redaktion), ABROAD, "fel") == TOO_MANY
    # Nor can those who sit where she sits shut her out, however many accounts they try.
    monkeypatch.setattr(login, "PER_PLACE", 3)
    for konto in ("lars", "greta", "petra"):
        assert await enter(Person(redaktion), ELSEWHERE, "fel", konto) == WRONG
    assert await enter(Person(redaktion), ELSEWHERE, konto="sven") == TOO_MANY
    assert await enter(browser, ELSEWHERE) == IN


async def test_a_browser_has_few_tries_wherever_it_is_and_however_it_is_copied(
    redaktion: Any,
) -> None:
    browser = Person(redaktion)
    assert await enter(browser, HOME) == IN
    for number in range(login.PER_DEVICE):
        copy = Person(redaktion)
        copy.cookies = dict(browser.cookies)
        assert await enter(copy, f"198.51.100.{number}", "fel") == WRONG
    assert await enter(browser, ABROAD) == TOO_MANY
    # Whoever throws the cookie away is counted like all others.
    assert await enter(Person(redaktion), ABROAD) == IN


async def test_a_browser_stays_the_same_when_it_comes_back(redaktion: Any) -> None:
    browser = Person(redaktion)
    names = []
    for _ in range(2):
        assert await enter(browser, HOME) == IN
        signed = browser.cookies[cookie_of("sara")]
        names.append(redaktion.unsign(signed, devices._namespace(settings(redaktion), "sara"))[0])
    assert names[0] == names[1]
    assert len(names[0]) > 20


def settings(redaktion: Any) -> Redaktion:
    found = redaktion_of(redaktion)
    assert found is not None
    return found


def made(konto: str, *, of: str = "", age: int = 0, password: str = HASH) -> Callable[[Any], str]:
    """Return how to make a cookie for an account: of another, of old, or by another password."""

    def make(redaktion: Any) -> str:
        owner = of or konto
        known = settings(redaktion)
        known = replace(known, losenord={**known.losenord, owner: password})
        told = ["dator", int(time.time()) - age]
        return str(redaktion.sign(told, devices._namespace(known, owner)))

    return make


@pytest.mark.parametrize(
    ("cookie", "own_tries"),
    [
        (made("sara"), True),
        (made("sara", age=LASTS - 60), True),
        (made("sara", age=LASTS + 60), False),
        (made("sara", age=-3600), False),
        (made("sara", of="sven"), False),
        (made("sara", password=f"{HASH}x"), False),
        (lambda redaktion: made("sara")(redaktion) + "x", False),
        (lambda redaktion: made("sara")(redaktion)[:-1], False),
        (lambda redaktion: redaktion.sign(["dator", int(time.time())]), False),
        (lambda _: "skrap", False),
        (lambda _: "", False),
    ],
    ids=range(11),
)
async def test_only_a_cookie_that_is_ours_and_hers_gives_tries_of_its_own(
    redaktion: Any, cookie: Callable[[Any], str], own_tries: bool
) -> None:
    await guess_from_many_places(redaktion)
    browser = Person(redaktion)
    browser.cookies[cookie_of("sara")] = cookie(redaktion)
    assert await enter(browser, ELSEWHERE) == (IN if own_tries else TOO_MANY)


async def test_the_cookie_lets_nobody_in_and_is_only_given_to_who_was_let_in(
    redaktion: Any,
) -> None:
    browser = Person(redaktion)
    assert await enter(browser, HOME, "fel") == WRONG
    assert cookie_of("sara") not in browser.cookies
    assert await enter(browser, HOME) == IN
    kept = browser.cookies[cookie_of("sara")]
    await browser.post("/-/logout")
    assert browser.cookies[cookie_of("sara")] == kept
    assert (await browser.get("/redaktion")).status_code == 302
    assert "sara" not in f"{cookie_of('sara')} {kept}"


async def test_the_cookie_is_kept_from_scripts_and_other_sites(redaktion: Any) -> None:
    person = Person(redaktion)
    answer = await person.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    [line] = [
        each for each in answer.headers.get_list("set-cookie") if each.startswith("insatser_dator")
    ]
    for word in ("HttpOnly", "SameSite=lax", f"Max-Age={LASTS}", "Path=/"):
        assert word in line
