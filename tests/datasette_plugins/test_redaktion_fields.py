"""The form of a record: what stands in it is kept, and what is wrong is told at its field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from redaktionen import Person
from skrivande import begin, form_at, send, sent_in

from catalog.kinds import WITH_PAGES
from datasette_plugins.redaktion.pasted import clean, lines_of, paragraphs
from datasette_plugins.redaktion.room import room_of

MINI = Path(__file__).resolve().parent.parent / "minikatalog"
RECORDS = sorted(
    f"{kind}/{path.stem}" for kind in WITH_PAGES for path in (MINI / kind).glob("*.yaml")
)


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


async def test_rows_come_and_go_without_script(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    page, sent = await form_at(sara, path)
    steps = page.select("[name^='forsta_steg.']")
    assert len(steps) == 2
    answer = await send(sara, path, sent, "lagg-till:forsta_steg")
    assert answer.headers["location"].endswith("?rad=forsta_steg#f-forsta_steg-2")
    page, sent = await form_at(sara, answer.headers["location"].partition("#")[0])
    assert page.select_one("#f-forsta_steg-2") is not None
    sent["forsta_steg.2"] = ["Boka en tid."]
    await send(sara, path, sent, "upp:forsta_steg:2")
    page, sent = await form_at(sara, path)
    assert [each.get_text().strip() for each in page.select("[name^='forsta_steg.']")] == [
        "Läs den första delen.",
        "Boka en tid.",
        "Utse handledare.",
    ]
    await send(sara, path, sent, "ta-bort:forsta_steg:0")
    page, _ = await form_at(sara, path)
    assert [each.get_text().strip() for each in page.select("[name^='forsta_steg.']")] == [
        "Boka en tid.",
        "Utse handledare.",
    ]


async def test_what_is_pasted_from_elsewhere_becomes_plain_words(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    _, sent = await form_at(sara, path)
    sent["namn"] = ["Samtal\u00a0om \tte\u00adxt"]
    sent["beskrivning"] = [
        "La\u0308raren och eleverna läser en text tillsammans och talar om\r\n"
        "vad den betyder.\r\nSedan skriver de.\r\n\r\n\r\nTill sist läser de igen.\u200b"
    ]
    sent["passar_nar.0"] = ["•\tNi har tid.\r\n•\tNi har en\r\nhandledare.\r\n"]
    told = await send(sara, path.replace("/skriv", "/fynd"), sent)
    assert told.status_code == 200
    await send(sara, path, sent)
    page, _ = await form_at(sara, path)
    assert page.select_one("#f-namn")["value"] == "Samtal om text"
    assert page.select_one("#f-beskrivning").get_text().strip().split("\n\n") == [
        "Läraren och eleverna läser en text tillsammans och talar om vad den betyder.",
        "Sedan skriver de.",
        "Till sist läser de igen.",
    ]
    rows = [each.get_text().strip() for each in page.select("[name^='passar_nar.']")]
    assert rows[:2] == ["Ni har tid.", "Ni har en handledare."]


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_what_has_been_made_plain_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert paragraphs(paragraphs(text)) == paragraphs(text)
    assert all(paragraphs(line) == line for line in lines_of(text))


async def test_a_finding_stands_at_its_field(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    _, sent = await form_at(sara, path)
    sent["fran"] = ["i fjol"]
    sent["kallor.0.url"] = ["exempel"]
    sent["namn"] = [""]
    sent["skal"] = ["Prov."]
    answer = await send(sara, path, sent, "skicka-in")
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html.parser")
    summary = page.select_one(".felruta[role=alert]")
    assert summary is not None
    for name in ("fran", "kallor-0-url", "namn"):
        field = page.select_one(f"#f-{name}")
        assert field is not None, name
        assert field["aria-invalid"] == "true"
        assert f"f-{name}-fel" in field["aria-describedby"].split()
        assert page.select_one(f"#f-{name}-fel").get_text().strip()
        assert summary.select_one(f'a[href="#f-{name}"]') is not None
    for word in ("citattecken", "yaml", "null", "insatser katalog"):
        assert word not in page.select_one("form.redigering").get_text().lower(), word
    assert page.select_one("#f-fran")["value"] == "i fjol"


async def test_findings_are_told_while_writing_and_nothing_is_saved(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    page, sent = await form_at(sara, path)
    asked = page.select_one("form.redigering")["data-fynd"]
    sent["fran"] = ["i fjol"]
    # An empty row above is not in the file; the finding stands at the row that the page shows.
    sent["kallor.1.titel"] = [""]
    sent["kallor.2.titel"] = ["Utan år"]
    sent["kallor.2.url"] = ["exempel"]
    sent["problemomraden.0.problemomrade"] = ["avkodning"]
    before = room_of(redaktion).store.events()
    answer = await send(sara, asked, sent)
    assert answer.status_code == 200, answer.text
    told = BeautifulSoup(answer.text, "html.parser")
    boxes = {each["id"] for each in told.select(".faltfel")}
    assert {"f-fran-fel", "f-kallor-2-url-fel", "f-kallor-2-last-fel"} <= boxes
    assert "f-kallor-1-url-fel" not in boxes
    assert told.select_one('#fel a[href="#f-fran"]') is not None
    # Every row of a list has the same fields: the overview tells which row it is.
    row = told.select_one('#fel a[href="#f-kallor-2-url"]')
    assert row.get_text() == "Källor, rad 3: Webbadress"
    assert re.fullmatch(
        r"\d+ kvar att fylla i, \d+\sfel", told.select_one("[role=status]").get_text()
    )
    for box in told.select(".faltfel"):
        shown = page.find(id=box["id"])
        assert shown is not None or "-2-" in box["id"], box["id"]
    chosen = told.select_one("#f-problemomraden-0-problemomrade-valt")
    assert chosen is not None
    assert chosen.get_text() == "Avkodning"
    assert room_of(redaktion).store.events() == before
    # What is told while writing is what stands there when it has been saved.
    saved, _ = await form_at(sara, path)
    assert saved.select_one("#f-fran")["value"] == "2014"
    sent = {key: value for key, value in sent.items() if not key.startswith("kallor.1.")}
    await send(sara, path, sent)
    saved, _ = await form_at(sara, path)
    assert saved.select_one("#f-fran-fel").get_text() == told.select_one("#f-fran-fel").get_text()
    assert len(saved.select("#fel li")) == len(told.select("#fel li"))


async def test_what_is_left_to_fill_in_is_told_mildly_until_it_is_sent_in(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/insatser/ny", {"namn": "Ny insats"})
    path = str(made.headers["location"])
    page, sent = await form_at(sara, path)
    assert page.select_one("#fel h2").get_text() == "Kvar att fylla i"
    assert page.select_one('#fel a[href="#f-typ"]') is not None
    assert page.select(".felruta, .felaktigt, [aria-invalid]") == []
    assert page.select_one("#f-typ-fel").get_text() == "Fyll i det här."
    refused = await send(sara, path, sent | {"skal": ["Prov."]}, "skicka-in")
    page = BeautifulSoup(refused.text, "html.parser")
    assert page.select_one(".felruta[role=alert] a[href='#f-typ']") is not None
    assert page.select_one("#f-typ")["aria-invalid"] == "true"


async def test_findings_are_told_only_of_a_draft(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await sent_in(
        sara, "insatser/narvaroteam", sammanfattning="En mening om laget som följer upp frånvaron."
    )
    assert (await sara.post(f"{path}/fynd", {"namn": "X"})).status_code == 409
