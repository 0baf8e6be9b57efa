"""From a form to the catalogue's own file: written, sent in, reviewed, applied."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from redaktionen import Person, fields_of, open_redaktion

from catalog import check
from catalog.kinds import WITH_PAGES
from catalog.proposals import new_record
from datasette_plugins.redaktion.pasted import clean, lines_of, paragraphs
from datasette_plugins.redaktion.room import room_of

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


def version_of(page: BeautifulSoup) -> str:
    field = page.select_one("input[name=version]")
    assert field is not None
    return str(field["value"])


async def sent_in(person: Person, record: str, **changes: str) -> str:
    """Write a change, send it in, and return the address of the proposal."""
    path = await begin(person, record)
    _, sent = await form_at(person, path)
    sent |= {name.replace("__", "."): [value] for name, value in changes.items()}
    sent["skal"] = ["Prov."]
    answer = await send(person, path, sent, "skicka-in")
    assert answer.status_code == 303, answer.text[-3000:]
    return path.removesuffix("/skriv")


async def approve(person: Person, path: str) -> Any:
    page = await person.soup(path)
    return await person.post(f"{path}/godkann", {"version": version_of(page), "ord": ""})


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
    assert told.select_one('#fel a[href="#f-kallor-2-url"]').get_text() == "Källor 3: Webbadress"
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


NEW = {
    "insatser": {"namn": "Ny insats"},
    "problemomraden": {"namn": "Nytt område"},
    "paverkansfaktorer": {"namn": "Ny faktor"},
    "program": {"namn": "Nytt program"},
    "anordnare": {"namn": "Ny anordnare"},
    "referenser": {"citat": "Exempel, A. (2012). Att läsa. Skoltidskrift, 3(1), 5–9."},
}


@pytest.mark.parametrize("kind", list(NEW))
async def test_every_kind_of_record_can_be_begun(redaktion: Any, kind: str) -> None:
    sara = Person(redaktion, "sara")
    assert (await sara.get(f"/redaktion/{kind}/ny")).status_code == 200
    answer = await sara.post(f"/redaktion/{kind}/ny", NEW[kind])
    assert answer.status_code == 303, answer.text[-2000:]
    page, _ = await form_at(sara, answer.headers["location"])
    assert page.select_one("h1") is not None
    if kind == "referenser":
        assert page.select_one("#f-title")["value"] == "Att läsa"
        assert page.select_one("#f-issued")["value"] == "2012"
        assert page.select_one("#f-author-0-family")["value"] == "Exempel"
        assert "exempel-2012" in page.get_text()
    preview = answer.headers["location"].replace("/skriv", "/forhandsvisning")
    assert (await sara.get(preview)).status_code == 200


@pytest.mark.parametrize(
    ("citat", "namn", "told"),
    [
        ("https://doi.org/10.1234/abc", "Att läsa", ""),
        ("doi:10.1234/abc", "", "Skriv vad posten heter"),
        ("@article{x, title={Att läsa}}", "", "BibTeX"),
        ("hej", "Att läsa", "Det gick inte att känna igen"),
    ],
)
async def test_a_pasted_reference(redaktion: Any, citat: str, namn: str, told: str) -> None:
    sara = Person(redaktion, "sara")
    answer = await sara.post("/redaktion/referenser/ny", {"citat": citat, "namn": namn})
    if told:
        assert answer.status_code == 400
        page = BeautifulSoup(answer.text, "html.parser")
        assert told in page.select_one("#nyfel").get_text()
        assert page.select_one("#citat").get_text().strip() == citat
    else:
        page, _ = await form_at(sara, answer.headers["location"])
        assert page.select_one("#f-DOI")["value"] == "10.1234/abc"
        assert page.select_one("#f-title")["value"] == namn


async def test_a_nomination_becomes_a_draft_and_is_kept_as_it_came(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    text = '{"slag": "insatser", "post": {"namn": "Utifrån"}, "skal": "Vi använder den."}'
    answer = await sara.post("/redaktion/nominering", {"innehall": text})
    assert answer.status_code == 303, answer.text[-2000:]
    page, _ = await form_at(sara, answer.headers["location"])
    assert page.select_one("#f-namn")["value"] == "Utifrån"
    page = await sara.soup(answer.headers["location"].removesuffix("/skriv"))
    assert "Vi använder den." in page.select_one(".kommentarer").get_text()
    assert "Sara Skribent" in page.get_text()
    assert (await sara.post("/redaktion/nominering", {"innehall": " "})).status_code == 409


async def test_a_nomination_is_found_in_its_letter(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    letter = 'Hej!\nVi vill föreslå den här: {"post": {"namn": "Ur ett brev"}}\nHälsningar, Åsa'
    answer = await sara.post("/redaktion/nominering", {"innehall": letter})
    assert answer.status_code == 303
    page, _ = await form_at(sara, answer.headers["location"])
    assert page.select_one("#f-namn")["value"] == "Ur ett brev"
    assert page.select_one("#f-skriven-av")["value"] == "Sara Skribent"


async def test_what_is_no_nomination_becomes_no_draft_and_is_kept(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    before = room_of(redaktion).store.counts()
    for letter in ('{"post": {"namn": "Avhu', "Hej, vi vill föreslå en insats."):
        answer = await sara.post("/redaktion/nominering", {"innehall": letter})
        assert answer.status_code == 409
        page = BeautifulSoup(answer.text, "html.parser")
        assert "går inte att läsa" in page.select_one("[role=alert]").get_text()
        assert page.select_one("#text").get_text().strip() == letter
    assert room_of(redaktion).store.counts() == before


async def test_an_id_that_is_taken_leads_to_what_has_it(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    answer = await sara.post("/redaktion/insatser/ny", {"namn": "Nytt", "id": "narvaroteam"})
    told = BeautifulSoup(answer.text, "html.parser").select_one("#nyfel")
    assert "Närvaroteam" in told.get_text()
    assert told.select_one("a")["href"] == "/redaktion/insatser/narvaroteam/andra"
    gone = await sara.post("/redaktion/insatser/ny", {"namn": "Nytt", "id": "borttagen"})
    assert BeautifulSoup(gone.text, "html.parser").select_one("#nyfel a") is None


async def test_what_a_preview_waits_for_is_told_field_by_field(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/insatser/ny", {"namn": "Ny insats"})
    form = str(made.headers["location"])
    page = await sara.soup(form.replace("/skriv", "/forhandsvisning"))
    told = [each.get_text() for each in page.select("main ul li") if "Fyll i" in each.get_text()]
    assert "Typ: Fyll i det här. " in [f"{each.strip()} " for each in told]
    assert page.select_one(f"main a.knapp[href='{form}']") is not None


async def test_a_name_that_is_taken_leads_to_what_has_it(redaktion: Any) -> None:
    sara, sven = Person(redaktion, "sara"), Person(redaktion, "sven")

    async def refused(path: str) -> str:
        answer = await sara.post(path, {"namn": "samtal om  text", "id": "nytt"})
        assert answer.status_code == 400
        page = BeautifulSoup(answer.text, "html.parser")
        assert page.select_one("#namn")["value"] == "samtal om  text"
        return str(page.select_one("#nyfel a")["href"])

    assert await refused("/redaktion/insatser/ny") == "/redaktion/insatser/samtal-om-text/andra"
    made = await sven.post("/redaktion/program/ny", {"namn": "Samtal om text"})
    form = str(made.headers["location"])
    assert await refused("/redaktion/program/ny") == form.removesuffix("/skriv")
    other = await sara.post("/redaktion/insatser/ny", {"namn": "Samtal om text (vuxna)"})
    assert other.status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"namn": ""}, "Skriv vad posten heter"),
        ({"namn": "X", "id": "Fel Id"}, "små bokstäver"),
        ({"namn": "X", "id": "narvaroteam"}, "redan använts"),
        ({"namn": "X", "id": "borttagen"}, "redan använts"),
    ],
)
async def test_a_bad_beginning_is_told_and_kept(redaktion: Any, sent: Any, told: str) -> None:
    answer = await Person(redaktion, "sara").post("/redaktion/insatser/ny", sent)
    assert answer.status_code == 400
    assert told in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("#namn")["value"] == sent["namn"]


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


async def test_a_long_list_of_proposals_is_read_a_page_at_a_time(redaktion: Any) -> None:
    from datasette_plugins.redaktion.listing import ON_A_PAGE

    sara, room = Person(redaktion, "sara"), room_of(redaktion)
    for number in range(ON_A_PAGE + 3):
        name = f"p{number}"
        plan = new_record("program", name, f"id: {name}\nnamn: Program {number}\n")
        room.store.create_draft(*plan, by="sara")
    first = await sara.soup("/redaktion/forslag?lage=utkast")
    assert len(first.select(".forslagslista > li")) == ON_A_PAGE
    older = await sara.soup(first.select_one(".bladdring a[rel=next]")["href"])
    assert [each.get_text() for each in older.select(".forslagslista li > p > a")] == [
        "Program 2",
        "Program 1",
        "Program 0",
    ]
    assert older.select_one(".bladdring a[rel=prev]") is not None
    for odd in ("0", "99", "-1", "x", "9" * 9):
        assert (await sara.soup(f"/redaktion/forslag?sida={odd}")).select(".forslagslista > li")


async def test_everyone_is_told_what_happens_next(redaktion: Any) -> None:
    sara, greta, lars = (Person(redaktion, name) for name in ("sara", "greta", "lars"))
    given = {"till": "2025", "eftertradare": "samtal-om-text", "skal": "Ersatt."}
    answer = await sara.post("/redaktion/insatser/narvaroteam/avsluta", given)
    path = str(answer.headers["location"])

    async def told(person: Person) -> str:
        return str((await person.soup(path)).select_one(".bladhuvud .notis").get_text())

    assert "ingen granskar förrän du har skickat in" in await told(sara)
    assert "Sara Skribent skriver på" in await told(greta)
    # What «Avsluta» made is sent in from where the whole of it is read.
    page = await sara.soup(path)
    sent = await sara.post(f"{path}/skicka-in", {"version": version_of(page)})
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert "en kollega granska" in await told(sara)
    assert "fatta sedan ditt beslut" in await told(greta)
    assert "väntar på att en granskare" in await told(lars)
    await greta.post(
        f"{path}/skicka-ater",
        {"version": version_of(await greta.soup(path)), "ord": "Vilken källa?"},
    )
    assert "Läs granskarens ord" in await told(sara)
    assert "Sara Skribent ska ändra det" in await told(greta)
    # And the words stand where they are needed, beside the fields.
    page = await sara.soup(f"{path}/skriv")
    assert "Greta Granskare" in page.select_one("main .notis.viktig").get_text()
    assert "Vilken källa?" in page.select_one("main .notis.viktig").get_text()


async def test_an_old_page_or_a_draft_that_is_not_whole_is_not_sent_in(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/insatser/ny", {"namn": "Ny insats"})
    path = str(made.headers["location"]).removesuffix("/skriv")
    page = await sara.soup(path)
    refused = await sara.post(f"{path}/skicka-in", {"version": version_of(page)})
    assert refused.status_code == 400
    assert BeautifulSoup(refused.text, "html.parser").select_one(".felruta[role=alert]") is not None
    old = await sara.post(f"{path}/skicka-in", {"version": "77"})
    assert old.status_code == 409
    assert "inte inskickat" in old.text
    assert room_of(redaktion).store.get(int(path.split("/")[-1])).lage == "utkast"


async def test_what_a_reviewer_wrote_is_kept_when_the_decision_fails(redaktion: Any) -> None:
    sara, sven, greta = (Person(redaktion, name) for name in ("sara", "sven", "greta"))
    first = await sent_in(sara, "insatser/narvaroteam", anteckning="Saras anteckning.")
    second = await sent_in(sven, "insatser/narvaroteam", anteckning="Svens anteckning.")
    assert (await approve(greta, first)).status_code == 303
    version = version_of(await greta.soup(second))
    failed = await greta.post(f"{second}/godkann", {"version": version, "ord": "Tack, <bra>!"})
    assert failed.status_code == 409
    page = BeautifulSoup(failed.text, "html.parser")
    assert page.select_one("#ord").get_text().strip() == "Tack, <bra>!"


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
