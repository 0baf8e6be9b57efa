"""Words and shapes that tell what a sentence of an analysis does, whatever it is about."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_NEGATION = r"\b(?:inte|aldrig|ingen|inget|inga|ingenting|knappt|sällan|varken|utan att|icke|ej)\b"
_GOOD = (
    r"\bbra\b|\bväl\b|\bgod(?:a|t)?\b|stolta?\b|trivs|uppskatta|nöjd|framgång|lycka(?:s|ts)\b|"
    r"styrk(?:a|or)\b|positiv|fungerar|lugn|trygga?\b|förbättra(?:ts|des)|engagera|goda exempel|"
    r"stabil|höjt|ökat|bättre än|över (?:riket|snittet|rikets|kommunens|genomsnittet)|"
    r"väl fungerande|"
    r"högsta|starka?\b|glädjande|i rad"
)
_CHILDREN = (
    r"elev|barn|deltagar|studerande|pojk|flick|killar|tjejer|åringar|(?:ettor|tvåor|treor|fyror|"
    r"femmor|sexor|sjuor|åttor|nior)(?:na)?\b"
)

CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("nekad", _NEGATION),
        (
            "brist",
            r"\b(?:sakna|brist|svag|svår(?:t|are|igheter|ast)|otydlig|ojämn|otrygg|oro|problem|"
            r"sämre|sämst|"
            r"lägre|lägst|glapp|missa|miss(?:ar|lyck)|tappa|hopp(?:ar|at) av|avbrott|underkän|"
            r"okänd|bortfall)"
            r"|oliklikvärd|likvärdig(?:het)?en? (?:brister|varierar)|olika (?:sätt|bild|syn|krav|"
            r"bedöm)",
        ),
        (
            "nedgang",
            r"\b(?:sjunk|minska|försämra|fallit|faller|gått ner|gått ned|halvera|dalar|rasat|"
            r"tappat|"
            r"växer|växande|ökar|stigit|stiger)|under (?:riket|snittet|rikets|kommunens|"
            r"genomsnittet)",
        ),
        (
            "for_lite",
            r"\bför (?:lite|litet|få|många|mycket|sent|långt|stor|hög|kort|snabbt)|\b(?:bara|"
            r"endast|enda|enstaka|"
            r"hälften|knappt|sist|sent|dröjer|fortfarande|fastnar|blir kvar|slumpen|beror på vem|"
            r"beroende på|"
            r"för sig|var och en|varsin|ensam)",
        ),
        ("men", r"\b(?:men|trots|ändå|däremot|dock|i stället|istället|medan)\b"),
        (
            "andel",
            r"\b\d+ av (?:\d+|tio|fem|tjugo)|\b(?:var|vart) (?:tredje|fjärde|femte|sjätte|"
            r"tionde)|\b\w+ av (?:tio|fem|tjugo|de)\b|\d ?(?:%|procent)",
        ),
        ("siffra", r"\d"),
        ("barn", _CHILDREN),
        (
            "larare",
            r"lärar|pedagog|personal|arbetslag|vuxna|rektor|ledning|\bvi\b|\boss\b|\bvår[at]?\b",
        ),
        ("gott", _GOOD),
        ("gott_utan_nej", rf"^(?!.*{_NEGATION})(?!.*\bmen\b).*(?:{_GOOD})"),
        (
            "arstal",
            r"\b(?:19|20)\d\d\b|läsår(?:et)? \d\d|\b[vh]t[ -]?\d\d|förra läsåret|i fjol|"
            r"för (?:ett|två|tre|fyra|fem|några) år sedan",
        ),
        (
            "gjort",
            r"\b(?:har (?:redan |tidigare )?(?:gått|provat|testat|prövat|deltagit|genomfört|"
            r"arbetat med|läst)|gick\b|"
            r"deltog|genomförde|startade|infördes?|köptes?|prövades|provades?|testade|drevs|"
            r"pågick|hölls|erbjöds|"
            r"avslutades|lades ner|lades ned|upphörde|rann ut|självdog|tog slut|togs bort|"
            r"föll i glömska|gavs\b|fick gå)",
        ),
        ("citat", r"[\"”“«»]|^[–—-]\s"),
        (
            "elevrost",
            r"(?:elev|barn|deltagar)\w* (?:\w+ )?(?:säger|berätta|tycker|uttryck|beskriv|upplev|"
            r"önskar|vill ha|visade)|säger (?:en|ett|flera|många) |elevrådet|elevkåren|"
            r"\((?:åk ?\d|\d(?: år)?|elev|pojke|flicka|[A-ZÅÄÖ]\w+, \d+ år)[^)]{0,20}\)\s*$|"
            r"elev,? (?:i )?åk",
        ),
        (
            "framat",
            r"\b(?:ska|bör|vill|kommer att|planera|planen är|föreslå|förslag|målet är|nästa steg|"
            r"till hösten|behöver|önskar|åtgärd|prioritera|senast i|införa)\b",
        ),
        (
            "underlag",
            r"underlag|enkät|intervju|analys|sammanställ|observera|insamla|bygger på|"
            r"svarsfrekvens|hämta(?:d|t|ts)|dokument|bilaga|redovisa|tabell|diagram|markera|"
            r"sortera|parentes",
        ),
        (
            "meta",
            r"\b(?:avsnitt|stycke|kapitel|rubrik|text(?:en)?\b|tabell|diagram|kolumn|rad(?:en|er|erna)?"
            r"\b|parentes|siffr(?:an|or|orna)\b|nedan\b|ovan\b|observera\b|kommentar|utkast|version)",
        ),
        (
            "finns",
            r"\b(?:har|finns|består|omfattar|ligger|delar|är) (?:cirka |ca |totalt |sammanlagt |"
            r"ungefär )?(?:\d|två|tre|fyra|fem|sex|sju|åtta|nio|tio)|byggd|belägen|"
            r"upptagningsområde|inskrivna|legitimation|anställda",
        ),
        (
            "orsak",
            r"\borsak|förklaring|anledning|beror på|eftersom|kommer (?:sig )?av|därför|"
            r"hänger (?:ihop|samman)|\bvarför\b|bakom ligger|hypotes|följd av|leder till",
        ),
        (
            "tid_nu",
            r"\b(?:fortfarande|nuläget|i dag|idag|numera|varje (?:dag|vecka|morgon|termin))\b",
        ),
    )
)


def cues(sentence: str) -> Doubles:
    """Return which cues a sentence holds, 0 or 1, in the order of :data:`CUES`.

    Examples
    --------
    >>> dict(zip(NAMES, cues("Var tredje elev läser inte.").tolist()))["nekad"]
    1.0
    """
    return np.array([bool(each.search(sentence)) for _, each in CUES], dtype=np.float64)


NAMES = tuple(name for name, _ in CUES)
