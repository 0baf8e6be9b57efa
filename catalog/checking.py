"""The whole check: read a data folder, run the rules, tell everything in one go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from catalog.findings import Finding
from catalog.folder import Folder
from catalog.loading import Katalog, load
from catalog.rules import RULES
from catalog.rules.governance import apply_exceptions


def check_katalog(
    data: Path | Folder, *, rules: Collection[str] | None = None, today: date | None = None
) -> tuple[Katalog, list[Finding]]:
    """Return what could be read and every finding, ordered by file and line."""
    katalog, found = load(data)
    for code in sorted(RULES):
        found.extend(RULES[code].check(katalog))
    left = apply_exceptions(found, katalog.undantag, today or date.today())
    return katalog, sorted(finding for finding in left if rules is None or finding.code in rules)


def check(data: Path, *, rules: Collection[str] | None = None) -> list[Finding]:
    """Check a data folder and return every finding, ordered by file and line.

    Parameters
    ----------
    data : Path
        The folder with ``insatser/``, ``vokabular/`` and the rest.
    rules : collection of str, optional
        Codes to report; all when left out.

    Returns
    -------
    list of Finding
        Empty when everything holds. Faults are returned, never raised.

    Examples
    --------
    >>> check(data)
    []
    >>> [finding.code for finding in check(mapp / "finns-inte")]
    ['K111']
    """
    return check_katalog(data, rules=rules)[1]
