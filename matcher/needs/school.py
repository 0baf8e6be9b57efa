"""What school forms and stages a whole analysis is about, weighed over all of its words.

One sentence may speak of "ettorna" in any school, and a gymnasium of the grundskola that its pupils
come from. Only how often each is spoken of, and what the headings say, tells where one is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from matcher.intake import Analys
from matcher.result import Last
from matcher.school_words import (
    SCHOOL_FORMS,
    STAGE_WORDS,
    STAGES,
    YEAR_NUMBERS,
    YEAR_OF_WORD,
    YEAR_WORD,
    numbered_stages,
    stage_of,
    stages_between,
    whole_words,
)

LONGEST = 50_000
"""Characters that are counted in."""

HEADING_WEIGHT = 4
"""A word in a heading or in the opening tells more than one in passing."""

OPENING = 2
"""Paragraphs that count as the opening: what the school is, said first."""

LEAST_POINTS, LEAST_SHARE = 3, 0.2
"""What a school form needs, the share of what the most spoken of has."""

LEAST_STAGE_POINTS, LEAST_STAGE_SHARE = 2, 0.15
RANGE_POINTS = 5
WITH_PRIMARY = ("forskoleklass", "fritidshem")
"""School forms that are spoken of less than the grundskola they belong with."""

WITH_STAGES = {
    "forskoleklass",
    "fritidshem",
    "grundskola",
    "anpassad-grundskola",
    "specialskola",
    "sameskola",
}
WITH_UPPER = {"gymnasieskola", "anpassad-gymnasieskola"}

_STAGES = {stage: re.compile(pattern) for stage, pattern in STAGE_WORDS.items()}
_YEAR = re.compile(
    rf"{YEAR_NUMBERS}|{YEAR_WORD}|\b(?P<span>[f1-9]\s?[-–]\s?[1-9])\b(?=-|\s*skol|[,.]|$)"
)


def school_forms_of(analys: Analys) -> tuple[Last, ...]:
    """Return the school forms that an analysis is about, each with a word that told of it.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> told = "Ågymnasiet", "På gymnasiet läser ettorna för lite.", "I grundskolan läste de mer."
    >>> school_forms_of(Analys("text", tuple(Stycke(each) for each in told)))
    (Last(id='gymnasieskola', ord='ågymnasiet'),)
    """
    points, words = _count(_texts(analys), SCHOOL_FORMS)
    most = max(points.values(), default=0)
    kept = {
        form
        for form, count in points.items()
        if count >= LEAST_POINTS and count >= LEAST_SHARE * most
    }
    if "grundskola" in kept:
        kept |= {form for form in WITH_PRIMARY if points[form] >= LEAST_POINTS}
    return tuple(Last(form, words[form]) for form in SCHOOL_FORMS if form in kept)


def allowed_forms(forms: Iterable[str]) -> frozenset[str]:
    """Return the school forms whose areas a problem may be about, where the school has these.

    Examples
    --------
    >>> sorted(allowed_forms(["grundskola"])), allowed_forms([])
    (['forskoleklass', 'fritidshem', 'grundskola'], frozenset())
    """
    known = frozenset(forms)
    return known | frozenset(WITH_PRIMARY) if "grundskola" in known else known


def stages_of(analys: Analys, forms: Iterable[str]) -> tuple[Last, ...]:
    """Return the stages that an analysis of these school forms is about.

    Examples
    --------
    >>> from matcher.intake import Stycke
    >>> analys = Analys("text", (Stycke("Ettorna gissar. Årskurs 3 också, och treorna."),))
    >>> stages_of(analys, ["gymnasieskola"]), stages_of(analys, ["grundskola"])
    ((Last(id='gy', ord='gymnasieskola'),), (Last(id='f-3', ord='ettorna'),))
    """
    known = set(forms)
    upper = sorted(known & WITH_UPPER, reverse=True)
    found = [Last("gy", upper[0])] if upper else []
    if not known or known & WITH_STAGES:
        points, words = _count_stages(_texts(analys))
        most = max(points.values(), default=0)
        found += [
            Last(stage, words[stage])
            for stage, count in points.items()
            if count >= LEAST_STAGE_POINTS and count >= LEAST_STAGE_SHARE * most
        ]
    return tuple(sorted(found, key=lambda each: STAGES.index(each.id)))


def _texts(analys: Analys) -> list[tuple[str, int]]:
    """Return headings and paragraphs in lower case, each with what a word in it counts."""
    headings = dict.fromkeys(
        heading for each in analys.stycken for heading in (*each.rubriker, each.rubrik or "")
    )
    texts = [(heading.lower(), HEADING_WEIGHT) for heading in headings if heading]
    left = LONGEST
    for number, each in enumerate(analys.stycken):
        if left <= 0:
            break
        texts.append((each.text[:left].lower(), HEADING_WEIGHT if number < OPENING else 1))
        left -= len(each.text)
    return texts


def _count(
    texts: Iterable[tuple[str, int]], patterns: Mapping[str, re.Pattern[str]]
) -> tuple[Counter[str], dict[str, str]]:
    points: Counter[str] = Counter()
    words: dict[str, str] = {}
    for text, weight in texts:
        for id_, pattern in patterns.items():
            for match in pattern.finditer(text):
                points[id_] += weight
                words.setdefault(id_, whole_words(match))
    return points, words


def _count_stages(texts: list[tuple[str, int]]) -> tuple[Counter[str], dict[str, str]]:
    points, words = _count(texts, _STAGES)
    for text, weight in texts:
        for match in _YEAR.finditer(text):
            for stage, worth in _stages_told(match).items():
                points[stage] += worth * weight
                words.setdefault(stage, match.group())
    return points, words


def _stages_told(match: re.Match[str]) -> dict[str, int]:
    if match["ord"]:
        return {stage_of(YEAR_OF_WORD[match["ord"]]): 1}
    if match["span"]:
        first, last = match["span"][0], int(match["span"][-1])
        start = 0 if first == "f" else int(first)
        return dict.fromkeys(stages_between(start, max(start, last)), RANGE_POINTS)
    return dict.fromkeys(numbered_stages(match), 1)
