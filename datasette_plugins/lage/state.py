"""All that needs work in a catalogue, found with the matcher of the release that is built."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from catalog.coverage import coverage
from catalog.loading import Katalog, load
from datasette_plugins.lage.measures import measures_of
from datasette_plugins.lage.posts import rows_of
from datasette_plugins.lage.rows import Lage, Stapel
from datasette_plugins.lage.suggested import ask, how_often, misleading, questions
from matcher import Matcher

COVERAGE = "Problemområden med en insats som går att få, per skolform"
FRESHNESS = "Insatser efter det år då de senast är belagda"
CERTAINTY = "Insatser efter hur säkra uppgifterna är"
STATUS = "Insatser efter status"


def state_of(matcher: Matcher, data: Path) -> Lage:
    """Return what needs work in a data folder, by the matcher that was built of it.

    Examples
    --------
    >>> from matcher import open_matcher
    >>> lage = state_of(open_matcher(utgava), data)
    >>> sorted({rad.slag for rad in lage.rader})
    ['drar-in', 'granskning', 'obekraftat', 'saknas']
    """
    katalog, _ = load(data)
    answers = ask(matcher, questions(katalog, matcher))
    rows = (*rows_of(katalog, how_often(answers)), *misleading(katalog, answers))
    return Lage(
        rader=rows,
        diagram={
            COVERAGE: _coverage(katalog),
            FRESHNESS: _freshness(katalog),
            CERTAINTY: _certainty(katalog),
            STATUS: _statuses(katalog),
        },
        pastaenden=len(answers),
        matt=measures_of(katalog),
    )


def _coverage(katalog: Katalog) -> tuple[Stapel, ...]:
    had: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for row in coverage(katalog):
        for cell in row.rutor:
            every[cell.skolform] += 1
            had[cell.skolform] += not cell.lucka
    return tuple(
        Stapel(form.namn, had[form.id], every[form.id])
        for form in katalog.vokabular["skolformer"]
        if every[form.id]
    )


def _freshness(katalog: Katalog) -> tuple[Stapel, ...]:
    years = Counter(each.belagd for each in katalog.insatser.values())
    known = sorted((year for year in years if year), reverse=True)
    whole = len(katalog.insatser)
    bars = [Stapel(str(year), years[year], whole) for year in known]
    return tuple(bars + ([Stapel("Ej belagd", years[None], whole)] if years[None] else []))


def _certainty(katalog: Katalog) -> tuple[Stapel, ...]:
    count = Counter(each.sakerhet for each in katalog.insatser.values())
    return tuple(
        Stapel(term.namn, count[term.id], len(katalog.insatser))
        for term in katalog.vokabular["sakerheter"]
    )


def _statuses(katalog: Katalog) -> tuple[Stapel, ...]:
    count = Counter(each.status for each in katalog.insatser.values())
    return tuple(
        Stapel(term.namn, count[term.id], len(katalog.insatser))
        for term in katalog.vokabular["statusar"]
    )
