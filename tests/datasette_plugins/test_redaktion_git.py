"""What is approved in the editorial instance becomes a commit, where that is asked for."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import StartupError
from git_repository import git, repository_of
from redaktionen import PEOPLE, Person, open_redaktion

from catalog.proposals import ProposalStore, apply_proposal, change
from catalog.prospect import Prospect
from datasette_plugins.accounts import read_redaktion
from datasette_plugins.redaktion.room import open_room
from datasette_plugins.settings import SettingsError

FIL = "insatser/narvaroteam.yaml"
KONTON = {**PEOPLE, "sara": {**PEOPLE["sara"], "epost": "sara@exempel.test"}}


@pytest.fixture
def data(mini_data: Path, tmp_path: Path) -> Path:
    return repository_of(mini_data, tmp_path)


Open = Callable[[], Awaitable[Any]]


@pytest.fixture
async def open_it(release: Path, data: Path, tmp_path: Path) -> AsyncIterator[Open]:
    """Open the instance with git on, as often as one likes."""
    opened = []

    async def opening() -> Any:
        datasette = open_redaktion(release, data, tmp_path / "forslag.db", git=True, konton=KONTON)
        opened.append(datasette)
        await datasette.invoke_startup()
        return datasette

    yield opening
    for each in opened:
        each.executor.shutdown()


def sent(data: Path, database: Path, *, by: str = "sara", to: str = "Närvarolag") -> int:
    store, prospect = ProposalStore(database), Prospect(data)
    text = (prospect.text(FIL) or "").replace("Närvaroteam", to, 1)
    made = store.create_draft(*change(prospect.katalog, FIL, text), by=by, skal="Det heter så.")
    store.submit(made.nummer, by=by)
    store.close()
    return made.nummer


async def approve(datasette: Any, number: int) -> str:
    """Approve, and return what the page of the proposal says then."""
    greta = Person(datasette, "greta")
    answer = await greta.post(f"/redaktion/forslag/{number}/godkann", {"version": "1"})
    assert answer.status_code == 303, answer.text[-2000:]
    return (await greta.soup(f"/redaktion/forslag/{number}")).get_text(" ", strip=True)


async def test_an_approval_is_a_commit_of_its_own_files_in_the_writers_name(
    open_it: Open, data: Path, tmp_path: Path
) -> None:
    begun = data / "program" / "laslyckan.yaml"
    begun.write_text(begun.read_text() + "# påbörjat för hand\n")
    git(data, "add", "program/laslyckan.yaml")
    (data / "README.md").write_text("Också påbörjat.\n")
    datasette = await open_it()
    told = await approve(datasette, sent(data, tmp_path / "forslag.db"))
    shown = git(data, "log", "-1", "--format=%H|%an <%ae>|%B")
    commit, author, message = shown.split("|")
    assert author == "Sara Skribent <sara@exempel.test>"
    for words in ("Ändring: insatser/narvaroteam", "Det heter så.", "Granskad-av: Greta Granskare"):
        assert words in message
    assert f"I git: {commit[:12]}" in told
    assert git(data, "show", "--format=", "--name-only", "HEAD").split() == [f"data/{FIL}"]
    assert set(git(data, "status", "--porcelain").splitlines()) == {
        "?? data/README.md",
        "M  data/program/laslyckan.yaml",
    }


async def test_what_git_refuses_is_told_and_the_change_stands(
    open_it: Open, data: Path, tmp_path: Path
) -> None:
    hook = data.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Kroken säger <nej>' >&2\nexit 1\n")
    hook.chmod(0o755)
    datasette = await open_it()
    number = sent(data, tmp_path / "forslag.db")
    told = await approve(datasette, number)
    assert "Infört." in told
    assert "men inte i git: Kroken säger <nej>" in told
    assert "göra en commit för hand" in told
    assert "Närvarolag" in (data / FIL).read_text()
    assert git(data, "log", "--format=%an").split("\n")[:1] == ["Dan Drift"]


class DiedError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("fatal", ["journalfort", "bytt", "allt bytt", "i git"])
async def test_what_was_begun_is_committed_once_when_the_server_starts(
    open_it: Open, data: Path, tmp_path: Path, fatal: str
) -> None:
    number = sent(data, tmp_path / "forslag.db")
    store = ProposalStore(tmp_path / "forslag.db")
    settings = read_redaktion(
        {"data": str(data), "forslag": "f.db", "git": True, "konton": KONTON},
        {f"{name}_password_hash": "a$b$c$d" for name in KONTON},
    ).git

    def step(name: str) -> None:
        if name == fatal:
            raise DiedError

    with pytest.raises(DiedError):
        apply_proposal(store, number, data, reviewer="greta", git=settings, step=step)
    store.close()
    datasette = await open_it()
    assert git(data, "log", "--format=%an").split("\n")[:2] == ["Sara Skribent", "Dan Drift"]
    assert git(data, "status", "--porcelain") == ""
    page = await Person(datasette, "lars").soup(f"/redaktion/forslag/{number}")
    assert git(data, "rev-parse", "HEAD")[:12] in page.get_text()


async def test_it_is_off_until_it_is_asked_for(release: Path, data: Path, tmp_path: Path) -> None:
    datasette = open_redaktion(release, data, tmp_path / "forslag.db")
    await datasette.invoke_startup()
    told = await approve(datasette, sent(data, tmp_path / "forslag.db"))
    datasette.executor.shutdown()
    assert "I git" not in told
    assert git(data, "log", "--format=%an").split("\n")[:1] == ["Dan Drift"]
    assert git(data, "status", "--porcelain").split() == ["M", f"data/{FIL}"]


@pytest.mark.parametrize("harm", ["none", "ignored"])
def test_data_that_cannot_be_committed_stop_the_start(
    release: Path, data: Path, tmp_path: Path, harm: str
) -> None:
    if harm == "none":
        shutil.rmtree(data.parent / ".git")
    else:
        git(data, "rm", "-r", "--quiet", "--cached", ".")
        (data.parent / ".gitignore").write_text("data/\n")
    datasette = open_redaktion(release, data, tmp_path / "forslag.db", git=True)
    with pytest.raises(StartupError, match=r"redaktion\.git är på, men .*git: false"):
        open_room(datasette)
    datasette.executor.shutdown()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"git": "ja"}, "true eller false"),
        (
            {"konton": {"sara": {**PEOPLE["sara"], "epost": "sara"}}},
            "E-postadressen för kontot sara",
        ),
        ({"konton": {"sara": {**PEOPLE["sara"], "epost": "a@b>\n"}}}, "kontot sara"),
    ],
)
def test_settings_that_cannot_be_used_are_told(given: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_redaktion(
            {"data": "d", "forslag": "f", "konton": {"sara": PEOPLE["sara"]}, **given},
            {"sara_password_hash": "a$b$c$d"},
        )
