"""The catalogue as it is, and what is worth keeping of it until its files change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.rules import RULES
from catalog.rules.doubles import Sentences
from catalog.rules.governance import apply_exceptions
from catalog.rules.links import pointers, unused_values

Target = tuple[str, str]
"""A kind of record or a vocabulary, and an id in it."""
SHARED_SENTENCES, UNUSED = "K308", "K205"
"""Rules that are asked in ways of their own, since they look at every word or every pointer."""
Changes = Mapping[str, str | None]
Signature = frozenset[tuple[str, int, int, int]]
Question = tuple[frozenset[tuple[str, str | None]], tuple[str, ...], date]
"""What is changed, which ids are given out, and on which day it is asked."""


@dataclass(frozen=True)
class Base:
    """The catalogue as it is, and what is worth keeping of it until the files change."""

    katalog: Katalog
    unread: tuple[Finding, ...]
    signature: Signature
    answers: dict[Question, tuple[Finding, ...]] = field(default_factory=dict)

    @cached_property
    def told(self) -> frozenset[Finding]:
        """What the check says of it, wherever in the files it stands."""
        found = [each for rule in RULES.values() for each in rule.check(self.katalog)]
        left = apply_exceptions([*self.unread, *found], self.katalog.undantag, date.today())
        return frozenset(without_line(each) for each in left)

    @cached_property
    def whole(self) -> frozenset[Finding]:
        """What the rules over the whole catalogue say of it."""
        return frozenset(by_whole_rules(self.katalog, self.used))

    @cached_property
    def sentences(self) -> Sentences:
        """Every sentence of it."""
        return Sentences(self.katalog)

    @cached_property
    def targets(self) -> Mapping[str, tuple[Target, ...]]:
        """What each record's file points at."""
        return targets_of(self.katalog)

    @cached_property
    def used(self) -> Counter[Target]:
        """How many times each thing is pointed at."""
        return Counter(each for found in self.targets.values() for each in found)

    def pointing_at(self, gone: set[Target]) -> set[str]:
        """Return the files that point at any of these."""
        return {name for name, found in self.targets.items() if not gone.isdisjoint(found)}

    def used_after(self, changes: Changes, written: Katalog) -> Counter[Target]:
        """Return how many times each thing is pointed at when some files say something else."""
        after = self.used.copy()
        after.subtract(each for name in changes for each in self.targets.get(name, ()))
        after.update(each for found in targets_of(written).values() for each in found)
        return +after


def targets_of(katalog: Katalog) -> dict[str, tuple[Target, ...]]:
    """Return what each record's file points at."""
    found: dict[str, list[Target]] = {}
    for kind, post_id, _, target, wanted in pointers(katalog):
        found.setdefault(record_name(kind, post_id), []).append((target, wanted))
    return {name: tuple(each) for name, each in found.items()}


def by_own_rules(katalog: Katalog) -> list[Finding]:
    """Return what those rules say that look at one record at a time."""
    return [each for rule in RULES.values() if rule.alone for each in rule.check(katalog)]


def by_whole_rules(katalog: Katalog, used: Counter[Target]) -> list[Finding]:
    """Return what the rules over everything say, sentences that stand twice apart."""
    found = list(unused_values(katalog, used))
    for code, rule in RULES.items():
        if not rule.alone and code not in (SHARED_SENTENCES, UNUSED):
            found += rule.check(katalog)
    return found


def without_line(finding: Finding) -> Finding:
    """Return the finding as it is told wherever in the file it stands."""
    return replace(finding, line=0)
