"""Which words an insats's record shares with a need: only such as say something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.swedish import WORD, tokens
from matcher.features import Underlag, whole_text

SHORTEST_WORD = 7
RARE_IN_RECORDS = 0.02
RARE_IN_SENTENCES = 0.003
FEWEST = 3
"""A word in so few is rare even in a small catalogue."""

SAYS_NOTHING = frozenset(
    tokens(
        "dessutom däremot därefter egentligen framför framöver fortfarande liknande möjligen "
        "nämligen någonsin någonting respektive samtidigt samtliga självklart speciellt särskilt "
        "tidigare tillbaka tillräckligt tillsammans troligen ungefär ytterligare åtminstone "
        "återigen överallt januari februari augusti september oktober november december"
    )
)


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of every record, in the catalogue's order, and those that are too common."""

    ord: tuple[frozenset[str], ...]
    vanliga: frozenset[str]

    @classmethod
    def of(cls, underlag: Underlag) -> RecordWords:
        """Collect the words of a catalogue."""
        words = tuple(frozenset(tokens(whole_text(each))) for each in underlag.insatser)
        sentences = [frozenset(tokens(each)) for each in underlag.texter]
        common = _common(words, RARE_IN_RECORDS) | _common(sentences, RARE_IN_SENTENCES)
        return cls(words, common)

    def telling(self, text: str) -> dict[str, str]:
        """Return the words of a text that say something, in lower case, each as it is written."""
        return {
            word.lower(): word
            for word in reversed(WORD.findall(text))
            if len(word) >= SHORTEST_WORD
            and word.lower() not in self.vanliga
            and word.lower() not in SAYS_NOTHING
        }


def _common(texts: Iterable[frozenset[str]], share: float) -> frozenset[str]:
    counted = list(texts)
    spread = Counter(word for each in counted for word in each)
    limit = max(FEWEST, share * len(counted))
    return frozenset(word for word, number in spread.items() if number > limit)
