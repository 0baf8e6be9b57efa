"""What someone wrote is told with the labels of its form when it could not be saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from redaktionen import PASSWORD, Person, fields_of, open_redaktion

DRAFT = "/redaktion/forslag/1"


@pytest.fixture
async def redaktion(release: Path, mini_data: Path, tmp_path: Path) -> AsyncIterator[Any]:
    datasette = open_redaktion(release, mini_data, tmp_path / "r" / "forslag.db")
    await datasette.invoke_startup()
    await Person(datasette, "sara").post("/redaktion/insatser/narvaroteam/andra")
    yield datasette
    datasette.executor.shutdown()


def shown(text: str) -> list[tuple[str, str]]:
    """Return what a page says that someone had written."""
    page = BeautifulSoup(text, "html.parser")
    pairs = page.select("dl.kvar div")
    return [
        (each.select_one("dt").get_text(), each.select_one("dd").get_text())  # type: ignore[union-attr]
        for each in pairs
    ]


def label_of(form: Tag, name: str) -> str:
    """Return what a form calls a field, for whoever hears the page."""
    field = form.select_one(f'[name="{name}"]')
    assert field is not None
    if field.get("type") in {"checkbox", "radio"} and (group := field.find_parent("fieldset")):
        named = group.find("legend")
    else:
        named = form.find("label", {"for": field["id"]})
    assert isinstance(named, Tag), name
    return " ".join(named.get_text().split())


FORMS = [
    ("sara", f"{DRAFT}/skriv", "form.redigering"),
    ("sara", "/redaktion/referenser/ny", "form.ruta"),
    ("sara", "/redaktion/insatser/ny", "form.ruta"),
    ("sara", "/redaktion/insatser/narvaroteam/avsluta", "form.ruta"),
    ("sara", "/redaktion/insatser/narvaroteam/byt-id", "form.ruta"),
    ("sara", "/redaktion/insatser/narvaroteam/sla-ihop", "form.ruta"),
    ("sara", "/redaktion/nominering", "form.ruta"),
    ("sara", "/redaktion/nytt-pastaende", "form.redigering"),
    ("sara", f"{DRAFT}/hittas", "main form:has(textarea)"),
]


@pytest.mark.parametrize(("who", "path", "selector"), FORMS, ids=[path for _, path, _ in FORMS])
async def test_the_labels_are_those_of_the_form(
    redaktion: Any, who: str, path: str, selector: str
) -> None:
    person = Person(redaktion, who)
    form = (await person.soup(path)).select_one(selector)
    assert form is not None
    sent = []
    for name, value in fields_of(form):
        kind = form.select_one(f'[name="{name}"]').get("type")  # type: ignore[union-attr]
        if name != "csrftoken":
            sent.append((name, value if value or kind == "hidden" else "skrivet"))
    answer = await person.post(str(form["action"]), sent, token=False)
    assert answer.status_code == 403
    told = shown(answer.text)
    hidden = {str(each["name"]) for each in form.select("input[type=hidden]")}
    names = list(dict.fromkeys(name for name, _ in sent if name not in hidden))
    assert len(told) == len(names) > 0
    for (label, _), name in zip(told, names, strict=True):
        assert "." not in label
        of_the_field = label.rpartition(": ")[2]
        assert of_the_field.casefold() in label_of(form, name).casefold(), name


async def test_rows_and_parts_are_told_by_their_list(redaktion: Any) -> None:
    person = Person(redaktion, "sara")
    sent = [
        ("postslag", "insatser"),
        ("version", "1"),
        ("gor", "spara"),
        ("namn", " "),
        ("passar_nar.0", "Ni har tid."),
        ("passar_nar.11", "Rektor är med."),
        ("kallor.1.url", "https://exempel.se"),
        ("skolformer", "grundskola"),
        ("skolformer", "gymnasieskola"),
        ("nytt.0.falt", "<b>okänt</b>"),
        ("skal", "Nytt."),
    ]
    answer = await person.post(f"{DRAFT}/skriv", sent, token=False)
    assert shown(answer.text) == [
        ("Passar när, rad 1", "Ni har tid."),
        ("Passar när, rad 12", "Rektor är med."),
        ("Källor, rad 2: Webbadress", "https://exempel.se"),
        ("Skolformer", "grundskola, gymnasieskola"),
        ("nytt[0].falt", "<b>okänt</b>"),
        ("Skäl", "Nytt."),
    ]
    assert "<b>okänt" not in answer.text
    kept = BeautifulSoup(answer.text, "html.parser").select("main form textarea")
    assert [(str(each["name"]), each.get_text().removeprefix("\n")) for each in kept] == sent


@pytest.mark.parametrize("kind", ["", "okant", "../insatser", "x" * 1000])
async def test_a_form_of_no_known_kind_is_told_by_its_fields(redaktion: Any, kind: str) -> None:
    person = Person(redaktion, "sara")
    sent = {"postslag": kind, "passar_nar.0": "Ni har tid."}
    answer = await person.post(f"{DRAFT}/skriv", sent, token=False)
    assert shown(answer.text) == [("passar_nar.0", "Ni har tid.")]


async def test_the_labels_are_there_when_someone_has_logged_in_again(redaktion: Any) -> None:
    person = Person(redaktion, "sara")
    await person.token()
    person.cookies.pop("ds_actor")
    sent = {"postslag": "insatser", "passar_nar.0": "Ni har tid.", "version": "1"}
    answer = await person.post(f"{DRAFT}/skriv", sent)
    form = BeautifulSoup(answer.text, "html.parser").select_one("form.inloggning")
    fields = dict(fields_of(form)) | {"konto": "sara", "losenord": PASSWORD}
    fields.pop("csrftoken")
    back = await person.post("/-/login", fields)
    assert shown(back.text) == [("Passar när, rad 1", "Ni har tid.")]


async def test_a_judgement_is_told_by_its_insats(redaktion: Any) -> None:
    person = Person(redaktion, "sara")
    sent = {"grad.narvaroteam": "0", "varfor.narvaroteam": "Fel ålder.", "skal": "Sett om."}
    answer = await person.post("/redaktion/bedomningar/ett", sent, token=False)
    assert shown(answer.text) == [
        ("Bedömning: narvaroteam", "0"),
        ("Varför: narvaroteam", "Fel ålder."),
        ("Varför ändringen görs", "Sett om."),
    ]
