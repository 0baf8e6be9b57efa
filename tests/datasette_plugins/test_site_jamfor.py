"""Two to four insatser side by side: what is told, what differs, and what is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from addresses import RECORDS
from bs4 import BeautifulSoup, Tag

from catalog.reading import Reader, Term
from datasette_plugins.egenskaper import EGENSKAPER, Ord, Rad, Varde, compare
from datasette_plugins.templating import MISSING

Soup = Callable[[str], Awaitable[BeautifulSoup]]
IDS = [path.rpartition("/")[2] for path in RECORDS if path.startswith("/insatser/")]
TWO = "/jamfor?insats=samtal-om-text&insats=fysik-pa-riktigt"


def rows_of(page: BeautifulSoup) -> dict[str, Tag]:
    """Return heading → row of the comparison."""
    rows = {}
    for row in page.select("table.jamfor tbody tr"):
        heading = row.find("th")
        assert heading is not None
        rows[heading.find(string=True, recursive=False).strip()] = row
    return rows


def cells(row: Tag) -> list[str]:
    """Return the text of each cell, without the name that only a narrow window shows."""
    return [
        " ".join(
            text
            for part in cell.find_all(recursive=False)
            if "cellnamn" not in part.get("class", ())
            for text in part.stripped_strings
        )
        for cell in row.find_all("td")
    ]


async def test_every_respect_is_a_row_and_every_insats_a_column(soup: Soup) -> None:
    page = await soup(TWO)
    rows = rows_of(page)
    assert list(rows) == [each.titel for each in EGENSKAPER]
    names = [th.find("a").get_text() for th in page.select("table.jamfor thead th")]
    assert names == ["Samtal om text", "Fysik på riktigt"]
    assert all(len(row.find_all("td")) == 2 for row in rows.values())


async def test_the_table_can_be_read_by_its_headings(soup: Soup) -> None:
    table = (await soup(TWO)).select_one("table.jamfor")
    assert table is not None
    assert table.caption is not None
    assert {th["scope"] for th in table.select("thead th")} == {"col"}
    assert {th["scope"] for th in table.select("tbody th")} == {"row"}
    # A narrow window shows the table as blocks. Browsers keep it a table all the same; for one that
    # does not, each cell begins with the name of its insats.
    for row in table.select("tbody tr"):
        names = [str(each.get_text()) for each in row.select("td > .cellnamn:first-child")]
        assert names == ["Samtal om text", "Fysik på riktigt"]


async def test_what_is_told_is_what_the_catalogue_says(soup: Soup, reader: Reader) -> None:
    rows = rows_of(await soup(TWO))
    insats = reader.insats("samtal-om-text")
    assert insats is not None
    assert insats.omfattning in cells(rows["Tid och omfattning"])[0]
    assert cells(rows["Status"])[0].startswith("Aktiv, belagd 2024")
    assert "Materialet är fritt (2024)." in cells(rows["Kostnad"])[0]
    assert "Riktning: blandad." in cells(rows["Evidens"])[0]
    for title, texts in (
        ("Passar när", insats.passar_nar),
        ("Passar inte när", insats.passar_inte),
        ("Förutsättningar", insats.forutsattningar),
        ("Så ser ni om det hjälper", insats.uppfoljning),
    ):
        assert cells(rows[title])[0] == " ".join(texts)


@pytest.mark.parametrize("id_", IDS)
async def test_what_is_not_known_is_said(soup: Soup, reader: Reader, id_: str) -> None:
    other = next(each for each in IDS if each != id_)
    rows = rows_of(await soup(f"/jamfor?insats={id_}&insats={other}"))
    insats = reader.insats(id_)
    assert insats is not None
    for each in EGENSKAPER:
        if each.hamta(insats).saknas:
            assert cells(rows[each.titel])[0].startswith(MISSING)


async def test_an_unknown_cost_is_not_a_cost(reader: Reader) -> None:
    insats = reader.insats("samtal-om-text")
    assert insats is not None
    assert insats.kostnad is not None
    unknown = replace(insats.kostnad, band=Term("okand", "Okänd"), pris=None)
    (row,) = [row for row in compare([replace(insats, kostnad=unknown)]) if row.titel == "Kostnad"]
    assert row.varden[0].saknas


async def test_differences_are_easy_to_see(soup: Soup) -> None:
    page = await soup(TWO)
    rows = rows_of(page)
    marked = {title for title, row in rows.items() if row.select_one(".likamarke")}
    assert marked
    for title in marked:
        first, second = cells(rows[title])
        assert first == second
    less = await soup(f"{TWO}&visa=skillnader")
    assert set(rows_of(less)) == set(rows) - marked
    bold = [each.get_text() for each in rows_of(page)["Ämnen"].select("strong")]
    assert bold == []  # nothing is shared, so nothing is singled out


def test_alike_means_known_and_the_same() -> None:
    def row(*values: Varde) -> Rad:
        return Rad("a", "A", True, values)

    known, other, remarked = (Varde((Ord("a"),)), Varde((Ord("b"),)), Varde((Ord("a"),), ("Nja.",)))
    assert (row(known, known).lika, row(known, known).skiljer) == (True, False)
    assert (row(known, other).lika, row(known, other).skiljer) == (False, True)
    assert (row(known, remarked).lika, row(known, remarked).skiljer) == (False, True)
    assert (row(Varde(), Varde()).lika, row(Varde(), Varde()).saknas) == (False, True)
    assert (row(known, Varde()).skiljer, row(known, Varde()).saknas) == (True, False)


async def test_only_words_that_not_all_share_are_bold(soup: Soup, reader: Reader) -> None:
    page = await soup("/jamfor?insats=samtal-om-text&insats=tal-i-tanken")
    first, second = (reader.insats(id_) for id_ in ("samtal-om-text", "tal-i-tanken"))
    assert first is not None
    assert second is not None
    shared = {term.namn.lower() for term in first.arskurser} & {
        term.namn.lower() for term in second.arskurser
    }
    all_ = {term.namn.lower() for term in (*first.arskurser, *second.arskurser)}
    bold = {each.get_text().lower() for each in rows_of(page)["Årskurser"].select("strong")}
    assert bold == (all_ - shared if shared else set())


async def test_an_insats_can_be_taken_away_and_another_added(soup: Soup) -> None:
    page = await soup(f"{TWO}&q=tal")
    away = [str(a["href"]) for a in page.select("a.tabort")]
    assert away == ["/jamfor?insats=fysik-pa-riktigt", "/jamfor?insats=samtal-om-text"]
    added = [str(a["href"]) for a in page.select(".tillagg a.knapp")]
    assert f"{TWO}&insats=tal-i-tanken" in added
    hidden = [field["value"] for field in page.select("main form input[type=hidden]")]
    assert hidden == ["samtal-om-text", "fysik-pa-riktigt"]


async def test_one_is_helped_to_a_second(soup: Soup) -> None:
    page = await soup("/jamfor?insats=samtal-om-text")
    assert not page.select("table")
    near = [str(a["href"]) for a in page.select(".tillagg a.knapp")]
    assert near
    assert all(address.startswith("/jamfor?insats=samtal-om-text&insats=") for address in near)


async def test_four_leave_no_room_for_a_fifth(soup: Soup) -> None:
    page = await soup("/jamfor?" + "&".join(f"insats={id_}" for id_ in IDS[:4]))
    assert len(page.select("table.jamfor thead th")) == 4
    assert not page.select("#lagg-till")


async def test_too_many_can_be_chosen_among(publik: Any) -> None:
    response = await publik.client.get("/jamfor?" + "&".join(f"insats={id_}" for id_ in IDS[:6]))
    assert response.status_code == 400
    page = BeautifulSoup(response.text, "html.parser")
    assert "högst 4 insatser, och du valde 6" in response.text
    boxes = page.select("form.valjnagra input[name=insats]")
    assert [box["value"] for box in boxes] == IDS[:6]
    assert sum(box.has_attr("checked") for box in boxes) == 4


@pytest.mark.parametrize("path", ["/jamfor", "/lista"])
async def test_unknown_ids_are_told_of_but_not_repeated(publik: Any, path: str) -> None:
    response = await publik.client.get(f"{path}?insats=samtal-om-text&insats=ring-0900-12345")
    assert response.status_code == 200
    assert "En insats i adressen finns inte i katalogen" in response.text
    assert "0900" not in response.text
    response = await publik.client.get(f"{path}?insats=finns-inte&insats=inte-heller")
    assert response.status_code == 404
    assert "2 insatser i adressen finns inte i katalogen" in response.text


async def test_an_earlier_id_and_a_repeated_one_count_once(soup: Soup) -> None:
    page = await soup(
        "/jamfor?insats=samtal-om-text-gammal&insats=samtal-om-text&insats=fysik-pa-riktigt"
    )
    assert len(page.select("table.jamfor thead th")) == 2
    assert not page.select(".notis")


async def test_the_json_says_what_the_page_says(publik: Any, soup: Soup) -> None:
    content = (await publik.client.get(TWO.replace("?", ".json?"))).json()
    rows = rows_of(await soup(TWO))
    assert [row["titel"] for row in content["rader"]] == list(rows)
    for row in content["rader"]:
        told = cells(rows[row["titel"]])
        for value, text in zip(row["varden"], told, strict=True):
            assert all(word.lower() in text.lower() for word in value["ord"])
            assert all(remark in text for remark in value["tillagg"])
    page = await soup(TWO)
    assert page.select_one('link[rel=alternate][type="application/json"]') is not None
