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
_NUMBERED = re.compile(
    r"\b(?:åk|årskurs|årskursen|årskurserna|klass)\s*(f|\d)(?:\s*(?:[-–]|till)\s*(\d))?\b"
)
_COUNTED = (
    "barn|dag|elev|fråg|grad|grupp|gång|klass|kilo|kron|lektion|lärar|meter|minut|månad|ord|person|"
    "plats|poäng|procent|%|sid|skol|timm|tillfäll|uppgift|veck|år"
)
_NOT_A_NUMBER_OF = rf"(?!\s*(?:{_COUNTED}))"
_STAGE_WORDS = (
    ("f-3", re.compile(rf"\blågstadie|\bförskoleklass|\bf[-–]3\b|\bpå 1[-–]3\b{_NOT_A_NUMBER_OF}")),
    ("4-6", re.compile(rf"\bmellanstadie|\bpå 4[-–]6\b{_NOT_A_NUMBER_OF}")),
    ("7-9", re.compile(rf"\bhögstadie|\bpå 7[-–]9\b{_NOT_A_NUMBER_OF}")),
)
# Pupils on their way to upper secondary school are not there yet.
_UPPER = (
    r"(?<!till )(?<!inför )(?<!in på )(?<!söka )(?<!söker )(?<!börja )(?<!börjar )"
    r"\bgymnasi(?!ebehörig|ekompet|eval)"
)
_UPPER_STAGE = re.compile(_UPPER)
_PRIMARY = re.compile(r"\bgrundskol")
_SCHOOL_FORMS = (
    ("forskola", re.compile(r"\bförskol(?:a|an|ans|or|orna|ornas|e(?!klass|lärarutb)\w*)\b")),
    ("forskoleklass", re.compile(r"\bförskoleklass")),
    ("fritidshem", re.compile(r"\bfritids\b|\bfritids(?:hem|lärar|pedagog|personal|avdelning)")),
    ("anpassad-grundskola", re.compile(r"\banpassa\w+ grundskol|\bgrundsärskol")),
    ("anpassad-gymnasieskola", re.compile(r"\banpassa\w+ gymnasi|\bgymnasiesärskol")),
    ("gymnasieskola", re.compile(rf"(?<!anpassad )(?<!anpassade ){_UPPER}(?!esär)")),
    ("specialskola", re.compile(r"\bspecialskol")),
    ("sameskola", re.compile(r"\bsameskol")),
    ("komvux", re.compile(r"\bkomvux|\bvuxenutbildning|\bsfi\b")),
)
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
_LAST_YEAR_OF_STAGE = ((3, "f-3"), (6, "4-6"), (9, "7-9"))


@dataclass(frozen=True, slots=True)
class Sammanhang:
    """School forms, stages and subjects, stated or read from words. What is read only weighs."""

    skolformer: tuple[str, ...]
    arskurser: tuple[str, ...]
    amnen: tuple[str, ...]
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
    found = (form for form, pattern in _SCHOOL_FORMS if pattern.search(low))
    in_upper = "gy" in stages_in(text)
    return tuple(form for form in found if form != "gymnasieskola" or in_upper)


def stages_in(text: str) -> tuple[str, ...]:
    """Return the stages that a text names, by year or by stage.

    Where years 1-9 or grundskola are named, upper secondary school is only what lies ahead.

    Examples
    --------
    >>> stages_in("Sexorna och åk 7-9 har svårt med bråk"), stages_in("4-6 elever per grupp")
    (('4-6', '7-9'), ())
    """
    low = text.lower()
    found = {stage for stage, pattern in _STAGE_WORDS if pattern.search(low)}
    found |= {stage_of(year) for year, pattern in _YEARS if pattern.search(low)}
    for first, last in _NUMBERED.findall(low):
        start = 0 if first == "f" else int(first)
        found.update(stages_between(start, max(start, int(last or start))))
    if not found and _UPPER_STAGE.search(low) and not _PRIMARY.search(low):
        return ("gy",)
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
    return Sammanhang(
        skolformer=behov.skolformer or school_forms_in(behov.text),
        arskurser=behov.arskurser or _stages(behov),
        amnen=behov.amnen or subjects_in(behov.text),
        arskurser_angivna=bool(behov.arskurser),
        amnen_angivna=bool(behov.amnen),
    )


def _stages(behov: Behov) -> tuple[str, ...]:
    # In upper secondary school "tvåorna" are not in primary school.
    if "gymnasieskola" in behov.skolformer:
        return ("gy",)
    found = stages_in(behov.text)
    return () if behov.skolformer and found == ("gy",) else found


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
