"""Who works in the editorial instance: its part of the settings, read into types.

The public instance has no such part, and so nothing to log in to.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

from catalog.proposals import Git
from datasette_plugins.settings import PLUGIN, SettingsError

PASSWORDS = "datasette-auth-passwords"
HASH_ENDING = "_password_hash"
ROLES = MappingProxyType(
    {
        "lasare": "Läsare",
        "skribent": "Skribent",
        "granskare": "Granskare",
        "publicerare": "Publicerare",
    }
)
"""Role → what people call it. Whoever has any role may read."""

ACCOUNT = re.compile(r"[a-z0-9]+([._@-][a-z0-9]+)*")
HEADER = re.compile(r"X-[A-Za-z0-9-]+")
LEAST_KEY = 32
EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
PARTS = {"data", "forslag", "git", "konton", "session_timmar", "vila_minuter", "sso"}
SSO_PARTS = {"proxy", "huvud", "nyckel"}
GUIDE = "Se «Redaktionen» i docs/drift.md."


@dataclass(frozen=True, slots=True)
class Konto:
    """A person who works in the editorial instance."""

    id: str
    namn: str
    roller: tuple[str, ...]
    epost: str = ""


@dataclass(frozen=True, slots=True)
class Sso:
    """How an authority's own login tells who is there.

    ``proxy`` are the addresses that are believed, ``huvud`` the header with the account, and
    ``nyckel`` the secret that signs it; without one, the header is the account alone.
    """

    proxy: tuple[str, ...]
    huvud: str
    nyckel: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Redaktion:
    """The settings of the editorial instance.

    ``git`` is how what is approved is committed; None where it is not.
    """

    data: Path
    forslag: Path
    git: Git | None
    konton: Mapping[str, Konto]
    losenord: Mapping[str, str] = field(repr=False)
    sso: Sso | None
    session_timmar: int
    vila_minuter: int


_read: WeakKeyDictionary[Any, Redaktion | None] = WeakKeyDictionary()


def redaktion_of(datasette: Any) -> Redaktion | None:
    """Return the settings of the editorial instance; None in the public one."""
    if datasette not in _read:
        plugin = datasette.plugin_config(PLUGIN) or {}
        passwords = datasette.plugin_config(PASSWORDS) or {}
        given = plugin.get("redaktion")
        _read[datasette] = None if given is None else read_redaktion(given, passwords)
    return _read[datasette]


def read_redaktion(given: Mapping[str, Any], passwords: Mapping[str, Any]) -> Redaktion:
    """Return the typed settings, or say in Swedish which one is wrong; no secret is ever told.

    Examples
    --------
    >>> konton = {"anna": {"namn": "Anna", "roller": ["skribent"]}}
    >>> given = {"data": "data", "forslag": "f.db", "konton": konton}
    >>> hashes = {"anna_password_hash": "pbkdf2_sha256$1$salt$x"}
    >>> read_redaktion(given, hashes).konton["anna"].roller
    ('skribent',)
    >>> read_redaktion(given, {})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    datasette_plugins.settings.SettingsError: Kontot anna saknar lösenord. ...
    """
    unknown = sorted(set(given) - PARTS)
    if unknown:
        raise SettingsError(f"Okänt i redaktionens inställningar: {', '.join(unknown)}.")
    konton = {name: _konto(name, value) for name, value in (given.get("konton") or {}).items()}
    if not konton:
        raise SettingsError(f"Redaktionen har inga konton. {GUIDE}")
    sso = _sso(given["sso"]) if given.get("sso") else None
    return Redaktion(
        data=_path(given, "data"),
        forslag=_path(given, "forslag"),
        git=_git(given.get("git", False), konton),
        konton=konton,
        losenord={} if sso else _passwords(konton, passwords),
        sso=sso,
        session_timmar=_number(given, "session_timmar", 10, range(1, 25)),
        vila_minuter=_number(given, "vila_minuter", 120, range(5, 24 * 60 + 1)),
    )


def _number(given: Mapping[str, Any], name: str, otherwise: int, allowed: range) -> int:
    value = given.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise SettingsError(
            f"Inställningen {name} ska vara ett heltal från {allowed[0]} till {allowed[-1]}."
        )
    return value


def _path(given: Mapping[str, Any], name: str) -> Path:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise SettingsError(f"Inställningen redaktion.{name} ska vara en sökväg.")
    return Path(value)


def _git(given: Any, konton: Mapping[str, Konto]) -> Git | None:
    if not isinstance(given, bool):
        raise SettingsError("Inställningen redaktion.git ska vara true eller false.")
    if not given:
        return None
    plain = Git()
    named = {each.id: re.sub(r"[<>\n]", "", each.namn) for each in konton.values()}
    return Git(
        {
            name: f"{namn} <{konton[name].epost}>" if konton[name].epost else plain.author(namn)
            for name, namn in named.items()
        }
    )


def _konto(name: Any, value: Any) -> Konto:
    if not isinstance(name, str) or not ACCOUNT.fullmatch(name):
        raise SettingsError(
            f"«{name}» går inte att använda som konto. Använd små bokstäver a–z, siffror, punkt, "
            "bindestreck, understreck och @."
        )
    roller = value.get("roller") if isinstance(value, Mapping) else None
    if not isinstance(roller, list) or not roller or not set(roller) <= set(ROLES):
        raise SettingsError(f"Kontot {name} ska ha en lista av roller: {', '.join(ROLES)}.")
    namn = value.get("namn")
    if not isinstance(namn, str) or not namn.strip():
        raise SettingsError(f"Kontot {name} ska ha ett namn, som visas i historiken.")
    epost = value.get("epost", "")
    if not isinstance(epost, str) or (epost and not EMAIL.fullmatch(epost)):
        raise SettingsError(f"E-postadressen för kontot {name} går inte att använda.")
    return Konto(name, namn.strip(), tuple(role for role in ROLES if role in roller), epost)


def _passwords(konton: Mapping[str, Konto], given: Mapping[str, Any]) -> dict[str, str]:
    found = {
        key.removesuffix(HASH_ENDING): value
        for key, value in given.items()
        if key.endswith(HASH_ENDING)
    }
    for name in konton:
        if not found.get(name):
            raise SettingsError(
                f"Kontot {name} saknar lösenord. Sätt miljövariabeln med dess hash. {GUIDE}"
            )
        if not isinstance(found[name], str) or found[name].count("$") != 3:
            raise SettingsError(
                f"Lösenordet för {name} är inte en hash. Gör en med «insatser redaktion losenord»."
            )
    return {name: found[name].strip() for name in konton}


def _sso(given: Any) -> Sso:
    if not isinstance(given, Mapping) or set(given) - SSO_PARTS:
        raise SettingsError(f"Inställningen sso har delarna {', '.join(sorted(SSO_PARTS))}.")
    proxy = given.get("proxy")
    if not isinstance(proxy, list) or not proxy or not all(map(_is_address, proxy)):
        raise SettingsError(
            "Inloggning genom en proxy kräver att proxyns ip-adress står i sso.proxy. "
            "Annars kan vem som helst säga sig vara någon annan."
        )
    huvud = given.get("huvud", "X-Insatser-Konto")
    if not isinstance(huvud, str) or not HEADER.fullmatch(huvud):
        raise SettingsError("Inställningen sso.huvud ska vara ett huvud som börjar med X-.")
    nyckel = given.get("nyckel", "")
    if "nyckel" in given and (not isinstance(nyckel, str) or len(nyckel) < LEAST_KEY):
        raise SettingsError(f"Nyckeln i sso.nyckel ska ha minst {LEAST_KEY} tecken.")
    return Sso(tuple(proxy), huvud, nyckel)


def _is_address(value: Any) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return isinstance(value, str)
