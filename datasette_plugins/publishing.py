"""From the data folder to the release that is served; nothing is changed until all is well."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from datasette.utils import StartupError

from catalog.building import data_version
from catalog.proposals import is_half_applied, undisturbed
from datasette_plugins.history import BACK, SHOWN
from datasette_plugins.making import Vectors, make_release
from datasette_plugins.manifest import is_whole
from datasette_plugins.showing import alone, current, kept_releases, previous_release, show_instead
from datasette_plugins.smoke import smoke_test
from datasette_plugins.versioning import made_by_another_program, program_version
from matcher import VectorCache

SHIPPED_VECTORS = "vektorer"
WITHOUT_VECTORS = "-utan-vektorer"
HALFWAY = (
    "Ett förslag har börjat införas, men det avbröts halvvägs. Starta redaktionen eller kör "
    "«insatser katalog forslag tillampa» på förslaget, så görs det klart. Kör sedan igen."
)


class PublishError(Exception):
    """A release cannot be published; the message says why, and nothing was changed."""


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
    with alone(bygg, say):
        target = _release_of(data, bygg, vectors, cache, say)
        show_instead(bygg, target, SHOWN, av, say)
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
    with alone(bygg, say):
        return _release_of(data, bygg, vectors, None, say)


def show(bygg: Path, name: str, *, av: str = "", say: Callable[[str], object] = str) -> Path:
    """Let a release that was prepared be the one that is served.

    Raises
    ------
    PublishError
        When there is no such release, or it is not as it was when it was tried.
    """
    with alone(bygg, say):
        target = _whole(bygg, name)
        show_instead(bygg, target, SHOWN, av, say)
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
    with alone(bygg, say):
        name = previous_release(bygg)
        if name is None:
            raise PublishError("Det finns ingen tidigare utgåva att gå tillbaka till.")
        target = _whole(bygg, name)
        say(f"Prövar utgåvan {name} …")
        _try(target)
        show_instead(bygg, target, BACK, av, say)
    return target


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
    with alone(bygg, say):
        if f"{release_name(data)}{WITHOUT_VECTORS}" != shown:
            raise PublishError(
                "Filerna har ändrats sedan webbplatsen startade. Kör «insatser publicera» själv."
            )
        target = _release_of(data, bygg, "alla", None, say)
        if current(bygg) != bygg / shown:
            raise PublishError("En annan utgåva har publicerats under tiden.")
        show_instead(bygg, target, SHOWN, "", say)
    return target


def release_name(data: Path) -> str:
    """Return the name that a release of these data by this program has."""
    return f"{data_version(data)}-{program_version()}"


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
        left_out = not make_release(copy, work / name, vectors=vectors, cache=kept, say=say)
        say("Prövar sidorna …")
        _try(work / name)
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


def _move(source: Path, target: Path) -> None:
    if is_whole(target):
        return
    if target.exists():
        shutil.rmtree(target)
    source.rename(target)
