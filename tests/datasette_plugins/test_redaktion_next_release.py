"""A new release is opened beside the editorial instance that people are working in."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from redaktionen import Person, open_redaktion

from catalog import check
from catalog.proposals import Forslag, ProposalStore, apply_proposal, change, rename
from catalog.prospect import Prospect
from datasette_plugins import stage as stage_
from datasette_plugins.stage import Stage

PATIENCE = 60


def sent(store: ProposalStore, data: Path) -> tuple[Forslag, Forslag]:
    """Send in a change of many files, and another of one."""
    prospect = Prospect(data)
    text = (prospect.text("program/laslyckan.yaml") or "").replace("Läslyckan", "Läsglädjen", 1)
    plans = (
        rename(prospect.katalog, "insatser", "tal-i-tanken", "tal-i-huvudet"),
        change(prospect.katalog, "program/laslyckan.yaml", text),
    )
    one, other = (store.create_draft(*plan, by="sara", skal="Prov.") for plan in plans)
    return store.submit(one.nummer, by="sara"), store.submit(other.nummer, by="sara")


@pytest.mark.parametrize("moment", ["journalfort", "skrivet bredvid", "bytt", "allt bytt"])
def test_it_neither_waits_for_nor_disturbs_someone_who_is_approving(
    release: Path,
    mini_data_copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    monkeypatch.setattr(stage_, "FIRST_PAGES", ())
    database = tmp_path / "forslag.db"
    stage = Stage(lambda shown: open_redaktion(shown, mini_data_copy, database), release)
    store = ProposalStore(database)
    renamed, changed = sent(store, mini_data_copy)
    halfway, go_on = threading.Event(), threading.Event()
    applied: list[Any] = []

    def step(name: str) -> None:
        if name == moment and not halfway.is_set():
            halfway.set()
            assert go_on.wait(PATIENCE)

    def approve() -> None:
        applied.append(
            apply_proposal(store, renamed.nummer, mini_data_copy, reviewer="greta", step=step)
        )

    def open_next() -> None:
        stage.prepare(release)
        stage.change()

    approving, opening = threading.Thread(target=approve), threading.Thread(target=open_next)
    approving.start()
    assert halfway.wait(PATIENCE)
    before = stage.datasette
    opening.start()
    opening.join(PATIENCE)
    waited = opening.is_alive()
    go_on.set()
    approving.join()
    opening.join()
    assert not waited
    assert stage.datasette is not before
    assert [each.nummer for each in applied] == [renamed.nummer]

    gunnar = Person(stage.datasette, "gunnar")
    answer = asyncio.run(
        gunnar.post(f"/redaktion/forslag/{changed.nummer}/godkann", {"version": "1"})
    )
    assert answer.status_code == 303
    for each in (renamed, changed):
        assert store.get(each.nummer).lage == "tillampat"
        events = [event.slag for event in store.events(each.nummer)]
        assert (events.count("godkänna"), events.count("införa")) == (1, 1)
    assert not store.unfinished()
    assert not list(mini_data_copy.rglob("*.insatser-ny"))
    assert [each for each in check(mini_data_copy) if each.severity == "fel"] == []
    store.close()
    stage.datasette.executor.shutdown()
