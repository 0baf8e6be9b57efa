"""What the first page, the insats page and long pages promise to those who look at them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup

from catalog.reading import Reader, Samlingsblad
from datasette_plugins import templating, tillganglighet, wording

Soup = Callable[[str], Awaitable[BeautifulSoup]]


async def posted(publik: Any, text: str, **more: str) -> tuple[Any, BeautifulSoup]:
    response = await publik.client.post("/analys", data={"text": text, **more})
    assert response.status_code == 200
    return response, BeautifulSoup(response.text, "html.parser")


def heading(page: BeautifulSoup) -> str:
    assert page.h1 is not None
    return page.h1.get_text()


async def test_a_programme_is_found_by_its_name(publik: Any) -> None:
    _, page = await posted(publik, "läslyckan")
    assert page.select_one(".brickor a[href='/program/laslyckan']") is not None
    first = page.select_one("article.kort a")
    assert first is not None
    assert first["href"] == "/insatser/laslyckan-hela"


@pytest.mark.parametrize("word", ["läslyckan", "Samtal om text", "läsförståelse"])
async def test_a_word_in_the_box_is_looked_for(publik: Any, word: str) -> None:
    response, page = await posted(publik, word)
    assert heading(page) == f"Träffar på «{word}»"
    assert page.select_one("article.kort a[href^='/insatser/']") is not None
    assert response.headers["cache-control"] == "no-store"
    assert page.title is not None
    assert word not in page.title.get_text()
    for tag in page.select("[href], [action]"):
        assert word.lower() not in str(tag.get("href") or tag.get("action")).lower()


async def test_a_name_comes_first_among_the_hits(publik: Any) -> None:
    _, page = await posted(publik, "intensiv lästräning")
    first = page.select_one("article.kort a")
    assert first is not None
    assert first["href"] == "/insatser/intensiv-lastraning"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Eleverna läser utan att förstå vad texten säger.", {}),
        ("Eleverna läser inte.", {}),
        ("Frånvaron ökar", {}),
        ("låg läsförståelse", {}),
        ("Ventilationen är trasig", {}),
        ("läsförståelse", {"som": "problem"}),
        ("läsförståelse", {"skolform": "grundskola"}),
    ],
)
async def test_a_sentence_in_the_box_is_a_problem(
    publik: Any, text: str, more: dict[str, str]
) -> None:
    _, page = await posted(publik, text, **more)
    assert heading(page) == "Förslag på insatser"


async def test_a_whole_analysis_gets_advice(publik: Any) -> None:
    sentence = "Eleverna läser utan att förstå vad texten säger. "
    advice = "Texten tar nog upp flera problem."
    assert advice in (await posted(publik, sentence * 20))[1].get_text()
    assert advice in (await posted(publik, "- Eleverna läser inte\n" * 6))[1].get_text()
    assert advice not in (await posted(publik, sentence))[1].get_text()


async def test_what_was_chosen_is_told_with_the_suggestions(publik: Any, soup: Soup) -> None:
    told = "Förslagen rättar sig efter det du har valt: grundskola, 4–6."
    _, page = await posted(publik, "Eleverna läser inte.", skolform="grundskola", arskurs="4-6")
    assert told in page.get_text()
    shared = "/matcha/resultat?problemomrade=lasforstaelse"
    assert told in (await soup(f"{shared}&skolform=grundskola&arskurs=4-6")).get_text()
    assert "det du har valt" not in (await soup(shared)).get_text()


async def test_a_word_that_nothing_holds_is_told(publik: Any) -> None:
    _, page = await posted(publik, "xyzzyx")
    assert "Inget hittades" in page.get_text()


async def test_markup_in_a_word_stays_text(publik: Any) -> None:
    _, page = await posted(publik, "<script>x()</script>")
    assert not page.select("main script")
    assert "<script>x()</script>" in heading(page)


async def test_the_first_page_tells_what_is_new_from_the_records(soup: Soup, reader: Any) -> None:
    page = await soup("/")
    [section] = page.select("section[aria-labelledby=nytt]")
    text = " ".join(section.get_text(" ").split())
    days = [insats.skriven_datum for insats in reader.insatser()]
    number = f"{days.count(max(days))}\N{NO-BREAK SPACE}insatser"
    assert f"{number}, {wording.date(max(days))}" in section.get_text()
    assert "inte att insatserna är nya" in text


async def test_new_and_ended_insatser_are_listed_by_year(reader: Reader) -> None:
    new = reader.nytt(ar=2020)
    assert [insats.till for insats in new.slutade] == [2021]
    assert all((insats.fran or 0) >= 2020 for insats in new.borjade)
    assert reader.nytt(ar=9999).slutade == ()


async def facts_of(soup: Soup, path: str) -> dict[str, str]:
    page = await soup(path)
    return {
        dt.get_text(): " ".join(dt.find_next("dd").get_text(" ").split())  # type: ignore[union-attr]
        for dt in page.select("aside dt")
    }


async def test_the_facts_hold_evidence_apart_from_its_direction(soup: Soup) -> None:
    facts = await facts_of(soup, "/insatser/samtal-om-text")
    assert facts["Evidens"] == "Effektstudie"
    assert facts["Riktning"] == "Blandad"
    assert facts["Kostnad"] == "Egen tid"
    assert facts["Senast sedd över"].startswith("22 november 2026")
    names = list(facts)
    asked = ["Skolformer", "För", "Tid och omfattning", "Leds av", "Kostnad", "Evidens", "Status"]
    assert [name for name in names if name in asked] == asked


async def test_the_same_facts_stand_for_every_insats(soup: Soup, reader: Any) -> None:
    always = {"Skolformer", "För", "Tid och omfattning", "Leds av", "Kostnad", "Evidens", "Status"}
    for insats in reader.insatser():
        assert always <= set(await facts_of(soup, f"/insatser/{insats.id}")), insats.id


async def test_marks_are_pictures_with_words(soup: Soup) -> None:
    page = await soup("/insatser")
    lines = page.select(".kort .korthet li")
    assert lines
    for svg in page.select(".korthet svg"):
        assert svg["aria-hidden"] == "true"
    for line in lines:
        name, _, value = " ".join(line.get_text(" ").split()).partition(": ")
        assert name in {"Evidens", "Riktning", "Kostnad", "Tid"}
        assert value


@pytest.mark.parametrize(("day", "late"), [("2026-11-22", False), ("2999-01-01", True)])
async def test_an_insats_whose_review_is_late_says_so(
    publik: Any, reader: Any, monkeypatch: pytest.MonkeyPatch, day: str, late: bool
) -> None:
    insats = next(each for each in reader.insatser() if each.granskas_senast)
    monkeypatch.setattr(templating, "today", lambda: day)
    text = (await publik.client.get(f"/insatser/{insats.id}")).text
    assert ("Försenad översyn." in text) is late
    assert ("Skulle ha setts över igen senast" in text) is late


async def test_an_insats_with_unconfirmed_facts_is_marked(soup: Soup, reader: Any) -> None:
    low = [insats.id for insats in reader.insatser() if insats.sakerhet.id == "lag"]
    assert low
    for insats_id in low:
        notices = [
            each.get_text() for each in (await soup(f"/insatser/{insats_id}")).select(".notis")
        ]
        assert any("Uppgifterna är inte bekräftade." in each for each in notices)


async def test_a_suggestion_tells_the_status_once(soup: Soup) -> None:
    page = await soup("/matcha/resultat?problemomrade=skolfranvaro")
    [card] = [
        each
        for each in page.select("article.forslag")
        if each.select_one("a[href='/insatser/narvaroteam']")
    ]
    assert card.get_text().lower().count("oklart om") == 1


async def test_a_fault_can_be_told_with_the_id(soup: Soup) -> None:
    [text] = (await soup("/insatser/samtal-om-text")).select(".kopiera")
    assert "Id: samtal-om-text" in text.get_text()
    assert "Katalogversion: " in text.get_text()


async def test_a_fault_goes_by_mail_when_there_is_an_address(
    publik: Any, soup: Soup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "contact", lambda _: "katalogen@example.se")
    [link] = (await soup("/insatser/samtal-om-text")).select(".felanmalan a")
    expected = "mailto:katalogen@example.se?subject=Fel%20i%20Insatskatalogen%3A%20samtal-om-text"
    assert link["href"] == expected


async def test_every_work_stands_under_its_letter(soup: Soup, reader: Reader) -> None:
    page = await soup("/kallor")
    works = [str(a["href"]).rpartition("/")[2] for a in page.select("details.bokstav a")]
    assert works == [each.id for each in reader.referenser()]
    for part in page.select("details.bokstav"):
        assert part.h3 is not None
        assert all(a.get_text()[0] == part.h3.get_text() for a in part.select("a"))


async def test_many_insatser_are_folded_by_kind_and_none_is_lost(
    soup: Soup, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Reader.anordnare
    monkeypatch.setattr(
        Reader,
        "anordnare",
        lambda self, id_: replace(
            cast(Samlingsblad, whole(self, id_)), insatser=self.register.kort * 2
        ),
    )
    page = await soup("/anordnare/exempelverket")
    assert not page.select("article.kort")
    assert len(page.select("details.slag a")) == 24


async def test_areas_stand_below_those_they_are_part_of(
    soup: Soup, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {"avkodning": "lasforstaelse", "skolfranvaro": "lasforstaelse"}
    monkeypatch.setattr(Reader, "ingar_i", lambda _: parts)
    page = await soup("/problemomraden")
    links = {str(a["href"]).rpartition("/")[2]: a for a in page.select(".analysniva a")}
    assert set(links) == {area.id for area in reader.omradeslista()}
    groups = {area.id: area.grupp.id for area in reader.omradeslista()}
    for part, wider in parts.items():
        above = links[part].find_parent("ul").find_parent("li")  # type: ignore[union-attr]
        if groups[part] == groups[wider]:
            assert above is not None
            assert above.a == links[wider]
        else:
            assert above is None


async def test_the_version_is_a_day_and_a_short_code(soup: Soup, reader: Any) -> None:
    text = (await soup("/om")).get_text()
    version = reader.byggnad()["version"]
    assert f"Katalogversion 22 november 2026 (kod {version[:7]})" in text
    assert version not in text


async def test_the_accessibility_page_tells_what_the_run_found(
    soup: Soup, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tillganglighet.statement()
    fault = {"regel": "x", "antal": 2, "hjalp": "Påhittad brist"}
    told = {
        **run,
        "andrat": True,
        "korning": {**run["korning"], "sidor": [{"namn": "Hittesidan", "brister": [fault]}]},
    }
    assert "Påhittad brist" not in (await soup("/om/tillganglighet")).get_text()
    monkeypatch.setattr(tillganglighet, "statement", lambda: told)
    text = (await soup("/om/tillganglighet?v=2")).get_text()
    assert "Hittesidan: Påhittad brist (2\N{NO-BREAK SPACE}ställen)" in text
    assert "har ändrats sedan dess" in text
    assert "fann inga brister" not in text


def test_the_kept_run_saw_every_kind_of_page_in_every_look() -> None:
    run = tillganglighet.statement()["korning"]
    assert run["bredder"] == [360, 768, 1280]
    assert run["lagen"] == ["ljust", "mörkt"]
    names = {page["namn"] for page in run["sidor"]}
    assert {"Startsidan", "En insats", "Kartan över katalogen", "Träffar på ett ord"} <= names
    assert len(names) >= 28


def test_what_was_not_tried_by_hand_has_no_day() -> None:
    kept = tillganglighet.statement()["for_hand"]
    assert {row["utfall"] for row in kept} <= {"godkant", "brist", "inte-provat"}
    for row in kept:
        assert ("datum" in row) is (row["utfall"] != "inte-provat"), row["vad"]
