"""School form, years and subject: as stated, or read out of the need's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.result import Behov, Forstatt, Last
from matcher.school_words import (
    NOT_A_NUMBER_OF,
    SCHOOL_FORMS,
    STAGE_WORDS,
    STAGES,
    UPPER_STAGE,
    YEAR_NUMBERS,
    YEAR_WORDS,
    numbered_stages,
    stage_of,
    whole_words,
)

_STAGES_SAID = {
    "f-3": rf"\bförskoleklass|\bf[-–]3\b|\bpå 1[-–]3\b{NOT_A_NUMBER_OF}",
    "4-6": rf"\bpå 4[-–]6\b{NOT_A_NUMBER_OF}",
    "7-9": rf"\bpå 7[-–]9\b{NOT_A_NUMBER_OF}",
}
"""How a sentence tells of a stage, besides by its name and its years."""

_STAGES = [
    (stage, re.compile(f"{STAGE_WORDS[stage]}|{said}")) for stage, said in _STAGES_SAID.items()
]
_YEARS = [(year, re.compile(pattern)) for year, pattern in YEAR_WORDS.items()]
_YEAR_NUMBERS = re.compile(YEAR_NUMBERS)
_UPPER_STAGE = re.compile(UPPER_STAGE)
_PRIMARY = re.compile(r"\bgrundskol")
_SCHOOL_FORMS = [each for each in SCHOOL_FORMS.items() if each[0] != "grundskola"]
"""In a sentence grundskola only tells that upper secondary school is what lies ahead."""

_OF_SCHOOL = (
    "ämne|lektion|undervisning|lärar|prov|betyg|kurs|bok|böcker|sal|uppgift|resultat|diagnos|test|"
    "område|svårighet|kunskap|didakti"
)
"""What a subject's name is put together with, when it is the subject that is spoken of."""


def _subject(*names: str, also: str = "") -> re.Pattern[str]:
    """Return a pattern of whole words: a name, its forms, and what school puts together with it."""
    name = "|".join(names)
    pattern = rf"\b(?:{name})(?:n|en|ns|ens|s)?\b|\b(?:{name})s?-?(?:{_OF_SCHOOL})"
    return re.compile(f"{pattern}|{also}" if also else pattern)


_SUBJECTS = (
    ("matematik", re.compile(r"\bmatte|\bmatematik")),
    ("svenska-som-andrasprak", _subject("sva", "svenska som andraspråk")),
    ("svenska-for-invandrare", _subject("sfi")),
    ("engelska", _subject("engelska", also=r"\bengelsk(?:lärar|lektion|prov|betyg|undervisning)")),
    ("moderna-sprak", _subject("moderna språk", "spanska", "tyska", "franska")),
    ("fysik", _subject("fysik")),
    ("kemi", _subject("kemi")),
    ("biologi", _subject("biologi")),
    ("no", _subject("no", also=r"\bno-|\bnaturvetenskap")),
    ("teknik", re.compile(rf"\bteknik(?:en|{_OF_SCHOOL})")),
    ("so", _subject("so", also=r"\bso-")),
    ("historia", re.compile(r"\bi historia\b|\bhistorie(?:lektion|undervisning|lärar|prov)")),
    ("samhallskunskap", _subject("samhällskunskap")),
    ("religionskunskap", _subject("religionskunskap")),
    ("geografi", _subject("geografi")),
    ("idrott-och-halsa", _subject("idrott", "simning", also=r"\bidrott och hälsa|\bsimkunnig")),
    ("musik", re.compile(rf"\bmusik(?:en|{_OF_SCHOOL})")),
)
_ROLES = (
    ("huvudman", re.compile(r"\bhuvudm[aä]n|\bnämnd|\bförvaltning|\bskolchef|\bverksamhetschef")),
    ("ledning", re.compile(r"\brektor|\bskolledning|\bledningsgrupp|\bförstelärar|\bmellanledar")),
    (
        "elevhalsa",
        re.compile(r"\beht\b|\behm\b|\belevhäls|\bkurator|\bskolsköterska|\bskolpsykolog"),
    ),
)
_TESTS = (
    ("matematik", re.compile(r"\bdiamant\b|\btimss\b")),
    ("svenska", re.compile(r"\blegilexi\b|\bdls\b|\bbravkod\b|\bh[45]\b|\bpirls\b")),
)
"""Tests that tell of a subject though they do not name it."""


@dataclass(frozen=True, slots=True)
class Sammanhang:
    """School forms, stages and subjects, stated or read from words. What is read only weighs.

    ``last`` is what was read, with the words that it was read from; what was stated is not in it.
    """

    skolformer: tuple[str, ...]
    arskurser: tuple[str, ...]
    amnen: tuple[str, ...]
    arskurser_angivna: bool
    amnen_angivna: bool
    last: Forstatt


def read_context(behov: Behov) -> Sammanhang:
    """Return the context of a need: what is stated goes before what its words say.

    Of the stages that are stated, those that the words name are meant, if they name any.

    Examples
    --------
    >>> read_context(Behov(text="Niorna gissar.", arskurser=("4-6", "7-9"))).arskurser
    ('7-9',)
    >>> read_context(Behov(text="Niorna gissar.", arskurser=("4-6",))).arskurser
    ('4-6',)
    >>> read_context(Behov(text="4-6 elever per grupp på förskolan")).last.skolformer
    (Last(id='forskola', ord='förskolan'),)
    """
    last = _read(behov) if behov.las_sammanhang else Forstatt()
    return Sammanhang(
        skolformer=behov.skolformer or last.ids("skolformer"),
        arskurser=_narrowed(behov) or last.ids("arskurser"),
        amnen=behov.amnen or last.ids("amnen"),
        arskurser_angivna=bool(behov.arskurser),
        amnen_angivna=bool(behov.amnen),
        last=last,
    )


def _narrowed(behov: Behov) -> tuple[str, ...]:
    if len(behov.arskurser) < 2 or not behov.las_sammanhang:
        return behov.arskurser
    said = _stages(behov, behov.text.lower())
    return tuple(each for each in behov.arskurser if each in said) or behov.arskurser


def _read(behov: Behov) -> Forstatt:
    """Return what the words say of that which is not stated."""
    low = behov.text.lower()
    return Forstatt(
        skolformer=() if behov.skolformer else _read_from(_form_words(low)),
        arskurser=() if behov.arskurser else _read_from(_stages(behov, low)),
        amnen=() if behov.amnen else _read_from(_subject_words(low)),
        nivaer=() if behov.nivaer else _read_from(_words_of(_ROLES, low)),
    )


def _read_from(found: Mapping[str, str]) -> tuple[Last, ...]:
    return tuple(Last(id_, word) for id_, word in found.items())


def _stages(behov: Behov, low: str) -> Mapping[str, str]:
    found = _stage_words(low)
    if "gymnasieskola" in behov.skolformer:
        # In upper secondary school "tvåorna" are not in primary school.
        return {"gy": next(iter(found.values()), "gymnasieskola")}
    return {} if behov.skolformer and tuple(found) == ("gy",) else found


def _form_words(low: str) -> dict[str, str]:
    found = _words_of(_SCHOOL_FORMS, low)
    if "gymnasieskola" in found and "gy" not in _stage_words(low):
        del found["gymnasieskola"]
    return found


def _stage_words(low: str) -> dict[str, str]:
    found = _words_of(_STAGES, low)
    for year, pattern in _YEARS:
        if match := pattern.search(low):
            found.setdefault(stage_of(year), match.group())
    for match in _YEAR_NUMBERS.finditer(low):
        for stage in numbered_stages(match):
            found.setdefault(stage, match.group())
    if not found and not _PRIMARY.search(low):
        found = _words_of((("gy", _UPPER_STAGE),), low)
    return {stage: found[stage] for stage in STAGES if stage in found}


def _subject_words(low: str) -> dict[str, str]:
    return _words_of(_TESTS, low) | _words_of(_SUBJECTS, low)


def _words_of(patterns: Iterable[tuple[str, re.Pattern[str]]], low: str) -> dict[str, str]:
    """Return what the patterns find, each with the whole words that were met first."""
    found: dict[str, str] = {}
    for id_, pattern in patterns:
        if (match := pattern.search(low)) and id_ not in found:
            found[id_] = whole_words(match)
    return found


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
