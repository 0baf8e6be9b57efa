"""What is far too large is refused or shown simply, so that one person cannot stop the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from redaktionen import PASSWORD, Person, fields_of, open_redaktion

from datasette_plugins.redaktion.citing import read_citation
from datasette_plugins.redaktion.comparing import words_changed

DRAFT = "/redaktion/forslag/1/skriv"


@pytest.fixture
async def sara(release: Path, mini_data: Path, tmp_path: Path) -> AsyncIterator[Person]:
    datasette = open_redaktion(release, mini_data, tmp_path / "forslag.db")
    await datasette.invoke_startup()
    person = Person(datasette, "sara")
    await person.post("/redaktion/insatser/narvaroteam/andra")
    yield person
    datasette.executor.shutdown()


@pytest.mark.parametrize(("words", "in_whole"), [(300, False), (1500, True)])
def test_long_texts_are_not_compared_word_by_word(words: int, in_whole: bool) -> None:
    before = " ".join(f"före{number} och" for number in range(words // 2))
    after = before.replace("före", "efter")
    left, right = words_changed(before, after)
    assert "".join(text for _, text in left) == before
    assert "".join(text for _, text in right) == after
    assert (left == [(True, before)]) is in_whole


def test_a_name_has_an_end() -> None:
    found = read_citation(f"{'Å' * 3000}, A. (2012). Att läsa. Skoltidskrift, 3(1), 5–9.")
    assert all(len(each.get("family", "")) <= 80 for each in found.get("author", []))


async def test_a_book_is_no_record(sara: Person) -> None:
    page = await sara.soup(DRAFT)
    fields = [
        (name, "Ord. " * 20_000 if name == "beskrivning" else value)
        for name, value in fields_of(page.select_one("form.redigering"))
        if name != "csrftoken"
    ]
    answer = await sara.post(DRAFT, fields)
    assert answer.status_code == 409
    assert "längre än" in answer.text
    again = await sara.soup(DRAFT)
    assert "Ord. Ord." not in again.get_text()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a=1&" * 5001, 400),
        (b"x" * (4 * 1024 * 1024 + 1), 413),
        (b"version=" + b"9" * 5000, 403),
    ],
    ids=["fields", "bytes", "digits"],
)
async def test_a_form_without_end_is_refused(sara: Person, body: bytes, status: int) -> None:
    answer = await sara.datasette.client.post(
        DRAFT,
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
        cookies=sara.cookies,
    )
    assert answer.status_code == status


async def test_what_is_kept_while_someone_logs_in_has_an_end(sara: Person) -> None:
    kept = urlencode([(f"f{number}", "x") for number in range(5001)])
    person = Person(sara.datasette)
    given = {"konto": "sara", "losenord": PASSWORD, "nasta": DRAFT, "kvar": kept}
    assert (await person.post("/-/login", given)).status_code == 400
