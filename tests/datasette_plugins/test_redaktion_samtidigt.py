"""Many who save at once, and a disk that takes no more: nothing is lost, and everybody is told."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from redaktionen import Person, fields_of

from catalog.proposals import ProposalStore
from datasette_plugins.redaktion.room import room_of

WRITERS = ("sara", "sven", "greta", "gunnar")
WINDOWS = 2
SAVES = 5
RECORDS = (
    "narvaroteam",
    "fysik-pa-riktigt",
    "tal-i-tanken",
    "samtal-om-text",
    "laslyckan-hela",
    "intensiv-lastraning",
    "forebild-i-utlandet",
    "bidrag-for-larande",
)
"""One for each window; the first also for the draft that is open in both windows of a writer."""


class Opened:
    """A draft in a window; its form is read in full once, since that is what takes the time."""

    def __init__(self, person: Person, path: str) -> None:
        self._person, self._path = person, path
        self._fields: list[tuple[str, str]] = []

    async def read(self) -> list[tuple[str, str]]:
        """Open the form, and return what it would send."""
        page = await self._person.get(self._path)
        if not self._fields:
            form = BeautifulSoup(page.text, "html.parser").select_one("form.redigering")
            left_out = {"csrftoken", "beskrivning", "version"}
            self._fields = [pair for pair in fields_of(form) if pair[0] not in left_out]
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page.text))
        return [*self._fields, ("version", version)]

    async def save(self, fields: list[tuple[str, str]], mark: str) -> str:
        """Send the form with a mark in it, and return what that is called in the log."""
        words = ("beskrivning", f"Beskrivs av {mark}.")
        answer = await self._person.post(self._path, [*fields, words])
        assert answer.status_code in (303, 409), answer.text[-2000:]
        return "sparat" if answer.status_code == 303 else "ej sparat"


async def test_what_many_save_at_once_is_as_they_were_told(redaktion: Any, tmp_path: Path) -> None:
    windows = [Person(redaktion, name) for name in WRITERS for _ in range(WINDOWS)]
    begun = await asyncio.gather(
        *(
            window.post(f"/redaktion/insatser/{record}/andra")
            for window, record in zip(windows, RECORDS, strict=True)
        ),
        *(window.post(f"/redaktion/insatser/{RECORDS[0]}/andra") for window in windows[::WINDOWS]),
    )
    paths = [str(answer.headers["location"]) for answer in begun]
    own = paths[: len(windows)]
    shared = [path for path in paths[len(windows) :] for _ in range(WINDOWS)]
    told: dict[tuple[str, str], str] = {}

    async def keep_saving(number: int) -> None:
        draft = Opened(windows[number], own[number])
        for turn in range(SAVES):
            mark = f"egen-{number}-{turn}"
            told[own[number], mark] = await draft.save(await draft.read(), mark)

    async def save_shared() -> None:
        drafts = list(map(Opened, windows, shared))
        for turn in range(SAVES):
            # Both windows of a writer have opened the draft before either of them saves it.
            forms = await asyncio.gather(*(draft.read() for draft in drafts))
            marks = [f"delad-{number}-{turn}" for number in range(len(windows))]
            answers = await asyncio.gather(*map(Opened.save, drafts, forms, marks))
            told.update(zip(zip(shared, marks, strict=True), answers, strict=True))
            for one, other in zip(answers[::2], answers[1::2], strict=True):
                assert {one, other} == {"sparat", "ej sparat"}

    await asyncio.gather(*map(keep_saving, range(len(windows))), save_shared())

    store = ProposalStore(tmp_path / "r" / "forslag.db")
    assert Counter(told.values()) == {
        "sparat": SAVES * (len(windows) + len(WRITERS)),
        "ej sparat": SAVES * len(WRITERS),
    }
    for (path, mark), kind in told.items():
        number = int(path.split("/")[3])
        there = [
            event.slag
            for event in store.events(number)
            if any(f"av {mark}." in text for text in event.detalj.get("filer", {}).values())
        ]
        assert there == [kind], mark
    for path in paths:
        found = store.get(int(path.split("/")[3]))
        saved = [event for event in store.events(found.nummer) if event.slag == "sparat"]
        assert found.version == len(saved) + 1 == SAVES + 1
        assert found.text == saved[-1].detalj["filer"][found.fil]
    store.close()


async def sent_in(person: Person, record: str) -> str:
    """Send in a change of a record, and return the address of the proposal."""
    begun = await person.post(f"/redaktion/insatser/{record}/andra")
    path = str(begun.headers["location"])
    draft = Opened(person, path)
    fields = [pair for pair in await draft.read() if pair[0] not in {"anteckning", "skal"}]
    original = (await person.soup(path)).select_one("#f-beskrivning").get_text().strip()
    words = [("beskrivning", original), ("anteckning", "En anteckning."), ("skal", "Prov.")]
    answer = await person.post(path, [*fields, *words, ("gor", "skicka-in")])
    assert answer.status_code == 303, answer.text[-2000:]
    return path.removesuffix("/skriv")


async def test_two_reviewers_at_once_approve_it_once(
    redaktion: Any, mini_data_copy: Path, tmp_path: Path
) -> None:
    path = await sent_in(Person(redaktion, "sara"), "narvaroteam")
    reviewers = [Person(redaktion, name) for name in ("greta", "gunnar")]
    version = {"version": "2"}
    for each in reviewers:
        await each.token()
    answers = await asyncio.gather(*(each.post(f"{path}/godkann", version) for each in reviewers))
    # The second is told that it is done, or that it was done while they read.
    assert {each.status_code for each in answers} <= {303, 409}
    assert 303 in {each.status_code for each in answers}
    store = ProposalStore(tmp_path / "r" / "forslag.db")
    events = [event.slag for event in store.events(int(path.split("/")[3]))]
    assert (events.count("godkänna"), events.count("införa")) == (1, 1)
    store.close()
    assert "En anteckning." in (mini_data_copy / "insatser" / "narvaroteam.yaml").read_text()


HARMS = {
    "disken är full": "pragma max_page_count = 1",  # the database may not grow beyond what it is
    "databasen går bara att läsa": "pragma query_only = 1",
}
MENDED = ("pragma max_page_count = 1000000", "pragma query_only = 0")


@pytest.mark.parametrize("told", HARMS)
async def test_what_cannot_be_saved_stays_on_the_page_and_can_be_sent_again(
    redaktion: Any, told: str
) -> None:
    sara = Person(redaktion, "sara")
    begun = await sara.post("/redaktion/insatser/narvaroteam/andra")
    path = str(begun.headers["location"])
    fields = await Opened(sara, path).read()
    text = "Åtta ord som ingen vill behöva skriva igen. " * 400
    connection = room_of(redaktion).store._database._connection
    connection.execute(HARMS[told])
    answer = await sara.post(path, [*fields, ("beskrivning", text)])
    assert answer.status_code == 503
    page = BeautifulSoup(answer.text, "html.parser")
    assert told in page.get_text()
    kept = page.select_one("main form")
    assert kept["action"] == path
    assert dict(fields_of(kept))["beskrivning"] == text
    assert (await sara.get(path)).status_code == 200
    for statement in MENDED:
        connection.execute(statement)
    again = await sara.post(path, [each for each in fields_of(kept) if each[0] != "csrftoken"])
    assert again.status_code == 303
    saved = await sara.soup(path)
    assert saved.select_one("#f-beskrivning").get_text().strip() == text.strip()
