"""The words that tell of a school form, a stage or a year.

One table, read in a sentence (``matcher.context``) and counted over a whole analysis
(``matcher.needs.school``), so that the two never understand a word differently.
"""

from __future__ import annotations

import re

STAGES = ("f-3", "4-6", "7-9", "gy")
_LAST_YEAR_OF_STAGE = ((3, "f-3"), (6, "4-6"), (9, "7-9"))

_COUNTED = (
    "barn|dag|elev|fråg|grad|grupp|gång|klass|kilo|kron|lektion|lärar|meter|minut|månad|ord|person|"
    "plats|poäng|procent|%|sid|skol|timm|tillfäll|uppgift|veck|år"
)
NOT_A_NUMBER_OF = rf"(?!\s*(?:{_COUNTED}))"

_YEARS = {
    1: "ett",
    2: "två",
    3: "tre",
    4: "fyr",
    5: "femm",
    6: "sex",
    7: "sju",
    8: "ått",
    9: "ni",
}
_NAMED = r"(?:an|ans|or|orna|ornas)"
_NUMBERED = r"\b(?:åk|årskurs(?:en|erna)?|klass)\s*"
YEAR_OF_WORD = {word: year for year, word in _YEARS.items()}
YEAR_WORDS = {year: rf"\b{word}{_NAMED}\b" for year, word in _YEARS.items()}
YEAR_WORD = rf"\b(?P<ord>{'|'.join(_YEARS.values())}){_NAMED}\b"
YEAR_NUMBERS = (
    rf"{_NUMBERED}(?P<fran>f|\d)"
    rf"(?:\s*(?:[-–]|till)\s*(?P<till>\d)|\s*och\s*(?P<och>\d)\b{NOT_A_NUMBER_OF})?\b"
)
STAGE_WORDS = {"f-3": r"\blågstadi", "4-6": r"\bmellanstadi", "7-9": r"\bhögstadi"}

# Pupils on their way to upper secondary school are not there yet.
_NOT_THERE_YET = (
    r"(?<!till )(?<!inför )(?<!för )(?<!mot )(?<!in på )(?<!söka )(?<!söker )(?<!börja )"
    r"(?<!börjar )"
)
_NOT_ADAPTED = r"(?<!anpassad )(?<!anpassade )"
_UPPER = rf"{_NOT_THERE_YET}\b\w*gymnasi(?!ebehörig|ekompet|eval|al(?!\w* lärling))"
_UPPER_WORK = r"\bapl\b|\byrkesprogram|\bhögskoleförberedande\b|\bgymnasiearbete"
UPPER_STAGE = rf"{_UPPER}|{_UPPER_WORK}"
_FROM_YEAR_4 = "|".join(
    (
        rf"{_NUMBERED}[4-9]\b",
        *(pattern for year, pattern in YEAR_WORDS.items() if year > 3),
    )
)
"""Years that are of grundskola; in upper secondary school, too, there are first to third years."""

SCHOOL_FORMS = {
    form: re.compile(pattern)
    for form, pattern in {
        "forskola": r"\bförskol(?!eklass|elärarutb)|\bbarngrupp|\bsmåbarnsavdelning|\bbarnskötar",
        "forskoleklass": r"\bförskoleklass",
        "fritidshem": r"\bfritids\b|\bfritids(?:hem|lärar|pedagog|personal|avdelning)",
        "grundskola": rf"{_NOT_ADAPTED}\bgrundskol|{'|'.join(STAGE_WORDS.values())}|{_FROM_YEAR_4}",
        "anpassad-grundskola": r"\banpassa\w+ grundskol|\bgrundsärskol",
        "gymnasieskola": rf"{_NOT_ADAPTED}{_UPPER}(?!esär)|{_UPPER_WORK}",
        "anpassad-gymnasieskola": r"\banpassa\w+ gymnasi|\bgymnasiesärskol",
        "specialskola": r"\bspecialskol",
        "sameskola": r"\bsameskol",
        "komvux": r"\bkomvux|\bvuxenutbildning|\bsfi\b",
    }.items()
}
_REST_OF_WORD = re.compile(r"[\w-]*")


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


def numbered_stages(match: re.Match[str]) -> tuple[str, ...]:
    """Return the stages of years told in numbers: two of them, or all from one to another.

    Examples
    --------
    >>> [numbered_stages(re.search(YEAR_NUMBERS, each)) for each in ("åk 3 och 9", "åk 3–9")]
    [('f-3', '7-9'), ('f-3', '4-6', '7-9')]
    """
    first = 0 if match["fran"] == "f" else int(match["fran"])
    if match["och"]:
        return tuple(dict.fromkeys((stage_of(first), stage_of(int(match["och"])))))
    return stages_between(first, max(first, int(match["till"] or first)))


def whole_words(match: re.Match[str]) -> str:
    """Return what was matched, with the rest of its last word.

    Examples
    --------
    >>> whole_words(SCHOOL_FORMS["komvux"].search("kursen på sfi-avdelningen"))
    'sfi-avdelningen'
    """
    return match.group() + _REST_OF_WORD.match(match.string, match.end())[0]  # type: ignore[index]
