"""Whole answers kept in memory while a release is served, the least used thrown away first."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from datasette_plugins.guarding import Headers

LARGEST_SHARE = 8
"""One answer takes at most one part in this many of the whole."""


@dataclass(slots=True)
class Answer:
    """An answer as it can be sent again; ``headers`` lack what depends on the encoding."""

    status: int
    headers: Headers
    body: bytes
    etag: bytes | None
    _zipped: bytes | None = field(default=None, repr=False)

    def zipped(self) -> bytes:
        """Return the body compressed, made when it is first asked for."""
        if self._zipped is None:
            # A time in the file would make two equal answers differ.
            self._zipped = gzip.compress(self.body, compresslevel=6, mtime=0)
        return self._zipped

    @property
    def size(self) -> int:
        """Roughly how much memory the answer takes, compressed copy and headers counted."""
        return len(self.body) * 4 // 3 + 1000


class Cache:
    """Answers by key, within a limit of bytes; all are forgotten when the day changes.

    A page may say what is overdue today, so nothing is kept overnight.

    Examples
    --------
    >>> cache = Cache(limit=100_000)
    >>> cache.put("/a", Answer(200, [], b"a", None))
    >>> cache.get("/a").body, cache.get("/b")
    (b'a', None)
    """

    def __init__(self, limit: int, today: Callable[[], date] = date.today) -> None:
        self._limit = limit
        self._today = today
        self._day = today()
        self._kept: OrderedDict[object, Answer] = OrderedDict()
        self._size = 0
        self.making: dict[object, asyncio.Event] = {}
        """Answers that are being made; set when one is done, whether it is kept or not."""

    def get(self, key: object) -> Answer | None:
        """Return a kept answer."""
        self._forget_yesterday()
        answer = self._kept.get(key)
        if answer is not None:
            self._kept.move_to_end(key)
        return answer

    def put(self, key: object, answer: Answer) -> None:
        """Keep an answer, unless it is too large; throw away others to make room."""
        self._forget_yesterday()
        if answer.size * LARGEST_SHARE > self._limit:
            return
        replaced = self._kept.pop(key, None)
        self._size += answer.size - (replaced.size if replaced else 0)
        self._kept[key] = answer
        while self._size > self._limit:
            self._size -= self._kept.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0

    def _forget_yesterday(self) -> None:
        today = self._today()
        if today != self._day:
            self._day = today
            self.clear()
