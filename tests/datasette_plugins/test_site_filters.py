"""The list of insatser: filters, counts, removal of choices, paging and empty lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

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
    shown = [str(link["href"]) for link in page.select(".kortlista article a")]
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
    help_ = page.select_one(".lista .notis")
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


async def test_unknown_value_is_shown_and_can_be_removed(soup: Soup) -> None:
    page = await soup("/insatser?skolform=finns-inte")
    assert [str(link["href"]) for link in page.select(".valda a")] == ["/insatser"]


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


@pytest.mark.parametrize("sida", ["0", "-1", "x", "1e3", "²", "99999999999"])
async def test_strange_page_numbers_are_refused(publik: Any, sida: str) -> None:
    response = await publik.client.get("/insatser", params={"sida": sida})
    assert response.status_code == 400


async def test_too_long_word_is_refused(publik: Any) -> None:
    response = await publik.client.get("/insatser", params={"q": "ord" * 50})
    assert response.status_code == 400
    assert "ordord" not in response.text
