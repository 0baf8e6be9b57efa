"""The sitting in process: every step, every correction, and what cannot be taken."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from filer_in import every_kind
from sittningar import (
    ANALYS,
    as_json,
    docx_of,
    fields_of,
    fil_in,
    go_on,
    parsed,
    post,
    sit_down,
)

from datasette_plugins.sittning import lasning
from datasette_plugins.sittning.vyer import FILES, PATHS
from matcher.arbetsfil import (
    Arbetsfil,
    Granser,
    Iakttagelse,
    Planrad,
    Problem,
    Stalle,
    Textstycke,
    Val,
    read_arbetsfil,
)

LASER = "Var tredje elev i femman läser utan att förstå vad texten säger."
RAKNAR = "Eleverna räknar på fingrarna."
FIL = Arbetsfil(
    katalogversion="1",
    stycken=(Textstycke(text=f"{LASER} {RAKNAR}", rubrik="Resultat"), Textstycke(text="Bra bok.")),
    problem=(
        Problem(
            id="p1",
            formulering=LASER,
            stallen=(Stalle(stycke=0, fran=0, till=len(LASER)),),
            analysniva="resultat",
            roll="symtom",
            problemomraden=("lasforstaelse",),
            prioritet=1,
            val=(Val(insats="samtal-om-text", beslut="vald", motiv="Passar oss."),),
        ),
        Problem(
            id="p2",
            formulering=RAKNAR,
            stallen=(Stalle(stycke=0, fran=len(LASER) + 1, till=len(LASER) + 1 + len(RAKNAR)),),
            analysniva="resultat",
            problemomraden=("taluppfattning",),
            prioritet=2,
            orsak_till=("p1",),
        ),
        Problem(id="p3", formulering="Lärarna arbetar var för sig.", orsak_till=("p1", "p2")),
    ),
    iakttagelser=(
        Iakttagelse(slag="styrka", text="Bra bok."),
        Iakttagelse(slag="historik", text="Vi har gått kursen.", insatser=("samtal-om-text",)),
    ),
)
STEPS = ("problem", "forslag", "paket", "plan")


def problems(fil: Arbetsfil) -> dict[str, Problem]:
    return {one.id: one for one in fil.problem}


def no_fil(fil: Arbetsfil) -> bool:
    return fil == FIL


CORRECTIONS: dict[str, tuple[str, dict[str, Any], Callable[[Arbetsfil], bool]]] = {
    "nothing": ("", {}, no_fil),
    "unknown word": ("finns-inte:p1", {}, no_fil),
    "unknown problem": ("ta-bort:p99", {}, no_fil),
    "merge": (
        "sla-ihop:p1",
        {"p1.med": "2"},
        lambda fil: (
            list(problems(fil)) == ["p1", "p3"]
            and fil.problem[0].formulering == f"{LASER}\n{RAKNAR}"
            and len(fil.problem[0].stallen) == 2
            and fil.problem[0].problemomraden == ("lasforstaelse", "taluppfattning")
            and fil.problem[0].prioritet == 1
            and fil.problem[0].orsak_till == ()
            and fil.problem[1].orsak_till == ("p1",)
            and fil.problem[0].val == FIL.problem[0].val
        ),
    ),
    "merge with itself": ("sla-ihop:p1", {"p1.med": "1"}, no_fil),
    "merge with none": ("sla-ihop:p1", {"p1.med": "nio"}, no_fil),
    "split": (
        "dela:p1",
        {"p1.formulering": f"{LASER} {RAKNAR}", "p1.dela": str(len(LASER))},
        lambda fil: (
            [one.formulering for one in fil.problem[:2]] == [LASER, RAKNAR]
            and fil.problem[1].id == "p4"
            and fil.problem[1].prioritet is None
            and fil.problem[0].prioritet == 1
        ),
    ),
    "split whole": (
        "dela:p1",
        {"p1.dela": ""},
        lambda fil: [one.formulering for one in fil.problem[:2]] == [LASER, LASER],
    ),
    "remove": (
        "ta-bort:p1",
        {},
        lambda fil: (
            list(problems(fil)) == ["p2", "p3"]
            and fil.problem[0].prioritet == 1
            and fil.problem[0].orsak_till == ()
            and fil.problem[1].orsak_till == ("p2",)
        ),
    ),
    "add": (
        "lagg-till:organisation",
        {"ny-organisation.text": "bra  bok", "ny-organisation.roll": "orsak"},
        lambda fil: (
            fil.problem[-1]
            == Problem(id="p4", formulering="bra  bok", analysniva="organisation", roll="orsak")
        ),
    ),
    "add what stands in the text": (
        "lagg-till:resultat",
        {"ny-resultat.text": "Bra bok."},
        lambda fil: fil.problem[-1].stallen == (Stalle(stycke=1, fran=0, till=8),),
    ),
    "add nothing": ("lagg-till:resultat", {"ny-resultat.text": " "}, no_fil),
    "add at no level": ("lagg-till:taket", {"ny-taket.text": "x"}, no_fil),
    "change level": (
        "",
        {"p1.niva": "organisation"},
        lambda fil: fil.problem[0].analysniva == "organisation",
    ),
    "change to no level": ("", {"p1.niva": "taket"}, no_fil),
    "change role": ("", {"p1.roll": "orsak"}, lambda fil: fil.problem[0].roll == "orsak"),
    "reword": (
        "",
        {"p1.formulering": " Ny\r\ntext "},
        lambda fil: fil.problem[0].formulering == "Ny\ntext",
    ),
    "note": (
        "",
        {"p1.anteckning": "Fråga Eva."},
        lambda fil: fil.problem[0].anteckning == "Fråga Eva.",
    ),
    "take an area away": (
        "",
        {"p1.omrade": []},
        lambda fil: fil.problem[0].problemomraden == (),
    ),
    "add an area": (
        "",
        {"p1.nytt-omrade": "avkodning"},
        lambda fil: fil.problem[0].problemomraden == ("lasforstaelse", "avkodning"),
    ),
    "causes": (
        "",
        {"p1.orsak-till": "2 och 3"},
        lambda fil: fil.problem[0].orsak_till == ("p2", "p3"),
    ),
    "prioritise": (
        "prioritera:p3",
        {},
        lambda fil: [one.prioritet for one in fil.problem] == [1, 2, 3],
    ),
    "unprioritise": (
        "avprioritera:p1",
        {},
        lambda fil: [one.prioritet for one in fil.problem] == [None, 1, None],
    ),
    "up": ("upp:p2", {}, lambda fil: [one.prioritet for one in fil.problem] == [2, 1, None]),
    "up from the top": ("upp:p1", {}, no_fil),
    "down": ("ner:p1", {}, lambda fil: [one.prioritet for one in fil.problem] == [2, 1, None]),
    "not a problem": (
        "inte-problem:p3",
        {"p3.slag": "elevrost"},
        lambda fil: (
            list(problems(fil)) == ["p1", "p2"]
            and fil.iakttagelser[-1]
            == Iakttagelse(slag="elevrost", text="Lärarna arbetar var för sig.")
        ),
    ),
    "not a problem but nothing": ("inte-problem:p3", {"p3.slag": "taket"}, no_fil),
    "a problem after all": (
        "till-problem:0",
        {},
        lambda fil: (
            fil.problem[-1] == Problem(id="p4", formulering="Bra bok.")
            and len(fil.iakttagelser) == 1
        ),
    ),
    "no such observation": ("till-problem:9", {}, no_fil),
    "observation away": (
        "ta-bort-iakttagelse:0",
        {},
        lambda fil: [seen.slag for seen in fil.iakttagelser] == ["historik"],
    ),
    "context": (
        "",
        {"skolform": ["grundskola", "finns-inte"], "arskurs": ["4-6"]},
        lambda fil: (fil.skolformer, fil.arskurser) == (("grundskola",), ("4-6",)),
    ),
    "names": (
        "",
        {"huvudman": "Påhittade kommun", "enhet": "Ön"},
        lambda fil: (fil.huvudman, fil.enhet) == ("Påhittade kommun", "Ön"),
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
async def test_a_correction_does_what_it_says(publik: Any, name: str) -> None:
    gor, changed, expected = CORRECTIONS[name]
    page = await sit_down(publik, FIL)
    response = await go_on(publik, page, "/atgardsplan/problem", gor, **changed)
    assert response.status_code == 200
    assert expected(fil_in(response)), as_json(fil_in(response))


@pytest.mark.parametrize("gor", ["ta-bort:p1", "dela:p1", "inte-problem:p1"])
async def test_a_correction_can_be_regretted(publik: Any, gor: str) -> None:
    page = await sit_down(publik, FIL)
    changed = await go_on(publik, page, "/atgardsplan/problem", gor)
    assert fil_in(changed) != FIL
    response = await go_on(publik, changed, "/atgardsplan/problem", "angra")
    assert fil_in(response) == FIL
    assert "ångrad" in parsed(response).select_one("#besked").get_text()  # type: ignore[union-attr]


REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "empty problem": ("p1.formulering", {"p1.formulering": " "}, "måste ha en text"),
    "long problem": ("p1.formulering", {"p1.formulering": "å" * 20_001}, "20\xa0001 tecken"),
    "long note": ("p1.anteckning", {"p1.anteckning": "b" * 1_001}, "1\xa0001 tecken"),
    "unknown area": ("p1.nytt-omrade", {"p1.nytt-omrade": "Takläckage"}, "finns inte"),
    "unknown cause": ("p1.orsak-till", {"p1.orsak-till": "17"}, "inget problem 17"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("path", ["/atgardsplan/problem", "/atgardsplan/forslag"])
async def test_what_cannot_be_taken_is_told_at_its_field_and_kept(
    publik: Any, name: str, path: str
) -> None:
    """Also when the visitor asked for the next step: the field is on this one."""
    field, changed, words = REFUSED[name]
    response = await go_on(publik, await sit_down(publik, FIL), path, **changed)
    page = parsed(response)
    told = page.select_one(f"#e-{field.replace('.', '-')}")
    assert told is not None
    assert words in told.get_text()
    control = page.select_one(f"[name='{field}']")
    assert control is not None
    assert control["aria-invalid"] == "true"
    assert told["id"] in str(control["aria-describedby"]).split()
    summary = page.select_one("#besked")
    assert summary is not None
    assert summary.select_one(f"a[href='#{control['id']}']") is not None
    kept = changed[field].strip()
    assert not kept or fields_of(response)[field] == [kept]
    assert fil_in(response) == FIL
    assert page.title is not None
    assert page.title.get_text().startswith("Fel: ")


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


async def test_a_program_gets_all_of_it_at_once(publik: Any) -> None:
    response = await publik.client.post("/atgardsplan.json", json={"text": ANALYS})
    answer = response.json()
    assert answer["ok"] is True
    fil = Arbetsfil.model_validate(answer["arbetsfil"])
    inside = [one.id for one in fil.problem if not one.utanfor]
    assert list(answer["forslag"]) == inside
    assert answer["paket"]["forslag"]["insatser"]
    assert response.headers["cache-control"] == "no-store"


async def test_a_program_can_send_a_file_or_a_working_file(publik: Any) -> None:
    given = {"fil": ("analys.docx", docx_of(), "application/octet-stream")}
    first = (await publik.client.post("/atgardsplan.json", files=given)).json()
    again = await publik.client.post(
        "/atgardsplan.json", json={"arbetsfil": first["arbetsfil"], "skolformer": ["grundskola"]}
    )
    assert again.json()["arbetsfil"]["skolformer"] == ["grundskola"]
    assert again.json()["arbetsfil"]["problem"] == first["arbetsfil"]["problem"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[1]", "JSON-objekt"),
        (b'{"text": ""}', "ingen text"),
        (b'{"arbetsfil": {"format": 2}}', "rbetsfil"),
        (b'{"text": "Eleverna l\\u00e4ser inte.", "skolformer": ["x"]}', "skolformer"),
        (b'{"text": 3}', "text"),
    ],
)
async def test_a_program_is_told_what_is_wrong(publik: Any, body: bytes, words: str) -> None:
    response = await publik.client.post(
        "/atgardsplan.json", content=body, headers={"content-type": "application/json"}
    )
    assert response.status_code == 400
    assert words in json.dumps(response.json(), ensure_ascii=False)


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


async def test_heavy_work_gives_up_with_an_answer(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasning, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(lasning, "read_source", slow)
    response = await post(publik, "/atgardsplan/problem", text=ANALYS)
    assert response.status_code == 503
    assert "lång tid" in response.text
    assert parsed(response).select_one("textarea").get_text().strip() == ANALYS.strip()  # type: ignore[union-attr]


def slow(*arguments: Any) -> Any:
    import time

    time.sleep(0.4)
    raise RuntimeError(f"gick sönder på {arguments}")


async def test_a_fault_on_the_way_gives_the_sitting_back(
    publik: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await sit_down(publik, FIL)
    monkeypatch.setattr("datasette_plugins.sittning.forslag.match_all", slow)
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
