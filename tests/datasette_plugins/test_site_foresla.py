"""A nomination is given back as a file or a letter, kept nowhere, and can become a draft."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from bs4 import BeautifulSoup
from redaktionen import Person, open_redaktion

from catalog.proposals import ProposalStore
from datasette_plugins import responses
from datasette_plugins.instance import open_datasette
from datasette_plugins.pages import foresla

PATH = "/om/foresla"
FORM = "application/x-www-form-urlencoded"
MARKER = "Zvartkoltrast7731"
GIVEN = {
    "namn": "Läs mer ihop",
    "anordnare": "Exempelverket",
    "adress": "https://exempel.test/lasmer",
    "sammanfattning": "Lärare läser\r\ntillsammans.",
    "passar_nar": "Eleverna läser för lite.",
    "skolform": "grundskola",
    "skal": "Vi har haft nytta av den.",
    "fran": "En rektor",
}


async def sent(datasette: Any, fields: dict[str, str]) -> Any:
    return await datasette.client.post(
        PATH, content=urlencode(fields), headers={"content-type": FORM}
    )


async def test_the_file_holds_what_was_filled_in_and_becomes_a_draft(
    publik: Any, release: Path, mini_data: Path, tmp_path: Path
) -> None:
    answer = await sent(publik, {**GIVEN, "gor": "fil"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == f'attachment; filename="{foresla.FILE_NAME}"'
    told = json.loads(answer.text)
    assert told["post"] == {
        "namn": "Läs mer ihop",
        "anordnare_enligt_kallan": "Exempelverket",
        "skolformer": ["grundskola"],
        "sammanfattning": "Lärare läser tillsammans.",
        "passar_nar": ["Eleverna läser för lite."],
        "kallor": [
            {
                "titel": "Läs mer ihop",
                "utgivare": "Exempelverket",
                "url": "https://exempel.test/lasmer",
            }
        ],
    }
    assert (told["skal"], told["fran"]) == ("Vi har haft nytta av den.", "En rektor")
    redaktion = open_redaktion(release, mini_data, tmp_path / "f.db")
    await redaktion.invoke_startup()
    sara = Person(redaktion, "sara")
    taken = await sara.post("/redaktion/nominering", {"innehall": answer.text})
    assert taken.status_code == 303
    page = await sara.soup(taken.headers["location"])
    assert "Läs mer ihop" in page.get_text()
    store = ProposalStore(tmp_path / "f.db")
    [draft] = store.list_forslag()
    assert (draft.lage, draft.post_id, draft.skal) == (
        "utkast",
        "las-mer-ihop",
        "Vi har haft nytta av den.",
    )
    assert "En rektor" in store.comments(draft.nummer)[0].text
    store.close()
    redaktion.executor.shutdown()


async def test_the_letter_goes_to_the_editors(release: Path) -> None:
    local = release.parent / "brev.yml"
    local.write_text(
        "metadata: {plugins: {insatskatalogen: {kontakt_epost: red@exempel.test}}}",
        encoding="utf-8",
    )
    datasette = open_datasette(release, local=local)
    local.unlink()
    await datasette.invoke_startup()
    page = BeautifulSoup((await sent(datasette, {**GIVEN, "gor": "mejl"})).text, "html.parser")
    letter = page.select_one("a.knapp")["href"]
    assert letter.startswith("mailto:red@exempel.test?subject=")
    told = json.loads(unquote(letter.partition("&body=")[2]))
    assert told["post"]["namn"] == "Läs mer ihop"
    long = await sent(datasette, {**GIVEN, "passar_nar": "Ord " * 480, "gor": "mejl"})
    assert "för långt för att läggas i ett mejl" in long.text
    datasette.executor.shutdown()


async def test_without_an_address_to_write_to_it_says_so(publik: Any) -> None:
    answer = await sent(publik, {**GIVEN, "gor": "mejl"})
    assert "har inte angett någon adress" in answer.text
    assert "mailto:" not in answer.text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"namn": ""}, {"namn"}),
        ({"sammanfattning": "  "}, {"sammanfattning"}),
        ({"adress": "exempel.test"}, {"adress"}),
        ({"adress": "javascript:alert(1)"}, {"adress"}),
        ({"skal": "x" * 2001}, {"skal"}),
        ({"namn": "", "sammanfattning": ""}, {"namn", "sammanfattning"}),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_the_rest_is_kept(
    publik: Any, fields: dict[str, str], wrong: set[str]
) -> None:
    answer = await sent(publik, {**GIVEN, **fields, "gor": "fil"})
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html.parser")
    assert {each["id"] for each in page.select("[aria-invalid]")} == wrong
    for name in {"namn", "fran", "passar_nar"} - wrong:
        field = page.find(id=name)
        assert (field.get("value") or field.get_text()).strip() == GIVEN[name]


@pytest.mark.parametrize("gor", ["fil", "mejl", "", "annat"])
@pytest.mark.parametrize("broken", [False, True])
async def test_what_was_written_is_kept_nowhere(
    publik: Any,
    release: Path,
    gor: str,
    broken: bool,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    if broken:

        async def fail(*_: Any, **given: Any) -> Any:
            raise RuntimeError(str(given))

        monkeypatch.setattr(foresla, "page", fail)
        monkeypatch.setattr(foresla, "file_answer", lambda *_: 1 / 0)
        monkeypatch.setattr(responses, "error_page", fail)
    answer = await sent(publik, {**dict.fromkeys(GIVEN, MARKER), "adress": "", "gor": gor})
    assert answer.status_code == (500 if broken else 200)
    assert answer.headers["cache-control"] == "no-store"
    assert MARKER not in str(answer.headers)
    out, err = capfd.readouterr()
    assert MARKER not in out + err + caplog.text
    for path in release.rglob("*"):
        if path.is_file():
            assert MARKER.encode() not in path.read_bytes()


async def test_what_goes_wrong_with_us_is_told_on_a_page(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresla, "nomination", lambda *_: 1 / 0)
    answer = await sent(publik, {**GIVEN, "gor": "fil"})
    assert answer.status_code == 500
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("main h1") is not None
    assert foresla.FAILED.message in page.get_text()


async def test_the_words_are_shown_as_words(publik: Any) -> None:
    evil = '"><script>alert(1)</script>'
    for fields in ({**GIVEN, "namn": evil, "gor": "mejl"}, {"fran": evil, "skal": evil}):
        answer = await sent(publik, fields)
        assert "<script>alert" not in answer.text


async def test_only_writers_take_in_nominations(
    release: Path, mini_data: Path, tmp_path: Path
) -> None:
    redaktion = open_redaktion(release, mini_data, tmp_path / "f.db")
    await redaktion.invoke_startup()
    for name, status in (("lars", 403), ("petra", 403), ("", 401)):
        answer = await Person(redaktion, name).post("/redaktion/nominering", {"innehall": "{}"})
        assert answer.status_code == status
    empty = await Person(redaktion, "sara").post("/redaktion/nominering", {"innehall": " "})
    assert empty.status_code == 409
    assert "Filen är tom." in empty.text
    redaktion.executor.shutdown()
