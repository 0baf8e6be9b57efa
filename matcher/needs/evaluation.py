"""How well problems are found: analyses whose problems a reader has marked, and what was read.

A marked span is found when an excerpt covers at least half of it. An excerpt counts for one
marking and a marking for one excerpt, the best pairs first, so a whole page as one excerpt gains
nothing. White space is folded before anything is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from matcher.intake import Analys, read_analysis
from matcher.needs.model import FunnetBehov, Genomlasning

COVERED = 0.5
"""So much of a marked span must an excerpt hold."""


@dataclass(frozen=True, slots=True)
class Markering:
    """A passage that a reader marked as a problem."""

    span: str
    analysniva: str
    utanfor: bool = False


@dataclass(frozen=True, slots=True)
class MarktAnalys:
    """An analysis with its markings."""

    id: str
    analys: Analys
    markeringar: tuple[Markering, ...]


@dataclass(frozen=True, slots=True)
class Utfall:
    """What was found in one or several analyses, counted; the shares follow from the counts."""

    id: str
    markta: int
    utdrag: int
    funna: int
    ratt_niva: int
    utanfor: int
    utanfor_funna: int

    @property
    def recall(self) -> float:
        """Return the share of markings that were found."""
        return _share(self.funna, self.markta)

    @property
    def precision(self) -> float:
        """Return the share of excerpts that cover a marking."""
        return _share(self.funna, self.utdrag)

    @property
    def niva(self) -> float:
        """Return the share of found markings with the marked level."""
        return _share(self.ratt_niva, self.funna)

    @property
    def utanfor_andel(self) -> float:
        """Return the share of markings that no insats can help with that were seen to be so."""
        return _share(self.utanfor_funna, self.utanfor)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, shares included."""
        return {
            **asdict(self),
            "recall": round(self.recall, 3),
            "precision": round(self.precision, 3),
            "niva": round(self.niva, 3),
            "utanfor_andel": round(self.utanfor_andel, 3),
        }


def read_marked_folder(folder: Path) -> tuple[MarktAnalys, ...]:
    """Return the example analyses of a data folder, in the order of their names."""
    return tuple(_read_marked(path) for path in sorted(folder.glob("*/om.yaml")))


def _read_marked(path: Path) -> MarktAnalys:
    about = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = path.with_name("text.md")
    return MarktAnalys(
        id=about["id"],
        analys=read_analysis(text.read_bytes(), filename=text.name),
        markeringar=tuple(
            Markering(each["span"], each["analysniva"], each.get("utanfor", False))
            for each in about["problemomraden"]
        ),
    )


def measure(
    marked: Sequence[MarktAnalys], read: Callable[[Analys], Genomlasning]
) -> tuple[Utfall, ...]:
    """Return the outcome for each analysis, and last for all of them together."""
    each = tuple(outcome(one.id, one.markeringar, read(one.analys).problem) for one in marked)
    return (*each, total(each))


def outcome(name: str, marked: Sequence[Markering], found: Sequence[FunnetBehov]) -> Utfall:
    """Count what was found of the markings of one analysis.

    Examples
    --------
    >>> marked = [Markering("Sexorna gissar mest hela tiden", "resultat")]
    >>> found = FunnetBehov("Sexorna  gissar mest", None, 0, "resultat", False, ())
    >>> outcome("a", marked, [found]).recall, outcome("a", marked, [found, found]).precision
    (1.0, 0.5)
    """
    pairs = tuple(paired(marked, found))
    return Utfall(
        id=name,
        markta=len(marked),
        utdrag=len(found),
        funna=len(pairs),
        ratt_niva=sum(marked[m].analysniva == found[f].analysniva for m, f in pairs),
        utanfor=sum(each.utanfor for each in marked),
        utanfor_funna=sum(marked[m].utanfor and found[f].utanfor for m, f in pairs),
    )


def total(outcomes: Sequence[Utfall]) -> Utfall:
    """Return the counts of several outcomes together."""
    counts = ("markta", "utdrag", "funna", "ratt_niva", "utanfor", "utanfor_funna")
    return Utfall("alla", **{name: sum(getattr(o, name) for o in outcomes) for name in counts})


def paired(marked: Sequence[Markering], found: Sequence[FunnetBehov]) -> Iterator[tuple[int, int]]:
    """Yield pairs of marking and finding, the best covered first; each is used once."""
    excerpts = [_folded(each.utdrag) for each in found]
    covered = sorted(
        (-share, m, f)
        for m, marking in enumerate(marked)
        for f, excerpt in enumerate(excerpts)
        if (share := _covered(_folded(marking.span), excerpt)) >= COVERED
    )
    used_markings: set[int] = set()
    used_findings: set[int] = set()
    for _, m, f in covered:
        if m not in used_markings and f not in used_findings:
            used_markings.add(m)
            used_findings.add(f)
            yield m, f


def _covered(span: str, excerpt: str) -> float:
    """Return how much of a span, in one piece, an excerpt holds."""
    if not span or not excerpt:
        return 0.0
    if span in excerpt:
        return 1.0
    same = SequenceMatcher(None, span, excerpt, autojunk=False).find_longest_match()
    return same.size / len(span)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _share(part: int, of: int) -> float:
    return part / of if of else 0.0


def table(outcomes: Sequence[Utfall]) -> str:
    """Return outcomes as lines for the terminal."""
    titles = ("märkta", 7), ("utdrag", 7), ("recall", 8), ("prec.", 7), ("nivå", 6), ("utanför", 9)
    head = f"{'analys':<28}" + "".join(f"{title:>{width}}" for title, width in titles)
    return "\n".join(
        [head]
        + [
            f"{o.id:<28}{o.markta:>7}{o.utdrag:>7}{o.recall:>8.2f}{o.precision:>7.2f}{o.niva:>6.2f}"
            f"{f'{o.utanfor_funna} av {o.utanfor}':>9}"
            for o in outcomes
        ]
    )
