"""How a new record begins: by name, from a pasted reference or from a nomination."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from redaktionen import Person
from skrivande import form_at

from datasette_plugins.redaktion.room import room_of

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
        (r"@book{x, title={Att l{\aa}sa}, doi={10.1234/abc}}", "Att låsa", ""),
        ("@article{x,\n title={Att läsa}\n year={2012}}", "", "(rad 2)"),
        ("@article{x, title={A}} @article{y, title={B}}", "", "Texten har 2 referenser."),
        ('[{"title": "A"}, {"title": "B"}]', "", "Texten har 2 referenser."),
        ('{"title": "A",\n "DOI: 1}', "", "Felet är på rad 2."),
        ("TY  - JOUR\nTI  - Att läsa\nER  -", "", "RIS"),
        ("Ord." * 5001, "", "längre än 20"),
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
