"""K3: nothing is said in two places, and no two insatser go by the same name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
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


@rule("K308", "Ingen mening står i två poster.")
def no_shared_sentences(katalog: Katalog) -> Iterator[Finding]:
    """Compare sentences that share a rare run of three words, and report the later of two alike."""
    every = list(_sentences(katalog))
    folded = [_fold(text) for _, _, text in every]
    reported: set[int] = set()
    for first, second in sorted(_candidates([name for name, _, _ in every], folded)):
        if second in reported:
            continue
        if fuzz.ratio(folded[first], folded[second], score_cutoff=ALIKE):
            reported.add(second)
            name, place, text = every[second]
            yield _shared(katalog, name, place, text, every[first][0])


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
    """Every sentence of a catalogue, to compare those of a record that is being written with.

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
        self._with_run = _by_run(self._folded)

    def shared_by(self, written: Katalog, files: frozenset[str]) -> list[Finding]:
        """Return the rule's findings for what is written in place of some files.

        They stand at what is being written, whichever of the two was there first.
        """
        new = list(_sentences(written))
        every = [*self._every, *new]
        own = [_fold(text) for _, _, text in new]
        folded = [*self._folded, *own]
        near = {
            run: self._near(run, numbers, files)
            for run, numbers in _by_run(own, first=len(self._every)).items()
        }
        found = []
        for (name, place, text), mine in zip(new, own, strict=True):
            for number in sorted({each for run in _runs(mine) for each in near[run]}):
                if every[number][0] != name and fuzz.ratio(
                    mine, folded[number], score_cutoff=ALIKE
                ):
                    found.append(_shared(written, name, place, text, every[number][0]))
                    break
        return found

    def _near(self, run: tuple[str, ...], written: list[int], files: frozenset[str]) -> list[int]:
        """Return the numbers of the sentences that have a run, if they are few."""
        if len(written) > RARE:
            return []
        kept = [each for each in self._with_run.get(run, ()) if self._every[each][0] not in files]
        return [*kept, *written] if len(kept) + len(written) <= RARE else []


def _fold(text: str) -> str:
    return " ".join(tokens(text))


def _runs(folded: str) -> set[tuple[str, ...]]:
    words = folded.split()
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) >= SHORTEST else set()


def _by_run(folded: list[str], first: int = 0) -> Mapping[tuple[str, ...], list[int]]:
    """Return every run of three words → the numbers of the sentences that have it."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(folded, start=first):
        for run in _runs(text):
            found[run].append(number)
    return dict(found)


def _candidates(names: list[str], folded: list[str]) -> set[tuple[int, int]]:
    """Return the pairs in two files that share a rare run and may be alike, going by length."""
    first: dict[tuple[str, ...], int] = {}
    shared: dict[tuple[str, ...], list[int]] = {}
    for number, text in enumerate(folded):
        for run in _runs(text):
            # Nine runs of ten stand in one sentence only, and need no list.
            if (earlier := first.setdefault(run, number)) != number:
                shared.setdefault(run, [earlier]).append(number)
    lengths = [len(text) for text in folded]
    return {
        (one, other)
        for numbers in shared.values()
        if len(numbers) <= RARE
        for one, other in combinations(numbers, 2)
        if names[one] != names[other]
        and 100 * abs(lengths[one] - lengths[other])
        <= (100 - ALIKE) * (lengths[one] + lengths[other])
    }


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
