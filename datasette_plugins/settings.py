"""Plugin configuration → typed settings, and the instances that we ship."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from catalog import building
from matcher.asking import LONGEST_TEXT

PLUGIN = "insatskatalogen"
DATABASE_FILE = building.DATABASE
DATABASE = DATABASE_FILE.removesuffix(".db")
"""The name of the catalogue inside Datasette, and so in addresses."""
LONGEST_SEARCH = 100
"""How many characters a search field takes; longer texts have no business in an address."""


FORMS = {
    "utgivare_adress": (r"https?://\S+", "en webbadress"),
    "utgivare_slag": (r"https?://\S+", "en adress ur ADMS lista över slag av utgivare"),
    "kontakt_epost": (r"[^@\s]+@[^@\s]+", "en e-postadress"),
    "utgiven": (r"\d{4}-\d{2}-\d{2}", "en dag, skriven som ÅÅÅÅ-MM-DD inom citattecken"),
    "varaktighet": (
        "TEMPORARY|EXPERIMENTAL|AVAILABLE|STABLE",
        "TEMPORARY, EXPERIMENTAL, AVAILABLE eller STABLE",
    ),
    "bas_adress": (
        r"https?://[^/\s]+",
        "en webbadress utan sökväg, som https://insatser.example.se",
    ),
}
"""Setting → what it must look like if it is given, and how to say so."""
CAN_BE_OFF = {"cache_sekunder", "cache_mb", "hsts_sekunder"}


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it in Swedish."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of the site, and what only those who run it know.

    ``max_bytes`` is the largest body that is read, ``max_bytes_fil`` the largest with a file or a
    whole sitting in it, ``max_tecken`` the longest text that is
    matched and ``antal_forslag`` how many suggestions a page shows. ``cache_sekunder`` is how
    long others may keep a page before they ask again, ``cache_mb`` how much each process keeps,
    and ``hsts_sekunder`` how long a browser is told to use https only. Nought turns them off.

    The others describe the open data, and an empty one is left out of the description.
    ``utgivare`` is who answers for the data, with their home page, kind (a URI of ADMS's list) and
    organisation number; ``kontakt`` and ``kontakt_epost`` are whom to ask; ``utgiven`` is the day
    when the data were first published and ``varaktighet`` how long they are planned to stay.
    ``bas_adress`` is the site's own address without a path, such as
    ``https://insatser.example.se``; empty means that it is taken from each request.
    """

    max_bytes: int = 4 * 1024 * 1024
    max_bytes_fil: int = 16 * 1024 * 1024
    max_tecken: int = LONGEST_TEXT
    antal_forslag: int = 10
    utgivare: str = "Insatskatalogens redaktion"
    utgivare_adress: str = ""
    utgivare_slag: str = ""
    utgivare_nummer: str = ""
    kontakt: str = ""
    kontakt_epost: str = ""
    utgiven: str = ""
    varaktighet: str = ""
    bas_adress: str = ""
    cache_sekunder: int = 300
    cache_mb: int = 48
    hsts_sekunder: int = 0


@dataclass(frozen=True, slots=True)
class Configuration:
    """One instance: Datasette's own settings, and its metadata with the plugins' part in it."""

    settings: dict[str, Any]
    metadata: dict[str, Any]


def read_settings(plugin_config: Mapping[str, Any] | None) -> Settings:
    """Return the typed settings of a plugin configuration, or say which one is wrong.

    Examples
    --------
    >>> read_settings({"antal_forslag": 5}).antal_forslag
    5
    >>> read_settings({"antal_forslag": 0})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    datasette_plugins.settings.SettingsError: Inställningen antal_forslag ska vara ett heltal ...
    """
    given = dict(plugin_config or {})
    given.pop("redaktion", None)  # read by accounts, and only where there is someone to log in
    known = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in given.items():
        if name not in known:
            raise SettingsError(f"Okänd inställning: {name}. Det finns {', '.join(known)}.")
        if known[name] is str:
            _check_text(name, value)
            continue
        least = 0 if name in CAN_BE_OFF else 1
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            limit = "0 eller högre" if least == 0 else "över 0"
            raise SettingsError(f"Inställningen {name} ska vara ett heltal {limit}.")
    return Settings(**given)


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise SettingsError(f"Inställningen {name} ska vara text.")
    pattern, remedy = FORMS.get(name, (".*", ""))
    if name == "utgivare" and not value:
        raise SettingsError("Inställningen utgivare får inte vara tom.")
    if value and not re.fullmatch(pattern, value):
        raise SettingsError(f"Inställningen {name} ska vara {remedy}.")


def read_configuration(name: str, local: Path | None = None) -> Configuration:
    """Return the configuration of a shipped instance, such as ``publik``.

    ``local`` is a file of the same form whose settings go before ours: Datasette's under
    ``settings``, ours under ``metadata: plugins: insatskatalogen``.

    Examples
    --------
    >>> read_configuration("publik").settings["sql_time_limit_ms"]
    1000
    """
    text = (
        resources.files("datasette_plugins")
        .joinpath(f"configuration/{name}.yml")
        .read_text(encoding="utf-8")
    )
    content = yaml.safe_load(text)
    if local:
        settings, plugins = _read_local(local, content["metadata"]["plugins"])
        content["settings"] |= settings
        for plugin, given in plugins.items():
            _merge(content["metadata"]["plugins"][plugin], given)
    return Configuration(settings=content["settings"], metadata=content["metadata"])


def _merge(ours: dict[str, Any], given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if name == "redaktion" and isinstance(ours.get(name), dict) and isinstance(value, dict):
            ours[name] |= value
        else:
            ours[name] = value


def _read_local(path: Path, ours: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    # Datasette loads its plugins, and so this room, when its application is first imported.
    from datasette.app import DEFAULT_SETTINGS

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        settings = content.pop("settings", None) or {}
        metadata = content.pop("metadata", None) or {}
        plugins = metadata.pop("plugins", None) or {}
        given = {name: plugins.pop(name, None) or {} for name in ours}
        unknown = [*content, *metadata, *plugins, *(set(settings) - set(DEFAULT_SETTINGS))]
        read_settings(given[PLUGIN])
        if "redaktion" in given[PLUGIN] and "redaktion" not in ours[PLUGIN]:
            unknown.append("redaktion")  # the public instance has none
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise SettingsError(f"Filen {path} går inte att läsa som inställningar.") from error
    if unknown:
        names = ", ".join(str(name) for name in unknown)
        raise SettingsError(f"Okänt i inställningarna {path}: {names}.")
    return settings, given
