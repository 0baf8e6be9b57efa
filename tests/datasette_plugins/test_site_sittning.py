"""The first step of a sitting: an analysis in, its problems with their words marked."""

from __future__ import annotations

from typing import Any

import pytest
from filer_in import every_kind
from sittningar import (
    ANALYS,
    FIL,
    LASER,
    RAKNAR,
    docx_of,
    fil_in,
    go_on,
    parsed,
    post,
    sit_down,
)

from datasette_plugins.sittning.vyer import PATHS


async def test_an_analysis_gives_problems_with_their_words_marked(publik: Any) -> None:
    response = await sit_down(publik)
    page = parsed(response)
    assert response.headers["cache-control"] == "no-store"
    fil = fil_in(response)
    assert any("förstå" in one.formulering for one in fil.problem)
    for number, one in enumerate(fil.problem, start=1):
        mark = page.select_one(f"mark#m-{number}")
        assert mark is not None
        assert page.select_one(f"a[href='#m-{number}']") is not None
        assert page.select_one(f"a.markref[href='#{one.id}']") is not None
    shown = " ".join(page.select_one(".textruta").get_text().split())  # type: ignore[union-attr]
    assert "Lärarna arbetar var för sig." in shown


async def test_a_document_is_read_as_its_text_is(publik: Any) -> None:
    given = {"fil": ("analys.docx", docx_of(), "application/octet-stream")}
    response = await post(publik, "/atgardsplan/problem", files=given, borja="las")
    pasted = await sit_down(publik)
    assert [one.formulering for one in fil_in(response).problem] == [
        one.formulering for one in fil_in(pasted).problem
    ]


@pytest.mark.parametrize("name", every_kind(LASER))
async def test_every_kind_of_file_is_read(publik: Any, name: str) -> None:
    given = {"fil": (name, every_kind(LASER)[name], "application/octet-stream")}
    response = await post(publik, "/atgardsplan/problem", files=given, borja="las")
    assert response.status_code == 200
    assert LASER in " ".join(each.text for each in fil_in(response).stycken)
    assert any("förstå" in one.formulering for one in fil_in(response).problem)


async def test_what_is_chosen_beside_the_text_counts(publik: Any) -> None:
    response = await post(
        publik, "/atgardsplan/problem", text=ANALYS, skolform=["grundskola"], arskurs=["4-6"]
    )
    assert fil_in(response).skolformer == ("grundskola",)
    assert fil_in(response).arskurser == ("4-6",)


async def test_a_sitting_can_begin_empty_and_be_written_by_hand(publik: Any) -> None:
    response = await post(publik, "/atgardsplan/problem", borja="tom", text="glöms")
    page = parsed(response)
    headings = [each.get_text(strip=True) for each in page.select("form h2, form h3")]
    order = [
        next(place for place, text in enumerate(headings) if text.startswith(start))
        for start in ("Nulägesbeskrivning", "Elevernas", "Undervisningen", "Organisation")
    ]
    assert order == sorted(order)
    response = await go_on(
        publik,
        response,
        "/atgardsplan/problem",
        "lagg-till:resultat",
        **{"nulage": f"Så här är det.\n\n{RAKNAR}", "ny-resultat.text": RAKNAR},
    )
    fil = fil_in(response)
    assert [each.text for each in fil.stycken] == ["Så här är det.", RAKNAR]
    assert fil.problem[0].formulering == RAKNAR
    assert fil.problem[0].stallen[0].stycke == 1
    assert "glöms" not in response.text


@pytest.mark.parametrize(
    ("fields", "files", "words"),
    [
        ({"text": "  "}, None, "ingen text"),
        ({}, {"fil": ("a.docx", b"PK\x03\x04trasig", "x/y")}, "går inte att läsa"),
        ({}, {"fil": ("a.json", b'{"format": 9}', "x/y")}, "rbetsfil"),
        ({}, {"fil": ("a.json", b'{"format": 1, "okant": 2}', "x/y")}, "rbetsfil"),
        (
            {"text": "skrivet"},
            {"fil": ("a.bin", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "x/y")},
            "",
        ),
        ({"arbetsfil": "{}x", "text": "kvar"}, None, "arbetsfil"),
    ],
)
async def test_what_cannot_be_read_gives_the_first_step_back(
    publik: Any, fields: dict[str, str], files: Any, words: str
) -> None:
    response = await post(publik, "/atgardsplan/problem", files=files, **fields)
    page = parsed(response)
    assert response.status_code == 400
    alert = page.select_one("[role=alert]")
    assert alert is not None
    assert words in alert.get_text()
    area = page.select_one("textarea[name=text]")
    assert area is not None
    assert area.get_text().strip() == fields.get("text", "").strip()
    assert alert["id"] in str(area["aria-describedby"])


async def test_a_body_that_is_too_large_is_refused(publik: Any) -> None:
    response = await post(publik, "/atgardsplan/problem", text="x" * 17_000_000)
    assert response.status_code == 413
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", sorted(PATHS))
async def test_the_sitting_is_posted_only(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.status_code == 405
    assert "/atgardsplan" in response.text


async def test_what_looks_like_a_person_is_warned_of_and_marked(publik: Any) -> None:
    text = f"{LASER} Ring Lina Holm på 070-174 06 12 om det."
    page = parsed(await post(publik, "/atgardsplan/problem", text=text))
    assert "uppgifter om personer" in page.select_one(".notis.viktig").get_text()  # type: ignore[union-attr]
    marked = [each.contents[0] for each in page.select(".textruta .person")]
    assert "Lina Holm" in marked
    assert page.select_one(".textruta").get_text().count("Lina Holm") == 1  # type: ignore[union-attr]
    clean = parsed(await sit_down(publik))
    assert clean.select_one(".person") is None
    assert clean.select_one(".notis.viktig") is None


async def test_a_solution_in_disguise_gets_a_gentle_remark(publik: Any) -> None:
    changed = {"p1.formulering": "Vi behöver gå Läslyftet."}
    response = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/problem", **changed)
    page = parsed(response)
    assert page.select_one("#p1 .tanka summary") is not None
    assert page.select_one("#p3 .tanka") is None
    assert fil_in(response).problem[0].formulering == "Vi behöver gå Läslyftet."
