"""Curators who save at once through the web: times, and what is lost (nothing).

Each logs in to a real `insatser servera redaktion`, opens forms and saves them, most often a draft
of their own and sometimes one that several have open. What each was answered is then counted
against the log in the proposals database.

    python -m benchmarks.redaktion_webb [--sekunder 60] [--redaktorer 20] [--bygg MAPP]
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import httpx
from bs4 import BeautifulSoup

from benchmarks.redaktorer import PAUSE, SHARED, parser_of, takes_own
from benchmarks.sidor import BUILD, ROOT, serving

sys.path.insert(0, str(ROOT / "tests" / "datasette_plugins"))
from redaktionen import FORM, FROM_HERE, HASH, PASSWORD, fields_of

SHARED_BY = "delad"
ALONE = 10
PATIENCE = 120
VERSION = re.compile(r'name="version" value="(\d+)"')
PEER = "/katalog/insats_bladdra?_size=25&_nosuggest=1"
MARKED = "beskrivning"

Pairs = list[tuple[str, str]]
Times = list[float]


@dataclass
class Told:
    """What the curators were told, and how long each answer took."""

    saved: list[tuple[int, str, str]] = field(default_factory=list)
    times: dict[str, list[float]] = field(
        default_factory=lambda: {"spara": [], "krock": [], "öppna": []}
    )
    wrong: Counter[str] = field(default_factory=Counter)


class Curator:
    """Someone who is logged in."""

    def __init__(self, address: str, cookies: Mapping[str, str] = MappingProxyType({})) -> None:
        self.web = httpx.AsyncClient(
            base_url=address, cookies=dict(cookies), timeout=PATIENCE, headers=FROM_HERE
        )

    async def log_in(self, konto: str) -> None:
        """Log in with a password, as a person does."""
        await self.web.get("/-/login")
        answer = await self.post("/-/login", [("konto", konto), ("losenord", PASSWORD)])
        if answer.status_code != 303:
            raise ValueError(f"{konto} kom inte in: {answer.status_code}")

    async def post(self, path: str, fields: Pairs) -> httpx.Response:
        """Send a form with its token."""
        sent = [*fields, ("csrftoken", self.web.cookies["ds_csrftoken"])]
        content = str(httpx.QueryParams(sent))
        return await self.web.post(path, content=content, headers={"content-type": FORM})

    async def begin(self, record: str) -> tuple[int, Pairs]:
        """Begin a draft, and return its number and the fields of its form."""
        answer = await self.post(f"/redaktion/insatser/{record}/andra", [])
        path = answer.headers["location"]
        page = await self.web.get(path)
        form = BeautifulSoup(page.text, "html.parser").select_one("form.redigering")
        left_out = {"csrftoken", "version", MARKED}
        fields = [pair for pair in fields_of(form) if pair[0] not in left_out]
        return int(path.split("/")[3]), [*fields, ("gor", "spara")]

    async def save(self, number: int, fields: Pairs, mark: str, told: Told) -> None:
        """Open the form, write in it and save; and note what came of it."""
        path = f"/redaktion/forslag/{number}/skriv"
        start = time.perf_counter()
        try:
            page = await self.web.get(path)
            opened = time.perf_counter()
            version = VERSION.search(page.text)
            if page.status_code != 200 or version is None:
                told.wrong[f"öppna: {page.status_code}"] += 1
                return
            told.times["öppna"].append(opened - start)
            words = f"Insatsen beskrivs av {mark}."
            answer = await self.post(path, [*fields, ("version", version[1]), (MARKED, words)])
            seconds = time.perf_counter() - opened
        except httpx.HTTPError as error:
            told.wrong[type(error).__name__] += 1
            told.saved.append((number, mark, "?"))
            return
        if answer.status_code not in (303, 409):
            told.wrong[f"spara: {answer.status_code}"] += 1
            told.saved.append((number, mark, "?"))
            return
        kept = answer.status_code == 303
        told.times["spara" if kept else "krock"].append(seconds)
        told.saved.append((number, mark, "sparat" if kept else "ej sparat"))


@dataclass
class Desk:
    """Where one curator works: a draft of their own, and those that all of them have open."""

    name: str
    own: tuple[Curator, int, Pairs]
    shared: list[tuple[Curator, int, Pairs]]

    async def work(self, until: float, told: Told) -> None:
        """Open and save, again and again."""
        luck = random.Random(self.name)  # noqa: S311
        count = 0
        while time.perf_counter() < until:
            who, number, fields = self.own if takes_own(luck) else luck.choice(self.shared)
            count += 1
            await who.save(number, fields, f"{self.name}-nr{count}", told)
            await asyncio.sleep(PAUSE)


def settings(folder: Path, accounts: list[str]) -> Path:
    """Write the settings of an instance where everyone may write."""
    konton = {name: {"namn": f"Redaktör {name}", "roller": ["skribent"]} for name in accounts}
    redaktion = {
        "data": str(folder / "data"),
        "forslag": str(folder / "forslag.db"),
        "konton": konton,
    }
    passwords = {f"{name}_password_hash": HASH for name in accounts}
    plugins = {"insatskatalogen": {"redaktion": redaktion}, "datasette-auth-passwords": passwords}
    path = folder / "installningar.yml"
    path.write_text(json.dumps({"metadata": {"plugins": plugins}}), encoding="utf-8")
    return path


async def read(who: Curator, times: list[float]) -> None:
    """Read a table page of Datasette's own, which saves nothing."""
    start = time.perf_counter()
    (await who.web.get(PEER)).raise_for_status()
    times.append(time.perf_counter() - start)


async def play(
    address: str, accounts: list[str], seconds: float
) -> tuple[Told, Told, Times, Times]:
    """Return what they were told together and what the first was told alone, with peers to each."""
    records = sorted(path.stem for path in (ROOT / "data" / "insatser").glob("*.yaml"))
    shared_by = Curator(address)
    await shared_by.log_in(SHARED_BY)
    shared = [await shared_by.begin(records[number]) for number in range(SHARED)]
    desks = []
    for number, name in enumerate(accounts[1:], start=SHARED):
        own, window = Curator(address), Curator(address, shared_by.web.cookies)
        await own.log_in(name)
        desks.append(
            Desk(
                name,
                (own, *await own.begin(records[number])),
                [(window, *each) for each in shared],
            )
        )
    alone, together = Told(), Told()
    one, many = Times(), Times()
    for number in range(ALONE):
        who, draft, fields = desks[0].own
        await who.save(draft, fields, f"ensam-nr{number}", alone)
        await read(who, one)
        await asyncio.gather(*(read(desk.own[0], many) for desk in desks))
    until = time.perf_counter() + seconds
    await asyncio.gather(*(desk.work(until, together) for desk in desks))
    return together, alone, one, many


def account_for(database: Path, told: list[tuple[int, str, str]]) -> tuple[Counter[str], int]:
    """Compare what was told with the log; return what is there, and what is not as it was told."""
    with closing(sqlite3.connect(database)) as connection:
        there: dict[tuple[int, str], str] = {}
        latest: dict[int, str] = {}
        count: Counter[int] = Counter()
        events = "select forslag, slag, detalj from handelse where slag in ('sparat', 'ej sparat')"
        for number, kind, detail in connection.execute(f"{events} order by nummer"):
            (text,) = json.loads(detail)["filer"].values()
            mark = re.search(r"beskrivs av ([a-z0-9-]+)\.", text)
            if mark:
                there[number, mark[1]] = kind
            if kind == "sparat":
                latest[number] = text
                count[number] += 1
        now = {
            number: (version, text)
            for number, version, text in connection.execute(
                "select nummer, version, text from forslag join forslag_fil on forslag = nummer"
            )
        }
    wrong = [each for each in told if each[2] != "?" and there.get(each[:2]) != each[2]]
    wrong += [each for each, text in latest.items() if now[each] != (count[each] + 1, text)]  # type: ignore[misc]
    return Counter(there.values()), len(wrong)


def main() -> int:
    """Run the curators and count what they saved against what is there."""
    parser = parser_of(__doc__)
    parser.add_argument("--bygg", type=Path, default=BUILD)
    asked = parser.parse_args()
    accounts = [SHARED_BY, *(f"redaktor{number}" for number in range(asked.redaktorer))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data", folder / "data")
        command = [sys.executable, "-m", "datasette_plugins", "servera", "redaktion"]
        command += ["--bygg", str(asked.bygg), "--installningar", str(settings(folder, accounts))]
        with serving(command) as server:
            together, alone, one, many = asyncio.run(play(server.address, accounts, asked.sekunder))
        there, lost = account_for(folder / "forslag.db", together.saved + alone.saved)
    print(
        f"{asked.redaktorer} redaktörer i {asked.sekunder:g} s: "
        f"{there['sparat']} sparade, {there['ej sparat']} krockar (texten finns i loggen)"
    )
    print(f"förlorade eller fel i databasen: {lost}; felsvar: {dict(together.wrong) or 0}")
    for words, told, peer in (("ensam", alone, one), ("alla på en gång", together, many)):
        base = statistics.median(peer)
        print(f"\n{words:32} {'median':>10} {'95 %':>10}")
        for kind, times in (("läsa Datasettes tabellsida", peer), *told.times.items()):
            if times:
                both = (statistics.median(times), sorted(times)[int(len(times) * 0.95)])
                shown = " ".join(f"{each * 1000:7.0f} ms" for each in both)
                print(f"{kind:32} {shown}   {both[0] / base:.1f}")
    return 1 if lost or together.wrong or alone.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
