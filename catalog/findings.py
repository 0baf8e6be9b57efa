"""A finding: a sentence that a curator can act on, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from catalog.swedish import slug

Severity = Literal["fel", "varning"]

NEAR_ENOUGH = 70


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault in the data.

    Parameters
    ----------
    file : str
        Path from the data folder, with ``/``.
    line : int
        Line in the file, from 1; 1 where the fault is the file itself.
    code : str
        Permanent code of the rule: K1 form, K2 links, K4 sources, K5 governance.
    field : str
        Where in the record, such as ``problemomraden[0].styrka``; empty for the whole file.
    message, remedy : str
        What is wrong and what to do, in Swedish.
    severity : str
        ``fel`` stops a build, ``varning`` does not.

    Examples
    --------
    >>> print(Finding("program/x.yaml", 3, "K103", "namm", "Fältet finns inte.", "Ta bort det."))
    program/x.yaml:3  fel K103  namm
      Fältet finns inte.
      Åtgärd: Ta bort det.
    """

    file: str
    line: int
    code: str
    field: str
    message: str
    remedy: str
    severity: Severity = "fel"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}  {self.severity} {self.code}  {self.field}".rstrip()
        return f"{place}\n  {self.message}\n  Åtgärd: {self.remedy}"

    def to_dict(self) -> dict[str, str | int]:
        """Return plain values for JSON and for the web."""
        return asdict(self)


class CatalogError(Exception):
    """The data cannot be built: it carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stops a build."""
    return any(finding.severity == "fel" for finding in findings)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return « Menade du «x»?» for the nearest choice, or nothing when none is near.

    Examples
    --------
    >>> did_you_mean("läsförståelse", ["lasforstaelse", "skrivutveckling"])
    ' Menade du «lasforstaelse»?'
    >>> did_you_mean("xyz", ["lasforstaelse"])
    ''
    """
    best = process.extractOne(word, sorted(choices), scorer=fuzz.ratio, processor=slug)
    if best is None or best[1] < NEAR_ENOUGH:
        return ""
    return f" Menade du «{best[0]}»?"
