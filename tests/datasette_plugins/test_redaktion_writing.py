"""From a form to the catalogue's own file: written, sent in, reviewed, applied."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from redaktionen import Person, fields_of, open_redaktion

from catalog import check
from catalog.kinds import WITH_PAGES

MINI = Path(__file__).resolve().parent.parent / "minikatalog"
RECORDS = sorted(
    f"{kind}/{path.stem}" for kind in WITH_PAGES for path in (MINI / kind).glob("*.yaml")
)


@pytest.fixture
async def redaktion(release: Path, mini_data_copy: Path, tmp_path: Path) -> AsyncIterator[Any]:
    datasette = open_redaktion(release, mini_data_copy, tmp_path / "r" / "forslag.db")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


async def begin(person: Person, record: str) -> str:
    """Begin a change of a record and return the address of its form."""
    answer = await person.post(f"/redaktion/{record}/andra")
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.headers["location"])


async def form_at(person: Person, path: str) -> tuple[BeautifulSoup, dict[str, list[str]]]:
    """Return a page with a form of a record, and what it would send as it stands."""
    page = await person.soup(path)
    sent: dict[str, list[str]] = {}
    for name, value in fields_of(page.select_one("form.redigering")):
        if name != "csrftoken":
            sent.setdefault(name, []).append(value)
    return page, sent


async def send(person: Person, path: str, sent: dict[str, list[str]], gor: str = "spara") -> Any:
    pairs = [(name, value) for name, values in sent.items() for value in values]
    return await person.post(path, [*pairs, ("gor", gor)])


@pytest.mark.parametrize("record", RECORDS)
async def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(
    redaktion: Any, mini_data_copy: Path, record: str
) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, record)
    page, sent = await form_at(sara, path)
    answer = await send(sara, path, sent)
    assert answer.status_code == 303
    page = await sara.soup(path.removesuffix("/skriv"))
    assert "Inget är ändrat." in page.get_text()
    refused = await send(sara, path, {**sent, "skal": ["Prov."]}, "skicka-in")
    assert refused.status_code == 400
    assert "Du har inte ändrat något än." in refused.text


async def test_a_change_goes_all_the_way_to_the_file(redaktion: Any, mini_data_copy: Path) -> None:
    sara, greta = Person(redaktion, "sara"), Person(redaktion, "greta")
    file = mini_data_copy / "insatser" / "narvaroteam.yaml"
    before = file.read_text(encoding="utf-8")
    path = await begin(sara, "insatser/narvaroteam")
    _, sent = await form_at(sara, path)
    sent["sammanfattning"] = ["Skolan samlar vuxna som följer upp frånvaron varje vecka."]
    sent["skal"] = ["Tydligare för en rektor."]
    answer = await send(sara, path, sent, "skicka-in")
    assert (answer.status_code, answer.headers["location"]) == (303, path.removesuffix("/skriv"))
    assert file.read_text(encoding="utf-8") == before
    shown = path.removesuffix("/skriv")
    page = await greta.soup(shown)
    assert "Tydligare för en rektor." in page.get_text()
    assert page.select_one("ins") is not None
    version = page.select_one("input[name=version]")
    done = await greta.post(f"{shown}/godkann", {"version": version["value"], "ord": "Bra."})
    assert done.status_code == 303, done.text
    after = file.read_text(encoding="utf-8")
    assert after.replace("Skolan samlar vuxna som följer upp frånvaron varje vecka.", "") != before
    assert "Skolan samlar vuxna" in after
    assert check(mini_data_copy) == []
    page = await sara.soup(shown)
    assert "efter nästa publicering" in page.get_text()
    assert "Greta Granskare" in page.get_text()
