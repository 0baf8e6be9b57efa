"""Grades become a proposal like any other; what was not answered stays as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from bs4 import BeautifulSoup
from redaktionen import Person, fields_of
from skrivande import started

from catalog import check
from catalog.proposals import ProposalStore
from datasette_plugins import history
from datasette_plugins.history import SHOWN

LIST = "/redaktion/bedomningar"
PATH = f"{LIST}/p1"


@pytest_asyncio.fixture
async def instans(release: Path, mini_data_copy: Path, tmp_path: Path) -> AsyncIterator[Any]:
    async with started(release, mini_data_copy, tmp_path) as datasette:
        yield datasette


@pytest.fixture
def store(tmp_path: Path, instans: Any) -> Any:
    opened = ProposalStore(tmp_path / "r" / "forslag.db")
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


NEW = "/redaktion/nytt-pastaende"
STATEMENT = "Eleverna i sexan hinner läsa men kan inte återge det viktiga i en faktatext."


async def drafted(person: Person, **given: str) -> str:
    """Write a new statement, and return the address of its draft."""
    answer = await person.post(NEW, {"text": STATEMENT, "skolform": "grundskola"} | given)
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.headers["location"])


async def sent(person: Person, path: str, gor: str, **answers: str) -> Any:
    """Send the form of a draft as it stands, with some answers changed."""
    page = await person.soup(path)
    fields = dict(fields_of(page.find("form", action=path))) | answers | {"gor": gor}
    fields.pop("csrftoken")
    return await person.post(path, fields)


async def test_a_new_statement_is_written_graded_reviewed_and_applied(
    instans: Any, store: Any, mini_data_copy: Path
) -> None:
    sara, greta = Person(instans, "sara"), Person(instans, "greta")
    assert (await sara.soup(LIST)).find("a", href=NEW) is not None
    path = await drafted(sara, arskurser="6", amne="svenska", analysniva="resultat")
    page = await sara.soup(path)
    # What the matcher suggests is there to be graded, and nothing is graded yet.
    assert page.find(id="g-samtal-om-text-stark") is not None
    chosen = {each["value"] for each in page.select("input[type=radio][checked]")}
    assert chosen == {""}
    refused = await sent(sara, path, "skicka")
    assert refused.status_code == 400
    assert "Bedöm minst en insats" in refused.text
    answer = await sent(sara, path, "skicka", **{"grad.samtal-om-text": "stark"})
    assert answer.status_code == 303, answer.text[-3000:]
    [made] = store.list_forslag()
    assert (made.lage, made.slag) == ("inskickat", "ny")
    assert yaml.safe_load(made.text) == {
        "id": "eleverna-i-sexan-hinner-lasa-men",
        "text": STATEMENT,
        "analysniva": "resultat",
        "skolform": "grundskola",
        "arskurser": "6",
        "amne": "svenska",
        "bedomare": "Sara Skribent",
        "bedomningar": {"samtal-om-text": 3.0},
    }
    root = f"/redaktion/forslag/{made.nummer}"
    page = await greta.soup(root)
    assert STATEMENT in page.get_text()
    assert (await sara.soup(LIST)).find("a", href=root) is not None
    await greta.post(f"{root}/godkann", {"version": str(made.version)})
    assert store.get(made.nummer).lage == "tillampat"
    assert check(mini_data_copy) == []
    assert (await sara.get(f"{LIST}/{made.post_id}")).status_code == 200


async def test_a_draft_of_grades_is_gone_on_with(instans: Any, store: Any) -> None:
    sara = Person(instans, "sara")
    await answered(sara, gor="spara", **{"grad.narvaroteam": "mojlig"})
    [made] = store.list_forslag()
    path = f"/redaktion/forslag/{made.nummer}/skriv"
    page = await sara.soup(f"/redaktion/forslag/{made.nummer}")
    assert page.find("a", href=path) is not None
    page = await sara.soup(path)
    assert page.find(id="g-narvaroteam-mojlig").has_attr("checked")
    assert page.find(id="f-text") is None
    assert (await sent(sara, path, "skicka", **{"grad.narvaroteam": "stark"})).status_code == 303
    [made] = store.list_forslag()
    assert made.lage == "inskickat"
    assert yaml.safe_load(made.text)["bedomningar"]["narvaroteam"] == 3.0


async def test_no_insats_may_fit(instans: Any, store: Any) -> None:
    sara = Person(instans, "sara")
    path = await drafted(sara)
    both = {"ingen": "ja", "grad.samtal-om-text": "stark"}
    assert "Ta bort det ena" in (await sent(sara, path, "skicka", **both)).text
    none = {"ingen": "ja", "grad.samtal-om-text": ""}
    assert (await sent(sara, path, "skicka", **none)).status_code == 303
    [made] = store.list_forslag()
    assert yaml.safe_load(made.text)["bedomningar"] == {}


async def test_what_looks_like_a_person_is_asked_about_before_it_is_saved(
    instans: Any, store: Any
) -> None:
    sara = Person(instans, "sara")
    text = "Eleven Lina Holm, 070-123 45 67, läser inte på lektionerna."
    answer = await sara.post(NEW, {"text": text})
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.find(id="f-text").get_text().strip() == text
    agreed = page.find(id="sett")["value"]
    assert agreed.startswith("Texten tycks innehålla uppgifter om personer")
    assert store.list_forslag() == []
    assert store.events() == []
    # In a draft too, and what was saved before stays.
    path = await drafted(sara)
    before = store.events()
    assert (await sent(sara, path, "spara", text=text)).status_code == 400
    assert store.events() == before
    assert (await sent(sara, path, "spara", text=text, sett=agreed)).status_code == 303
    [made] = store.list_forslag()
    assert yaml.safe_load(made.text)["text"] == text


async def test_two_statements_that_begin_alike_get_ids_of_their_own(
    instans: Any, store: Any
) -> None:
    sara = Person(instans, "sara")
    for _ in range(2):
        await drafted(sara)
    ids = {each.post_id for each in store.list_forslag()}
    assert ids == {"eleverna-i-sexan-hinner-lasa-men", "eleverna-i-sexan-hinner-lasa-men-2"}


async def test_two_windows_of_one_statement_lose_nothing(instans: Any, store: Any) -> None:
    sara = Person(instans, "sara")
    path = await drafted(sara)
    page = await sara.soup(path)
    old = dict(fields_of(page.find("form", action=path))) | {"gor": "spara"}
    old.pop("csrftoken")
    await sent(sara, path, "spara", arskurser="6")
    answer = await sara.post(path, old | {"arskurser": "5"})
    assert answer.status_code == 409
    kept = dict(
        fields_of(BeautifulSoup(answer.text, "html.parser").select_one("main form[action$=skriv]"))
    )
    kept.pop("csrftoken")
    assert (await sara.post(path, kept)).status_code == 303
    [made] = store.list_forslag()
    assert yaml.safe_load(made.text)["arskurser"] == "5"


@pytest.mark.parametrize("text", ["", " ", "x" * 1001])
async def test_a_statement_that_cannot_be_saved_is_told_of(
    instans: Any, store: Any, text: str
) -> None:
    answer = await Person(instans, "sara").post(NEW, {"text": text, "skolform": "grundskola"})
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("#f-skolform option[selected]")["value"] == "grundskola"
    assert store.list_forslag() == []
