"""Whether a text only tells of what works, so that there is nothing to suggest."""

from __future__ import annotations

import re

from matcher.needs.sentences import sentences
from matcher.sentence_models import ROLES, SentenceModel

MOST_SENTENCES = 6
"""A longer text tells of more than what works."""

TROUBLE = re.compile(
    r"frånvar|skolk|kränk|mobb|stök|otrygg|utsatt|avhopp|avbrott|underkän|\bF\b|problem|svår|brist|"
    r"oro|konflikt|bråk|hot|våld|stress|ohälsa|sjunk|minska|försämra|vuxit|kritik|tappa|sämre|"
    r"lägre|\bunder (?:riket|snittet)|"
    r"\b(?:vill|ska|bör|behöver|måste|önskar|hur|varför|kan vi|för att|"
    r"(?<!överens )(?<!enig )(?<!eniga )om)\b|\?|"
    r"\b(?:skillnad|olika|glapp|gap|ojämn|inte|aldrig|ingen|inget|inga|utan|utom|bara|endast|"
    r"knappt|sällan|men|trots|ändå|dock|däremot|fast|medan|samtidigt|tidigare|förut|förr|tror|"
    r"när|säger|än|dåligt|bäst|först)\b",
    re.IGNORECASE,
)
"""Words of what does not work, of wishes and of reservations: then it is not only praise."""

VERB = re.compile(
    r"\b(?:är|har|trivs|fungerar|går|når|uppskattar|känner|leker|läser|klarar|ligger|lyckas|"
    r"lyckats|"
    r"visar|finns|förbättrats|höjts|höjt|ökat|vänt|tycker|upplever|samarbetar|följer|gillar|mår|"
    r"deltar|"
    r"visat|blivit|minskat)\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\bstolta?\b|\btrivs\b|\bnöjda?\b|\btrygga?\b|\buppskatta|\bfungerar (?:\w+ )?(?:bra|väl|"
    r"utmärkt|fint)\b|"
    r"\b(?:är|har|håller) (?:en |ett )?(?:\w+ )?(?:god|goda|gott|bra|fin|fina|utmärkt|stabil|"
    r"stabila|stark|starka)\b|"
    r"\blyckats\b|\bframgång|\bstyrk(?:a|or)\b|\böver (?:riket|rikets|snittet|genomsnittet|"
    r"kommunens)\b|"
    r"\b(?:går|leker|samarbetar|mår|läser|klarar sig|arbetar) (?:\w+ )?(?:bra|väl|fint)\b|"
    r"\b(?:meritvärdet|behörigheten|måluppfyllelsen|närvaron|resultaten|tryggheten|"
    r"betygen)\b.{0,25}"
    r"\b(?:ökat|höjts|stigit|förbättrats)|\bförbättrats\b|goda exempel|"
    r"\b(?:överens|eniga?)\b|\bväl kända?\b|\bhjälper varandra\b|\bskickliga? på\b",
    re.IGNORECASE,
)
STYRKA = ROLES.index("styrka")


def tells_only_strengths(text: str, model: SentenceModel) -> bool:
    """Return whether every sentence of a text says that something works.

    Examples
    --------
    >>> from matcher.sentence_models import learn
    >>> model = learn((), ()).roller
    >>> tells_only_strengths("Vi är stolta över vår läsning.", model)
    True
    >>> tells_only_strengths("Eleverna trivs men läser inte.", model)
    False
    """
    found = [each.text for each in sentences(text)]
    if not 0 < len(found) <= MOST_SENTENCES or not all(praises(each) for each in found):
        return False
    return bool((model.probabilities(found).argmax(axis=1) == STYRKA).all())


def praises(sentence: str) -> bool:
    """Return whether a sentence says that something works, and has no word of what does not.

    Examples
    --------
    >>> praises("Eleverna trivs i skolan."), praises("Eleverna trivs inte.")
    (True, False)
    """
    told = PRAISE.search(sentence) and VERB.search(sentence)
    return bool(told) and not TROUBLE.search(sentence)
