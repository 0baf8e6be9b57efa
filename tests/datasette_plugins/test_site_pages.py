"""Every page answers, in Swedish, with one heading; and no link of ours is dead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from addresses import DATASETTE_PAGES, PAGES
from bs4 import BeautifulSoup

from catalog.reading import Insatsblad, Reader
from datasette_plugins.responses import HEADERS

Soup = Callable[[str], Awaitable[BeautifulSoup]]


@pytest.mark.parametrize("path", [*PAGES, *DATASETTE_PAGES])
async def test_every_page_has_its_frame(soup: Soup, path: str) -> None:
    page = await soup(path)
    assert page.html is not None
    assert page.html["lang"] == "sv"
    assert len(page.find_all("h1")) == 1
    assert page.title is not None
    assert page.title.get_text().endswith(("– Insatskatalogen", "med skäl och källor"))
    for landmark in ("header", "main", "footer"):
        assert len(page.find_all(landmark)) == 1, landmark
    skip = page.select_one("a.hoppa")
    assert skip is not None
    assert page.find(id=str(skip["href"]).removeprefix("#")) is page.find("main")


@pytest.mark.parametrize("path", PAGES)
async def test_our_pages_fetch_nothing_from_other_hosts_and_set_no_cookies(
    publik: Any, path: str
) -> None:
    response = await publik.client.get(path)
    assert "set-cookie" not in response.headers
    assert "default-src 'none'" in response.headers["content-security-policy"]
    page = BeautifulSoup(response.text, "html.parser")
    fetched = [tag.get("src") or tag.get("href") for tag in page.select("script[src], img, link")]
    assert fetched
    assert all(str(address).startswith("/") for address in fetched)
    assert not page.select("[style], style, script:not([src]):not([type='application/ld+json'])")


async def test_every_id_on_a_page_is_unique(soup: Soup) -> None:
    for path in PAGES:
        ids = [tag["id"] for tag in (await soup(path)).select("[id]")]
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize(
    "path",
    [
        "/insatser/finns-inte",
        "/problemomraden/finns-inte",
        "/paverkansfaktorer/finns-inte",
        "/program/finns-inte",
        "/anordnare/finns-inte",
        "/kallor/finns-inte",
        "/om/finns-inte",
        "/finns/inte/alls/nu",
        "/.json",
        "/-/metadata",
        "/-/databases",
        "/-/threads",
        "/-/settings",
        "/-/config",
        "/-/messages",
        "/-/allow-debug",
        "/-/plugins",
        "/-/versions",
        "/-/actor",
        "/_internal",
        "/insatser?sida=99",
    ],
)
async def test_unknown_and_closed_addresses_are_404_in_swedish(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.status_code == 404
    if not path.endswith(".json"):
        page = BeautifulSoup(response.text, "html.parser")
        assert page.html is not None
        assert page.html["lang"] == "sv"
        assert [h1.get_text() for h1 in page.find_all("h1")] == ["Sidan finns inte"]


SLOW = "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c"


@pytest.mark.parametrize(
    ("path", "params", "status", "expected"),
    [
        ("/katalog/finns-inte", {}, 404, "Det finns ingen sida på den här adressen"),
        ("/katalog/a/b/c/d", {}, 404, "Det finns ingen sida på den här adressen"),
        ("/katalog", {"sql": "selec x"}, 400, "SQL-frågan gick inte att köra"),
        ("/katalog", {"sql": "select finns_inte from insats"}, 400, "no such column: finns_inte"),
        ("/katalog", {"sql": SLOW}, 400, "SQL-frågan tog för lång tid"),
    ],
)
async def test_errors_on_datasettes_own_pages_are_ours_too(
    publik: Any, path: str, params: dict[str, str], status: int, expected: str
) -> None:
    response = await publik.client.get(path, params=params)
    assert response.status_code == status
    assert expected in response.text


async def test_the_database_can_be_fetched_whole(publik: Any, release: Any) -> None:
    response = await publik.client.get("/katalog.db")
    assert response.content == (release / "katalog.db").read_bytes()


@pytest.mark.parametrize("path", [*DATASETTE_PAGES, "/katalog/insats.json", "/katalog.db"])
async def test_datasettes_own_answers_are_guarded_too(publik: Any, path: str) -> None:
    headers = (await publik.client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.count("default-src") == 1


async def test_our_own_answers_keep_the_stricter_policy(publik: Any) -> None:
    headers = (await publik.client.get("/insatser")).headers
    assert headers.get_list("content-security-policy") == [HEADERS["Content-Security-Policy"]]
    assert headers.get_list("x-content-type-options") == ["nosniff"]


async def test_pages_answer_head(publik: Any) -> None:
    assert (await publik.client.head("/insatser")).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/insatser/samtal-om-text-gammal", 308, "/insatser/samtal-om-text"),
        ("/insatser/samtal-om-text-gammal.json", 308, "/insatser/samtal-om-text.json"),
        ("/insatser/", 301, "/insatser"),
        ("/insatser/?amne=svenska", 301, "/insatser?amne=svenska"),
        ("/katalog/insats/samtal-om-text", 301, "/insatser/samtal-om-text"),
        ("/katalog/problemomrade/lasforstaelse", 301, "/problemomraden/lasforstaelse"),
        ("/katalog/referens/exempelsson-2012", 301, "/kallor/exempelsson-2012"),
        ("/katalog/program/laslyckan", 301, "/program/laslyckan"),
        ("/katalog/anordnare/exempelverket", 301, "/anordnare/exempelverket"),
        ("/katalog/paverkansfaktor/tillit", 301, "/paverkansfaktorer/tillit"),
    ],
)
async def test_old_addresses_lead_on(publik: Any, path: str, status: int, target: str) -> None:
    response = await publik.client.get(path)
    assert (response.status_code, response.headers["location"]) == (status, target)


async def test_row_json_of_datasette_stays(publik: Any) -> None:
    response = await publik.client.get("/katalog/insats/samtal-om-text.json")
    assert response.status_code == 200
    assert response.json()["rows"]


async def test_pages_are_only_for_reading(publik: Any) -> None:
    response = await publik.client.post("/insatser", data={})
    assert response.status_code == 405


async def test_robots_keep_out_of_the_tables(publik: Any) -> None:
    response = await publik.client.get("/robots.txt")
    assert response.status_code == 200
    assert "Disallow: /katalog\n" in response.text


async def test_insats_page_shows_all_that_is_known(soup: Soup) -> None:
    page = await soup("/insatser/samtal-om-text")
    facts = {
        dt.get_text(): " ".join(dt.find_next("dd").get_text(" ").split())  # type: ignore[union-attr]
        for dt in page.select("aside dt")
    }
    assert facts["Tid och omfattning"] == "8 delar, 30 timmar"
    assert "Exempelverket, framtagen vid Påhittade universitetet" in facts["Anordnare"]
    headings = [h2.get_text() for h2 in page.select("main h2")]
    assert headings == [
        "I korthet",
        "Om insatsen",
        "Passar när",
        "Passar inte när",
        "Vad som behövs och hur ni börjar",
        "Kostnad",
        "Så kan det låta",
        "Låter lika men behöver något annat",
        "Problemområden",
        "Påverkansfaktorer",
        "Forskning och utvärderingar",
        "Så ser ni om det hjälper",
        "Hänger ihop med",
        "Det här är inte bekräftat",
        "Källor till uppgifterna",
        "Fel i uppgifterna?",
    ]
    text = page.get_text(" ")
    for expected in (
        "Varje del tar ungefär fyra timmar.",
        "Eleverna knäcker inte läskoden.",
        "Insatsen är till för detta.",
        "Hela modulen handlar om att förstå text.",
        "Samtal om text ökade förståelsen.",
        "Om modulen ligger kvar är inte bekräftat.",
        "Aktiv, belagd 2024",
        "Materialet är fritt (2024).",
        "I ett påhittat försök ökade förståelsen i årskurs 9 men inte i årskurs 6.",
        "Fler elever tar ordet i textsamtalen.",
        "Daterad eller läst: 2024.",
    ):
        assert expected in text, expected
    assert "Påhittad post som rör alla fält" not in text
    assert not page.select(".notiser .notis")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/insatser/narvaroteam", "Inte granskad av någon ansvarig organisation ännu"),
        ("/insatser/narvaroteam", "Oklart om den finns kvar, senast belagd 2019"),
        ("/insatser/fysik-pa-riktigt", "Avslutad 2021"),
        ("/insatser/fysik-pa-riktigt", "I stället finns Samtal om text."),
        ("/insatser/forebild-i-utlandet", "Visas som förebild, föreslås aldrig"),
    ],
)
async def test_insats_page_says_what_to_beware_of(soup: Soup, path: str, expected: str) -> None:
    notices = (await soup(path)).select(".notis")
    assert any(expected in notice.get_text() for notice in notices)


async def test_an_insats_without_sources_says_so(
    soup: Soup, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Reader.insats
    monkeypatch.setattr(
        Reader,
        "insats",
        lambda self, id_: replace(
            cast(Insatsblad, whole(self, id_)), kallor=(), granskad=None, granskad_av=None
        ),
    )
    text = (await soup("/insatser/samtal-om-text")).get_text(" ")
    assert "Ingen källa är läst för den här insatsen." in text
    assert "källorna längre ner" not in text


async def test_a_reviewed_insats_says_by_whom(soup: Soup, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Reader.insats
    monkeypatch.setattr(
        Reader,
        "insats",
        lambda self, id_: replace(
            cast(Insatsblad, whole(self, id_)), granskad="2026-11-22", granskad_av="Exempelverket"
        ),
    )
    text = " ".join((await soup("/insatser/samtal-om-text")).get_text(" ").split())
    assert "Granskad av Exempelverket, 22 november 2026" in text


async def test_ended_insats_says_so(soup: Soup, reader: Any) -> None:
    ended = [insats.id for insats in reader.insatser() if insats.status.id == "avslutad"]
    assert ended
    for insats_id in ended:
        page = await soup(f"/insatser/{insats_id}")
        assert page.select_one(".notis.avslutad") is not None


async def test_problem_area_shows_its_insatser_strongest_first(soup: Soup, reader: Any) -> None:
    page = await soup("/problemomraden/lasforstaelse")
    shown = [
        str(link["href"]).rpartition("/")[2]
        for link in page.select(".kortlista article :is(h3, h4) a[href], .kompakt a[href]")
    ]
    assert shown == [link.id for link in reader.problemomrade("lasforstaelse").insatser]


async def test_search_takes_short_words_only(publik: Any) -> None:
    response = await publik.client.get("/sok", params={"q": "hemligt " * 20})
    assert response.status_code == 400
    assert "hemligt" not in response.text
    assert "högst 100 tecken" in response.text
    assert BeautifulSoup(response.text, "html.parser").select_one("main a[href='/matcha']")


async def test_search_finds_and_helps_when_it_does_not(soup: Soup) -> None:
    found = await soup("/sok?q=samtal")
    assert found.select_one("article a[href='/insatser/samtal-om-text']") is not None
    nothing = await soup("/sok?q=xyzzyx")
    assert "Inget hittades" in nothing.get_text()


async def test_what_a_visitor_writes_is_never_markup(soup: Soup) -> None:
    page = await soup("/sok?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert not page.select("script:not([src])")
