"""A list of one's own: its page, the files it is fetched as, and the ways to it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from addresses import LIST_FILES, PAGES, RECORDS
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml.ns import qn

from catalog.reading import Insatsblad, Reader
from datasette_plugins.egenskaper import EGENSKAPER
from datasette_plugins.templating import MISSING
from datasette_plugins.utdrag import Utdrag, write_csv, write_docx, write_xlsx
from datasette_plugins.utdrag.tabell import RISKY
from datasette_plugins.valda import MOST

Soup = Callable[[str], Awaitable[BeautifulSoup]]
IDS = [path.rpartition("/")[2] for path in RECORDS if path.startswith("/insatser/")]
THREE = ["narvaroteam", "samtal-om-text", "fysik-pa-riktigt"]
QUERY = "?" + "&".join(f"insats={id_}" for id_ in THREE)
FORMULA = '=HYPERLINK("https://ont.test","Klicka")'


def ids_in(address: Any) -> list[str]:
    return parse_qs(urlsplit(str(address)).query).get("insats", [])


@pytest.fixture
def hostile(reader: Reader) -> Utdrag:
    """A list whose texts begin as formulas do."""
    insats = reader.insats("samtal-om-text")
    assert insats is not None
    bad = replace(
        insats,
        namn=FORMULA,
        sammanfattning="+1+1",
        omfattning="@SUM(A1:A9)",
        genomforare=" -2+3",
        passar_nar=("\t=1", "=2"),
        passar_inte=("＝1+1",),
        uppfoljning=('"=1";=2',),
    )
    return Utdrag((bad, insats), "https://x.test/lista", "https://x.test/insatser/", "1")


# -- the page -----------------------------------------------------------------------------------


async def test_the_list_keeps_the_order_of_its_address(soup: Soup, reader: Reader) -> None:
    page = await soup(f"/lista{QUERY}")
    names = [h3.get_text() for h3 in page.select(".listposter h3")]
    assert names == [card.namn for card in reader.insatskort(THREE)]
    assert page.h1 is not None
    assert page.h1.get_text() == "Lista med 3\N{NO-BREAK SPACE}insatser"


async def test_every_change_leads_to_the_address_of_the_new_list(publik: Any, soup: Soup) -> None:
    a, b, c = THREE
    page = await soup(f"/lista{QUERY}")
    assert [field["value"] for field in page.select("#ordna input")] == THREE
    expected = [
        {"ner": [b, a, c], "bort": [b, c]},
        {"upp": [b, a, c], "ner": [a, c, b], "bort": [a, c]},
        {"upp": [a, c, b], "bort": [a, b]},
    ]
    for item, changes in zip(page.select(".listposter > li"), expected, strict=True):
        buttons = {str(each["name"]): each["value"] for each in item.select("button[form=ordna]")}
        assert set(buttons) == set(changes)
        for name, id_ in buttons.items():
            response = await publik.client.get(f"/lista{QUERY}&{name}={id_}")
            assert response.status_code == 303
            assert ids_in(response.headers["location"]) == changes[name]


@pytest.mark.parametrize("change", ["upp=narvaroteam", "ner=fysik-pa-riktigt", "bort=finns-inte"])
async def test_a_change_that_changes_nothing_is_harmless(publik: Any, change: str) -> None:
    response = await publik.client.get(f"/lista{QUERY}&{change}")
    assert ids_in(response.headers["location"]) == THREE


async def test_a_full_list_is_no_heavier_for_its_buttons(soup: Soup) -> None:
    """Each change as a link of its own would carry all ids: three times forty times forty."""
    page = await soup("/lista?" + "&".join(f"insats={id_}" for id_ in IDS))
    carrying_all = [a for a in page.select("main a") if len(ids_in(a["href"])) >= len(IDS) - 1]
    assert len(carrying_all) <= 5


async def test_what_is_found_can_be_added_last(soup: Soup) -> None:
    page = await soup(f"/lista{QUERY}&q=tal")
    added = [ids_in(a["href"]) for a in page.select(".tillagg a.knapp")]
    assert [*THREE, "tal-i-tanken"] in added
    assert all(ids[:3] == THREE and len(ids) == 4 and ids[3] not in THREE for ids in added)


async def test_a_list_holds_forty(publik: Any) -> None:
    fits = "&".join(f"insats={id_}" for id_ in [*IDS, *(f"a{n}" for n in range(MOST - len(IDS)))])
    assert (await publik.client.get(f"/lista?{fits}")).status_code == 200
    response = await publik.client.get(f"/lista?{fits}&insats=en-till")
    assert response.status_code == 400
    assert f"En lista rymmer högst {MOST}." in response.text


async def test_an_empty_list_tells_how_to_fill_it(soup: Soup) -> None:
    page = await soup("/lista")
    assert "Välj «Lägg till i min lista»" in page.get_text()
    assert not page.select(".filer a")


async def test_a_long_search_is_refused(publik: Any) -> None:
    for path in ("/lista", "/jamfor"):
        response = await publik.client.get(path, params={"q": "a" * 101})
        assert response.status_code == 400


# -- the ways to it -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
async def test_what_can_be_ticked_can_be_sent(soup: Soup, path: str) -> None:
    page = await soup(path)
    assert page.select_one("header a[data-minlista]") is not None
    forms = page.select("form#valj")
    assert len(forms) <= 1
    assert bool(page.select('input[form="valj"]')) <= bool(forms)
    for link in page.select("a.laggtill"):
        assert ids_in(link["href"]) == [link["data-insats"]]


@pytest.mark.parametrize(
    "path",
    [
        "/insatser",
        "/sok?q=text",
        "/problemomraden/lasforstaelse",
        "/paverkansfaktorer/kollegialt-larande",
        "/program/laslyckan",
        "/anordnare/exempelverket",
        "/matcha/resultat?problemomrade=lasforstaelse",
    ],
)
async def test_every_list_of_hits_offers_both(soup: Soup, path: str) -> None:
    page = await soup(path)
    boxes = {str(box["value"]) for box in page.select('input[form="valj"]')}
    links = {str(link["data-insats"]) for link in page.select("a.laggtill")}
    assert boxes
    assert boxes == links
    bar = page.select_one("form#valj")
    assert bar is not None
    assert bar["action"] == "/jamfor"
    assert [b.get("formaction") for b in bar.select("button")] == [None, "/lista"]


async def test_an_insats_page_offers_both(soup: Soup) -> None:
    page = await soup("/insatser/samtal-om-text")
    addresses = [str(a["href"]) for a in page.select(".bladhuvud a")]
    assert addresses == ["/lista?insats=samtal-om-text", "/jamfor?insats=samtal-om-text"]


async def test_the_second_button_carries_the_prefix(publik_under_prefix: Any) -> None:
    response = await publik_under_prefix.client.get("/insatser")
    page = BeautifulSoup(response.text, "html.parser")
    assert [b["formaction"] for b in page.select("[formaction]")] == ["/skola/lista"]


async def test_crawlers_are_asked_to_stay_out(publik: Any, soup: Soup) -> None:
    told = (await publik.client.get("/robots.txt")).text
    assert "Disallow: /lista" in told
    assert "Disallow: /jamfor?" in told
    for path in ("/lista", "/jamfor"):
        assert (await soup(path)).select_one('meta[name=robots][content="noindex"]') is not None


async def test_the_addresses_are_documented(soup: Soup) -> None:
    text = (await soup("/om/data")).get_text()
    for path in (*LIST_FILES, "/lista.json", "/jamfor.json"):
        assert path in text


# -- the files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LIST_FILES)
async def test_a_file_comes_with_its_name_and_kind(publik: Any, path: str) -> None:
    response = await publik.client.get(path + QUERY)
    assert response.status_code == 200
    ending = path.rpartition(".")[2]
    assert response.headers["content-disposition"] == f'attachment; filename="insatslista.{ending}"'
    kind = {"csv": "text/csv; charset=utf-8", "xlsx": "spreadsheetml", "docx": "wordprocessingml"}
    assert kind[ending] in response.headers["content-type"]


@pytest.mark.parametrize("path", LIST_FILES)
async def test_a_file_of_nothing_is_refused(publik: Any, path: str) -> None:
    for query, status in (("", 400), ("?insats=finns-inte", 404)):
        response = await publik.client.get(path + query)
        assert response.status_code == status
        assert 'lang="sv"' in response.text


def expected_titles() -> list[str]:
    return [each.titel for each in EGENSKAPER]


async def test_the_workbook_opens_again(publik: Any, reader: Reader) -> None:
    content = (await publik.client.get(f"/lista.xlsx{QUERY}")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.title == "Insatser ur Insatskatalogen"
    sheet = book["Insatser"]
    heading, *rows = sheet.iter_rows()
    titles = [cell.value for cell in heading]
    assert titles == ["Insats", *expected_titles(), "Timmar, minst", "Timmar, högst", "Id"]
    assert [row[-1].value for row in rows] == THREE
    table = sheet.tables["Insatser"]
    assert table.ref == f"A1:{sheet.cell(4, len(titles)).coordinate}"
    assert [column.name for column in table.tableColumns] == titles
    assert sheet.freeze_panes == "B2"
    for insats, row in zip(reader.insatser(THREE), rows, strict=True):
        told = dict(zip(titles, row, strict=True))
        assert told["Insats"].value == insats.namn
        assert told["Insats"].hyperlink.target == f"http://localhost/insatser/{insats.id}"
        assert told["Vad det är"].value == insats.sammanfattning
        least = insats.tid.timmar_min if insats.tid else None
        assert told["Timmar, minst"].value == least
        if not insats.genomforare:
            assert told["Vem som genomför"].value == MISSING
    about = dict(book["Om listan"].iter_rows(values_only=True))
    assert about["Listan på webben"] == f"http://localhost/lista{QUERY}"
    assert re.fullmatch(r"[0-9a-f]{12}", about["Katalogens version"])


def test_no_cell_of_the_workbook_is_a_formula(hostile: Utdrag) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(hostile)))["Insatser"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert FORMULA in {cell.value for cell in cells}


def test_the_address_of_the_longest_list_fits_in_the_workbook(reader: Reader) -> None:
    insats = reader.insats("samtal-om-text")
    assert insats is not None
    address = "https://x.test/lista?" + "&".join(f"insats={'a' * 70}{n}" for n in range(MOST))
    content = write_xlsx(Utdrag((insats,), address, "https://x.test/insatser/", "1"))
    about = openpyxl.load_workbook(io.BytesIO(content))["Om listan"]
    assert about["B1"].value == address


def parsed(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_the_table_of_text_opens_again(publik: Any, reader: Reader) -> None:
    content = (await publik.client.get(f"/lista.csv{QUERY}")).content
    assert content.count(b"\r\n") == 4
    assert content.count(b"\n") == 4  # no line break inside a cell
    heading, *rows = parsed(content)
    hours = ["Timmar, minst", "Timmar, högst"]
    assert heading == ["Id", "Insats", *expected_titles(), *hours, "Adress"]
    for insats, row in zip(reader.insatser(THREE), rows, strict=True):
        told = dict(zip(heading, row, strict=True))
        assert told["Id"] == insats.id
        assert told["Insats"] == insats.namn
        assert told["Passar när"] == " | ".join(insats.passar_nar)
        assert told["Adress"] == f"http://localhost/insatser/{insats.id}"
        assert told["Vem som genomför"] == (insats.genomforare or "")


def test_no_cell_of_the_table_of_text_begins_as_a_formula(hostile: Utdrag) -> None:
    content = write_csv(hostile)
    _, bad, good = parsed(content)
    assert f"'{FORMULA}" in bad
    assert "'+1+1" in bad
    assert not any(cell.lstrip(" ").startswith(RISKY) for cell in (*bad, *good))
    # Nor does a program that does not heed the quotation marks meet one after a semicolon.
    assert len(bad) == len(good)


async def test_the_document_opens_again(publik: Any, reader: Reader) -> None:
    content = (await publik.client.get(f"/lista.docx{QUERY}")).content
    document = Document(io.BytesIO(content))
    headings = [
        (int(p.style.name[-1]), p.text)
        for p in document.paragraphs
        if p.style is not None and p.style.name.startswith("Heading")
    ]
    assert headings[0] == (1, "Insatser ur Insatskatalogen")
    insatser = reader.insatser(THREE)
    assert [text for level, text in headings if level == 2] == [i.namn for i in insatser]
    levels = [level for level, _ in headings]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    text = "\n".join(p.text for p in document.paragraphs)
    for insats in insatser:
        for told in (insats.sammanfattning, *insats.passar_nar, *insats.uppfoljning):
            assert told in text
    assert MISSING in text
    bullets = [p for p in document.paragraphs if p.style and p.style.name == "List Bullet"]
    assert bullets


async def test_the_document_is_swedish_and_has_real_links(publik: Any) -> None:
    content = (await publik.client.get(f"/lista.docx{QUERY}")).content
    document = Document(io.BytesIO(content))
    assert document.core_properties.language == "sv-SE"
    assert document.core_properties.title == "Insatser ur Insatskatalogen"
    languages = {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert [link.address for link in links] == [
        f"http://localhost/lista{QUERY}",
        *(f"http://localhost/insatser/{id_}" for id_ in THREE),
    ]
    assert all(link.text for link in links)


def test_the_document_takes_every_insats(reader: Reader) -> None:
    everything: tuple[Insatsblad, ...] = reader.insatser()
    utdrag = Utdrag(everything, "https://x.test/lista", "https://x.test/insatser/", "1")
    document = Document(io.BytesIO(write_docx(utdrag)))
    told = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert told == [insats.namn for insats in everything]


async def test_files_carry_the_prefix(publik_under_prefix: Any) -> None:
    response = await publik_under_prefix.client.get(f"/lista.csv{QUERY}")
    _, first, *_ = parsed(response.content)
    assert first[-1] == f"http://localhost/skola/insatser/{THREE[0]}"


async def test_the_list_as_json_is_the_read_model(publik: Any, reader: Reader) -> None:
    content = (await publik.client.get(f"/lista.json{QUERY}&insats=finns-inte")).json()
    assert [insats["id"] for insats in content["insatser"]] == THREE
    assert content["antal"] == 3
    assert content["adress"] == f"http://localhost/lista{QUERY}"
    assert len(content["anmarkningar"]) == 1
    first = reader.insats(THREE[0])
    assert first is not None
    assert content["insatser"][0]["passar_nar"] == list(first.passar_nar)
