"""How answers leave the server: guarded, kept, compressed, and not sent again when unchanged.

What a visitor has written is never kept, here or by anything between here and the visitor. An
address is shared only if every parameter in it is known to hold nothing but ids and numbers; all
others are private, so that a new page errs on the safe side.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from datasette_plugins import guarding, responses
from datasette_plugins.caching import Answer, Cache
from datasette_plugins.guarding import Headers
from datasette_plugins.headers import (
    COMPRESSIBLE,
    is_collected,
    is_fingerprinted,
    is_known,
    is_shared,
    lowered,
    names_in,
    takes_gzip,
    varying,
)
from datasette_plugins.resources import Resources, opened_resources
from datasette_plugins.responses import PageError
from datasette_plugins.settings import DATABASE

logger = logging.getLogger(__name__)
App = Callable[[Any, Any, Any], Awaitable[None]]


LONGEST_KEY = 1000
SMALLEST_ZIPPED = 600
NO_STORE = b"no-store"
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
"""Those that Datasette knows how to answer, if only with a refusal."""
A_YEAR = b"public, max-age=31536000, immutable"
RELEASE = b"x-utgava"
FAILED = PageError(500, "Felet är vårt. Försök igen om en stund.")


def deliver(datasette: Any) -> Callable[[App], App]:
    """Return the wrapper around the whole application."""

    def wrap(app: App) -> App:
        async def delivered(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
            else:
                await Delivery(datasette, scope, _signed(datasette, send)).run(app, receive)

        return delivered

    return wrap


def _signed(datasette: Any, send: Any) -> Any:
    """Tell in every answer which release it comes from, so that it can be seen that none mixes."""

    async def signed(message: Any) -> None:
        opened = opened_resources(datasette)
        if message["type"] == "http.response.start" and opened:
            name = (RELEASE, opened.release.name.encode())
            message = {**message, "headers": [*message.get("headers", ()), name]}
        await send(message)

    return signed


class Delivery:
    """One request on its way to an answer."""

    def __init__(self, datasette: Any, scope: Any, send: Any) -> None:
        self._datasette = datasette
        self._send = send
        self._asked = {bytes(name).lower(): bytes(value) for name, value in scope["headers"]}
        # Nobody logs in by this header: guesses in it would not be counted, and what cannot be
        # read as one would be an error.
        kept = [pair for pair in scope["headers"] if bytes(pair[0]).lower() != b"authorization"]
        self._scope = {**scope, "headers": kept}
        self._reads = scope["method"] in {"GET", "HEAD"}
        self._personal = b"cookie" in self._asked or b"authorization" in self._asked
        self._start: Any = None
        self._parts: list[bytes] = []
        self._through = False

    async def run(self, app: App, receive: Any) -> None:
        """Answer from what is kept, or else ask the application."""
        if self._scope["method"] not in METHODS or self._writes_to_the_catalogue():
            error = PageError(405, "Adressen går inte att använda så.")
            await responses.bare_error(error, headers=responses.NO_STORE).asgi_send(self._send)
            return
        kept = self._kept() or await self._made_by_another()
        if kept:
            await self._send_whole(kept)
            return
        try:
            with self._making():
                await app(self._scope, receive, self._receive_answer)
        except Exception as error:
            if opened_resources(self._datasette) is None:
                raise  # The release could not be opened; whoever starts the site is to know why.
            # The message may hold what the visitor wrote; the type cannot.
            logger.error("Svaret misslyckades: %s", type(error).__name__)
            if self._through:
                raise
            self._through = True
            await responses.bare_error(FAILED, headers=responses.NO_STORE).asgi_send(self._send)

    def _writes_to_the_catalogue(self) -> bool:
        """Tell whether someone tries to change what can only be read; Datasette would fail."""
        root, path = str(self._datasette.urls.path(f"/{DATABASE}")), str(self._scope["path"])
        there = path == root or path.startswith((f"{root}/", f"{root}."))
        return there and self._scope["method"] not in {"GET", "HEAD", "OPTIONS"}

    async def _receive_answer(self, message: Any) -> None:
        if self._through:
            await self._send(message)
        elif message["type"] == "http.response.start":
            self._start = message
            headers = lowered(message.get("headers", ()))
            if not is_collected(dict(headers)):
                await self._begin(headers)
        elif message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            more = message.get("more_body", False)
            if not more:
                await self._finish()
            elif b"content-length" not in dict(lowered(self._start.get("headers", ()))):
                # A stream without a stated end is not waited for.
                await self._begin(lowered(self._start.get("headers", ())))

    async def _begin(self, headers: Headers) -> None:
        """Let the rest through as it comes, with the headers that it should have."""
        self._through = True
        headers = self._with_policy(self._start["status"], headers)
        headers = guarding.guard(headers, hsts=self._hsts(), secure=self._secure)
        await self._send({**self._start, "headers": headers})
        for part in self._parts:
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
        self._parts.clear()

    async def _finish(self) -> None:
        status, body = self._start["status"], b"".join(self._parts)
        headers = self._without_host(lowered(self._start.get("headers", ())))
        given = dict(headers)
        if given.get(b"content-type", b"").startswith(b"text/html") and (
            b"content-security-policy" not in given
        ):
            body = body.replace(b'href="' + self._origin + b"/", b'href="/')
        headers = self._with_policy(status, headers)
        headers = guarding.guard(headers, hsts=self._hsts(), secure=self._secure)
        kept_for = dict(headers)[b"cache-control"]
        headers = [(name, value) for name, value in headers if name != b"content-length"]
        etag = given.get(b"etag")
        if status == 200 and body and self._reads and NO_STORE not in kept_for and not etag:
            etag = self._etag(body)
            headers.append((b"etag", etag))
        answer = Answer(status, headers, body, etag)
        if kept_for.startswith(b"public") and status == 200 and self._scope["method"] == "GET":
            self._keep(answer)
        self._through = True
        await self._send_whole(answer)

    async def _send_whole(self, answer: Answer) -> None:
        headers, body, status = list(answer.headers), answer.body, answer.status
        kind = dict(headers).get(b"content-type", b"")
        if COMPRESSIBLE.match(kind) and b"content-encoding" not in dict(headers):
            headers = varying(headers, b"Accept-Encoding")
            if len(body) >= SMALLEST_ZIPPED and takes_gzip(self._asked):
                headers.append((b"content-encoding", b"gzip"))
                body = answer.zipped()
        if answer.etag and self._reads and is_known(self._asked, answer.etag):
            status, body = 304, b""
            headers = [pair for pair in headers if not pair[0].startswith(b"content-e")]
        elif status != 304:
            headers.append((b"content-length", str(len(body)).encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    # -- what may be kept -----------------------------------------------------------------------

    def _with_policy(self, status: int, headers: Headers) -> Headers:
        given = dict(headers).get(b"cache-control")
        if given and NO_STORE in given:
            return headers
        policy = self._policy(status, given)
        return [*(pair for pair in headers if pair[0] != b"cache-control"), policy]

    def _policy(self, status: int, given: bytes | None) -> tuple[bytes, bytes]:
        name = b"cache-control"
        if status >= 400 or not self._reads:
            return name, NO_STORE
        if not is_shared(self._scope.get("query_string", b"")):
            return name, b"private, no-cache"
        if given and b"private" in given:
            return name, given
        if is_fingerprinted(self._scope):
            return name, A_YEAR
        opened = opened_resources(self._datasette)
        seconds = opened.settings.cache_sekunder if opened else 0
        return name, f"public, max-age={seconds}".encode()

    def _etag(self, body: bytes) -> bytes:
        opened = opened_resources(self._datasette)
        release = opened.release.name if opened else ""
        # Weak, since the same page is sent both compressed and not.
        return f'W/"{release}-{hashlib.sha256(body).hexdigest()[:12]}"'.encode()

    def _hsts(self) -> int:
        opened = opened_resources(self._datasette)
        return opened.settings.hsts_sekunder if opened and self._secure else 0

    @property
    def _secure(self) -> bool:
        # Behind a proxy that vouches for who is there, what it says of https is not believed.
        https = self._scope.get("scheme") == "https"
        return https or bool(self._datasette.setting("force_https_urls"))

    def _cache(self) -> Cache | None:
        opened: Resources | None = opened_resources(self._datasette)
        return opened.svar if opened else None

    @property
    def _accept(self) -> bytes:
        return self._asked.get(b"accept", b"")

    @property
    def _origin(self) -> bytes:
        """What whole addresses in an answer begin with."""
        host = self._asked.get(b"host", b"")
        return str(self._scope.get("scheme", "")).encode() + b"://" + host

    def _without_host(self, headers: Headers) -> Headers:
        """Let Datasette's addresses begin with their path, so that they are the same for all."""
        return [
            (name, value.replace(self._origin, b"") if name == b"link" else value)
            for name, value in headers
        ]

    def _key(self, accept: bytes, origin: bytes) -> tuple[bytes, ...] | None:
        """Return all that an answer may depend on; nothing when it is too much to keep."""
        scope = self._scope
        path = scope.get("raw_path") or scope["path"].encode()
        key = (path, scope.get("query_string", b""), accept, origin)
        return key if sum(map(len, key)) <= LONGEST_KEY else None

    def _kept(self) -> Answer | None:
        cache = self._cache()
        if cache is None or not self._reads or self._personal:
            return None
        for accept in (b"", self._accept):
            for origin in (b"", self._origin):
                key = self._key(accept, origin)
                answer = cache.get(key) if key else None
                if answer:
                    return answer
        return None

    async def _made_by_another(self) -> Answer | None:
        """Wait for the same page when it is being made already, so that it is made once."""
        cache, key = self._cache(), self._key(self._accept, self._origin)
        making = cache.making.get(key) if cache and key and self._may_be_shared() else None
        if making is None:
            return None
        await making.wait()
        return self._kept()

    @contextmanager
    def _making(self) -> Iterator[None]:
        cache, key = self._cache(), self._key(self._accept, self._origin)
        if not (cache and key and self._may_be_shared()) or key in cache.making:
            yield
            return
        cache.making[key] = asyncio.Event()
        try:
            yield
        finally:
            cache.making.pop(key).set()

    def _may_be_shared(self) -> bool:
        query = self._scope.get("query_string", b"")
        return self._reads and not self._personal and is_shared(query)

    def _keep(self, answer: Answer) -> None:
        cache = self._cache()
        varies = names_in(dict(answer.headers).get(b"vary", b""))
        if cache is None or self._personal:
            return
        if varies - {b"accept", b"accept-encoding", b"cookie", b"authorization"}:
            return
        host = self._asked.get(b"host", b"")
        named = host in answer.body or any(host in value for _, value in answer.headers)
        key = self._key(
            self._accept if b"accept" in varies else b"", self._origin if named else b""
        )
        if key:
            cache.put(key, answer)
