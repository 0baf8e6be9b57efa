"""The map of the catalogue against a count made straight from the files, by other means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import yaml
from addresses import MINI
from bs4 import BeautifulSoup, Tag

from catalog.coverage import coverage, coverage_of
from catalog.loading import load
from catalog.reading import Reader
from datasette_plugins.pages.oversikt import SHORT_GRADES

Soup = Callable[[str], Awaitable[BeautifulSoup]]
GRADES = ["systematisk-oversikt", "effektstudie", "utvardering", "bygger-pa-forskning"]


def files(folder: str) -> dict[str, Any]:
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((MINI / folder).glob("*.yaml"))
    }


def counted(area: str, form: str) -> tuple[int, str] | None:
    """Count from the raw files: insatser to be had, and the best grade among all not ended."""
    where = files("problemomraden")[area].get("skolformer")
    if where and form not in where:
        return None
    to_be_had, grades = 0, set()
    found = 0
    for insats in files("insatser").values():
        strengths = [
            link["styrka"]
            for link in insats.get("problemomraden", ())
            if link["problemomrade"] == area
        ]
        forms = insats.get("skolformer") or insats.get("skolformer_bedomda") or [form]
        if not strengths or strengths[0] == 1 or form not in forms:
            continue
        if insats["status"] == "avslutad" or insats["typ"] == "forebild":
            continue
        found += 1
        to_be_had += insats["status"] != "okand"
        grades.add((insats.get("evidens") or {}).get("grad"))
    best = next((g for g in GRADES if g in grades), "ej-utvarderad")
    word = SHORT_GRADES[best] if grades - {None} else ""
    return to_be_had, word if found else "ingen"


def cells(row: Tag) -> tuple[str, list[Tag]]:
    link = row.select_one("th a")
    assert link is not None
    return str(link["href"]).rpartition("/")[2], list(row.select("td"))


async def test_every_cell_is_what_the_files_say(soup: Soup) -> None:
    page = await soup("/oversikt")
    headings = [th.get_text().replace("\N{SOFT HYPHEN}", "") for th in page.select("thead th")]
    names = {
        each["namn"]: each["id"]
        for each in yaml.safe_load((MINI / "vokabular/skolformer.yaml").read_text("utf-8"))
    }
    forms = [names[heading] for heading in headings[1:]]
    rows = dict(cells(row) for row in page.select("tbody tr:has(td)"))
    wanted = [
        id_ for id_, each in files("problemomraden").items() if each["analysniva"] != "utanfor"
    ]
    assert sorted(rows) == sorted(wanted)
    for area, found in rows.items():
        for form, cell in zip(forms, found, strict=True):
            expected = counted(area, form)
            if expected is None:
                assert cell.get_text() == "–", (area, form)
            else:
                assert cell.get_text() == f"{expected[0]}{expected[1]}", (area, form)
                assert ("t0" in (cell["class"] or ())) == (expected[0] == 0), (area, form)


async def test_one_school_form_tells_the_same_in_words(soup: Soup) -> None:
    page = await soup("/oversikt?skolform=grundskola")
    assert [th.get_text() for th in page.select("thead th")][1:] == [
        "Går att få",
        "Oklart om de finns",
        "Bästa underlag",
    ]
    rows = dict(cells(row) for row in page.select("tbody tr:has(td)"))
    assert rows
    for area, (to_be_had, _, _) in rows.items():
        expected = counted(area, "grundskola")
        assert expected is not None
        assert to_be_had.get_text() == str(expected[0])
    [_, unclear, best] = rows["skolfranvaro"]
    assert unclear.get_text() == "1"
    assert best.get_text().strip() == "Ingen utvärdering känd"


async def test_it_is_a_table_that_can_be_read_aloud(soup: Soup) -> None:
    page = await soup("/oversikt")
    [table] = page.select("table")
    assert table.caption is not None
    assert {th["scope"] for th in table.select("thead th")} == {"col"}
    assert {th["scope"] for th in table.select("tbody th")} == {"row", "rowgroup"}
    assert "lucka beskriven" in table.get_text()


async def test_json_and_the_command_count_alike(publik: Any, reader: Reader) -> None:
    from_files = {row.omrade: row for row in coverage(load(MINI)[0])}
    assert {row.omrade: row for row in coverage_of(reader)} == from_files
    told = (await publik.client.get("/oversikt.json")).json()
    assert told["antal"] == len(from_files)
    assert {row["omrade"]: len(row["rutor"]) for row in told["oversikt"]} == {
        area: len(row.rutor) for area, row in from_files.items()
    }


@pytest.mark.parametrize("form", ["finns-inte", "<b>"])
async def test_an_unknown_school_form_is_told_and_not_repeated(publik: Any, form: str) -> None:
    response = await publik.client.get("/oversikt", params={"skolform": form})
    assert response.status_code == 404
    assert form not in BeautifulSoup(response.text, "html.parser").get_text()
