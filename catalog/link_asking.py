"""Ask politely whether an address answers: one at a time of each host, slowly, and by its rules."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from catalog.addresses import DOI
from catalog.link_results import Traff

AGENT = "insatskatalogen-lankkontroll"
ABOUT = f"{AGENT}/0.1 (provar att kallor finns kvar; en fraga per vard i taget{{kontakt}})"
MOST_STEPS = 6
LONGEST_DELAY = 30.0
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
"""Answers to HEAD that say little: many servers know only GET."""
GONE = frozenset({404, 410})
CLOSED = frozenset({401, 402, 403, 407, 451, 999})
TOO_MANY = 429


class TiredError(Exception):
    """A host has asked us to wait, and is left alone from then on."""


@dataclass(frozen=True, slots=True)
class Artighet:
    """How long to wait: between two questions to a host, and for an answer."""

    paus: float = 2.0
    tidsgrans: float = 20.0
    vardar: int = 4


class Asker:
    """Asks addresses; each host waits its turn, and its ``robots.txt`` is kept to."""

    def __init__(
        self, artighet: Artighet, *, kontakt: str = "", now: Callable[[], datetime]
    ) -> None:
        about = ABOUT.format(kontakt=f"; {kontakt}" if kontakt else "")
        self._client = httpx.AsyncClient(
            headers={"User-Agent": about, "Accept": "*/*"},
            timeout=artighet.tidsgrans,
            follow_redirects=False,
            trust_env=True,
        )
        self._artighet = artighet
        self._now = now
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}
        self._rules: dict[str, RobotFileParser | None] = {}
        self._tired: set[str] = set()
        self._hosts = asyncio.Semaphore(artighet.vardar)
        self.reached = False
        """Whether anything at all has answered; else it may be that there is no network."""

    async def __aenter__(self) -> Asker:
        """Begin."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def ask(self, url: str) -> Traff:
        """Return how an address answers."""
        async with self._hosts:
            try:
                return await self._follow(url)
            except TiredError:
                return self._hit(url, "stangd", "Värden har bett oss vänta.", TOO_MANY)
            except httpx.TimeoutException:
                return self._hit(url, "tidsgrans", "Svarade inte i tid.")
            except (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, ValueError) as error:
                return self._failed(url, error)

    async def _follow(self, url: str) -> Traff:
        here, seen, moved = url, [url], True
        for _ in range(MOST_STEPS):
            if not await self._may_ask(here):
                return self._hit(url, "robots", "Värden ber program att inte läsa sidan.")
            status, target = await self._status(here)
            if status not in REDIRECTS or not target or url.startswith(DOI):
                break
            # An address that moves for good is one to change; one that only leads on is not.
            moved = moved and status in PERMANENT
            here = urljoin(here, target)
            if urlsplit(here).scheme not in ("http", "https"):
                return self._hit(url, "fel", "Leder till något som inte är en webbadress.", status)
            if here in seen:
                return self._hit(url, "ring", "Leder runt i en ring.", status)
            seen.append(here)
        else:
            return self._hit(url, "ring", "Leder vidare för många gånger.", status)
        return self._told(url, status, here if here != url and moved else None)

    def _told(self, url: str, status: int, target: str | None) -> Traff:
        if status in GONE:
            return self._hit(url, "borta", f"Sidan finns inte ({status}).", status)
        if status in CLOSED:
            return self._hit(url, "stangd", f"Släpper inte in program ({status}).", status)
        if status >= 400:
            return self._hit(url, "fel", f"Svarar med fel ({status}).", status)
        if target:
            return self._hit(url, "flyttad", f"Flyttad till {target}.", status, target)
        return self._hit(url, "svarar", "Svarar.", status)

    async def _status(self, url: str) -> tuple[int, str | None]:
        answer = await self._request("HEAD", url)
        if answer.status_code in ASK_AGAIN:
            answer = await self._request("GET", url)
        return answer.status_code, answer.headers.get("location")

    async def _request(self, method: str, url: str) -> httpx.Response:
        """Ask when it is the host's turn, and read no more than the headers."""
        origin = _origin(url)
        async with self._turns[origin]:
            await asyncio.sleep(max(0.0, self._next.get(origin, 0.0) - time.monotonic()))
            if origin in self._tired:
                raise TiredError
            try:
                async with self._client.stream(method, url) as answer:
                    self.reached = True
                    if answer.status_code == TOO_MANY:
                        self._tired.add(origin)
                        raise TiredError
                    return answer
            finally:
                self._next[origin] = time.monotonic() + self._pause(origin)

    def _pause(self, origin: str) -> float:
        rules = self._rules.get(origin)
        asked = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        return max(self._artighet.paus, min(asked, LONGEST_DELAY))

    async def _may_ask(self, url: str) -> bool:
        origin = _origin(url)
        async with self._turns[f"robots {origin}"]:
            if origin not in self._rules:
                self._rules[origin] = await self._robots(origin)
        rules = self._rules[origin]
        return rules is None or rules.can_fetch(AGENT, url)

    async def _robots(self, origin: str) -> RobotFileParser | None:
        async with self._turns[origin]:
            answer = await self._client.get(f"{origin}/robots.txt", follow_redirects=True)
            self._next[origin] = time.monotonic() + self._artighet.paus
        self.reached = True
        if answer.status_code != 200:
            return None
        rules = RobotFileParser()
        rules.parse(answer.text.splitlines())
        return rules

    def _failed(self, url: str, error: Exception) -> Traff:
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return self._hit(
                url, "certifikat", "Den säkra anslutningen (https) går inte att lita på."
            )
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            return self._hit(url, "okand-vard", "Det finns ingen webbplats med det namnet.")
        return self._hit(url, "fel", "Anslutningen misslyckades.")

    def _hit(
        self, url: str, slag: str, words: str, status: int | None = None, till: str | None = None
    ) -> Traff:
        return Traff(
            url,
            slag,
            words,
            self._now().astimezone(UTC).isoformat(timespec="seconds"),
            status,
            till,
        )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
