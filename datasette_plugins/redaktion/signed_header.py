"""An authority's own login: a header that its proxy sets, believed from named addresses only.

With a key, the header is ``konto:seconds:signature``, where the signature is HMAC-SHA256 in
hexadecimal of ``konto:seconds``. Without one it is the account alone, and then nobody but the
proxy may reach the server.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

from datasette_plugins.accounts import Sso

VALID_SECONDS = 60


def account_in(sso: Sso, request: Any) -> str | None:
    """Return the account that the proxy vouches for; None when there is no reason to believe it."""
    client = request.scope.get("client")
    if not client or client[0] not in sso.proxy:
        return None
    told = [
        value.decode("latin-1")
        for name, value in request.scope["headers"]
        if name.lower() == sso.huvud.lower().encode()
    ]
    if len(told) != 1:
        return None  # two of them: one may be the visitor's own
    return _signed(told[0], sso.nyckel, time.time()) if sso.nyckel else told[0].strip()


def sign(konto: str, key: str, seconds: int) -> str:
    """Return the header for an account at a time, as a proxy is to write it.

    Examples
    --------
    >>> sign("anna", "k" * 32, 1_700_000_000).rsplit(":", 1)[0]
    'anna:1700000000'
    """
    told = f"{konto}:{seconds}"
    signature = hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()
    return f"{told}:{signature}"


def _signed(told: str, key: str, now: float) -> str | None:
    konto, _, rest = told.strip().partition(":")
    seconds, _, _ = rest.partition(":")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 12):
        return None
    if abs(now - int(seconds)) > VALID_SECONDS:
        return None
    wanted = sign(konto, key, int(seconds))
    return konto if hmac.compare_digest(told.strip().encode(), wanted.encode()) else None
