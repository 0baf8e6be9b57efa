"""How a record would be found: the matcher's answers with and without a proposal."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from catalog.proposals import Forslag, changes_with, offers
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.proposals import title_of
from datasette_plugins.redaktion.room import Room, ask, room_of
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.redaktion.writing import number_in
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import PageError

MOST_STATEMENTS = 5
LONGEST = 500
KEPT = 20
NICE = 10
WITH_MATCHING = ("insatser", "problemomraden")


@dataclass(slots=True)
class Trial:
    """A trial that is under way or done; the statements are kept in memory alone."""

    statements: tuple[str, ...]
    version: int
    task: asyncio.Task[Any]

    @property
    def state(self) -> str:
        """How far it has come."""
        if not self.task.done():
            return "pagar"
        return "klar" if not self.task.cancelled() and self.task.exception() is None else "fel"


_trials: WeakKeyDictionary[Any, OrderedDict[tuple[int, str], Trial]] = WeakKeyDictionary()
_one_at_a_time: WeakKeyDictionary[Any, asyncio.Semaphore] = WeakKeyDictionary()


async def show(visit: Visit) -> Any:
    """Show what is tried and what came of it."""
    forslag, titel = await _asked(visit)
    trial = _trials.get(visit.datasette, OrderedDict()).get((forslag.nummer, visit.konto.id))
    statements = trial.statements if trial else _first_statements(forslag)
    context: dict[str, Any] = {
        "forslag": forslag,
        "titel": titel,
        "pastaenden": statements,
        "lage": trial.state if trial else "",
        "gammal": bool(trial and trial.version != forslag.version),
        "mest": MOST_STATEMENTS,
        "svar": [],
    }
    if trial and trial.state == "klar":
        found = trial.task.result()
        context["svar"] = [
            (text, before, _moves(before, after, forslag.post_id), _places(before, after, forslag))
            for text, before, after in zip(
                trial.statements, found["fore"], found["efter"], strict=True
            )
        ]
    return visit.page("hittas.html", context)


async def begin(visit: Visit) -> Any:
    """Begin to try what was typed."""
    forslag, _ = await _asked(visit)
    lines = clean(visit.form.first("pastaenden")).split("\n")
    statements = tuple(line.strip()[:LONGEST] for line in lines if line.strip())[:MOST_STATEMENTS]
    if not statements:
        raise PageError(400, "Skriv minst ett påstående.", "Gå tillbaka och fyll i rutan.")
    trials = _trials.setdefault(visit.datasette, OrderedDict())
    key = (forslag.nummer, visit.konto.id)
    running = trials.get(key)
    if running and running.state == "pagar":
        running.task.cancel()
    changes = await ask(
        visit.datasette,
        lambda room: changes_with(forslag, offers(room.store, but=forslag.nummer)),
    )
    told = {
        "release": str(resources_of(visit.datasette).release),
        "data": str(room_of(visit.datasette).redaktion.data),
        "changes": changes,
        "statements": statements,
    }
    turn = _one_at_a_time.setdefault(visit.datasette, asyncio.Semaphore(1))
    task = asyncio.create_task(_run(told, turn))
    trials[key] = Trial(statements, forslag.version, task)
    trials.move_to_end(key)
    while len(trials) > KEPT:
        _, oldest = trials.popitem(last=False)
        oldest.task.cancel()
    return visit.go_to(f"/redaktion/forslag/{forslag.nummer}/hittas")


async def _run(told: dict[str, Any], turn: asyncio.Semaphore) -> Any:
    async with turn:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "datasette_plugins.redaktion.trial"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            preexec_fn=_politely,
        )
        try:
            answer, _ = await process.communicate(json.dumps(told).encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        raise RuntimeError("trial")
    return json.loads(answer)


def _politely() -> None:
    os.nice(NICE)


async def _asked(visit: Visit) -> tuple[Forslag, str]:
    number = number_in(visit)

    def question(room: Room) -> tuple[Forslag, str]:
        forslag = room.store.get(number)
        return forslag, title_of(room, forslag)

    forslag, titel = await ask(visit.datasette, question)
    if forslag.postslag not in WITH_MATCHING:
        raise PageError(404, "Bara insatser och problemområden påverkar vad som föreslås.")
    return forslag, titel


def _first_statements(forslag: Forslag) -> tuple[str, ...]:
    """Suggest what the record itself says that a school would say."""
    said = values_of(forslag.text).get("formuleringar")
    given = [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
    return tuple(given[:2])


def _places(
    before: list[dict[str, str]], after: list[dict[str, str]], forslag: Forslag
) -> tuple[int, int] | None:
    """Return the insats' place in each answer, 0 where it is not among them; None for an area."""
    if forslag.postslag != "insatser":
        return None
    first, then = (
        next((n for n, each in enumerate(answer, 1) if each["insats"] == forslag.post_id), 0)
        for answer in (before, after)
    )
    return first, then


def _moves(
    before: list[dict[str, str]], after: list[dict[str, str]], post_id: str
) -> list[dict[str, Any]]:
    """Return the answers after, each with how it has moved and whether it is the one written on.

    Examples
    --------
    >>> one, two = {"insats": "a"}, {"insats": "b"}
    >>> [each["flytt"] for each in _moves([one], [two, one], "b")]
    ['ny', 'ned 1']
    """
    old = {each["insats"]: place for place, each in enumerate(before)}
    moved = []
    for place, each in enumerate(after):
        was = old.get(each["insats"])
        change = 0 if was is None else was - place
        told = (
            "ny"
            if was is None
            else ""
            if change == 0
            else (f"upp {change}" if change > 0 else f"ned {-change}")
        )
        moved.append({**each, "flytt": told, "denna": each["insats"] == post_id})
    return moved
