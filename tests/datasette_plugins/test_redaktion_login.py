"""Who gets in, how guesses are counted, and what nobody gets to see."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import resolve_env_secrets
from redaktionen import HASH, PASSWORD, PEOPLE, Person, open_redaktion

from datasette_plugins.accounts import read_redaktion
from datasette_plugins.redaktion.signed_header import sign
from datasette_plugins.settings import SettingsError, read_configuration

KEY = "k" * 40
PATHS = (
    "/redaktion",
    "/redaktion/forslag",
    "/redaktion/insatser/ny",
    "/-/login",
    "/-/logout",
    "/-/password-tool",
)
CLOSED = (
    *("/-/actor.json", "/-/settings.json", "/-/plugins.json", "/-/metadata.json"),
    *("/-/config.json", "/-/databases.json", "/-/threads.json", "/-/versions.json"),
    *("/-/permissions", "/-/allow-debug", "/-/messages", "/-/auth-token", "/-/password-tool"),
    *("/-/actor", "/-/settings", "/-/plugins", "/-/metadata", "/-/create-token", "/-/api"),
)


@pytest.mark.parametrize("path", PATHS)
async def test_the_public_instance_has_no_editorial_address(publik: Any, path: str) -> None:
    for response in (await publik.client.get(path), await publik.client.post(path)):
        assert response.status_code in {404, 405}
        assert "sv" in response.text
    page = (await publik.client.get("/")).text
    assert "/redaktion" not in page


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("name", ["", "petra"])
async def test_datasettes_own_pages_are_closed(redaktion: Any, path: str, name: str) -> None:
    response = await Person(redaktion, name).get(path)
    assert response.status_code == 404
    assert "pbkdf2" not in response.text


async def test_someone_logs_in_and_out(redaktion: Any) -> None:
    person = Person(redaktion)
    sent_on = await person.get("/redaktion")
    assert sent_on.status_code == 302
    assert sent_on.headers["location"] == "/-/login?nasta=%2Fredaktion"
    given = {"konto": "sara", "losenord": PASSWORD, "nasta": "/redaktion"}
    inside = await person.post("/-/login", given)
    assert (inside.status_code, inside.headers["location"]) == (303, "/redaktion")
    cookie = next(line for line in inside.headers.get_list("set-cookie") if "ds_actor" in line)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=36000" in cookie
    page = await person.soup("/redaktion")
    assert "Sara Skribent" in page.get_text()
    assert "location" not in (await person.get("/redaktion")).headers
    assert (await person.get("/redaktion")).headers["cache-control"] == "private, no-store"
    out = await person.post("/-/logout")
    assert out.status_code == 303
    assert (await person.get("/redaktion")).status_code == 302


@pytest.mark.parametrize(
    ("konto", "losenord"), [("sara", "fel"), ("finnsinte", PASSWORD), ("", ""), ("sara", "x" * 501)]
)
async def test_a_wrong_guess_says_the_same_of_all(
    redaktion: Any, konto: str, losenord: str
) -> None:
    person = Person(redaktion)
    answer = await person.post("/-/login", {"konto": konto, "losenord": losenord})
    assert answer.status_code == 403
    assert "Kontot eller lösenordet stämmer inte." in answer.text
    assert "ds_actor" not in person.cookies
    assert PASSWORD not in answer.text


async def test_guesses_are_counted(
    redaktion: Any, release: Path, mini_data: Path, tmp_path: Path
) -> None:
    person = Person(redaktion)
    for _ in range(5):
        answer = await person.post("/-/login", {"konto": "sara", "losenord": "fel"})
        assert answer.status_code == 403
    right = await person.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    assert right.status_code == 429
    assert "Vänta en kvart" in right.text
    other = await person.post("/-/login", {"konto": "sven", "losenord": PASSWORD})
    assert other.status_code == 303
    # The next release is another instance in the same process.
    person.datasette = open_redaktion(release, mini_data, tmp_path / "r" / "forslag.db")
    await person.datasette.invoke_startup()
    again = await person.post("/-/login", {"konto": "sara", "losenord": PASSWORD})
    assert again.status_code == 429
    person.datasette.executor.shutdown()


async def test_logging_in_takes_a_token(redaktion: Any) -> None:
    given = {"konto": "sara", "losenord": PASSWORD}
    person = Person(redaktion)
    assert (await person.post("/-/login", given, token=False)).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert (await person.post("/-/login", given, headers=elsewhere)).status_code == 403
    assert "ds_actor" not in person.cookies
    inside = Person(redaktion, "sara")
    assert (await inside.post("/-/logout", token=False)).status_code == 403


@pytest.mark.parametrize(
    "nasta", ["https://ond.example", "//ond.example", "/redaktion/../-/x", "/\\ond", "javascript:1"]
)
async def test_nobody_is_sent_elsewhere(redaktion: Any, nasta: str) -> None:
    given = {"konto": "sara", "losenord": PASSWORD, "nasta": nasta}
    answer = await Person(redaktion).post("/-/login", given)
    assert answer.headers["location"] == "/redaktion"


@pytest.mark.parametrize("cookie", ["skrap", "", "../../forslag.db", "%00", "root"])
async def test_a_forged_session_never_begins(redaktion: Any, cookie: str) -> None:
    person = Person(redaktion)
    person.cookies["ds_actor"] = cookie
    assert (await person.get("/redaktion")).status_code == 302


@pytest.mark.parametrize("value", ["Basic c2FyYTpmZWw=", "Basic !!!", "Bearer dstok_x"])
async def test_no_header_logs_in_or_breaks(redaktion: Any, publik: Any, value: str) -> None:
    headers = {"authorization": value}
    answer = await redaktion.client.get("/redaktion", headers=headers)
    assert answer.status_code == 302
    assert (await publik.client.get("/om", headers=headers)).status_code == 200


# -- an authority's own login ---------------------------------------------------------------------

SSO = {"proxy": ["127.0.0.1"], "huvud": "X-Insatser-Konto", "nyckel": KEY}


def signed(name: str, *, key: str = KEY, age: int = 0) -> Callable[[], str]:
    """Return how to sign when it is sent; what is signed when tests are collected grows old."""
    return lambda: sign(name, key, int(time.time()) - age)


def plain(name: str) -> Callable[[], str]:
    return lambda: name


@pytest.mark.parametrize(
    ("sso", "header", "let_in"),
    [
        (SSO, signed("sara"), True),
        (SSO, signed("sara", age=3600), False),
        (SSO, signed("sara", key="x" * 40), False),
        (SSO, signed("okand"), False),
        (SSO, plain("sara"), False),
        (SSO, plain("sara:å:b"), False),
        ({"proxy": ["127.0.0.1"]}, plain("sara"), True),
        ({"proxy": ["127.0.0.1"]}, plain("okand"), False),
        ({"proxy": ["10.0.0.1"]}, plain("sara"), False),
        ({**SSO, "proxy": ["10.0.0.1"]}, signed("sara"), False),
        (None, plain("sara"), False),
    ],
    ids=range(11),
)
async def test_a_proxy_vouches_for_who_is_there(
    release: Path,
    mini_data: Path,
    tmp_path: Path,
    sso: Any,
    header: Callable[[], str],
    let_in: bool,
) -> None:
    datasette = open_redaktion(release, mini_data, tmp_path / "f.db", sso=sso)
    await datasette.invoke_startup()
    vouched = {"X-Insatser-Konto": header().encode()}
    answer = await datasette.client.get("/redaktion", headers=vouched)
    assert (answer.status_code == 200) is let_in
    if let_in:
        # Without cookies Datasette asks for no token; we do.
        post = await datasette.client.post("/-/logout", headers=vouched)
        assert post.status_code == 403
    datasette.executor.shutdown()


GOOD = {"data": "d", "forslag": "f.db", "konton": {"anna": {"namn": "A", "roller": ["lasare"]}}}
HASHES = {"anna_password_hash": HASH}


@pytest.mark.parametrize(
    ("change", "hashes", "told"),
    [
        ({"konton": {}}, HASHES, "inga konton"),
        ({"konton": {"Anna B": {}}}, HASHES, "går inte att använda som konto"),
        ({"konton": {"anna": {"namn": "A", "roller": ["chef"]}}}, HASHES, "lista av roller"),
        ({"konton": {"anna": {"roller": ["lasare"]}}}, HASHES, "ska ha ett namn"),
        ({}, {}, "saknar lösenord"),
        ({}, {"anna_password_hash": None}, "saknar lösenord"),
        ({}, {"anna_password_hash": "klartext"}, "är inte en hash"),
        ({"sso": {"huvud": "X-Konto"}}, {}, "proxyns ip-adress"),
        ({"sso": {"proxy": ["vem som helst"]}}, {}, "proxyns ip-adress"),
        ({"sso": {"proxy": ["10.0.0.1"], "nyckel": "kort"}}, {}, "minst 32 tecken"),
        ({"sso": {"proxy": ["10.0.0.1"], "nyckel": None}}, {}, "minst 32 tecken"),
        ({"sso": {"proxy": ["10.0.0.1"], "huvud": "Host"}}, {}, "börjar med X-"),
        ({"session_timmar": 0}, HASHES, "session_timmar ska vara ett heltal från 1 till 24"),
        ({"vila_minuter": 4}, HASHES, "vila_minuter ska vara ett heltal från 5 till 1440"),
        ({"vila_minuter": True}, HASHES, "vila_minuter"),
        ({"data": 3}, HASHES, "redaktion.data"),
        ({"rollar": 3}, HASHES, "rollar"),
    ],
)
def test_a_wrong_setting_is_told_without_secrets(change: Any, hashes: Any, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as raised:
        read_redaktion({**GOOD, **change}, hashes)
    assert "klartext" not in str(raised.value)
    assert "kort" not in str(raised.value).split()


async def test_the_shipped_instance_asks_for_accounts(release: Path) -> None:
    from datasette_plugins.instance import open_datasette

    with pytest.raises(SettingsError, match="inga konton"):
        await open_datasette(release, "redaktion").invoke_startup()


def test_accounts_are_told_in_a_file_of_ones_own(tmp_path: Path) -> None:
    local = tmp_path / "redaktion.yml"
    local.write_text(
        "metadata:\n  plugins:\n    insatskatalogen:\n      redaktion:\n"
        "        konton:\n          anna: {namn: Anna, roller: [skribent]}\n"
        "    datasette-auth-passwords:\n      anna_password_hash: {$env: ANNA}\n",
        encoding="utf-8",
    )
    plugins = read_configuration("redaktion", local).metadata["plugins"]
    assert plugins["insatskatalogen"]["redaktion"]["data"] == "data"
    assert plugins["insatskatalogen"]["redaktion"]["konton"]["anna"]["roller"] == ["skribent"]
    assert plugins["datasette-auth-passwords"] == {"anna_password_hash": {"$env": "ANNA"}}
    with pytest.raises(SettingsError, match=r"redaktion|datasette-auth-passwords"):
        read_configuration("publik", local)


def test_every_person_of_the_tests_has_a_role_that_exists() -> None:
    assert {role for person in PEOPLE.values() for role in person["roller"]} == {
        *("lasare", "skribent", "granskare", "publicerare")
    }


def test_the_settings_of_the_guide_are_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = Path(__file__).parents[2] / "docs" / "drift.md"
    blocks = guide.read_text(encoding="utf-8").split("```yaml\n")
    block = next(each for each in blocks if "konton:" in each).partition("```")[0]
    local = tmp_path / "redaktion.yml"
    local.write_text(block, encoding="utf-8")
    plugins = read_configuration("redaktion", local).metadata["plugins"]
    for name in ("ANNA", "BO"):
        monkeypatch.setenv(f"INSATSER_LOSENORD_{name}", HASH)
    passwords = resolve_env_secrets(plugins["datasette-auth-passwords"], os.environ)
    read = read_redaktion(plugins["insatskatalogen"]["redaktion"], passwords)
    assert read.konton["bo"].roller == ("granskare", "publicerare")
    assert HASH not in repr(read)


async def test_everything_stays_below_a_prefix(
    release: Path, mini_data_copy: Path, tmp_path: Path
) -> None:
    datasette = open_redaktion(release, mini_data_copy, tmp_path / "f.db", base_url="/skola/")
    await datasette.invoke_startup()
    sent_on = await datasette.client.get("/redaktion")
    assert sent_on.headers["location"] == "/skola/-/login?nasta=%2Fredaktion"
    person = Person(datasette)
    given = {"konto": "sara", "losenord": PASSWORD, "nasta": "/redaktion/poster"}
    inside = await person.post("/-/login", given)
    assert inside.headers["location"] == "/skola/redaktion/poster"
    cookie = next(line for line in inside.headers.get_list("set-cookie") if "ds_actor" in line)
    assert "Path=/skola/" in cookie
    begun = await person.post("/redaktion/insatser/narvaroteam/andra")
    assert begun.headers["location"] == "/skola/redaktion/forslag/1/skriv"
    page = await person.soup("/redaktion/forslag/1/skriv")
    for form in page.select("main form"):
        assert str(form["action"]).startswith("/skola/"), form
    for link in page.select("main a"):
        assert str(link["href"]).startswith(("/skola/", "#")), link
    datasette.executor.shutdown()
