"""Which insatser of the catalogue a school says that it has been through, by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.candidates import SHORTEST_NAME, named_in
from matcher.features import Underlag

NOT_DONE = re.compile(
    r"\b(?:inte|aldrig|ingen|inga|avstod|avböjde|vill|önskar|ska|planerar|funderar|söker|bör)\b",
    re.IGNORECASE,
)
"""Words that make a named insats one that has not been done."""

OWN_WORD = re.compile(r"(?:lyftet|programmet|projektet|satsningen|modellen)$|\w[A-ZÅÄÖ0-9]")
"""A single word that is a name and nothing else, also first in a sentence or in small letters."""

IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
MOST = 60
"""A programme of more insatser says too little of which was done."""


@dataclass(frozen=True, slots=True)
class Gjort:
    """Names as they are looked for, each with the insatser that it stands for."""

    namn: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, underlag: Underlag) -> Gjort:
        """Collect the names of a catalogue's insatser and programmes.

        A programme stands for all of its insatser: which of them was done is not told.
        """
        found: dict[str, list[str]] = {}
        for insats in underlag.insatser:
            for name in (insats.namn, IN_BRACKETS.sub("", insats.namn), *insats.alias):
                found.setdefault(name, []).append(insats.id)
            for program in insats.program:
                found.setdefault(program.namn, []).append(insats.id)
        return cls(
            tuple(
                (name, tuple(dict.fromkeys(ids)))
                for name, ids in found.items()
                if len(name) >= SHORTEST_NAME and len(ids) <= MOST
            )
        )

    def named(self, text: str) -> tuple[str, ...]:
        """Return the insatser that a text says have been done, in the catalogue's order.

        Examples
        --------
        >>> gjort = Gjort((("Läslyftet", ("a", "b")), ("Samtal om text", ("a",))))
        >>> gjort.named("Vi gick Läslyftet 2016."), gjort.named("Läslyftet har vi inte gått.")
        (('a', 'b'), ())
        """
        found = {
            each
            for sentence in SENTENCE_END.split(text)
            if not NOT_DONE.search(sentence)
            for name, ids in self.namn
            if _holds(sentence, name)
            for each in ids
        }
        return tuple(sorted(found))


def _holds(sentence: str, name: str) -> bool:
    if name.lower() not in sentence.lower():
        return False
    if named_in(name, sentence):
        return True
    if " " not in name and not OWN_WORD.search(name):
        return False
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", sentence, re.IGNORECASE))
