"""K5: exceptions have a reason and an end, and are about something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.findings import Finding
from catalog.loading import Katalog
from catalog.records import Undantag
from catalog.rules.registry import RULES, at, rule

UNDANTAG = "undantag.yaml"


@rule("K501", "Undantag gäller en regel som finns.")
def exceptions_name_rules(katalog: Katalog) -> Iterator[Finding]:
    """Find exceptions from rules that do not exist or that no exception can be made from."""
    for number, undantag in enumerate(katalog.undantag):
        if undantag.regel not in RULES:
            yield at(
                katalog,
                UNDANTAG,
                (number, "regel"),
                "K501",
                f"Det går inte att göra undantag från «{undantag.regel}».",
                f"Välj en av: {', '.join(sorted(RULES))}.",
            )


def apply_exceptions(
    findings: Iterable[Finding], undantag: Iterable[Undantag], today: date
) -> Iterator[Finding]:
    """Yield the findings that no valid exception covers."""
    covered = {
        (exception.regel, exception.post)
        for exception in undantag
        if exception.sista_dag >= today.isoformat()
    }
    for finding in findings:
        if (finding.code, finding.file.removesuffix(".yaml")) not in covered:
            yield finding
