"""K5: exceptions have a reason and an end, and are about something."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from catalog.findings import Finding
from catalog.loading import Katalog, record_name
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


def same_person(one: str, other: str) -> bool:
    """Tell whether two signatures are one person's, however they are written.

    Examples
    --------
    >>> same_person("Åsa Ek", " åsa  ek"), same_person("Åsa Ek", "Åsa Ekman")
    (True, False)
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@rule("K502", "Den som granskar är en annan än den som skrev.", alone=True)
def reviewer_is_another(katalog: Katalog) -> Iterator[Finding]:
    """Find records reviewed by their writer."""
    for insats_id, insats in katalog.insatser.items():
        if insats.granskad is not None and same_person(insats.granskad.av, insats.skriven.av):
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("granskad", "av"),
                "K502",
                "Samma namn står som skribent och granskare.",
                "Låt någon annan granska posten. Tills dess ska granskad vara null.",
            )


@rule("K503", "Uppgifterna är sedda över i tid.", alone=True)
def looked_at_in_time(katalog: Katalog) -> Iterator[Finding]:
    """Find records whose day for being looked at again has passed."""
    today = date.today().isoformat()
    for insats_id, insats in katalog.insatser.items():
        if insats.granskas_senast is not None and insats.granskas_senast < today:
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("granskas_senast",),
                "K503",
                f"Posten skulle ha setts över senast {insats.granskas_senast}.",
                "Läs källorna igen, rätta det som har ändrats och sätt en ny dag.",
                "varning",
            )
