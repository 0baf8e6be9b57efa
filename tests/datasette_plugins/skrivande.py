"""Writing in the editorial instance as a person does it: forms, and what comes of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from redaktionen import Person, fields_of, open_redaktion


@asynccontextmanager
async def started(release: Path, data: Path, folder: Path) -> AsyncIterator[Any]:
    """Start an editorial instance with its proposals in a folder, and stop it."""
    datasette = open_redaktion(release, data, folder / "r" / "forslag.db")
    await datasette.invoke_startup()
    yield datasette
    datasette.executor.shutdown()


async def begin(person: Person, record: str) -> str:
    """Begin a change of a record and return the address of its form."""
    answer = await person.post(f"/redaktion/{record}/andra")
    assert answer.status_code == 303, answer.text[-3000:]
    return str(answer.headers["location"])


async def form_at(person: Person, path: str) -> tuple[BeautifulSoup, dict[str, list[str]]]:
    """Return a page with a form of a record, and what it would send as it stands."""
    page = await person.soup(path)
    sent: dict[str, list[str]] = {}
    for name, value in fields_of(page.select_one("form.redigering")):
        if name != "csrftoken":
            sent.setdefault(name, []).append(value)
    return page, sent


async def send(person: Person, path: str, sent: dict[str, list[str]], gor: str = "spara") -> Any:
    """Send what a form says, with one of its buttons."""
    pairs = [(name, value) for name, values in sent.items() for value in values]
    return await person.post(path, [*pairs, ("gor", gor)])


def version_of(page: BeautifulSoup) -> str:
    """Return which version of a proposal a page shows."""
    field = page.select_one("input[name=version]")
    assert field is not None
    return str(field["value"])


async def sent_in(person: Person, record: str, **changes: str) -> str:
    """Write a change, send it in, and return the address of the proposal."""
    path = await begin(person, record)
    _, sent = await form_at(person, path)
    sent |= {name.replace("__", "."): [value] for name, value in changes.items()}
    sent["skal"] = ["Prov."]
    answer = await send(person, path, sent, "skicka-in")
    assert answer.status_code == 303, answer.text[-3000:]
    return path.removesuffix("/skriv")


async def approve(person: Person, path: str) -> Any:
    """Read a proposal and approve what was read."""
    page = await person.soup(path)
    return await person.post(f"{path}/godkann", {"version": version_of(page), "ord": ""})
