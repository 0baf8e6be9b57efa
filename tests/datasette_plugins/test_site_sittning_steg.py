"""From problems to a plan: suggestions, decisions, the package, and the files to keep."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from sittningar import (
    FIL,
    as_json,
    fields_of,
    fil_in,
    go_on,
    parsed,
    sit_down,
)

from datasette_plugins.sittning.vyer import FILES
from matcher.arbetsfil import (
    Arbetsfil,
    Granser,
    Planrad,
    Val,
    read_arbetsfil,
)


async def test_every_prioritised_problem_gets_reasoned_suggestions(publik: Any) -> None:
    page = parsed(await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/forslag"))
    sections = page.select("section.problemforslag")
    assert [each["id"] for each in sections] == ["f-p1", "f-p2"]
    card = page.select_one("#p1-samtal-om-text")
    assert card is not None
    assert card.select("ul.skal li")
    assert "redan gjord" in card.get_text()
    chosen = card.select_one("input[type=radio][checked]")
    assert chosen is not None
    assert chosen["value"] == "vald"
    assert "Passar oss." in card.get_text()
    for link in page.select("form a[href^='/insatser']"):
        assert link["target"] == "_blank"


DECISIONS: dict[str, tuple[dict[str, str], Callable[[tuple[Val, ...]], bool]]] = {
    "maybe": (
        {"p1.val.samtal-om-text": "kanske"},
        lambda val: val[0].beslut == "kanske" and val[0].motiv == "Passar oss.",
    ),
    "undecided": ({"p1.val.samtal-om-text": ""}, lambda val: val == ()),
    "rejected with a reason": (
        {"p1.val.samtal-om-text": "avvisad", "p1.motiv.samtal-om-text": "Har gått den."},
        lambda val: val == (Val(insats="samtal-om-text", beslut="avvisad", motiv="Har gått den."),),
    ),
    "noted": (
        {"p1.val.samtal-om-text": "vald", "p1.anteckning.samtal-om-text": "Ring."},
        lambda val: (val[0].motiv, val[0].anteckning) == ("Passar oss.", "Ring."),
    ),
    "two": (
        {"p1.val.intensiv-lastraning": "vald"},
        lambda val: [each.insats for each in val] == ["samtal-om-text", "intensiv-lastraning"],
    ),
    "unknown": ({"p1.val.finns-inte": "vald"}, lambda val: val == FIL.problem[0].val),
    "unknown decision": ({"p1.val.intensiv-lastraning": "x"}, lambda val: len(val) == 1),
}


@pytest.mark.parametrize("name", DECISIONS)
async def test_a_decision_is_kept(publik: Any, name: str) -> None:
    changed, expected = DECISIONS[name]
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/forslag")
    response = await go_on(publik, page, "/atgardsplan/forslag", **changed)
    assert expected(fil_in(response).problem[0].val), fil_in(response).problem[0].val


async def test_a_reason_without_a_decision_is_not_lost(publik: Any) -> None:
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/forslag")
    field = "p2.motiv.tal-i-tanken"
    response = await go_on(publik, page, "/atgardsplan/paket", **{field: "Verkar bra."})
    assert fields_of(response)[field] == ["Verkar bra."]
    assert "Välj ett beslut" in parsed(response).select_one("#besked").get_text()  # type: ignore[union-attr]


async def test_without_priority_the_page_says_what_to_do(publik: Any) -> None:
    fil = FIL.model_copy(update={"problem": (FIL.problem[2],)})
    page = parsed(await go_on(publik, await sit_down(publik, fil), "/atgardsplan/forslag"))
    assert "Inget problem är prioriterat" in page.get_text()


async def test_the_matrix_is_a_table_of_insatser_and_problems(publik: Any) -> None:
    page = parsed(await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/paket"))
    table = page.select_one("#m-valt")
    assert table is not None
    assert table.caption is not None
    assert [each.get_text() for each in table.select("thead th")] == [
        "Insats",
        "Problem 1",
        "Problem 2",
    ]
    assert all(each.get("scope") in {"col", "row"} for each in table.select("th"))
    assert "Problem 2" not in [each.get_text() for each in table.select("td")]
    assert "problem 2" in page.select_one(".brister").get_text()  # type: ignore[union-attr]


PACKAGES: dict[str, tuple[str, dict[str, str], Callable[[Arbetsfil], bool]]] = {
    "in": (
        "paket-in:tal-i-tanken",
        {},
        lambda fil: fil.paket == ("tal-i-tanken",) and fil.problem[0].val[0].beslut == "vald",
    ),
    "out": (
        "paket-ut:samtal-om-text",
        {},
        lambda fil: fil.paket == () and fil.problem[0].val[0].beslut == "kanske",
    ),
    "not an id": ("paket-in:<script>", {}, lambda fil: fil.paket == ()),
    "the suggestion": (
        "ta-forslaget:tal-i-tanken,intensiv-lastraning",
        {},
        lambda fil: (
            fil.paket == ("tal-i-tanken", "intensiv-lastraning")
            and fil.problem[0].val[0].beslut == "kanske"
        ),
    ),
    "limits": (
        "",
        {"grans.terminer": "2", "grans.samtidiga": "1", "grans.timmar_per_termin": "30"},
        lambda fil: fil.granser == Granser(terminer=2, samtidiga=1, timmar_per_termin=30),
    ),
    "limit taken away": ("", {"grans.samtidiga": ""}, lambda fil: fil.granser == Granser()),
    "cost": (
        "",
        {"grans.hogsta_kostnad": "<b>"},
        lambda fil: fil.granser.hogsta_kostnad is None,
    ),
    "too many terms": ("", {"grans.terminer": "90"}, lambda fil: fil.granser == Granser()),
}


@pytest.mark.parametrize("name", PACKAGES)
async def test_the_package_follows(publik: Any, name: str) -> None:
    gor, changed, expected = PACKAGES[name]
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/paket")
    response = await go_on(publik, page, "/atgardsplan/paket", gor, **changed)
    assert response.status_code == 200
    assert expected(fil_in(response)), as_json(fil_in(response))


async def test_the_plan_keeps_what_the_school_writes(publik: Any) -> None:
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/plan")
    changed = {
        "plan.bakgrund": "Vi är en liten skola.",
        "rad.samtal-om-text.mal": "Nio av tio förstår.",
        "rad.samtal-om-text.termin_fran": "2",
        "rad.samtal-om-text.termin_till": "3",
    }
    response = await go_on(publik, page, "/atgardsplan/plan", **changed)
    plan = fil_in(response).plan
    assert plan.bakgrund == "Vi är en liten skola."
    assert plan.rader == (
        Planrad(insats="samtal-om-text", termin_fran=2, termin_till=3, mal="Nio av tio förstår."),
    )
    draft = parsed(response).select_one("#utkastet")
    assert draft is not None
    assert "Nio av tio förstår." in draft.get_text()


async def test_terms_that_the_page_suggested_are_not_kept_as_the_schools(publik: Any) -> None:
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/plan")
    response = await go_on(publik, page, "/atgardsplan/paket")
    assert fil_in(response).plan.rader == ()


async def test_an_end_before_the_beginning_is_told(publik: Any) -> None:
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/plan")
    changed = {"rad.samtal-om-text.termin_fran": "3", "rad.samtal-om-text.termin_till": "1"}
    response = await go_on(publik, page, "/atgardsplan/paket", **changed)
    assert "sluta före den börjar" in parsed(response).select_one("#besked").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FILES)
async def test_files_are_fetched_and_not_kept(publik: Any, name: str) -> None:
    page = await go_on(publik, await sit_down(publik, FIL), "/atgardsplan/plan")
    response = await go_on(
        publik, page, f"/atgardsplan/{name}", **{"plan.bakgrund": "Vi är en liten skola."}
    )
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert "attachment" in response.headers["content-disposition"]
    if name == "arbetsfil.json":
        fil = read_arbetsfil(response.content)
        assert fil.plan.bakgrund == "Vi är en liten skola."
        assert fil.problem == FIL.problem
        again = await sit_down(publik, fil)
        assert fil_in(again) == fil
    elif name == "plan.docx":
        document = Document(io.BytesIO(response.content))
        text = "\n".join(each.text for each in document.paragraphs)
        assert "Vi är en liten skola." in text
        assert "Samtal om text" in text
    else:
        assert "Vi är en liten skola." in response.text
        assert "Samtal om text" in response.text
