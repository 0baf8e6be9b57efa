"""What a visitor corrects among the problems, regrets, and is not let do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sittningar import (
    FIL,
    LASER,
    RAKNAR,
    as_json,
    fields_of,
    fil_in,
    go_on,
    parsed,
    sit_down,
)

from matcher.arbetsfil import (
    Arbetsfil,
    Iakttagelse,
    Problem,
    Stalle,
)


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
