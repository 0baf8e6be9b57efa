"""Publish from the page: build, compare, show, go back; one at a time, by the right people only."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from bs4 import BeautifulSoup
from changing import change
from redaktionen import Person, fields_of, open_redaktion

from catalog.loading import load
from datasette_plugins import background
from datasette_plugins.background import Arbete, BusyError, Fynd, read_work
from datasette_plugins.publishing import publish
from datasette_plugins.redaktion import publicera
from datasette_plugins.showing import shown_release

PATIENCE = 120
PATH = "/redaktion/publicera"


@pytest_asyncio.fixture
async def instans(
    bygg: Path, mini_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Any]:
    monkeypatch.setattr(publicera, "VECTORS", "inga")
    shown = (bygg / "aktuell").resolve()
    datasette = open_redaktion(shown, mini_data_copy, tmp_path / "forslag.db")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


@pytest.fixture
def petra(instans: Any) -> Person:
    return Person(instans, "petra")


async def press(person: Person, button: str, **more: str) -> Any:
    """Press the button with these words on the page."""
    page = await person.soup(PATH)
    [found] = [each for each in page.find_all("button") if each.get_text() == button]
    fields = dict(fields_of(found.find_parent("form"))) | more
    fields.pop("csrftoken")
    return await person.post(PATH, fields)


async def until_done(person: Person) -> BeautifulSoup:
    """Load the page again until the work has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page = await person.soup(PATH)
        if not page.select("[data-pagar]"):
            return page
        await asyncio.sleep(0.3)
    raise AssertionError("Arbetet blev aldrig klart.")


async def test_build_compare_publish_and_go_back(
    petra: Person, bygg: Path, mini_data_copy: Path
) -> None:
    first = shown_release(bygg)
    change(mini_data_copy)
    page = await petra.soup(PATH)
    assert "har ändrats sedan den utgåva som visas" in page.get_text()
    answer = await press(petra, "Kontrollera och bygg")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    page = await until_done(petra)
    assert shown_release(bygg) == first
    told = page.get_text(" ", strip=True)
    assert "En ny utgåva är klar" in told
    assert "Ändrade: 1" in told
    [made] = {each.name for each in bygg.glob("*-utan-vektorer")} - {first}
    await press(petra, "Publicera den nya utgåvan")
    page = await until_done(petra)
    assert shown_release(bygg) == made
    assert "Utgåvan är publicerad." in page.get_text()
    assert "Petra Publicerare publicerade" in page.get_text(" ", strip=True)
    await press(petra, "Gå tillbaka till den förra utgåvan")
    page = await until_done(petra)
    assert shown_release(bygg) == first
    assert "Den förra utgåvan visas igen." in page.get_text()
    assert not [each for each in page.find_all("button") if "Gå tillbaka" in each.get_text()]


async def test_what_the_check_finds_is_told_and_nothing_changes(
    petra: Person, bygg: Path, mini_data_copy: Path
) -> None:
    first = shown_release(bygg)
    (mini_data_copy / "insatser" / "narvaroteam.yaml").write_text("id: [", encoding="utf-8")
    await press(petra, "Kontrollera och bygg")
    page = await until_done(petra)
    told = page.get_text(" ", strip=True)
    assert "Kontrollen hittade fel i katalogens filer." in told
    assert page.select_one("a[href*='/redaktion/insatser/narvaroteam/andra']")
    assert "Inget har ändrats för läsarna." in told
    assert shown_release(bygg) == first


async def test_a_build_of_what_is_shown_already_says_so(
    petra: Person, bygg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = Arbete("bygg", "petra", "2026-11-23T08:00:00+00:00", False, klart=shown_release(bygg))
    monkeypatch.setattr(publicera, "read_work", lambda _: same)
    told = (await petra.soup(PATH)).select_one(".notis[role=status]")
    assert "inget nytt att publicera" in told.get_text()


def test_what_stops_a_build_is_told_in_the_words_of_the_forms(mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    fil = "insatser/narvaroteam.yaml"
    found = Fynd("K104", fil, "kallor[0].last", "Fältet «last» saknas.", "Lägg till det.")
    assert publicera._fault(found, katalog) == publicera.Fel(
        "Närvaroteam",
        "Källor, rad 1: Läst version",
        "Fyll i det här.",
        "/redaktion/insatser/narvaroteam/andra?falt=kallor-0-last",
    )
    other = replace(found, fil="vokabular/typer.yaml", falt="", kod="K105")
    assert publicera._fault(other, katalog).vag == ""


async def test_a_worse_matching_is_asked_about_before_it_is_published(
    petra: Person, bygg: Path, mini_data_copy: Path
) -> None:
    first = shown_release(bygg)
    await make_worse(petra, bygg, mini_data_copy)
    page = await petra.soup(PATH)
    assert "Matchningen blir sämre med den nya utgåvan." in page.get_text()
    assert "sämre −0,75" in page.get_text(" ", strip=True)
    answer = await press(petra, "Publicera den nya utgåvan")
    assert answer.status_code == 409
    assert shown_release(bygg) == first
    answer = await press(petra, "Publicera den nya utgåvan", trots="ja")
    assert answer.status_code == 303
    await until_done(petra)
    assert shown_release(bygg) != first


async def make_worse(petra: Person, bygg: Path, data: Path) -> None:
    """Build a release, and let its figures say that it found little."""
    from catalog.building import file_hash

    change(data)
    await press(petra, "Kontrollera och bygg")
    await until_done(petra)
    work = read_work(bygg)
    assert work is not None
    assert work.klart
    path = bygg / work.klart / "matning.json"
    measured = json.loads(path.read_text(encoding="utf-8"))
    measured["resultat"][-1]["ndcg10"]["medel"] = 0.25
    path.write_text(json.dumps(measured), encoding="utf-8")
    manifest = json.loads((bygg / work.klart / "MANIFEST.json").read_text(encoding="utf-8"))
    manifest["filer"]["matning.json"] = file_hash(path)
    (bygg / work.klart / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "status"),
    [("lars", 403), ("sara", 403), ("greta", 403), ("petra", 200), ("", 302), ("okand", 302)],
)
async def test_only_publishers_see_the_page(instans: Any, name: str, status: int) -> None:
    assert (await Person(instans, name).get(PATH)).status_code == status


@pytest.mark.parametrize("name", ["lars", "sara", "greta", ""])
async def test_only_publishers_may_publish(instans: Any, bygg: Path, name: str) -> None:
    answer = await Person(instans, name).post(PATH, {"gor": "bygg"})
    assert answer.status_code == (403 if name else 401)
    assert read_work(bygg) is None


async def test_a_form_from_elsewhere_publishes_nothing(petra: Person, bygg: Path) -> None:
    answer = await petra.post(PATH, {"gor": "bygg"}, token=False)
    assert answer.status_code == 403
    assert read_work(bygg) is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"gor": "radera"}, 400),
        ({"gor": "visa", "utgava": "../../etc"}, 409),
        ({"gor": "visa", "utgava": ""}, 409),
    ],
)
async def test_what_was_not_offered_is_refused(
    petra: Person, bygg: Path, fields: dict[str, str], status: int
) -> None:
    before = shown_release(bygg)
    assert (await petra.post(PATH, fields)).status_code == status
    assert shown_release(bygg) == before


async def test_one_at_a_time(petra: Person, bygg: Path) -> None:
    (bygg / background.FOLDER).mkdir()
    with (bygg / background.FOLDER / background.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = await petra.post(PATH, {"gor": "bygg"})
        assert answer.status_code == 409
        assert "Någon annan har just börjat." in answer.text
        with pytest.raises(BusyError):
            background.begin(bygg, background.BACK, "petra", data=bygg)


async def test_work_that_is_killed_says_so_and_can_be_begun_again(
    petra: Person, bygg: Path, mini_data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown_release(bygg)
    begun: list[subprocess.Popen[bytes]] = []
    whole = subprocess.Popen

    def popen(*given: Any, **named: Any) -> Any:
        begun.append(whole(*given, **named))
        return begun[-1]

    monkeypatch.setattr(background.subprocess, "Popen", popen)
    change(mini_data_copy)
    await press(petra, "Kontrollera och bygg")
    page = await petra.soup(PATH)
    assert page.select("[data-pagar]")
    assert not [each for each in page.find_all("button") if "bygg" in each.get_text()]
    os.kill(begun[0].pid, signal.SIGKILL)
    page = await until_done(petra)
    assert "Arbetet avbröts innan det blev klart." in page.get_text()
    assert shown_release(bygg) == first
    await press(petra, "Kontrollera och bygg")
    assert "En ny utgåva är klar" in (await until_done(petra)).get_text()


async def test_a_folder_that_cannot_be_written_is_told(
    petra: Person, bygg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(background, "begin", refuse)
    answer = await petra.post(PATH, {"gor": "bygg"})
    assert answer.status_code == 409
    assert "Det gick inte att skriva i mappen för utgåvor." in answer.text


def test_the_public_instance_has_no_such_page(release: Path) -> None:
    from datasette_plugins.instance import open_datasette

    async def ask() -> int:
        datasette = open_datasette(release)
        await datasette.invoke_startup()
        answer = await datasette.client.get(PATH)
        datasette.executor.shutdown()
        return int(answer.status_code)

    assert asyncio.run(ask()) == 404


def test_what_publish_made_is_listed(bygg: Path, mini_data_copy: Path) -> None:
    change(mini_data_copy)
    made = publish(mini_data_copy, bygg, vectors="inga", av="petra")
    assert shown_release(bygg) == made.name
