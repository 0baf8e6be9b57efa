"""A form that links to another record, to a draft of one, or to nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from redaktionen import Person
from skrivande import approve, begin, form_at, send

from catalog import check
from datasette_plugins.redaktion.room import room_of


async def test_a_link_to_nothing_is_told_in_words_of_the_form(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    _, sent = await form_at(sara, path)
    sent["problemomraden.0.problemomrade"] = ["finns-inte"]
    await send(sara, path, sent)
    page, _ = await form_at(sara, path)
    told = page.select_one("#f-problemomraden-0-problemomrade-fel")
    assert told is not None
    assert "«finns-inte» finns inte i katalogen." in told.get_text()
    assert "Välj ur listan" in told.get_text()


async def test_a_link_to_a_draft_is_chosen_told_of_and_waited_for(
    redaktion: Any, mini_data_copy: Path
) -> None:
    sara, sven, greta = (Person(redaktion, name) for name in ("sara", "sven", "greta"))
    made = await sven.post("/redaktion/program/ny", {"namn": "Skrivlyckan"})
    form = str(made.headers["location"])
    program, number = form.removesuffix("/skriv"), form.split("/")[-2]
    path = await begin(sara, "insatser/samtal-om-text")
    page, sent = await form_at(sara, path)
    choice = page.select_one("#lista-program option[value=skrivlyckan]")
    assert choice is not None
    assert choice.get_text() == f"Skrivlyckan (förslag {number})"
    # The name is enough, as for what is in the catalogue.
    sent |= {"program.1": ["skrivlyckan"], "skal": ["Prov."]}
    answer = await send(sara, path, sent, "skicka-in")
    assert answer.status_code == 303, BeautifulSoup(answer.text, "html.parser").select_one("#fel")
    shown = path.removesuffix("/skriv")
    page = await greta.soup(shown)
    assert page.select_one(f'.notis a[href="{program}"]') is not None
    assert f"finns som förslag {number}" in page.get_text()
    refused = await approve(greta, shown)
    assert refused.status_code == 409
    assert f"«Skrivlyckan» (förslag {number})" in refused.text
    assert room_of(redaktion).store.get(int(shown.split("/")[-1])).lage == "inskickat"
    _, sent = await form_at(sven, form)
    sent |= {"anordnare.0": ["exempelverket"], "skal": ["Prov."]}
    assert (await send(sven, form, sent, "skicka-in")).status_code == 303
    preview = await sara.soup(f"{shown}/forhandsvisning")
    assert "Skrivlyckan" in preview.get_text()
    assert (await approve(greta, program)).status_code == 303
    assert (await approve(greta, shown)).status_code == 303
    assert check(mini_data_copy) == []


async def test_two_drafts_that_link_to_each_other_are_told_of(redaktion: Any) -> None:
    sara, greta = Person(redaktion, "sara"), Person(redaktion, "greta")
    made = await sara.post("/redaktion/program/ny", {"namn": "Skrivlyckan"})
    program = str(made.headers["location"])
    given = {"nytt": "samtal-om-texter", "skal": "Fler texter."}
    made = await sara.post("/redaktion/insatser/samtal-om-text/byt-id", given)
    insats = f"{made.headers['location']}/skriv"
    _, sent = await form_at(sara, insats)
    answer = await send(sara, insats, sent | {"program.1": ["skrivlyckan"]}, "skicka-in")
    assert answer.status_code == 303
    _, sent = await form_at(sara, program)
    sent |= {"anordnare.0": ["exempelverket"], "insats": ["samtal-om-texter"], "skal": ["Prov."]}
    assert (await send(sara, program, sent, "skicka-in")).status_code == 303
    refused = await approve(greta, insats.removesuffix("/skriv"))
    assert refused.status_code == 409
    assert "Det länkar i sin tur hit" in refused.text


async def test_a_link_to_what_is_not_whole_waits_and_to_what_was_given_up_stops(
    redaktion: Any,
) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/problemomraden/ny", {"namn": "Skriva längre texter"})
    area = str(made.headers["location"]).removesuffix("/skriv")
    path = await begin(sara, "insatser/samtal-om-text")
    _, sent = await form_at(sara, path)
    sent |= {"problemomraden.0.problemomrade": ["skriva längre texter"], "skal": ["Prov."]}
    await send(sara, path, sent)
    preview = await sara.soup(path.replace("/skriv", "/forhandsvisning"))
    assert "finns som förslag" in preview.get_text()
    await sara.post(f"{area}/lagg-ned", {"version": "1"})
    _, sent = await form_at(sara, path)
    assert sent["problemomraden.0.problemomrade"] == ["skriva-langre-texter"]
    answer = await send(sara, path, sent, "skicka-in")
    assert answer.status_code == 400
    assert "finns inte i katalogen" in answer.text


async def test_a_name_can_be_written_where_an_id_is_asked_for(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/samtal-om-text")
    _, sent = await form_at(sara, path)
    sent["problemomraden.0.problemomrade"] = ["läsförståelse"]
    await send(sara, path, sent)
    page, _ = await form_at(sara, path)
    field = page.select_one("#f-problemomraden-0-problemomrade")
    assert field is not None
    # People read and choose names; the file has the id.
    assert field["value"] == "Läsförståelse"
    assert page.select_one("#f-problemomraden-0-problemomrade-valt").get_text() == ""
    assert page.select_one('#lista-problemomraden option[value="Läsförståelse"]') is not None
    number = int(path.split("/")[-2])
    assert "problemomrade: lasforstaelse" in room_of(redaktion).store.get(number).text
