"""Log in and log out. Passwords are kept and checked as datasette-auth-passwords does."""

from __future__ import annotations

import asyncio
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Response
from datasette_auth_passwords.utils import hash_password, verify_password

from datasette_plugins.access import VOUCHED, konto_of
from datasette_plugins.accounts import Redaktion, redaktion_of
from datasette_plugins.redaktion.devices import LASTS, cookie_of, device_in, remembered
from datasette_plugins.redaktion.kept import kept_context
from datasette_plugins.redaktion.sessions import sessions_of
from datasette_plugins.redaktion.signed_header import account_in
from datasette_plugins.redaktion.throttling import Throttle, place_of
from datasette_plugins.redaktion.visits import (
    LOGIN,
    MOST_FIELDS,
    editorial_page,
    has_token,
    login_page,
    read_form,
)
from datasette_plugins.responses import NO_STORE, PageError, error_page

COOKIE = "ds_actor"
START = "/redaktion"
EVERYWHERE = "overallt"
OURS = re.compile(r"/redaktion(/[a-z0-9-]+)*")
LONGEST_PASSWORD = 500
PER_ACCOUNT_AND_PLACE = 5
PER_DEVICE = 5
PER_ACCOUNT = 30
PER_PLACE = 30
WRONG = "Kontot eller lösenordet stämmer inte."
TOO_MANY = "Det har varit för många försök. Vänta en kvart och försök igen."
_throttles: dict[Path, Throttle] = {}
"""By the proposals, so that a new release does not give whoever guesses a new start."""


def actor(datasette: Any, request: Any) -> dict[str, Any] | None:
    """Return whose session the cookie is, or who an authority's own login says that it is."""
    redaktion = redaktion_of(datasette)
    if redaktion is None:
        return None
    sessions = sessions_of(datasette)
    if sessions:
        token = request.cookies.get(COOKIE)
        konto = sessions.find(token) if token else None
    else:
        konto = account_in(redaktion.sso, request) if redaktion.sso else None
    return {"id": konto, VOUCHED: True} if konto in redaktion.konton else None


async def log_in(datasette: Any, request: Any) -> Any:
    """Show the page to log in on, or log someone in."""
    redaktion = _settings(datasette)
    try:
        if redaktion.sso:
            raise PageError(404, "Du loggas in av myndighetens egen inloggning.")
        if request.method in {"GET", "HEAD"}:
            if konto_of(datasette, request.actor):
                return _go_to(datasette, START)
            return login_page(datasette, request, nasta=_safe(request.args.get("nasta") or ""))
        if request.method != "POST":
            raise PageError(405, "Den här adressen går inte att använda så.")
        return await _log_in(datasette, request, redaktion)
    except PageError as error:
        return await error_page(datasette, request, error, headers=NO_STORE)


async def _log_in(datasette: Any, request: Any, redaktion: Redaktion) -> Any:
    form = await read_form(datasette, request)
    konto, password = form.first("konto").strip().lower(), form.first("losenord")
    nasta, kvar = _safe(form.first("nasta")), form.first("kvar")
    again: dict[str, Any] = {"nasta": nasta, "kvar": kvar, "konto": konto}
    if not has_token(request, form):
        fel = "Sidan hade varit öppen för länge. Försök igen."
        return login_page(datasette, request, fel=fel, status=403, **again)
    throttle = _throttles.setdefault(redaktion.forslag, Throttle())
    place = place_of((request.scope.get("client") or ("", 0))[0])
    both = f"{konto} {place}"
    device = device_in(datasette, request, redaktion, konto)
    if device:
        limits = {f"{konto} dator {device}": PER_DEVICE}
    else:
        limits = {both: PER_ACCOUNT_AND_PLACE, f" {place}": PER_PLACE}
        if not throttle.is_known(both):
            # Many who guess from elsewhere must not keep someone out of where they usually are,
            # also where browsers forget their cookies.
            limits[konto] = PER_ACCOUNT
    if not throttle.attempt(limits):
        return login_page(datasette, request, fel=TOO_MANY, status=429, **again)
    if not await asyncio.to_thread(_is_right, redaktion, konto, password):
        return login_page(datasette, request, fel=WRONG, status=403, **again)
    # Who guesses elsewhere has no new tries because someone is let in by tries of their own.
    throttle.forget(list(limits) if device else [both, konto])
    throttle.know(both)
    token = await asyncio.to_thread(_begin, datasette, konto, request.cookies.get(COOKIE))
    response = _continue(datasette, request, nasta, kvar)
    _set_cookie(datasette, request, response, COOKIE, token, redaktion.session_timmar * 3600)
    told = remembered(datasette, redaktion, konto, device)
    _set_cookie(datasette, request, response, cookie_of(konto), told, LASTS)
    return response


def _is_right(redaktion: Redaktion, konto: str, password: str) -> bool:
    """Check a password; an unknown account takes as long, so that nobody learns which there are."""
    wanted = redaktion.losenord.get(konto) or _nobodys_hash()
    right = len(password) <= LONGEST_PASSWORD and verify_password(password, wanted)
    return right and konto in redaktion.losenord


def _begin(datasette: Any, konto: str, before: str | None) -> str:
    """Begin a session, and end the one that the browser had."""
    sessions = sessions_of(datasette)
    assert sessions is not None  # noqa: S101 - nobody logs in here without them
    try:
        if before:
            sessions.end(before)
        return sessions.begin(konto)
    except OSError as error:
        raise PageError(
            500,
            "Lösenordet stämmer, men inloggningen gick inte att spara.",
            "Disken kan vara full eller skrivskyddad. Säg till den som sköter servern.",
        ) from error


def _continue(datasette: Any, request: Any, nasta: str, kvar: str) -> Any:
    """Go on to what was asked for, or give back what had been written."""
    if not (kvar and nasta):
        return _go_to(datasette, nasta or START)
    context = kept_context("Du är inloggad igen.", nasta, _fields_in(kvar))
    return editorial_page(datasette, request, "kvar.html", context)


def _fields_in(kept: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(kept, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        # The error holds what was written.
        raise PageError(400, "Det som var sparat i sidan gick inte att läsa.") from None


async def log_out(datasette: Any, request: Any) -> Any:
    """Log someone out, here or everywhere; by a button, since machines follow links."""
    _settings(datasette)
    try:
        if request.method != "POST":
            raise PageError(405, "Logga ut med knappen «Logga ut».")
        form = await read_form(datasette, request)
        if not has_token(request, form):
            raise PageError(403, "Sidan hade varit öppen för länge.", "Ladda om den och försök.")
        konto = konto_of(datasette, request.actor) if form.first(EVERYWHERE) else None
        token = request.cookies.get(COOKIE)
        await asyncio.to_thread(_end, datasette, token, konto.id if konto else None)
    except PageError as error:
        return await error_page(datasette, request, error, headers=NO_STORE)
    response = _go_to(datasette, LOGIN)
    _set_cookie(datasette, request, response, COOKIE, "", 0)
    return response


def _end(datasette: Any, token: str | None, konto: str | None) -> None:
    sessions = sessions_of(datasette)
    try:
        if sessions and token:
            sessions.end(token)
        if sessions and konto:
            sessions.end_all(konto)
    except OSError as error:
        raise PageError(
            500,
            "Du är inte utloggad: det gick inte att skriva på servern.",
            "Stäng webbläsaren, och säg till den som sköter servern.",
        ) from error


def _set_cookie(
    datasette: Any, request: Any, response: Any, name: str, value: str, seconds: int
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=str(datasette.urls.path("/")),
        secure=request.scope.get("scheme") == "https" or datasette.setting("force_https_urls"),
        httponly=True,
        samesite="lax",
    )


def _go_to(datasette: Any, path: str) -> Any:
    return Response.redirect(str(datasette.urls.path(path)), status=303, headers={**NO_STORE})


def _safe(path: str) -> str:
    return path if OURS.fullmatch(path) else ""


def _settings(datasette: Any) -> Redaktion:
    redaktion = redaktion_of(datasette)
    assert redaktion is not None  # noqa: S101 - the routes exist only where it is
    return redaktion


@cache
def _nobodys_hash() -> str:
    return str(hash_password(secrets.token_hex()))
