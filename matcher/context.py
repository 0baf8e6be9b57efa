"""School form, years and subject: as stated, or read out of the need's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.result import Behov

STAGES = ("f-3", "4-6", "7-9", "gy")

_YEAR_WORDS = {
    1: r"ett(?:an|ans|or|orna|ornas)",
    2: r"två(?:an|ans|or|orna|ornas)",
    3: r"tre(?:an|ans|or|orna|ornas)",
    4: r"fyr(?:an|ans|or|orna|ornas)",
    5: r"femm(?:an|ans|or|orna|ornas)",
    6: r"sex(?:an|ans|or|orna|ornas)",
    7: r"sju(?:an|ans|or|orna|ornas)",
    8: r"ått(?:an|ans|or|orna|ornas)",
    9: r"ni(?:an|ans|or|orna|ornas)",
}
_YEARS = [(year, re.compile(rf"\b{pattern}\b")) for year, pattern in _YEAR_WORDS.items()]
_NUMBERED = re.compile(r"\b(?:åk|årskurs|årskurserna|klass)\s*(f|\d)(?:\s*[-–]\s*(\d))?\b")
_STAGE_WORDS = (
    ("f-3", re.compile(r"\blågstadie|\bförskoleklass|\bf[-–]3\b")),
    ("4-6", re.compile(r"\bmellanstadie|\b4[-–]6\b")),
    ("7-9", re.compile(r"\bhögstadie|\b7[-–]9\b")),
    ("gy", re.compile(r"\bgymnasi(?!ebehörig)")),
)
_SCHOOL_FORMS = (
    ("forskola", re.compile(r"\bförskol(?:a|an|ans|or|orna|ornas|e(?!klass|lärarutb)\w*)\b")),
    ("forskoleklass", re.compile(r"\bförskoleklass")),
    ("fritidshem", re.compile(r"\bfritids(?!intress|sysse)")),
    ("anpassad-grundskola", re.compile(r"\banpassa\w+ grundskol|\bgrundsärskol")),
    ("anpassad-gymnasieskola", re.compile(r"\banpassa\w+ gymnasi|\bgymnasiesärskol")),
    ("gymnasieskola", re.compile(r"(?<!anpassad )(?<!anpassade )\bgymnasi(?!ebehörig|esär)")),
    ("specialskola", re.compile(r"\bspecialskol")),
    ("sameskola", re.compile(r"\bsameskol")),
    ("komvux", re.compile(r"\bkomvux|\bvuxenutbildning|\bsfi\b")),
)
_SUBJECTS = (
    ("matematik", re.compile(r"\bmatte|\bmatematik")),
    ("svenska-som-andrasprak", re.compile(r"\bsva\b|\bsvenska som andraspråk")),
    ("svenska-for-invandrare", re.compile(r"\bsfi\b")),
    ("engelska", re.compile(r"\bengelsk")),
    ("moderna-sprak", re.compile(r"\bmoderna språk|\bspanska|\btyska|\bfranska")),
    ("fysik", re.compile(r"\bfysik")),
    ("kemi", re.compile(r"\bkemi")),
    ("biologi", re.compile(r"\bbiologi")),
    ("no", re.compile(r"\bno\b|\bno-|\bnaturvetenskap")),
    ("teknik", re.compile(r"\bteknik(?:en|ämnet|lektion\w*|betyg\w*|undervisning\w*)\b")),
    ("so", re.compile(r"\bso\b|\bso-")),
    ("historia", re.compile(r"\bhistorielektion|\bhistorieundervisning|\bi historia\b")),
    ("samhallskunskap", re.compile(r"\bsamhällskunskap")),
    ("religionskunskap", re.compile(r"\breligionskunskap")),
    ("geografi", re.compile(r"\bgeografi")),
    ("idrott-och-halsa", re.compile(r"\bidrott(?!slärarhög)|\bsimning|\bsimkunnig")),
    ("musik", re.compile(r"\bmusik(?:en|ämnet|lektion\w*|undervisning\w*)\b")),
)
_LAST_YEAR_OF_STAGE = ((3, "f-3"), (6, "4-6"), (9, "7-9"))


@dataclass(frozen=True, slots=True)
class Sammanhang:
    """School forms, stages and subjects, with whether they were stated or read from words."""

    skolformer: tuple[str, ...]
    arskurser: tuple[str, ...]
    amnen: tuple[str, ...]
    skolformer_angivna: bool
    arskurser_angivna: bool
    amnen_angivna: bool


def stage_of(year: int) -> str:
    """Return the stage that a year belongs to.

    Examples
    --------
    >>> stage_of(0), stage_of(6), stage_of(9)
    ('f-3', '4-6', '7-9')
    """
    return next((stage for last, stage in _LAST_YEAR_OF_STAGE if year <= last), "gy")


def stages_between(first: int, last: int) -> tuple[str, ...]:
    """Return the stages from one year to another.

    Examples
    --------
    >>> stages_between(3, 6)
    ('f-3', '4-6')
    """
    found = {stage_of(year) for year in range(first, last + 1)}
    return tuple(stage for stage in STAGES if stage in found)


def school_forms_in(text: str) -> tuple[str, ...]:
    """Return the school forms that a text names.

    Examples
    --------
    >>> school_forms_in("Barnen på förskolan leker ute")
    ('forskola',)
    """
    low = text.lower()
    return tuple(form for form, pattern in _SCHOOL_FORMS if pattern.search(low))


def stages_in(text: str) -> tuple[str, ...]:
    """Return the stages that a text names, by year or by stage.

    Examples
    --------
    >>> stages_in("Sexorna och åk 7-9 har svårt med bråk")
    ('4-6', '7-9')
    """
    low = text.lower()
    found = {stage for stage, pattern in _STAGE_WORDS if pattern.search(low)}
    found |= {stage_of(year) for year, pattern in _YEARS if pattern.search(low)}
    for first, last in _NUMBERED.findall(low):
        start = 0 if first == "f" else int(first)
        found.update(stages_between(start, max(start, int(last or start))))
    return tuple(stage for stage in STAGES if stage in found)


def subjects_in(text: str) -> tuple[str, ...]:
    """Return the subjects that a text names.

    Examples
    --------
    >>> subjects_in("Mattelektionerna är tysta")
    ('matematik',)
    """
    low = text.lower()
    return tuple(subject for subject, pattern in _SUBJECTS if pattern.search(low))


def read_context(behov: Behov) -> Sammanhang:
    """Return the context of a need: what is stated goes before what its words say."""
    forms = behov.skolformer or school_forms_in(behov.text)
    # In upper secondary school "tvåorna" are not in primary school.
    upper = "gymnasieskola" in behov.skolformer or "gymnasieskola" in forms
    stages = behov.arskurser or (("gy",) if upper else stages_in(behov.text))
    return Sammanhang(
        skolformer=forms,
        arskurser=stages,
        amnen=behov.amnen or subjects_in(behov.text),
        skolformer_angivna=bool(behov.skolformer),
        arskurser_angivna=bool(behov.arskurser),
        amnen_angivna=bool(behov.amnen),
    )


def subjects_agree(
    wanted: Iterable[str], offered: Iterable[str], within: Mapping[str, str]
) -> bool:
    """Return whether any subject is the same, or one lies within the other.

    Examples
    --------
    >>> subjects_agree(["fysik"], ["no"], {"fysik": "no"})
    True
    """
    mine, theirs = set(wanted), set(offered)
    wider_mine = {within[each] for each in mine if each in within}
    wider_theirs = {within[each] for each in theirs if each in within}
    return bool(mine & theirs or mine & wider_theirs or wider_mine & theirs)
