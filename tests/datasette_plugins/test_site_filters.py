"""The list of insatser: filters, counts, removal of choices, paging and empty lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from catalog.reading import Filterval, Reader
from datasette_plugins.pages import insatser, urval

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
            label = box.find_parent("label")
            assert label is not None
            assert label.get_text(strip=True)


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


NEW_FILTERS = ("evidens", "kostnad", "timmar")


@pytest.mark.parametrize("name", NEW_FILTERS)
async def test_evidence_cost_and_hours_narrow_the_list(
    publik: Any, soup: Soup, reader: Reader, name: str
) -> None:
    values = (await publik.client.get("/insatser.json")).json()["filter"][name]
    assert len(values) >= 2
    for value in values:
        page = await soup(f"/insatser?{name}={value['id']}")
        box = page.select_one(f"input[name={name}][value='{value['id']}']")
        assert box is not None
        assert box.parent is not None
        assert box.parent.get_text().split()[-1] == str(value["antal"])
        counter = page.select_one(".raknare strong")
        assert counter is not None
        assert counter.get_text().split()[0] == str(value["antal"])
    if name == "timmar":
        assert values[-1] == {
            "id": "saknas",
            "namn": "Katalogen saknar uppgift",
            "antal": sum(
                insats.tid is None or insats.tid.timmar_min is None for insats in reader.insatser()
            ),
            "ingar_i": None,
            "grupp": None,
        }


async def test_a_part_stands_below_what_it_is_part_of(soup: Soup, publik: Any) -> None:
    page = await soup("/insatser")
    boxes = [str(box["value"]) for box in page.select("input[name=amne]")]
    inner = [str(box["value"]) for box in page.select(".inre input[name=amne]")]
    assert inner == ["fysik"]
    assert boxes.index("fysik") == boxes.index("no") + 1
    # A part whose whole is not shown stands by itself.
    values = (await publik.client.get("/insatser.json")).json()["filter"]["amne"]
    part = Filterval("fysik", "Fysik", 1, "no")
    alone = urval.Filter("amne", "Ämne", (part,), ())
    assert [gren.inre for _, grenar in alone.grupper for gren in grenar] == [False]
    assert {"id": "fysik", "ingar_i": "no"}.items() <= {
        key: value for each in values if each["id"] == "fysik" for key, value in each.items()
    }.items()


async def test_problem_areas_stand_under_their_groups(soup: Soup, reader: Reader) -> None:
    page = await soup("/insatser")
    for area in reader.omradeslista():
        box = page.select_one(f"input[name=problemomrade][value={area.id}]")
        if box is None:
            assert area.antal_insatser == 0
            continue
        group = box.find_parent("fieldset", class_="undergrupp")
        assert group is not None
        assert group.legend is not None
        assert group.legend.get_text().lower() == area.grupp.namn.lower()


def test_a_long_filter_shows_the_largest_and_all_that_are_chosen() -> None:
    values = tuple(Filterval(f"v{n}", f"V{n}", 100 - n) for n in range(60))
    shown = urval.Filter("anordnare", "Anordnare", values, ("v50",))
    assert [value.id for value in shown.visade] == [*(f"v{n}" for n in range(25)), "v50"]
    assert shown.fler
    assert not urval.Filter("program", "Program", values, ()).fler


@pytest.mark.parametrize("sortering", ["evidens", "belagd", "skriven"])
async def test_an_order_is_kept_through_every_link_and_the_form(
    publik: Any, soup: Soup, sortering: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(insatser, "PER_PAGE", 3)
    path = f"/insatser?skolform=grundskola&sortera={sortering}"
    page = await soup(path)
    current = page.select(".ordning a[aria-current]")
    assert [str(link["href"]) for link in current] == [path]
    hidden = page.select_one("form.filterform input[name=sortera]")
    assert hidden is not None
    assert hidden["value"] == sortering
    for link in page.select(".valda li:not(.rensa) a, .bladdring a"):
        assert f"sortera={sortering}" in str(link["href"])
    content = (await publik.client.get(path.replace("?", ".json?"))).json()
    assert content["sortering"] == sortering
    assert f"sortera={sortering}" in content["nasta"]
    shown = [
        str(link["href"]).rpartition("/")[2]
        for link in page.select(".kortlista article :is(h2, h3, h4) a")
    ]
    assert shown == [each["id"] for each in content["insatser"]]


async def test_the_usual_order_is_not_in_the_address(soup: Soup) -> None:
    page = await soup("/insatser?skolform=grundskola&sortera=namn")
    assert page.select("input[name=sortera]") == []
    first = page.select_one(".ordning a[aria-current]")
    assert first is not None
    assert first["href"] == "/insatser?skolform=grundskola"


async def test_an_unknown_order_is_told_and_not_repeated(soup: Soup) -> None:
    page = await soup("/insatser?sortera=kalle-kula")
    notice = page.select_one(".medsida > div > .notis")
    assert notice is not None
    assert "Den står i namnordning" in notice.get_text()
    assert "kalle-kula" not in str(page)


async def test_a_card_shows_evidence_cost_and_hours(soup: Soup) -> None:
    page = await soup("/insatser?problemomrade=lasforstaelse")
    link = page.select_one("article a[href='/insatser/samtal-om-text']")
    assert link is not None
    card = link.find_parent("article")
    assert card is not None
    facts = [" ".join(item.get_text().split()) for item in card.select(".korthet li")]
    names = [fact.partition(":")[0] for fact in facts]
    assert names == ["Evidens", "Riktning", "Kostnad", "Tid"]
    assert facts[3].startswith("Tid: 30 timmar")


async def test_an_empty_list_leads_to_near_areas_with_the_other_choices_kept(
    soup: Soup, publik: Any, reader: Reader
) -> None:
    tried = 0
    for area in reader.omradeslista():
        for other in ("malgrupp=vardnadshavare", "typ=statsbidrag", "evidens=effektstudie"):
            path = f"/insatser?problemomrade={area.id}&{other}"
            content = (await publik.client.get(path.replace("?", ".json?"))).json()
            near = {term.id for term in reader.narliggande([area.id])}
            if content["antal"] or not near or len(content["anmarkningar"]):
                continue
            page = await soup(path)
            for link in page.select(".medsida > div .notis li a[href*='problemomrade=']"):
                href = str(link["href"])
                if other not in href:
                    continue
                shown = href.partition("problemomrade=")[2].partition("&")[0]
                assert shown in near
                left = (await publik.client.get(href.replace("?", ".json?"))).json()["antal"]
                assert left > 0
                assert link.parent is not None
                assert str(left) in link.parent.get_text()
                tried += 1
    assert tried


async def test_words_that_are_not_found_lead_to_the_search(soup: Soup) -> None:
    page = await soup("/insatser?q=xyzzyx&skolform=grundskola")
    help_ = page.select_one(".medsida > div .notis")
    assert help_ is not None
    links = [str(link["href"]) for link in help_.select("a")]
    assert links == ["/insatser?skolform=grundskola", "/sok?q=xyzzyx", "/matcha"]


async def test_when_no_single_choice_helps_the_page_says_so(soup: Soup) -> None:
    page = await soup("/insatser?q=xyzzyx&skolform=forskola&amne=fysik")
    help_ = page.select_one(".medsida > div .notis")
    assert help_ is not None
    assert "Det räcker inte att ta bort ett av valen." in help_.get_text()
