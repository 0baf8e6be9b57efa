"""What a heading says of the text beneath it: its level, or that it tells something else.

Headings are few and of few kinds, so a lexicon reads them; a sentence's own words decide where no
heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.intake import Stycke
from matcher.needs.lexicon import KINDS, LEVELS, PLAIN_LEVEL, PROBLEM, Slag
from matcher.points import tells

LONGEST_HEADING = 110
MOST_WORDS = 16
LONGEST_UNDER_LEAD_IN = 300
"""A lead-in («Så här säger eleverna:») holds for short paragraphs; a long one is something new."""

LABEL = re.compile(r"^\W*(?:(?P<etikett>[^.:?!\"”«]{2,60})(?:[:?]| [–—-])|(?P<ord>\w+)\.)\s")
SENTENCE_INSIDE = re.compile(r"[.!?]\s+\S|,\s+(?:men|och|så)\b")
PROBLEM_TOLD = re.compile(r"\b(?:inte|aldrig|ingen|inget|inga|saknas?|men)\b", re.IGNORECASE)
LONG_HEADINGS = ("utanfor", "historik", "elevrost")
"""Kinds whose headings are often written out as a clause."""

MOST_PLAIN_WORDS = 6
CAUSE = re.compile(
    r"^\W*(?:(?:trolig|möjlig|bakomliggande|tänkbar)\w*\s)?(?:orsak|förklaring|varför|beror på|"
    r"kommer sig av|därför att|eftersom|hänger ihop med)",
    re.IGNORECASE,
)
ANALYSIS = re.compile(r"^\W*(?:vår |skolans )?analys\W*$", re.IGNORECASE)
"""The heading of a column that tells why, beside one of what was found."""

ENUMERATED = re.compile(
    r"^(?:[A-ZÅÄÖ]|\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})[.):]\s+\S|^(?:tab|tabell|del|bilaga|"
    r"figur)\.? ?(?:\d|[A-ZÅÄÖ]\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Avsnitt:
    """What the headings over a paragraph say: a level, a kind, both or nothing.

    ``problem`` is whether the heading says that problems follow; ``kolumn`` the heading of a
    table's column, where it tells something of its cells. ``tidigare`` is the level that the last
    heading with one named.
    """

    niva: str | None = None
    slag: Slag | None = None
    problem: bool = False
    rubrik: str | None = None
    kolumn: str | None = None
    tidigare: str | None = None
    stig: tuple[str, ...] = ()


def read_heading(heading: str) -> Avsnitt:
    """Return what a heading says.

    Examples
    --------
    >>> read_heading("C. ORGANISATION OCH LEDNING").niva, read_heading("Vad eleverna säger").slag
    ('organisation', 'elevrost')
    >>> read_heading("Det som inte fungerar").problem
    True
    """
    low = " ".join(heading.lower().split())
    problem = bool(PROBLEM.search(low))
    slag = None if problem else next((kind for kind, each in KINDS if each.search(low)), None)
    return Avsnitt(_level(low), slag, problem, heading)


def _level(low: str) -> str | None:
    places = [(found.start(), level) for level, each in LEVELS if (found := each.search(low))]
    return min(places)[1] if places else None


def is_lead_in(text: str, following: str | None) -> bool:
    """Return whether a paragraph heads those that follow, though no heading style says so.

    Examples
    --------
    >>> is_lead_in("Det här har vi redan gjort", "2018"), is_lead_in("Vi läser.", None)
    (True, False)
    """
    words = len(text.split())
    if not following or len(text) > LONGEST_HEADING or words > MOST_WORDS:
        return False
    if ENUMERATED.match(text):
        return True
    if not (text[0].isupper() or text[0].isdigit()) or SENTENCE_INSIDE.search(text):
        return False
    if text.endswith(":"):
        return True
    if text[-1] in '.,;!…)"”' or tells(text):
        return False
    read = read_heading(text)
    if read.slag in LONG_HEADINGS:
        return True
    return read.slag is not None and words <= MOST_PLAIN_WORDS and not PROBLEM_TOLD.search(text)


def sections(stycken: Sequence[Stycke]) -> Iterator[tuple[Avsnitt, bool]]:
    """Yield, for each paragraph, what the headings over it say, and if it is itself a heading.

    Where headings name but one of the levels, the document is not ordered by them: only a heading
    that is nothing but the name of a level then says more than a hint.
    """
    found = list(_by_headings(stycken))
    if is_leveled(each for each, _ in found):
        yield from found
        return
    for each, is_heading in found:
        plain = each.niva and any(PLAIN_LEVEL.match(one) for one in (*each.stig, each.rubrik or ""))
        if plain or not (each.niva or each.tidigare):
            yield each, is_heading
        else:
            yield replace(each, niva=None, tidigare=each.niva), is_heading


def _by_headings(stycken: Sequence[Stycke]) -> Iterator[tuple[Avsnitt, bool]]:
    """Yield what the headings over each paragraph say, one heading at a time.

    A level and a kind hold for what stands beneath the heading, however deep. The level that was
    named last is told too, since not every document tells which heading is below which.
    """
    heading: tuple[str, ...] | None = None
    over = Avsnitt()
    level: str | None = None
    lead: Avsnitt | None = None
    for number, stycke in enumerate(stycken):
        path = _path(stycke)
        if path != heading:
            heading, lead = path, None
            over = _read_path(path)
            level = over.niva or level
            over = replace(over, tidigare=level)
        following = _following(stycken, number, path)
        if stycke.rad is None and is_lead_in(stycke.text, following):
            read = read_heading(stycke.text)
            lead = None
            if read.niva or read.slag or read.problem:
                level = read.niva or level
                lead = replace(read, niva=read.niva or over.niva, tidigare=level)
                if ENUMERATED.match(stycke.text):
                    over, lead = replace(lead, niva=read.niva), None
            yield over, True
            continue
        if lead is not None and len(stycke.text) > LONGEST_UNDER_LEAD_IN:
            lead = None
        yield _in_column(lead or over, stycke.kolumnrubrik), False


def _following(stycken: Sequence[Stycke], number: int, path: tuple[str, ...]) -> str | None:
    """Return the next paragraph under the same headings, if there is one."""
    after = stycken[number + 1] if number + 1 < len(stycken) else None
    return after.text if after and _path(after) == path else None


def _path(stycke: Stycke) -> tuple[str, ...]:
    return stycke.rubriker or ((stycke.rubrik,) if stycke.rubrik else ())


def is_leveled(over: Iterable[Avsnitt]) -> bool:
    """Return whether headings order a document by levels, so that they name more than one.

    Examples
    --------
    >>> is_leveled([Avsnitt("resultat"), Avsnitt()])
    False
    """
    return len({each.niva for each in over if each.niva}) > 1


def _read_path(path: Sequence[str]) -> Avsnitt:
    """Return what headings say together: of each thing, what the innermost says."""
    read = [read_heading(each) for each in reversed(path)]
    telling = next((each for each in read if each.slag or each.problem), Avsnitt())
    level = next((each.niva for each in read if each.niva), None)
    last = path[-1] if path else None
    return Avsnitt(level, telling.slag, telling.problem, last, stig=tuple(path))


def _in_column(over: Avsnitt, heading: str | None) -> Avsnitt:
    """Return what is said over a table cell, the heading of its column included."""
    if not heading:
        return over
    read = read_heading(heading)
    if CAUSE.match(heading) or ANALYSIS.match(heading):
        return replace(over, slag=None, problem=True, kolumn="orsak")
    if read.slag or read.problem or read.niva:
        kept = read.slag if read.slag or read.problem else over.slag
        own = heading.lower()
        return replace(
            over, niva=read.niva or over.niva, slag=kept, problem=read.problem, kolumn=own
        )
    return over
