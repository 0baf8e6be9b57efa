"""K3: nothing is said in two places, and no two insatser go by the same name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from catalog.files import Place
from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.rules.language import sentences
from catalog.rules.registry import at, rule
from catalog.swedish import tokens

OWN_WORDS = ("sammanfattning", "beskrivning")
OWN_LINES = ("passar_nar", "passar_inte", "formuleringar", "uppfoljning")
"""What must be each record's own. Terms common to a programme may be said in the same words."""

SHORTEST = 5
ALIKE = 90
RARE = 12
"""A run of three words in more sentences than this tells none of them from the others."""

NOT_LETTERS = re.compile(r"[^\wåäö]+")

Sentence = tuple[str, Place, str]
Run = tuple[str, ...]


@rule("K308", "Ingen mening står i två poster.")
def no_shared_sentences(katalog: Katalog) -> Iterator[Finding]:
    """Compare sentences that share a rare run of three words, and report the later of two alike."""
    yield from Sentences(katalog).shared(katalog)


def _shared(katalog: Katalog, name: str, place: Place, text: str, other: str) -> Finding:
    return at(
        katalog,
        name,
        place,
        "K308",
        f"Meningen står nästan likadan i {other}: «{text}»",
        "Skriv det som är eget för den här posten, eller stryk meningen.",
    )


def _sentences(katalog: Katalog) -> Iterator[Sentence]:
    for area_id, area in katalog.problemomraden.items():
        name = record_name("problemomraden", area_id)
        for number, text in enumerate(area.formuleringar):
            yield name, ("formuleringar", number), text
        for number, snarlik in enumerate(area.liknar_men_inte):
            yield name, ("liknar_men_inte", number), snarlik.text
    for insats_id, insats in katalog.insatser.items():
        name = record_name("insatser", insats_id)
        for field in OWN_WORDS:
            for sentence in sentences(getattr(insats, field) or ""):
                yield name, (field,), sentence
        for field in OWN_LINES:
            for number, text in enumerate(getattr(insats, field)):
                yield name, (field, number), text
        for number, snarlik in enumerate(insats.liknar_men_inte):
            yield name, ("liknar_men_inte", number), snarlik.text


class Sentences:
    """Every sentence of a catalogue, to compare with each other or with what is being written.

    Examples
    --------
    >>> from catalog.loading import load
    >>> katalog, _ = load(data)
    >>> len(Sentences(katalog).shared_by(katalog, frozenset()))
    0
    """

    def __init__(self, katalog: Katalog) -> None:
        self._every = list(_sentences(katalog))
        self._folded = [_fold(text) for _, _, text in self._every]
        self._with_run = _Runs(self._folded)

    def shared(self, katalog: Katalog) -> Iterator[Finding]:
        """Yield the rule's findings for the whole catalogue, each at the later of the two."""
        near: dict[int, set[int]] = defaultdict(set)
        for numbers in self._with_run.shared.values():
            if len(numbers) <= RARE:
                for earlier, later in combinations(numbers, 2):
                    near[later].add(earlier)
        for number in sorted(near):
            if other := _first_alike(number, near[number], self._every, self._folded):
                name, place, text = self._every[number]
                yield _shared(katalog, name, place, text, other)

    def shared_by(self, written: Katalog, files: frozenset[str]) -> list[Finding]:
        """Return the rule's findings for what is written in place of some files.

        They stand at what is being written, whichever of the two was there first.
        """
        new = list(_sentences(written))
        every = [*self._every, *new]
        own = [_fold(text) for _, _, text in new]
        folded = [*self._folded, *own]
        with_own = _Runs(own, start=len(self._every))
        with_run = {run: self._near(run, with_own.of(run), files) for run in with_own.first}
        found = []
        for number, (name, place, text) in enumerate(new, start=len(self._every)):
            near = {each for run in _runs(folded[number]) for each in with_run[run]}
            if other := _first_alike(number, near, every, folded):
                found.append(_shared(written, name, place, text, other))
        return found

    def _near(self, run: Run, written: list[int], files: frozenset[str]) -> list[int]:
        """Return the numbers of the sentences that have a run, if they are few."""
        if len(written) > RARE:
            return []
        kept = [each for each in self._with_run.of(run) if self._every[each][0] not in files]
        return [*kept, *written] if len(kept) + len(written) <= RARE else []


def _first_alike(
    number: int, near: Iterable[int], every: Sequence[Sentence], folded: Sequence[str]
) -> str | None:
    """Return the first file, other than its own, where one of some sentences says the same."""
    name, mine = every[number][0], folded[number]
    for other in sorted(near):
        if every[other][0] != name and fuzz.ratio(mine, folded[other], score_cutoff=ALIKE):
            return every[other][0]
    return None


def _fold(text: str) -> str:
    return " ".join(tokens(text))


def _runs(folded: str) -> set[Run]:
    words = folded.split()
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) >= SHORTEST else set()


class _Runs:
    """Every run of three words, and the numbers of the sentences that have it."""

    def __init__(self, folded: Iterable[str], start: int = 0) -> None:
        self.first: dict[Run, int] = {}
        self.shared: dict[Run, list[int]] = {}
        for number, text in enumerate(folded, start):
            for run in _runs(text):
                # Nine runs of ten stand in one sentence only, and need no list.
                if (earlier := self.first.setdefault(run, number)) != number:
                    self.shared.setdefault(run, [earlier]).append(number)

    def of(self, run: Run) -> list[int]:
        """Return the numbers of the sentences that have a run."""
        if run in self.shared:
            return self.shared[run]
        return [self.first[run]] if run in self.first else []


@rule("K309", "Två insatser heter inte lika.")
def different_names(katalog: Katalog) -> Iterator[Finding]:
    """Find names that differ only in capitals and signs."""
    names = {key: _folded(post.namn) for key, post in katalog.insatser.items()}
    counts = Counter(names.values())
    for name, number in counts.items():
        if number < 2:
            continue
        same = [key for key, each in names.items() if each == name]
        for one, other in pairwise(same):
            yield at(
                katalog,
                record_name("insatser", other),
                ("namn",),
                "K309",
                f"{record_name('insatser', one)} har samma namn.",
                "Lägg till stadium, skolform eller anordnare inom parentes.",
            )


def _folded(name: str) -> str:
    return NOT_LETTERS.sub(" ", name.casefold()).strip()
