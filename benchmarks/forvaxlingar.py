"""Which problem areas are taken for each other, by what schools write about them.

A linear classifier guesses the area of each wording from the wordings of the other four parts. An
area that it often gets wrong has a definition or wordings that run into a neighbour's.

    python -m benchmarks.forvaxlingar            # every area, worst first
    python -m benchmarks.forvaxlingar narvaro    # the wordings of one area that go wrong, and where
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from catalog.loading import Katalog, load

DATA = Path(__file__).resolve().parent.parent / "data"
PARTS = 5
SEED = 20261122
FIRST = 3
SHOWN = 40
MISTAKEN_FOR = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A wording, the area it belongs to and the areas guessed, best first."""

    text: str
    area: str
    guessed: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Tell whether the best guess is the wording's own area."""
        return self.guessed[0] == self.area


def classifier() -> Pipeline:
    """Return an untrained classifier on pieces of words and whole words."""
    return make_pipeline(
        make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
            TfidfVectorizer(sublinear_tf=True),
        ),
        LinearSVC(C=0.1, random_state=SEED),
    )


def guess(katalog: Katalog) -> list[Guess]:
    """Guess the area of every wording from wordings in the other parts."""
    pairs = [
        (text, area_id)
        for area_id, area in katalog.problemomraden.items()
        for text in area.formuleringar
    ]
    texts = [text for text, _ in pairs]
    areas = [area for _, area in pairs]
    folds = StratifiedKFold(PARTS, shuffle=True, random_state=SEED)
    scores = cross_val_predict(
        classifier(), texts, areas, cv=folds, method="decision_function", n_jobs=PARTS
    )
    names = sorted(set(areas))
    best = np.argsort(-scores, axis=1)[:, :FIRST]
    return [
        Guess(text, area, tuple(names[column] for column in row))
        for (text, area), row in zip(pairs, best, strict=True)
    ]


def report(guesses: Sequence[Guess]) -> str:
    """Return the shares that are right, whole and by area, and the commonest mistakes."""
    right = sum(each.right for each in guesses) / len(guesses)
    among = sum(each.area in each.guessed for each in guesses) / len(guesses)
    by_area: dict[str, list[Guess]] = defaultdict(list)
    for each in guesses:
        by_area[each.area].append(each)
    lines = [
        f"{len(guesses)} formuleringar, {len(by_area)} områden, {PARTS} delar",
        f"rätt område {right:.3f}, bland de {FIRST} första {among:.3f}",
        "",
        "rätt  bland tre  område: tas oftast för",
    ]
    rows = []
    for area, own in by_area.items():
        own_right = sum(each.right for each in own) / len(own)
        own_among = sum(area in each.guessed for each in own) / len(own)
        wrong = Counter(each.guessed[0] for each in own if not each.right)
        taken_for = ", ".join(
            f"{other} {count}" for other, count in wrong.most_common(MISTAKEN_FOR)
        )
        rows.append((own_right, f"{own_right:.2f}  {own_among:.2f}       {area}: {taken_for}"))
    lines += [row for _, row in sorted(rows)]
    both = Counter((each.area, each.guessed[0]) for each in guesses if not each.right)
    lines += ["", "vanligaste förväxlingarna"]
    lines += [f"{count:3}  {area} → {other}" for (area, other), count in both.most_common(SHOWN)]
    return "\n".join(lines)


def mistakes(guesses: Sequence[Guess], area: str) -> str:
    """Return the wordings of one area that go elsewhere, and those of others that go there."""
    out = [f"→ {each.guessed[0]}: {each.text}" for each in guesses if _missed(each, area)]
    came = [f"← {each.area}: {each.text}" for each in guesses if _took(each, area)]
    return "\n".join(sorted(out) + sorted(came))


def _missed(each: Guess, area: str) -> bool:
    return each.area == area and not each.right


def _took(each: Guess, area: str) -> bool:
    return each.area != area and each.guessed[0] == area


if __name__ == "__main__":
    katalog, _ = load(DATA)
    guesses = guess(katalog)
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            print(f"{name}\n{mistakes(guesses, name)}\n")
    else:
        print(report(guesses))
