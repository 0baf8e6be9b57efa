"""Browsers where someone has logged in to an account before.

They have tries of their own, so that whoever guesses from many places shuts out others who guess,
and not the one whose account it is (OWASP: «Slow Down Online Guessing Attacks with Device
Cookies»). The cookie lets nobody in: it only tells by which limit the tries are counted. It is
signed for one account with one password, so that nobody makes it, lends it to another account or
saves up many for when the password has been changed.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

from itsdangerous import BadData

from datasette_plugins.accounts import Redaktion
from datasette_plugins.redaktion.sessions import SLACK, mark_of

LASTS = 180 * 24 * 3600
"""Seconds after the last time that someone logged in."""


def cookie_of(konto: str) -> str:
    """Return the name of the cookie; many may share a browser, and it does not tell who they are.

    Examples
    --------
    >>> cookie_of("anna")
    'insatser_dator_55579b557896'
    """
    return f"insatser_dator_{hashlib.sha256(konto.encode()).hexdigest()[:12]}"


def device_in(datasette: Any, request: Any, redaktion: Redaktion, konto: str) -> str | None:
    """Return which of the browsers of an account it is; None where nobody logged in to it."""
    signed = request.cookies.get(cookie_of(konto))
    if not signed or konto not in redaktion.losenord:
        return None
    try:
        device, since = datasette.unsign(signed, _namespace(redaktion, konto))
    except BadData:
        return None
    return str(device) if -SLACK <= time.time() - since < LASTS else None


def remembered(datasette: Any, redaktion: Redaktion, konto: str, device: str | None) -> str:
    """Return what the cookie holds. A browser stays the same, so that a copy of it counts as it."""
    told = [device or secrets.token_urlsafe(16), int(time.time())]
    return str(datasette.sign(told, _namespace(redaktion, konto)))


def _namespace(redaktion: Redaktion, konto: str) -> str:
    return f"insatskatalogen-dator {konto} {mark_of(redaktion, konto)}"
