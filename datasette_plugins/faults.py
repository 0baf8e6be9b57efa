"""What can go wrong when a release is made or shown, in words for whoever asked for it."""

from __future__ import annotations

import errno
import sqlite3

from datasette.utils import StartupError

from catalog import CatalogError
from catalog.building import BuildError
from datasette_plugins.publishing import PublishError
from datasette_plugins.settings import SettingsError
from datasette_plugins.supervisor import ServeError
from matcher import MatcherError

DISK = {
    errno.ENOSPC: "Disken är full.",
    errno.EDQUOT: "Diskutrymmet är slut.",
    errno.EFBIG: "Filen får inte bli så stor på den här disken.",
    errno.EACCES: "Programmet saknar behörighet.",
    errno.EPERM: "Programmet saknar behörighet.",
    errno.EROFS: "Disken går bara att läsa.",
    errno.ENOENT: "En fil eller mapp saknas.",
}
"""What the computer says of a file, in words."""


def told(error: Exception) -> str | None:
    """Return what happened and what to do; None for what nobody has foreseen.

    Examples
    --------
    >>> told(PublishError("Kör igen.")), told(KeyError("x"))
    ('Kör igen. Inget publicerades.', None)
    """
    match error:
        case CatalogError():
            return "Inget publicerades. Rätta felen ovan först."
        case PublishError():
            return f"{error} Inget publicerades."
        case BuildError():
            return f"Den byggda databasen håller inte ihop: {error}. Inget publicerades."
        case MatcherError() | ServeError() | StartupError() | SettingsError():
            return str(error)
        case OSError() | sqlite3.OperationalError():
            return about_disk(error)
    return None


def about_disk(error: OSError | sqlite3.OperationalError) -> str:
    """Return what the computer says of a file or a disk."""
    number = error.errno if isinstance(error, OSError) else None
    reason = DISK.get(number or 0, f"Datorn svarade: {error}.")
    where = error.filename if isinstance(error, OSError) else None
    return f"{reason} Det gäller {where}." if where and number in DISK else reason
