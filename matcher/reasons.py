"""Signals → ``Skal``: Swedish sentences that are true of the record, with the words they rest on.

The school's own words stand only in ``citat``; the sentences are made of the catalogue's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from catalog.reading import Insatsblad, Omradesblad
from catalog.swedish import inside_sentence
from matcher.candidates import Signals, named_in
from matcher.context import subjects_agree
from matcher.index import MatchIndex
from matcher.ranking import SAME_SUBJECT, SMALLEST_PROBABILITY, Ranking
from matcher.result import Behov, Skal
from matcher.words import RecordWords

MOST_AREAS = 2
SMALLEST_SHARE = 0.08
CLOSE_SENTENCE = 1.0
"""How far above the mean, in standard deviations, an insats's own sentence counts as alike …"""

ALIKE_BY_VECTORS = 0.3
ALIKE_BY_PIECES = 0.12
"""… and how like it must be in itself."""

LONGEST_QUOTE = 240
MOST_WORDS = 4
MOST_CLAUSES = 400
"""Quotations are looked for among so many; a longer text is quoted from its beginning."""

MOST_LEFT_OUT = 8
"""Of so many clauses the one quoted is that whose loss would lower the probability most; of more,
the one that is most likely about the area by itself."""

CLAUSE = re.compile(r"(?<=[.!?…;:])\s+|\n+|(?<=,)\s+(?=men|och|utan|när|eftersom|medan)")

AREA_SENTENCE = {
    3: "Redaktionen bedömer att insatsen är till för problem av slaget «{}».",
    2: "Redaktionen bedömer att insatsen har tydlig koppling till problem av slaget «{}».",
    1: "Redaktionen bedömer att insatsen har viss koppling till problem av slaget «{}».",
}
ASKED_SENTENCE = "Namnet på insatsen, eller på ett program som den ingår i, liknar det ni söker."
NO_REASON = Skal("mening", "Svag likhet med det beskrivna läget, ingen tydlig koppling.", 0.0)


@dataclass(frozen=True)
class Explainer:
    """Explains the suggestions for one need."""

    index: MatchIndex
    words: RecordWords
    behov: Behov
    signals: Signals | None
    ranking: Ranking

    def explain(self, number: int) -> tuple[Skal, ...]:
        """Return the reasons for one insats, the heaviest first.

        There is always one where a text was described; shared words are never the only one.
        """
        insats = self.index.underlag.insatser[number]
        same_subject = self._same_subject(insats)
        base = float(
            self.ranking.omradespoang[number]
            + self.ranking.likhetspoang[number]
            + self.ranking.namnpoang[number]
        )
        total = base * (SAME_SUBJECT if same_subject else 1)
        found = [
            *self._name(number, insats, total),
            *self._areas(number, insats, total),
            *self._sentence(number, insats, total),
            *self._subject(same_subject, insats, _share(total - base, total)),
        ]
        if found and not any(skal.slag == "formulering" for skal in found):
            found += self._words(number, insats, total)
        found = [skal for skal in found if skal.andel > 0]
        if not found:
            return (NO_REASON,) if self.signals is not None else ()
        return _quoting_once(sorted(found, key=lambda skal: -skal.andel))

    def _name(self, number: int, insats: Insatsblad, total: float) -> list[Skal]:
        if self.signals is None:
            return []
        share = _share(self.ranking.namnpoang[number], total)
        if not self.signals.namnda[number]:
            asked = self.signals.sokta[number] > 0
            quote = (self.behov.text.strip(),)
            return [Skal("namn", ASKED_SENTENCE, share, insats.id, quote)] if asked else []
        written = named_in(insats.namn, self.behov.text)
        return [Skal("namn", "Ni nämner insatsen vid namn.", share, insats.id, (written,))]

    def _areas(self, number: int, insats: Insatsblad, total: float) -> list[Skal]:
        parts = self.ranking.omraden * self.index.kopplingar[:, number]
        graded = {lank.id: lank.styrka for lank in insats.problemomraden}
        found = []
        for row in np.argsort(-parts, kind="stable")[:MOST_AREAS]:
            omrade = self.index.underlag.omraden[row]
            share = _share(parts[row], total)
            if share < SMALLEST_SHARE or self.ranking.omraden[row] < SMALLEST_PROBABILITY:
                continue
            linked = omrade if omrade.id in graded else omrade.ingar_i
            grade = graded.get(linked.id) if linked else None
            if linked is None or grade is None:
                continue
            sentence = AREA_SENTENCE[grade].format(linked.namn)
            if linked.id != omrade.id:
                sentence = f"{sentence.rstrip('.')}, där «{omrade.namn}» ingår."
            quote = self._area_quote(int(row), omrade)
            found.append(Skal("problemomrade", sentence, share, linked.id, quote))
        return found

    def _area_quote(self, row: int, omrade: Omradesblad) -> tuple[str, ...]:
        """Return the clause that speaks most of an area; none when the area was only chosen."""
        if not self._clauses or omrade.id in self.behov.problemomraden:
            return ()
        if len(self._clauses) == 1:
            return (_cut(self._clauses[0]),)
        if len(self._clauses) <= MOST_LEFT_OUT:
            return (_cut(self._clauses[int(self._areas_without[:, row].argmin())]),)
        return (_cut(self._clauses[int(self._clause_areas[:, row].argmax())]),)

    def _sentence(self, number: int, insats: Insatsblad, total: float) -> list[Skal]:
        if self.signals is None or self.signals.narmaste[number] < 0:
            return []
        likeness = self.signals.narmaste_likhet
        share = _share(self.ranking.likhetspoang[number], total)
        outstanding = likeness[number] >= likeness.mean() + CLOSE_SENTENCE * likeness.std()
        if not outstanding or likeness[number] < self._alike or share <= 0:
            return []
        place = int(self.signals.narmaste[number])
        sentence = self.index.underlag.egna[place].rstrip(".")
        quote = _cut(self._clauses[int(self._clause_likeness[:, place].argmax())])
        text = f"Liknar ett läge som insatsen svarar på: «{sentence}»."
        return [Skal("formulering", text, share, insats.id, (quote,))]

    def _words(self, number: int, insats: Insatsblad, total: float) -> list[Skal]:
        shared = self._telling.keys() & self.words.ord[number]
        if not shared:
            return []
        words = sorted((self._telling[each] for each in shared), key=lambda w: (-len(w), w))
        text = "Beskrivningen av insatsen använder samma ord."
        share = _share(self.ranking.likhetspoang[number], total)
        return [Skal("ord", text, share, insats.id, tuple(words[:MOST_WORDS]))]

    def _same_subject(self, insats: Insatsblad) -> list[str]:
        wanted = self.ranking.sammanhang.amnen
        within = self.index.underlag.amne_ingar_i
        return [each.namn for each in insats.amnen if subjects_agree(wanted, [each.id], within)]

    def _subject(self, names: list[str], insats: Insatsblad, share: float) -> list[Skal]:
        if not names:
            return []
        listed = ", ".join(inside_sentence(each) for each in names)
        which = "ämnet" if len(names) == 1 else "ämnena"
        return [Skal("amne", f"Insatsen är gjord för {which}: {listed}.", share, insats.id)]

    @property
    def _alike(self) -> float:
        by_vectors = self.signals is not None and self.signals.med_vektorer
        return ALIKE_BY_VECTORS if by_vectors else ALIKE_BY_PIECES

    @cached_property
    def _clauses(self) -> list[str]:
        return clauses(self.behov.text)[:MOST_CLAUSES]

    @cached_property
    def _clause_pieces(self) -> sparse.csr_array:
        return self.index.meningar.weighed(self._clauses)

    @cached_property
    def _clause_likeness(self) -> NDArray[np.float32]:
        return self.index.own_likeness(self._clause_pieces)

    @cached_property
    def _clause_areas(self) -> NDArray[np.float64]:
        # By pieces of words alone: quick, and only the place in the text is asked for.
        return self.index.utan_vektorer.probabilities(self._clause_pieces)

    @cached_property
    def _areas_without(self) -> NDArray[np.float64]:
        """The probability of each area (columns) with each clause (rows) left out of the text."""
        text = self._clauses
        rest = [" ".join(text[:n] + text[n + 1 :]) for n in range(len(text))]
        return self.index.utan_vektorer.probabilities(self.index.meningar.weighed(rest))

    @cached_property
    def _telling(self) -> dict[str, str]:
        return self.words.telling(self.behov.text)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text, word for word.

    Examples
    --------
    >>> clauses("De läser högt, men förstår inte. Det märks i NO.")
    ['De läser högt,', 'men förstår inte.', 'Det märks i NO.']
    """
    return [part.strip() for part in CLAUSE.split(text) if part.strip()]


def _cut(clause: str) -> str:
    if len(clause) <= LONGEST_QUOTE:
        return clause.rstrip(" ,")
    return clause[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,")


def _share(part: float, total: float) -> float:
    return round(float(part) / total, 3) if total > 0 else 0.0


def _quoting_once(reasons: Iterable[Skal]) -> tuple[Skal, ...]:
    """Return the reasons, with a quotation only where it is first made."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for skal in reasons:
        found.append(replace(skal, citat=()) if skal.citat in seen else skal)
        seen.add(skal.citat)
    return tuple(found)
