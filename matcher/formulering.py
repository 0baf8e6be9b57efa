"""Gentle remarks on how a problem is formulated: what, why, and a way to think further.

They are questions to the one who writes, never a refusal. Each is read from words alone, and is
held back rather than given wrongly: a remark that is often wrong is soon not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Slag = Literal["utan-spar", "lagt-pa-andra", "losning", "flera-problem"]


@dataclass(frozen=True, slots=True)
class Papekande:
    """A remark: what was noticed, why it matters, and a way to think; ``ord`` are the words."""

    slag: Slag
    vad: str
    varfor: str
    forslag: str
    ord: str = ""


WORDS = {
    "utan-spar": (
        "Formuleringen säger inte vad det är som visar problemet.",
        "Utan en iakttagelse eller ett resultat går det inte att se om läget blir bättre.",
        "Skriv vad ni ser och hos vilka, till exempel hur många, i vilken årskurs eller vad "
        "eleverna gör och inte gör.",
    ),
    "lagt-pa-andra": (
        "Formuleringen lägger problemet hos någon annan än verksamheten.",
        "Skolan kan ändra sin egen undervisning och organisation, men sällan elevernas bakgrund, "
        "hemmen eller omvärlden.",
        "Beskriv vad eleverna visar, och fråga vad ni själva gör som bidrar till det: i "
        "undervisningen, bemötandet eller organisationen.",
    ),
    "losning": (
        "Formuleringen beskriver en lösning eller något som saknas, inte ett problem.",
        "När lösningen står först blir det svårt att se om den svarar på något, och andra vägar "
        "glöms bort.",
        "Fråga vad som skulle bli bättre om ni fick det ni nämner. Det svaret är ofta problemet.",
    ),
    "flera-problem": (
        "Formuleringen verkar innehålla mer än ett problem.",
        "Problem med olika orsaker behöver olika insatser, och de följs upp på olika sätt.",
        "Dela upp formuleringen, ett problem i taget. Hänger de ihop: skriv vilket som är orsak "
        "till vilket.",
    ),
}
"""What is said of each kind: what, why, and a way to think."""

PUPILS = (
    r"elever\w*|barn(?:en|ens)?|deltagar\w*|pojkar\w*|flickor\w*|killar\w*|tjejer\w*|ungdomar\w*"
)
HOMES = r"föräldra?r?\w*|vårdnadshavar\w*|hemm(?:en|et)|familj\w*"
WORLD = r"samhället|politikerna|kommunen|staten|skolverket|regeringen|sociala medier|bostadsområdet"

BLAMED = re.compile(
    rf"\b(?:{PUPILS})\b[^.]{{0,30}}\b(?:är|verkar|blir) (?:\w+ )?"
    r"(?:omotiverade|lata|ointresserade|oengagerade|oroliga och stökiga|stökiga|svaga|"
    r"svagpresterande|"
    r"ouppfostrade|bortskämda|skoltrötta|omogna|okoncentrerade|respektlösa|bråkiga)\b|"
    rf"\b(?:{PUPILS})\b[^.]{{0,20}}\b(?:orkar inte(?: \w+){{0,2}}\s*(?:[.,!]|$)|bryr sig inte|"
    rf"anstränger sig inte|"
    r"tar inte (?:sitt )?ansvar|saknar (?:motivation|driv|studievana|uppfostran|ambition\w*|"
    r"intresse)|"
    r"har (?:dålig|låg|ingen) (?:motivation|inställning|attityd|studiemoral))|"
    rf"\b(?:{HOMES})\b[^.]{{0,40}}\b(?:bryr sig inte|engagerar sig inte|"
    rf"är (?:\w+ )?(?:ointresserade|"
    r"oengagerade)|tar inte (?:sitt )?ansvar|stöttar inte|stödjer inte|hjälper inte|läser inte för|"
    r"ställer inte krav|sätter inga gränser|kommer inte på|svarar inte|saknar (?:studievana|"
    r"intresse|"
    r"utbildning|engagemang)|har (?:låg|ingen|för höga) (?:utbildning|studievana|ambition\w*|"
    r"förväntning\w*|krav|engagemang))|"
    rf"\b(?:beror på|orsakas av|på grund av|är en följd av)\b[^.]{{0,30}}\b(?:{HOMES}|{WORLD}|"
    r"hemförhållanden\w*|elevunderlaget|elevernas bakgrund|socioekonomi\w*|tv-spel|mobilerna|"
    r"kulturen)|"
    rf"\b(?:{WORLD})\b[^.]{{0,30}}\b(?:förstör|gör att|har ändrats|lägger för|ger oss inte|"
    rf"har övergett)",
    re.IGNORECASE,
)

_TOOLS = (
    r"läslyftet|matematiklyftet|specialpedagogiklyftet|lärarlyftet|handledning|fortbildning|"
    r"utbildning|"
    r"kompetensutveckling|en kurs|kurs(?:er)?|föreläsning\w*|fler (?:\w+ )?(?:lärare|pedagoger|"
    r"vuxna|"
    r"händer|resurser|specialpedagoger|speciallärare|assistenter|datorer|timmar|kuratorer|böcker)|"
    r"mer (?:\w+ )?(?:tid|pengar|resurser|personal|planeringstid|handledning|stöd|utbildning)|"
    r"mindre (?:klasser|grupper|barngrupper)|en (?:ny )?(?:specialpedagog|speciallärare|kurator|"
    r"modell|metod|rutin|plan|policy|mall|förstelärare|logoped|studiecoach)|"
    r"ett (?:nytt )?(?:system|läromedel|"
    r"program|material|bibliotek)|(?:nya|bättre) (?:läromedel|lokaler|datorer|rutiner|material)|"
    r"inköp|rastvärdar|resurser|medel|tvålärarsystem|läxhjälp|studiebesök|lektionsbesök"
)
_LACKED = (
    r"resurser|medel|pengar|tid|personal|specialpedagoger|speciallärare|kuratorer|assistenter|"
    r"läromedel|handledning|kompetensutveckling|fortbildning|en (?:gemensam )?(?:rutin|plan|"
    r"modell|mall|policy|"
    r"metod|kurator|speciallärare|specialpedagog)|ett (?:gemensamt )?(?:system|läromedel|program)|"
    r"(?:gemensamma )?rutiner|digitala verktyg|datorer|böcker"
)
SOLUTION = re.compile(
    rf"\b(?:vi|skolan|lärarna|personalen|enheten|förskolan|eleverna|alla|pedagogerna|"
    rf"rektor)\b[^.]{{0,25}}"
    rf"\b(?:behöver|måste (?:få|ha|införa|börja med|köpa)|borde (?:få|ha|införa|gå)|vill (?:ha|"
    rf"införa|gå)|"
    rf"önskar|efterfrågar|ska (?:införa|gå|köpa|anställa|ha)|bör (?:införa|gå|få|ha|anställa|"
    rf"köpa))\b"
    rf"[^.]{{0,30}}\b(?:{_TOOLS})\b|"
    rf"\b(?:saknar|saknas|brist på|behov av|finns inte|"
    rf"har inte råd med)\b (?:\w+ ){{0,1}}(?:{_LACKED})\b|"
    rf"^\W*(?:inför|införa|köp(?:a)? in|köp|anställ(?:a)?|starta|"
    rf"satsa på)\b (?:\w+ ){{0,2}}(?:{_TOOLS})\b|"
    rf"^\W*(?:fler|mer|mindre)(?: \w+){{1,5}}\s*\.?$",
    re.IGNORECASE,
)

TRACE = re.compile(
    r"\d|procent|hälften|en (?:tredje|fjärde|femte)del|(?:var|vart) (?:tredje|fjärde|femte|sjätte|"
    r"tionde)|"
    r"\b(?:många|få|flera|de flesta|nästan (?:alla|ingen|inga)|ingen|inga|inget|aldrig|sällan|"
    r"ofta|varje|"
    r"flest|färre|allt fler|sjunk\w*|minskat?\w*|ökat?|ökar|stigit|lägre|lägst|längre|resultat\w*|"
    r"betyg\w*|prov\w*|"
    r"enkät\w*|observation\w*|kartläggning\w*|frånvaro\w*|anmäln\w*|kränkning\w*)\b|"
    r"\b(?:läser|skriver|räknar|gissar|förstår|kan|vågar|svarar|lämnar|pratar|sitter|väntar|frågar|"
    r"använder|hinner|får|gör|går|når|visar|klarar|möter|träffas?|följer|följs|vet|ser|hittar|"
    r"leker|byter|"
    r"börjar|slutar|arbetar|planerar|undervisar|bedömer|deltar|kommer|tar|ger|säger|bestämmer|"
    r"stannar|sätts|fortsätter|"
    r"stör\w*|uteblir|avbryter|missar|tappar|ljudar|tystnar|äger|leder|händer|handlar|utgår|"
    r"används|skiljer)\b",
    re.IGNORECASE,
)
"""What can be seen or counted: figures, sources, and what someone does."""

VAGUE = re.compile(
    r"\b(?:bättre|dålig\w*|sämre|svag\w*|låg(?:a|t)?\b(?! (?:i|på|kvar))|bristande|brister|brist|"
    r"problem|utveckla\w*|förbättra\w*|"
    r"stärk\w*|otydlig\w*|oklar\w*|svårt|jobbigt|fungerar inte|inte (?:bra|tillräcklig\w*|"
    r"optimal\w*)|"
    r"kvaliteten|klimatet|stämningen|kulturen|attityden|motivation\w*|behöver öka|utmaning\w*|"
    r"tungt)\b",
    re.IGNORECASE,
)
LONGEST_VAGUE = 14
"""A longer formulation mostly says what it rests on."""

JOINED = re.compile(
    r"[.;]\s+(?:dessutom|vidare|också|samtidigt)\b|\b(?:dessutom|samt att|och dessutom|likaså|"
    r"ett annat problem|för övrigt)\b|,\s+och (?:att )?(?:även|också)\b",
    re.IGNORECASE,
)
BECAUSE = re.compile(
    r"\b(?:eftersom|därför|beror på|vilket (?:gör|leder|innebär)|så att|leder till|gör att|"
    r"orsak\w*|"
    r"på grund av|då\b|när\b|som gör|till följd|det innebär|följden|därmed|trots)\b",
    re.IGNORECASE,
)
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("läsning", r"läsn|läsför|\bläser|skrivn|\bskriver|\btexter|ordförråd|svenska\b"),
        ("matematik", r"matemat|\bmatte|\bbråk\b|räkn|taluppfattn|multiplikation"),
        ("närvaro", r"frånvaro|närvaro|skolk|\bkommer sent|avhopp|avbrott"),
        ("trygghet", r"trygg|kränk|mobbn|utsatt|rädd|rast(?:er|en|erna)\b|hat\b|hot\b"),
        ("studiero", r"studiero|arbetsro|stökig|ljudnivå|avbryts|stör(?:s|ningar)"),
        ("bedömning", r"bedöm|betygssätt|betyg\w* sätts|sambedöm|återkoppl"),
        (
            "ledning",
            r"\brektor|ledningen|mötes|möten|arbetslagsledar|förstelär|styrning|uppföljning",
        ),
        ("behörighet", r"behörig|legitim|vikarie|rekryter|personalomsättn|introduktion av nya"),
        ("stöd", r"anpassning|åtgärdsprogram|särskilt stöd|elevhälsa|specialped|npf"),
        ("hemmen", r"vårdnadshav|föräldra|hemmen\b|utvecklingssamtal"),
        ("språk", r"flerspråk|modersmål|nyanländ|svenska som andraspråk|studiehandledn"),
        ("digitalt", r"digital|datorer|källkrit|programmering|surfplatt"),
        ("övergångar", r"övergång|överlämn"),
        ("idrott", r"idrott|rörelse|simkunn|simma"),
    )
)

AND = re.compile(r",?\s+(?:och|samt(?: att)?)\s+(?=\w+ \w+)")
FEWEST_IN_CLAUSE = 3
Test = Callable[[str], str | None]


def papekanden(formulering: str) -> tuple[Papekande, ...]:
    """Return gentle remarks on a problem's formulation; mostly none.

    Examples
    --------
    >>> [each.slag for each in papekanden("Vi behöver gå Läslyftet.")]
    ['losning']
    >>> papekanden("Var tredje elev i femman förstår inte faktatexter.")
    ()
    """
    text = " ".join(formulering.split())
    found: list[Papekande] = []
    tests: tuple[tuple[Slag, Test], ...] = (
        ("losning", _solution),
        ("lagt-pa-andra", _blamed),
        ("flera-problem", _several),
        ("utan-spar", _without_trace),
    )
    for slag, test in tests:
        words = test(text)
        # What is a solution has no trace either; one remark says it better than two.
        if words is None or (slag == "utan-spar" and found):
            continue
        found.append(Papekande(slag, *WORDS[slag], ord=words))
    return tuple(found)


def _solution(text: str) -> str | None:
    return _words(SOLUTION, text)


def _blamed(text: str) -> str | None:
    return _words(BLAMED, text)


def _words(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group().strip() if found else None


def _without_trace(text: str) -> str | None:
    if not text or len(text.split()) > LONGEST_VAGUE or TRACE.search(text):
        return None
    vague = VAGUE.search(text)
    return vague.group() if vague else None


def _several(text: str) -> str | None:
    """Return the joining words of a text that speaks of things that do not belong together."""
    if BECAUSE.search(text):
        return None
    joined = JOINED.search(text)
    parts = re.split(r"[.;]\s+" if joined else r"(?!)", text)
    told = [
        topics
        for part in parts
        for clause in AND.split(part)
        if (joined or _is_clause(clause)) and (topics := _topics(clause))
    ]
    if not any(not (one & other) for n, one in enumerate(told) for other in told[n + 1 :]):
        return None
    link = joined or AND.search(text)
    return link.group().strip(" .;,") if link else None


def _is_clause(part: str) -> bool:
    """Return whether a part of a sentence tells something by itself."""
    return len(part.split()) >= FEWEST_IN_CLAUSE and bool(TRACE.search(part) or VAGUE.search(part))


def _topics(part: str) -> set[str]:
    return {name for name, pattern in _TOPICS if pattern.search(part)}
