"""Short items of a list («Låg närvaro åk 8»): a problem, something that works, or neither.

In so few words there is nothing for a model to go by but which thing is said to be much or little
of, or to grow or shrink. A lexicon reads that; what it does not know is left to the model.
"""

from __future__ import annotations

import re
from typing import Literal

MOST_WORDS, LONGEST = 7, 70
"""What is longer is read as a sentence."""

_WANTED = (
    r"närvaro|deltag|delaktig|inflytande|läsförst|läsning|läslust|läsfl|ordförråd|hörförst|"
    r"förståelse|kunskap|måluppfyll|resultat|betyg|merit|behörig|godkän|trygg|studiero|arbetsro|"
    r"trivsel|motivation|förväntning|samsyn|samverkan|samarbete|likvärdig|uppföljning|"
    r"återkoppling|engagemang|tillit|taluppfatt|problemlös|simkunnig|svarsfrekvens|kompetens|"
    r"uthållig|koncentration|självförtroende|återväxt|legitim"
)
_UNWANTED = (
    r"(?<!\w)(?:skol|sjuk)?frånvaro|skolk|sena? ankomst|kränkning|mobb|bråk|konflikt|stök|"
    r"(?<!\w)oro(?:n|lig|lighet)?(?!\w)|otrygg|stress|ohälsa|sjukskriv|ljudnivå|ljudvolym|buller|"
    r"belastning|omsättning|byten av|vikari|avhopp|avbrott|obehörig|skillnad|spridning|"
    r"skadegör|(?<!\w)hot(?!\w)|våld|ensamhet|väntetid|tillbud|incident|skärmtid|tillsägels|"
    r"utåtager|underkän|(?-i:\bF\b)(?! ?[-–])|barngrupper|svårighet|missförstånd"
)
_LITTLE = (
    r"\b(?:låg(?:a|t)?(?! tröskl)|lägre|svag(?:a|t)?|lite|litet|få|färre|liten|mindre|sällan|"
    r"minska(?:d|t|de|r|nde)?|sjunk(?:er|ande|it)|faller|fallit|dalar|avtar)\b"
)
_MUCH = (
    r"\b(?:hög(?:a|t)?|högre|stor(?:a|t)?|större|många|mycket|ständig(?:a|t)?|täta|ökar|ökat|"
    r"ökad(?:e)?|ökande|stiger|stigit|stigande|växer|växande|flera?)\b"
)
WRONG = re.compile(
    r"\b(?:inte|ej|aldrig|ingenting|varken|knappast)\b|\bsakna(?:s|r)?\b|\bbrist|"
    r"\bont om\b|\bför (?:lite|litet|få|många|mycket|stor\w*|sen\w*|hög\w*|låg\w*|kort\w*)\b|"
    r"\bsvår(?:t|a|are|igheter)\b|\b(?:dålig|otydlig|oklar|ojämn|otrygg|stökig|rörig|splittrad|"
    r"bristfällig|ineffektiv|otillräcklig)(?:a|t|e)?\b|\bsämre\b|\bförsämra|\bhalkar efter\b|"
    r"\bsläpar\b|\bhaltar\b|\bspretar\b|\butebl(?:ir|ev)\b|\bdröjer\b|\bfaller bort\b|"
    r"\bförsvinner\b|\bställs in\b|\bglöms\b|\bprioriteras bort\b|\brinner ut\b|\bdomineras?\w*\b|"
    r"\btar (?:över|all plats)\b|\butanför leken\b|\bensam(?:ma)?\b|\bhinn\w+ (?:inte|sällan)\b|"
    r"\b(?:syns|används|görs|läses|pratar\w*|talar\w*) (?:för )?(?:lite|sällan)\b|"
    r"\bsen(?:a|t)?\b(?! \d)|\bstressa(?:d|de)\b|\blångsam|^skillnad(?:er)?\b|"
    r"\butan (?:kamrat|vän|stöd|behörig|legitim|plan|utbildning)|\bolika (?:syn|bild|regler|sätt|"
    r"rutiner|bedömning|krav|tolkning)|\bvarierar\b|\bberoende av\b|"
    r"\b(?:flick|pojk|tjej|kill)\w* .*\b(?:bättre|högre|mer|mindre|lägre) .*\bän "
    r"(?:flick|pojk|tjej|kill)",
    re.IGNORECASE,
)
"""What is a problem whatever it is said of."""

ALONE = re.compile(
    r"^(?:otrygghet|kränkningar|mobbning|stök|oro|konflikter|skadegörelse|hot och våld|skolk|"
    r"(?:nya )?vikarier) (?:hela|på|i|vid|bland|hos|under|efter|mellan|varje|vecka|dag)\b",
    re.IGNORECASE,
)
NONE = re.compile(r"\b(?:ingen|inga|inget)\b", re.IGNORECASE)
NO_HARM = re.compile(rf"\b(?:ingen|inga|inget)\s\w*(?:{_UNWANTED})", re.IGNORECASE)
_MISSED = rf"\s(?:\w+\s)?\w*(?:{_WANTED}|vuxna|läser|tid\b|flick|pojk)"
LITTLE = re.compile(
    rf"(?!\b(?:få|färre|liten|mindre)\b(?!{_MISSED})){_LITTLE}",
    re.IGNORECASE,
)
"""«Få elever» and «mindre grupper» are neither good nor bad; «få vuxna på gården» is."""


def _said_of(amount: str, thing: str) -> re.Pattern[str]:
    """Return the pattern of an amount said of a thing, before it («hög frånvaro») or after."""
    before = rf"{amount}\s(?:\w+\s)?\w*(?:{thing})"
    after = rf"(?:{thing})\w*\s(?:\w+\s){{0,3}}{amount}"
    return re.compile(f"{before}|{after}", re.IGNORECASE)


LITTLE_UNWANTED = _said_of(_LITTLE, _UNWANTED)
MUCH_UNWANTED = _said_of(_MUCH, _UNWANTED)
MUCH_WANTED = _said_of(_MUCH, _WANTED)
GOOD = re.compile(
    r"\b(?:bra|jättebra|fin(?:a|t)?|god(?:a)?|gott|trygg(?:a|t)?|lugn(?:a|t)?|stabil(?:a|t)?|"
    r"engagerad(?:e)?|duktig(?:a|t)?|erfaren|erfarna|nöjd(?:a)?|stolta?|välkomna|uppskattad(?:e)?|"
    r"uppskattas|välfungerande|fungerar (?:fint|väl|utmärkt)|stark(?:a|t)?|härlig(?:a|t)?)\b",
    re.IGNORECASE,
)
NOT_TOLD = re.compile(
    r"[:?]\s*$|^\W*(?:mål|plan|åtgärd|arbete|insatser|rutiner?|fler|mer|bättre|öka|minska|"
    r"utveckla|stärka|skapa|fortsätta|ta fram|införa|utbilda|vi (?:vill|ska|behöver)|så|hur|vad|"
    r"det som|goda exempel|bra saker)\b|\b(?:ska|bör|behöver|vill|mot mobb|mot kränk)\b|"
    r"\b(?:mät(?:t|s|ning\w*)|jämför\w*|enkäten|underlag\w*|uppgift(?:er)?|sekretess|redovisas)\b",
    re.IGNORECASE,
)
"""Headings, questions, wishes and plans, and remarks on what has been measured."""


def tells(text: str) -> Literal["problem", "styrka"] | None:
    """Return what a short item tells, where its words alone show it.

    Examples
    --------
    >>> tells("Frånvaron ökar"), tells("Låg frånvaro"), tells("Digitala verktyg")
    ('problem', 'styrka', None)
    """
    words = len(text.split())
    if not 1 < words <= MOST_WORDS or len(text) > LONGEST or NOT_TOLD.search(text):
        return None
    if NO_HARM.search(text):
        return "styrka"
    if WRONG.search(text) or NONE.search(text) or ALONE.match(text):
        return "problem"
    if MUCH_UNWANTED.search(text):
        return "problem"
    if LITTLE_UNWANTED.search(text):
        return "styrka"
    if LITTLE.search(text):
        return "problem"
    if MUCH_WANTED.search(text) or GOOD.search(text):
        return "styrka"
    return None
