"""Who may do what: every address and method of the editorial instance, for every role."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from redaktionen import FORM, HASH, PEOPLE, Person, open_redaktion

from catalog.proposals import ProposalStore, change
from catalog.prospect import Prospect
from datasette_plugins.redaktion.routes import ADDRESSES

WRITER = "sara"
READERS = frozenset({"lars", "sara", "sven", "greta", "gunnar", "petra"})
WRITERS = frozenset({"sara", "sven", "greta", "gunnar"})
REVIEWERS = frozenset({"greta", "gunnar"})
SPEAKERS = READERS - {"lars"}
NOBODY: frozenset[str] = frozenset()

TABLE: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/redaktion"): READERS,
    ("GET", "/redaktion/poster"): READERS,
    ("GET", "/redaktion/nominering"): WRITERS,
    ("POST", "/redaktion/nominering"): WRITERS,
    ("GET", "/redaktion/insatser/ny"): WRITERS,
    ("POST", "/redaktion/insatser/ny"): WRITERS,
    ("GET", "/redaktion/insatser/narvaroteam/andra"): READERS,
    ("POST", "/redaktion/insatser/narvaroteam/andra"): WRITERS,
    ("GET", "/redaktion/insatser/narvaroteam/avsluta"): WRITERS,
    ("POST", "/redaktion/insatser/narvaroteam/avsluta"): WRITERS,
    ("GET", "/redaktion/insatser/narvaroteam/byt-id"): WRITERS,
    ("POST", "/redaktion/insatser/narvaroteam/byt-id"): WRITERS,
    ("GET", "/redaktion/insatser/narvaroteam/sla-ihop"): WRITERS,
    ("POST", "/redaktion/insatser/narvaroteam/sla-ihop"): WRITERS,
    ("GET", "/redaktion/historik/insatser/narvaroteam"): READERS,
    ("GET", "/redaktion/lage"): READERS,
    ("GET", "/redaktion/bedomningar"): READERS,
    ("GET", "/redaktion/nytt-pastaende"): WRITERS,
    ("POST", "/redaktion/nytt-pastaende"): WRITERS,
    ("GET", "/redaktion/bedomningar/p1"): READERS,
    ("POST", "/redaktion/bedomningar/p1"): WRITERS,
    ("GET", "/redaktion/publicera"): frozenset({"petra"}),
    ("POST", "/redaktion/publicera"): frozenset({"petra"}),
    ("GET", "/redaktion/forslag"): READERS,
    # Proposal 1 is Sara's draft, 2 is what she has sent in.
    ("GET", "/redaktion/forslag/1"): READERS,
    ("GET", "/redaktion/forslag/1/skriv"): frozenset({WRITER}),
    ("POST", "/redaktion/forslag/1/skriv"): frozenset({WRITER}),
    ("POST", "/redaktion/forslag/1/skicka-in"): frozenset({WRITER}),
    ("POST", "/redaktion/forslag/1/fynd"): frozenset({WRITER}),
    ("GET", "/redaktion/forslag/1/forhandsvisning"): READERS,
    ("GET", "/redaktion/forslag/1/hittas"): READERS,
    ("POST", "/redaktion/forslag/1/hittas"): SPEAKERS,
    ("POST", "/redaktion/forslag/1/kommentera"): SPEAKERS,
    ("POST", "/redaktion/forslag/1/lagg-ned"): frozenset({WRITER}),
    ("POST", "/redaktion/forslag/1/skriv-om"): frozenset({WRITER}),
    ("GET", "/redaktion/forslag/2"): READERS,
    ("POST", "/redaktion/forslag/2/ta-tillbaka"): frozenset({WRITER}),
    ("POST", "/redaktion/forslag/2/skicka-ater"): REVIEWERS,
    ("POST", "/redaktion/forslag/2/godkann"): REVIEWERS,
    ("POST", "/redaktion/forslag/2/avvisa"): REVIEWERS,
    # Proposal 3 is Greta's own, which no role lets her review.
    ("POST", "/redaktion/forslag/3/godkann"): REVIEWERS - {"greta"},
    ("POST", "/redaktion/forslag/3/skicka-ater"): REVIEWERS - {"greta"},
    ("POST", "/redaktion/forslag/3/avvisa"): REVIEWERS - {"greta"},
    ("POST", "/redaktion/forslag/3/ta-tillbaka"): frozenset({"greta"}),
}
"""Method and address → those who may."""


@pytest.fixture
async def redaktion(release: Path, mini_data_copy: Path, tmp_path: Path) -> AsyncIterator[Any]:
    path = tmp_path / "r" / "forslag.db"
    path.parent.mkdir()
    store, prospect = ProposalStore(path), Prospect(mini_data_copy)
    for by, name, sent in (
        ("sara", "narvaroteam", False),
        ("sara", "fysik-pa-riktigt", True),
        ("greta", "tal-i-tanken", True),
    ):
        fil = f"insatser/{name}.yaml"
        text = str(prospect.text(fil)).replace("namn: ", "namn: Nya ", 1)
        made = store.create_draft(*change(prospect.katalog, fil, text), by=by, skal="Prov.")
        if sent:
            store.submit(made.nummer, by=by)
    store.close()
    datasette = open_redaktion(release, mini_data_copy, path)
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


def test_every_address_is_in_the_table() -> None:
    for each in ADDRESSES:
        for method, given in (("GET", each.get), ("POST", each.post)):
            told = [path for asked, path in TABLE if asked == method]
            found = any(re.fullmatch(each.pattern, path) for path in told)
            assert found is (given is not None), (method, each.pattern)


FIELDS = {"version": "1", "ord": "Ett ord.", "pastaenden": "Läsning.", "skal": "Prov."}


@pytest.mark.parametrize(("method", "path"), list(TABLE))
async def test_roles(redaktion: Any, mini_data_copy: Path, method: str, path: str) -> None:
    before = {each: each.read_bytes() for each in mini_data_copy.rglob("*.yaml")}
    # Those who may come last, since what they do changes what the others would meet.
    allowed = TABLE[method, path]
    for name in sorted(READERS, key=lambda each: each in allowed):
        person = Person(redaktion, name)
        answer = await (person.get(path) if method == "GET" else person.post(path, FIELDS))
        if name not in allowed:
            assert answer.status_code == 403, (name, answer.status_code)
            assert {each: each.read_bytes() for each in before} == before
        else:
            assert answer.status_code in {200, 303, 400, 409}, (name, answer.status_code)


@pytest.mark.parametrize(("method", "path"), list(TABLE))
async def test_nobody_comes_in_without_logging_in(redaktion: Any, method: str, path: str) -> None:
    person = Person(redaktion)
    answer = await (person.get(path) if method == "GET" else person.post(path, FIELDS))
    assert answer.status_code == (302 if method == "GET" else 401)
    assert "Nya " not in answer.text


@pytest.mark.parametrize("path", [path for method, path in TABLE if method == "POST"])
async def test_nothing_is_written_without_the_token(redaktion: Any, path: str) -> None:
    name = next(iter(sorted(TABLE["POST", path])))
    person = Person(redaktion, name)
    await person.token()
    before = log_of(redaktion)
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-origin"}):
        answer = await person.post(path, FIELDS, token=False, headers=headers)
        assert answer.status_code == 403
    wrong = await person.post(path, {**FIELDS, "csrftoken": "x"}, token=False)
    assert wrong.status_code == 403
    elsewhere = await person.post(path, FIELDS, headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    without_cookies = await redaktion.client.post(
        path, content="version=1", headers={"content-type": FORM}
    )
    assert without_cookies.status_code == 401
    assert log_of(redaktion) == before


def log_of(datasette: Any) -> list[Any]:
    from datasette_plugins.redaktion.room import room_of

    return room_of(datasette).store.events()


async def test_other_methods_are_refused_everywhere(redaktion: Any) -> None:
    before = log_of(redaktion)
    for path in {path for _, path in TABLE} | {"/-/login", "/-/logout"}:
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            for name in ("", "greta"):
                cookies = Person(redaktion, name).cookies
                answer = await redaktion.client.request(method, path, cookies=cookies)
                assert answer.status_code == 405, (method, path)
                assert "Nya " not in answer.text
    assert log_of(redaktion) == before


@pytest.mark.parametrize("name", ["", "lars", "sara", "petra"])
async def test_head_tells_what_get_tells(redaktion: Any, name: str) -> None:
    person = Person(redaktion, name)
    for path in (path for method, path in TABLE if method == "GET"):
        read = await person.get(path)
        head = await redaktion.client.head(path, cookies=person.cookies)
        assert (head.status_code, head.headers.get("location")) == (
            read.status_code,
            read.headers.get("location"),
        ), path
        assert "no-store" in head.headers["cache-control"]
        assert "no-store" in read.headers["cache-control"]


async def test_nothing_of_it_is_given_as_data(redaktion: Any) -> None:
    person = Person(redaktion, "petra")
    for path in {path for _, path in TABLE}:
        for ending in (".json", ".csv", ".db", "?_format=json&_trace=1&_json=1"):
            answer = await person.get(path + ending)
            kind = answer.headers.get("content-type", "")
            assert answer.status_code in {200, 403, 404, 405}, (path, ending)
            assert kind.startswith("text/html") or answer.status_code == 404, (path, ending)
            assert "_trace" not in answer.text or "Nya " not in answer.text


DEEDS = {
    "lagg-ned": "skriva",
    "skriv-om": "skriva",
    "ta-tillbaka": "skriva",
    "skriv": "skriva",
    "skicka-in": "skriva",
    "skicka-ater": "granska",
    "godkann": "granska",
    "avvisa": "granska",
    "kommentera": "kommentera",
}
STATES = ("utkast", "inskickat", "avvisat", "nedlagt", "godkant", "krock")


@pytest.mark.parametrize("state", STATES)
async def test_in_each_state_nobody_does_what_is_not_theirs(
    redaktion: Any, state: str, mini_data_copy: Path
) -> None:
    """Proposal 1 is Sara's, whatever has become of it."""
    from datasette_plugins.redaktion.room import room_of

    store = room_of(redaktion).store
    if state != "utkast":
        store.withdraw(1, by="sara") if state == "nedlagt" else store.submit(1, by="sara")
    if state == "avvisat":
        store.reject(1, by="greta", words="Nej.")
    if state in {"godkant", "krock"}:
        store.approve(1, by="greta")
    if state == "krock":
        store.mark_conflict(1, by="greta", words="Ändrad.", detail={})
    assert store.get(1).lage == state
    files = {each: each.read_bytes() for each in mini_data_copy.rglob("*.yaml")}
    for deed, action in DEEDS.items():
        allowed = {
            "skriva": {WRITER},
            "granska": REVIEWERS - {WRITER},
            "kommentera": SPEAKERS,
        }[action]
        for name in sorted(READERS - allowed):
            before = log_of(redaktion)
            answer = await Person(redaktion, name).post(f"/redaktion/forslag/1/{deed}", FIELDS)
            assert answer.status_code == 403, (deed, name)
            assert log_of(redaktion) == before
    assert store.get(1).lage == state
    assert {each: each.read_bytes() for each in files} == files


OWN_PAGES = (
    *("/", "/katalog", "/katalog.json", "/katalog/insats", "/katalog?sql=select+1", "/om/data"),
    *("/-/halsa", "/openapi.json", "/robots.txt", "/sitemap.xml", "/-/login", "/-/logout"),
    *("/-/actor", "/-/actor.json", "/-/permissions", "/-/allow-debug", "/-/logs", "/-/rules"),
    *("/-/plugins", "/-/plugins.json?all=1", "/-/metadata.json", "/-/settings.json", "/-/config"),
    *("/-/databases.json", "/-/threads.json", "/-/versions.json", "/-/patterns", "/-/tables"),
    *("/-/password-tool", "/-/create-token", "/-/auth-token", "/-/debug", "/-/schema", "/-/jump"),
    *("/forslag", "/forslag.db", "/forslag.json", "/_internal", "/_internal.json", "/_memory"),
    *("/redaktion?_trace=1", "/katalog?_trace=1", "/katalog/-/insert", "/-/asset-requests"),
    *(
        "/-/static/../forslag.db",
        "/-/static-plugins/insatskatalogen/../configuration/redaktion.yml",
    ),
)


@pytest.mark.parametrize("name", ["", "lars", "greta", "petra"])
async def test_no_page_shows_a_secret(redaktion: Any, tmp_path: Path, name: str) -> None:
    person = Person(redaktion, name)
    token = person.cookies.get("ds_actor", "ingen kaka alls")
    sessions = [each.name for each in (tmp_path / "r" / "forslag.db-inloggningar").glob("*")]
    secrets = [HASH.split("$")[3], "pbkdf2", "_password_hash", redaktion._secret, token, *sessions]
    secrets.append(str(tmp_path))
    for path in (*OWN_PAGES, *(path for _, path in TABLE)):
        for method in ("GET", "POST"):
            answer = await redaktion.client.request(method, path, cookies=person.cookies)
            told = f"{answer.headers}{answer.text}"
            assert [each for each in secrets if each in told] == [], (method, path)
            assert answer.status_code < 500, (method, path)


async def test_what_was_written_is_kept_when_time_ran_out(redaktion: Any) -> None:
    person = Person(redaktion, "sara")
    await person.token()
    person.cookies.pop("ds_actor")
    sent = {**FIELDS, "sammanfattning": "Något långt som tog en timme."}
    answer = await person.post("/redaktion/forslag/1/skriv", sent)
    assert answer.status_code == 401
    assert "Det du skrev finns kvar" in answer.text
    from redaktionen import PASSWORD, fields_of

    form = BeautifulSoup(answer.text, "html.parser").select_one("form.inloggning")
    fields = dict(fields_of(form)) | {"konto": "sara", "losenord": PASSWORD}
    fields.pop("csrftoken")
    back = await person.post("/-/login", fields)
    assert back.status_code == 200
    again = BeautifulSoup(back.text, "html.parser").select_one("main form[action*=skriv]")
    assert again is not None
    kept = dict(fields_of(again))
    assert kept["sammanfattning"] == "Något långt som tog en timme."
    kept.pop("csrftoken")
    assert (await person.post("/redaktion/forslag/1/skriv", kept)).status_code == 303


async def test_an_old_page_keeps_what_was_written(redaktion: Any) -> None:
    person = Person(redaktion, "sara")
    answer = await person.post(
        "/redaktion/forslag/1/skriv", {**FIELDS, "namn": "Kvar"}, token=False
    )
    assert answer.status_code == 403
    assert "Det du skrev finns kvar" in answer.text
    assert "Kvar" in answer.text


async def test_a_role_that_is_taken_away_ends_at_once(redaktion: Any) -> None:
    person = Person(redaktion, "greta")
    assert (await person.get("/redaktion/forslag/2")).status_code == 200
    from datasette_plugins.accounts import redaktion_of

    konton = redaktion_of(redaktion).konton  # type: ignore[union-attr]
    konton.pop("greta")  # type: ignore[attr-defined]
    assert (await person.get("/redaktion/forslag/2")).status_code == 302
    assert (await person.post("/redaktion/forslag/2/godkann", FIELDS)).status_code == 401


def test_the_people_of_the_table_are_all_of_them() -> None:
    assert set(PEOPLE) == READERS
