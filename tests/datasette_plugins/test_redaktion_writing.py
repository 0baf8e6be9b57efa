"""From a form to the catalogue's own file: written, sent in, reviewed, applied."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from redaktionen import Person, fields_of
from skrivande import approve, begin, form_at, send, sent_in, version_of

from catalog import check


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


async def test_two_windows_of_one_draft_lose_nothing(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/narvaroteam")
    _, one = await form_at(sara, path)
    _, two = await form_at(sara, path)
    one["sammanfattning"], two["sammanfattning"] = ["Det ena fönstret."], ["Det andra fönstret."]
    assert (await send(sara, path, one)).status_code == 303
    answer = await send(sara, path, two)
    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    text = page.get_text()
    assert "Det ena" in text
    assert "Det andra" in text
    kept = fields_of(page.select_one("main form[action$=skriv]"))
    again = await sara.post(path, [pair for pair in kept if pair[0] != "csrftoken"])
    assert again.status_code == 303
    page, _ = await form_at(sara, path)
    assert page.select_one("#f-sammanfattning").get_text().strip() == "Det andra fönstret."


async def test_two_people_in_one_record_see_each_other_and_keep_both_changes(
    redaktion: Any, mini_data_copy: Path
) -> None:
    sara, sven, greta = (Person(redaktion, name) for name in ("sara", "sven", "greta"))
    saras = await sent_in(
        sara,
        "insatser/narvaroteam",
        sammanfattning="Saras mening om laget som följer upp frånvaron varje vecka.",
    )
    page = await sven.soup("/redaktion/insatser/narvaroteam/andra")
    assert "Det finns fler förslag om samma post." in page.get_text()
    svens = await sent_in(sven, "insatser/narvaroteam", anteckning="Svens anteckning.")
    assert (await approve(greta, saras)).status_code == 303
    answer = await approve(greta, svens)
    assert answer.status_code == 409
    assert "har ändrats sedan" in answer.text
    page = await sven.soup(svens)
    assert "Ändrat av andra under tiden" in page.get_text()
    again = await sven.post(f"{svens}/skriv-om", {"version": version_of(page)})
    assert again.status_code == 303
    _, sent = await form_at(sven, f"{svens}/skriv")
    assert (await send(sven, f"{svens}/skriv", sent, "skicka-in")).status_code == 303
    assert (await approve(greta, svens)).status_code == 303
    text = (mini_data_copy / "insatser" / "narvaroteam.yaml").read_text(encoding="utf-8")
    assert "Saras mening om laget som följer upp frånvaron varje vecka." in text
    assert "Svens anteckning." in text
    assert check(mini_data_copy) == []


async def test_what_was_not_read_is_not_approved(redaktion: Any) -> None:
    sara, greta = Person(redaktion, "sara"), Person(redaktion, "greta")
    path = await sent_in(
        sara,
        "insatser/narvaroteam",
        sammanfattning="Den första tanken om laget som följer upp frånvaron.",
    )
    old = version_of(await greta.soup(path))
    await sara.post(f"{path}/ta-tillbaka", {"version": old})
    _, sent = await form_at(sara, f"{path}/skriv")
    sent["sammanfattning"] = ["Den andra tanken om laget som följer upp frånvaron."]
    await send(sara, f"{path}/skriv", sent, "skicka-in")
    answer = await greta.post(f"{path}/godkann", {"version": old, "ord": ""})
    assert answer.status_code == 409
    assert "har ändrats sedan du öppnade det" in answer.text


async def test_an_insats_ends_gets_another_id_and_is_merged(
    redaktion: Any, mini_data_copy: Path
) -> None:
    sara, greta = Person(redaktion, "sara"), Person(redaktion, "greta")
    given = {"till": "2025", "eftertradare": "samtal-om-text", "skal": "Ersatt."}
    made = await sara.post("/redaktion/insatser/narvaroteam/avsluta", given)
    assert made.status_code == 303, made.text[-2000:]
    page = await sara.soup(made.headers["location"])
    assert "Avslut" in page.get_text()
    for name, fields in (
        ("byt-id", {"nytt": "narvarolag", "skal": "Nytt namn."}),
        ("sla-ihop", {"behall": "Samtal om text", "skal": "Samma."}),
    ):
        made = await sara.post(f"/redaktion/insatser/narvaroteam/{name}", fields)
        assert made.status_code == 303, made.text[-2000:]
        assert (await sara.get(made.headers["location"])).status_code == 200
    bad = await sara.post(
        "/redaktion/insatser/narvaroteam/byt-id", {"nytt": "samtal-om-text", "skal": "X"}
    )
    assert bad.status_code == 400
    assert (await greta.get("/redaktion/forslag")).status_code == 200
    renamed = made.headers["location"].replace(made.headers["location"].split("/")[-1], "2")
    _, sent = await form_at(sara, f"{renamed}/skriv")
    assert (await send(sara, f"{renamed}/skriv", sent, "skicka-in")).status_code == 303
    assert (await approve(greta, renamed)).status_code == 303
    assert (mini_data_copy / "insatser" / "narvarolag.yaml").is_file()
    assert not (mini_data_copy / "insatser" / "narvaroteam.yaml").exists()
    assert check(mini_data_copy) == []


async def test_the_history_tells_who_what_when_and_why(redaktion: Any) -> None:
    sara, greta = Person(redaktion, "sara"), Person(redaktion, "greta")
    path = await sent_in(
        sara,
        "insatser/narvaroteam",
        sammanfattning="En ny mening om laget som följer upp frånvaron varje vecka.",
    )
    await approve(greta, path)
    text = (await greta.soup("/redaktion/historik/insatser/narvaroteam")).get_text()
    for told in ("Sara Skribent", "Greta Granskare", "En ny mening", "Prov.", "Sammanfattning"):
        assert told in text
    only = await greta.soup("/redaktion/historik/insatser/narvaroteam?falt=namn")
    assert "Inga ändringar av det fältet" in only.get_text()
    assert (await greta.get("/redaktion/historik/insatser/aldrig")).status_code == 404


async def test_a_change_that_stands_in_another_file_can_be_sent_in(
    redaktion: Any, mini_data_copy: Path
) -> None:
    file = mini_data_copy / "insatser" / "narvaroteam.yaml"
    text = file.read_text(encoding="utf-8").replace("status: okand", "status: avslutad")
    file.write_text(text, encoding="utf-8")
    sara = Person(redaktion, "sara")
    given = {"eftertradare": "samtal-om-text", "skal": "Ersatt."}
    made = await sara.post("/redaktion/insatser/narvaroteam/avsluta", given)
    path = f"{made.headers['location']}/skriv"
    _, sent = await form_at(sara, path)
    assert (await send(sara, path, sent, "skicka-in")).status_code == 303


async def test_the_preview_is_the_public_page_of_the_proposal(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await sent_in(
        sara,
        "insatser/narvaroteam",
        sammanfattning="Förhandsvisad mening om laget som följer upp frånvaron.",
    )
    page = await sara.soup(f"{path}/forhandsvisning")
    assert "Förhandsvisad mening om laget som följer upp frånvaron." in page.get_text()
    assert "Förhandsvisning av förslag" in page.get_text()
    public = await sara.soup("/insatser/narvaroteam")
    assert "Förhandsvisad mening om laget som följer upp frånvaron." not in public.get_text()
    assert [each.get_text() for each in page.select("h2")] == [
        each.get_text() for each in public.select("h2")
    ]


async def test_how_it_would_be_found_is_told_with_and_without(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/narvaroteam")
    _, sent = await form_at(sara, path)
    sent["problemomraden.0.problemomrade"] = ["taluppfattning"]
    answer = await send(sara, path, sent, "hittas")
    shown = str(answer.headers["location"])
    statement = "Eleverna har svag taluppfattning och blandar ihop talen."
    await sara.post(shown, {"pastaenden": statement})
    for _ in range(600):
        page = await sara.soup(shown)
        if not page.find(string="Se om det är klart"):
            break
        await asyncio.sleep(0.2)
    lists = page.select(".tva-svar > div")
    assert len(lists) == 2
    places = [[each.get_text().split() for each in answers.select("li")] for answers in lists]
    before, after = (
        next(
            (place, line[1])
            for place, line in enumerate([*found, ["Närvaroteam", "ingen"]])
            if line[0] == "Närvaroteam"
        )
        for found in places
    )
    assert before[1].strip(",") in {"svag", "ingen"}
    assert after[0] < before[0] or after[1].strip(",") in {"stark", "möjlig"}


async def test_no_text_reaches_the_log(
    redaktion: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = Person(redaktion, "sara")
    path = await begin(sara, "insatser/narvaroteam")
    _, sent = await form_at(sara, path)
    sent["sammanfattning"] = ["MARKORDET"]

    def broken(*_: Any) -> Any:
        raise RuntimeError("MARKORDET")

    monkeypatch.setattr("datasette_plugins.redaktion.drafts.file_said_by", broken)
    answer = await send(sara, path, sent)
    assert answer.status_code == 500
    assert "MARKORDET" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "MARKORDET" not in caplog.text
