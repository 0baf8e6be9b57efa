"""What a sitting stands: markup, odd files, slow work, faults, and another base address."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sittningar import (
    ANALYS,
    FIL,
    LASER,
    RAKNAR,
    STEPS,
    fil_in,
    go_on,
    parsed,
    post,
    sit_down,
)

from datasette_plugins.sittning import lasning
from matcher.arbetsfil import (
    Arbetsfil,
    Iakttagelse,
    Planrad,
    Stalle,
    Textstycke,
    Val,
)

NASTY = "<script>alert(1)</script>\"'{{ 7*7 }}{% raw %}</textarea><img src=x onerror=alert(2)>"


async def test_no_text_is_ever_markup(publik: Any) -> None:
    nasty = Arbetsfil(
        katalogversion=NASTY,
        huvudman=NASTY,
        enhet=NASTY,
        stycken=(Textstycke(text=NASTY, rubrik=NASTY),),
        problem=(
            FIL.problem[0].model_copy(
                update={
                    "formulering": NASTY,
                    "anteckning": NASTY,
                    "stallen": (Stalle(stycke=0, fran=3, till=20),),
                    "val": (
                        Val(insats="samtal-om-text", beslut="vald", motiv=NASTY, anteckning=NASTY),
                    ),
                }
            ),
        ),
        iakttagelser=(Iakttagelse(slag="styrka", text=NASTY),),
        plan=FIL.plan.model_copy(
            update={
                "bakgrund": NASTY,
                "risker": NASTY,
                "rader": (Planrad(insats="samtal-om-text", mal=NASTY, ansvarig=NASTY),),
            }
        ),
    )
    page = await sit_down(publik, nasty)
    for step in STEPS:
        response = await go_on(publik, page, f"/atgardsplan/{step}")
        found = parsed(response)
        assert len(found.select("main script")) == 0, step
        assert not found.select("img"), step
        assert "49" not in found.get_text(), step
        assert fil_in(response).problem[0].formulering == NASTY, step
    refused = await post(publik, "/atgardsplan/problem", arbetsfil="x", text=NASTY)
    assert len(parsed(refused).select("main script, img")) == 0


async def test_a_file_for_what_is_gone_from_the_catalogue_still_opens(publik: Any) -> None:
    gone = FIL.problem[0].model_copy(
        update={
            "problemomraden": ("finns-inte-langre",),
            "val": (Val(insats="borta-insats", beslut="vald"),),
        }
    )
    page = await sit_down(publik, FIL.model_copy(update={"problem": (gone,)}))
    for step in STEPS:
        response = await go_on(publik, page, f"/atgardsplan/{step}")
        assert response.status_code == 200, step
        assert fil_in(response).problem[0].val == gone.val, step


async def test_sentences_side_by_side_are_one_mark(publik: Any) -> None:
    places = (
        Stalle(stycke=0, fran=0, till=len(LASER)),
        Stalle(stycke=0, fran=len(LASER) + 1, till=len(LASER) + 1 + len(RAKNAR)),
        Stalle(stycke=1, fran=0, till=3),
    )
    one = FIL.problem[0].model_copy(update={"stallen": places})
    page = parsed(await sit_down(publik, FIL.model_copy(update={"problem": (one,)})))
    marks = [each.get_text() for each in page.select("mark")]
    assert marks == [f"Problem 1: {LASER} {RAKNAR}", "Bra"]
    assert len(page.select("a.markref")) == 1


async def test_places_outside_the_text_do_no_harm(publik: Any) -> None:
    odd = FIL.problem[0].model_copy(
        update={
            "stallen": (
                Stalle(stycke=99, fran=0, till=5),
                Stalle(stycke=0, fran=50, till=9_999_999),
                Stalle(stycke=0, fran=9, till=2),
            ),
            "orsak_till": ("p77", "p1"),
        }
    )
    page = await sit_down(publik, FIL.model_copy(update={"problem": (odd,)}))
    assert parsed(page).select_one("mark") is not None


async def test_heavy_work_gives_up_with_an_answer(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def endless(*arguments: Any) -> Any:
        answered.wait()
        fail(*arguments)

    monkeypatch.setattr(lasning, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(lasning, "read_source", endless)
    response = await post(publik, "/atgardsplan/problem", text=ANALYS)
    answered.set()
    assert response.status_code == 503
    assert "lång tid" in response.text
    assert parsed(response).select_one("textarea").get_text().strip() == ANALYS.strip()  # type: ignore[union-attr]


def fail(*arguments: Any) -> Any:
    raise RuntimeError(f"gick sönder på {arguments}")


async def test_a_fault_on_the_way_gives_the_sitting_back(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await sit_down(publik, FIL)
    monkeypatch.setattr("datasette_plugins.sittning.forslag.match_all", fail)
    response = await go_on(publik, page, "/atgardsplan/forslag")
    assert response.status_code == 500
    assert fil_in(response) == FIL
    assert "Försök igen" in response.text


async def test_the_sitting_works_below_a_prefix(publik_under_prefix: Any) -> None:
    page = await publik_under_prefix.client.get("/atgardsplan")
    assert 'action="/skola/atgardsplan/problem"' in page.text
    response = await publik_under_prefix.client.post(
        "/atgardsplan/problem", data={"text": ANALYS}, cookies={"ds_csrftoken": "gammal"}
    )
    assert response.status_code == 200
    for button in parsed(response).select("button[formaction]"):
        assert str(button["formaction"]).startswith("/skola/atgardsplan/")
