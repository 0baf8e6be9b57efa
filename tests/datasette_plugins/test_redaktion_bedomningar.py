"""Grades become a proposal like any other; what was not answered stays as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from bs4 import BeautifulSoup
from redaktionen import Person, fields_of, open_redaktion

from catalog import check
from catalog.proposals import ProposalStore
from datasette_plugins import history
from datasette_plugins.history import SHOWN

LIST = "/redaktion/bedomningar"
PATH = f"{LIST}/p1"


@pytest_asyncio.fixture
async def instans(release: Path, mini_data_copy: Path, tmp_path: Path) -> AsyncIterator[Any]:
    datasette = open_redaktion(release, mini_data_copy, tmp_path / "forslag.db")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


@pytest.fixture
def store(tmp_path: Path, instans: Any) -> Any:
    opened = ProposalStore(tmp_path / "forslag.db")
    yield opened
    opened.close()


async def answered(person: Person, gor: str = "skicka", **answers: str) -> Any:
    """Send the form as it stands, with some answers changed."""
    page = await person.soup(PATH)
    form = page.find("form", action=PATH)
    fields = dict(fields_of(form)) | answers | {"gor": gor}
    fields.pop("csrftoken")
    return await person.post(PATH, fields)


async def test_the_list_leads_to_every_statement(instans: Any) -> None:
    page = await Person(instans, "lars").soup(LIST)
    links = [link["href"] for link in page.select(".attgoralista a")]
    assert links == [f"{LIST}/p1", f"{LIST}/p2", f"{LIST}/p3"]
    for link in links:
        assert (await Person(instans, "sara").get(link)).status_code == 200, link


async def test_what_is_suggested_and_what_was_graded_is_there_to_answer(instans: Any) -> None:
    page = await Person(instans, "lars").soup(PATH)
    chosen = {each["name"]: each["value"] for each in page.select("input[type=radio][checked]")}
    assert chosen["grad.samtal-om-text"] == "stark"
    assert chosen["grad.laslyckan-hela"] == "mojlig"
    assert chosen["grad.bidrag-for-larande"] == ""


async def test_grades_are_sent_to_review_and_applied_as_the_file_says(
    instans: Any, store: Any, mini_data_copy: Path
) -> None:
    answer = await answered(
        Person(instans, "sara"),
        **{
            "grad.laslyckan-hela": "marginell",
            "grad.bidrag-for-larande": "nej",
            "varfor.bidrag-for-larande": "Ett bidrag hjälper ingen att förstå.",
            "grad.narvaroteam": "stark",
        },
    )
    assert answer.status_code == 303
    [made] = store.list_forslag()
    assert (made.lage, made.fil) == ("inskickat", "bedomningar/p1.yaml")
    told = yaml.safe_load(made.text)
    assert told["bedomningar"] == {
        "samtal-om-text": 3.0,
        "laslyckan-hela": 1.0,
        "narvaroteam": 3.0,
    }
    assert told["motiveringar"] == {"bidrag-for-larande": "Ett bidrag hjälper ingen att förstå."}
    assert told["bedomare"] == "En påhittad bedömare; Sara Skribent"
    greta = Person(instans, "greta")
    root = f"/redaktion/forslag/{made.nummer}"
    assert (await greta.get(root)).status_code == 200
    await greta.post(f"{root}/godkann", {"version": str(made.version)})
    assert store.get(made.nummer).lage == "tillampat"
    assert (mini_data_copy / made.fil).read_text(encoding="utf-8") == made.text
    assert check(mini_data_copy) == []
    page = await greta.soup(PATH)
    assert page.select_one("#g-bidrag-for-larande-nej").has_attr("checked")


async def test_a_grade_between_two_answers_stays(
    instans: Any, store: Any, mini_data_copy: Path
) -> None:
    path = mini_data_copy / "bedomningar" / "p1.yaml"
    text = path.read_text(encoding="utf-8").replace("laslyckan-hela: 2.0", "laslyckan-hela: 2.5")
    path.write_text(text, encoding="utf-8")
    await answered(Person(instans, "sara"), gor="spara", **{"grad.samtal-om-text": "mojlig"})
    [made] = store.list_forslag()
    assert made.lage == "utkast"
    assert yaml.safe_load(made.text)["bedomningar"] == {
        "samtal-om-text": 2.0,
        "laslyckan-hela": 2.5,
    }


async def test_nothing_changed_makes_no_proposal(instans: Any, store: Any) -> None:
    answer = await answered(Person(instans, "sara"))
    assert answer.status_code == 400
    assert "Inget är ändrat" in answer.text
    assert store.list_forslag() == []


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"grad.samtal-om-text": "nej", "varfor.samtal-om-text": " "}, "Skriv varför"),
        ({"grad.samtal-om-text": "7"}, "gick inte att läsa"),
        ({"varfor.samtal-om-text": "x" * 501}, "för lång"),
    ],
)
async def test_what_cannot_be_saved_is_told_and_kept_on_the_page(
    instans: Any, store: Any, answers: dict[str, str], told: str
) -> None:
    more = {"grad.narvaroteam": "stark", "varfor.laslyckan-hela": "Behåll mig."}
    answer = await answered(Person(instans, "sara"), **more, **answers)
    assert answer.status_code == 400
    assert told in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.find(id="v-laslyckan-hela")["value"] == "Behåll mig."
    assert store.list_forslag() == []


async def test_another_insats_can_be_added(instans: Any, store: Any) -> None:
    page = await Person(instans, "sara").soup(PATH)
    other = page.select("#till option")[-1]["value"]
    assert other
    assert page.find(id=f"v-{other}") is None
    answer = await answered(Person(instans, "sara"), gor="till", till=other)
    assert BeautifulSoup(answer.text, "html.parser").find(id=f"v-{other}") is not None
    assert store.list_forslag() == []


async def test_an_unknown_insats_is_not_graded(instans: Any, store: Any) -> None:
    await answered(Person(instans, "sara"), **{"grad.../../etc": "stark"})
    assert store.list_forslag() == []


@pytest.mark.parametrize("name", ["lars", "petra"])
async def test_readers_and_publishers_do_not_grade(instans: Any, store: Any, name: str) -> None:
    answer = await Person(instans, name).post(PATH, {"grad.narvaroteam": "stark"})
    assert answer.status_code == 403
    assert store.list_forslag() == []


async def test_an_unknown_statement_is_not_there(instans: Any) -> None:
    assert (await Person(instans, "sara").get(f"{LIST}/finns-inte")).status_code == 404


async def test_how_the_figures_have_gone_is_shown(instans: Any, release: Path) -> None:
    history.note(release.parent, release, SHOWN)
    try:
        page = await Person(instans, "lars").soup(LIST)
    finally:
        (release.parent / history.HISTORY).unlink()
    assert "1,00" in page.select_one(".staplar tbody tr").get_text(" ")


async def test_a_reason_is_shown_as_words(instans: Any, store: Any) -> None:
    evil = '"><script>alert(1)</script>'
    await answered(
        Person(instans, "sara"), **{"grad.samtal-om-text": "nej", "varfor.samtal-om-text": evil}
    )
    [made] = store.list_forslag()
    page = await Person(instans, "greta").get(f"/redaktion/forslag/{made.nummer}")
    assert "<script>alert" not in page.text
