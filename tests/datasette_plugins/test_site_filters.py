"""The list of insatser: filters, counts, removal of choices, paging and empty lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from catalog.reading import Reader
from datasette_plugins.pages import insatser

Soup = Callable[[str], Awaitable[BeautifulSoup]]


@pytest.mark.parametrize("given", ["", "skolform=grundskola", "amne=svenska&arskurs=4-6"])
async def test_a_count_is_what_the_choice_leaves(publik: Any, given: str) -> None:
    content = (await publik.client.get(f"/insatser.json?{given}")).json()
    tried = 0
    for name, values in content["filter"].items():
        if content["urval"][name]:
            continue
        for value in values:
            path = f"/insatser.json?{given}&{name}={value['id']}"
            narrowed = (await publik.client.get(path)).json()
            assert narrowed["antal"] == value["antal"], path
            tried += 1
    assert tried > 5


async def test_page_and_json_show_the_same(publik: Any, soup: Soup) -> None:
    query = "skolform=grundskola&amne=svenska"
    page = await soup(f"/insatser?{query}")
    content = (await publik.client.get(f"/insatser.json?{query}")).json()
    shown = [str(link["href"]) for link in page.select(".kortlista article h3 a")]
    assert shown == [f"/insatser/{insats['id']}" for insats in content["insatser"]]
    counter = page.select_one(".raknare strong")
    assert counter is not None
    assert counter.get_text().split() == [str(content["antal"]), "insatser"]


async def test_chosen_values_are_ticked_and_can_be_removed_one_by_one(soup: Soup) -> None:
    page = await soup("/insatser?skolform=grundskola&skolform=gymnasieskola&q=text")
    ticked = [box["value"] for box in page.select("input[type=checkbox][checked]")]
    assert ticked == ["grundskola", "gymnasieskola"]
    removals = [str(link["href"]) for link in page.select(".valda a")]
    assert removals == [
        "/insatser?skolform=gymnasieskola&q=text",
        "/insatser?skolform=grundskola&q=text",
        "/insatser?skolform=grundskola&skolform=gymnasieskola",
        "/insatser",
    ]


async def test_every_filter_is_a_labelled_group(soup: Soup) -> None:
    page = await soup("/insatser")
    groups = page.select(".filter fieldset")
    assert len(groups) >= 8
    for group in groups:
        assert group.find("legend") is not None
        for box in group.select("input"):
            assert group.select_one(f"label[for='{box['id']}']") is not None


async def test_empty_list_tells_which_choice_to_take_away(soup: Soup, publik: Any) -> None:
    page = await soup("/insatser?skolform=forskola&amne=fysik")
    help_ = page.select_one(".medsida > div .notis")
    assert help_ is not None
    links = help_.select("li a")
    assert [str(link["href"]) for link in links] == [
        "/insatser?amne=fysik",
        "/insatser?skolform=forskola",
    ]
    for link in links:
        path = str(link["href"]).replace("/insatser", "/insatser.json")
        left = (await publik.client.get(path)).json()["antal"]
        assert str(left) in str(link.parent.get_text())  # type: ignore[union-attr]


async def test_unknown_values_are_taken_away_and_never_repeated(publik: Any, soup: Soup) -> None:
    query = "skolform=grundskola&skolform=kalle-kula&amne=kalle-kula"
    page = await soup(f"/insatser?{query}")
    assert [str(link["href"]) for link in page.select(".valda a")] == ["/insatser"]
    notice = page.select_one(".medsida > div > .notis")
    assert notice is not None
    assert notice.get_text().strip() == "Ett val som inte finns togs bort."
    assert "kalle-kula" not in str(page)
    content = (await publik.client.get(f"/insatser.json?{query}")).json()
    same = (await publik.client.get("/insatser.json?skolform=grundskola")).json()
    assert content.pop("anmarkningar") == ["Ett val som inte finns togs bort."]
    assert same.pop("anmarkningar") == []
    assert content == same


async def test_more_values_than_anyone_chooses_are_refused(publik: Any) -> None:
    response = await publik.client.get("/insatser", params={"amne": [f"x{n}" for n in range(51)]})
    assert response.status_code == 400
    assert "högst 50 val" in response.text
    response = await publik.client.get("/insatser", params={"amne": [f"x{n}" for n in range(50)]})
    assert response.status_code == 200


async def test_an_empty_list_is_counted_without_listing(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    lista = Reader.lista

    def counted(self: Reader, *arguments: Any, **named: Any) -> Any:
        asked.append(arguments)
        return lista(self, *arguments, **named)

    monkeypatch.setattr(Reader, "lista", counted)
    response = await publik.client.get("/insatser?skolform=forskola&amne=fysik&typ=modul")
    assert "Inga insatser passar alla val" in response.text
    assert len(asked) == 1


async def test_a_word_too_short_to_search_for_is_told(publik: Any, soup: Soup) -> None:
    page = await soup("/insatser?q=a")
    notice = page.select_one(".medsida > div > .notis")
    assert notice is not None
    assert "för kort" in notice.get_text()
    assert page.select(".valda a") == []
    content = (await publik.client.get("/insatser.json?q=a")).json()
    assert content["urval"]["q"] == ""
    assert "för kort" in content["anmarkningar"][0]


async def test_paging_reaches_every_insats_once(
    publik: Any, reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insatser, "PER_PAGE", 5)
    seen: list[str] = []
    path: str | None = "/insatser.json"
    while path:
        content = (await publik.client.get(path)).json()
        seen += [insats["id"] for insats in content["insatser"]]
        path = content["nasta"]
    assert seen == [insats.id for insats in reader.insatser()]
    second = BeautifulSoup((await publik.client.get("/insatser?sida=2")).text, "html.parser")
    assert [link.get_text() for link in second.select(".bladdring a")] == ["Föregående", "Nästa"]


@pytest.mark.parametrize("sida", ["0", "-1", "x", "1e3", "²", "99999999999", "9" * 5000])
async def test_strange_page_numbers_are_refused(publik: Any, sida: str) -> None:
    response = await publik.client.get("/insatser", params={"sida": sida})
    assert response.status_code == 400


async def test_too_long_word_is_refused(publik: Any) -> None:
    response = await publik.client.get("/insatser", params={"q": "ord" * 50})
    assert response.status_code == 400
    assert "ordord" not in response.text
