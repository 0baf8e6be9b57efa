"""What is opened once at start-up, and the one way to read the catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from datasette.utils import StartupError

from catalog.building import MANIFEST
from catalog.reading import Reader, Register, Vokabular
from datasette_plugins.caching import Cache
from datasette_plugins.manifest import damaged_files, read_manifest
from datasette_plugins.settings import (
    DATABASE,
    DATABASE_FILE,
    PLUGIN,
    Settings,
    SettingsError,
    read_settings,
)
from matcher import Matcher, MatcherError, open_matcher

T = TypeVar("T")
BUILD_AGAIN = "Bygg om med «insatser publicera»."
AT_A_TIME = 2
"""How many needs are matched at once; the others wait, so that long texts do not take it all."""


@dataclass(frozen=True, slots=True)
class Resources:
    """The release that this process serves, and what answers from it."""

    settings: Settings
    release: Path
    manifest: dict[str, Any]
    byggnad: dict[str, str]
    vokabular: Vokabular
    register: Register
    matcher: Matcher
    matchningar: asyncio.Semaphore
    svar: Cache


_opened: WeakKeyDictionary[Any, Resources] = WeakKeyDictionary()


async def open_resources(datasette: Any) -> None:
    """Open the release beside the catalogue, or stop the start with a clear message."""
    if DATABASE not in datasette.databases:
        raise StartupError(
            f"Insatskatalogen behöver databasen {DATABASE_FILE}. Bygg den med «insatser publicera» "
            "och starta med «insatser servera publik»."
        )
    try:
        settings = read_settings(datasette.plugin_config(PLUGIN))
    except SettingsError as error:
        raise StartupError(str(error)) from error
    release = Path(datasette.databases[DATABASE].path).resolve().parent
    byggnad = await read(datasette, Reader.byggnad)
    manifest = _read_manifest(release, byggnad["version"])
    try:
        matcher = open_matcher(release)
    except MatcherError as error:
        raise StartupError(str(error)) from error
    _opened[datasette] = Resources(
        settings=settings,
        release=release,
        manifest=manifest,
        byggnad=byggnad,
        vokabular=await read(datasette, Reader.vokabular),
        register=await read(datasette, lambda reader: reader.register),
        matcher=matcher,
        matchningar=asyncio.Semaphore(AT_A_TIME),
        svar=Cache(settings.cache_mb * 1_000_000),
    )


def _read_manifest(release: Path, version: str) -> dict[str, Any]:
    try:
        manifest = read_manifest(release)
    except (OSError, ValueError) as error:
        raise StartupError(
            f"{release / MANIFEST} saknas eller går inte att läsa. {BUILD_AGAIN}"
        ) from error
    if manifest.get("version") != version:
        raise StartupError(
            f"{release / MANIFEST} hör till version {manifest.get('version')}, men databasen är "
            f"{version}. {BUILD_AGAIN}"
        )
    damaged = damaged_files(release, manifest)
    if damaged:
        raise StartupError(
            f"Utgåvan {release.name} är skadad. Det här saknas eller är ändrat: "
            f"{', '.join(damaged)}. {BUILD_AGAIN}"
        )
    return manifest


def resources_of(datasette: Any) -> Resources:
    """Return what was opened at start-up."""
    return _opened[datasette]


def opened_resources(datasette: Any) -> Resources | None:
    """Return what was opened at start-up, or nothing while it is not yet."""
    return _opened.get(datasette)


def forget(datasette: Any) -> None:
    """Let go of what was opened at start-up, when the release is no longer shown."""
    _opened.pop(datasette, None)


async def read(datasette: Any, question: Callable[[Reader], T]) -> T:
    """Ask the catalogue a question, in one of Datasette's own reading threads."""
    opened = _opened.get(datasette)
    register = opened.register if opened else None
    answer: T = await datasette.get_database(DATABASE).execute_fn(
        lambda connection: question(Reader(connection, register))
    )
    return answer
