"""``Matcher``: a need in, reasoned suggestions out. Pure, repeatable, and keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from rapidfuzz import process
from scipy import sparse

from catalog.reading import Vokabular, open_reader
from matcher import index as index_files
from matcher.abstaining import TOO_LITTLE, remarks, why_abstain
from matcher.asking import askable, check_ids, check_text
from matcher.candidates import (
    MOST_ENCODED,
    MOST_PASSAGES,
    Doubles,
    Meaning,
    Signals,
    area_probabilities,
    passages,
    signals,
)
from matcher.encoding import Encoder, default_encoder
from matcher.errors import BehovError, MatchIndexError
from matcher.features import Underlag, collect
from matcher.forbehall import reservations
from matcher.index import MatchIndex
from matcher.intake import Analys
from matcher.naming import Names
from matcher.needs import (
    Genomlasning,
    Gjort,
    Lasare,
    read_whole,
    tells_only_strengths,
)
from matcher.ranking import (
    SMALLEST_PROBABILITY,
    SURE_OF_AREA,
    Ranking,
    rank,
    strength,
)
from matcher.reasons import Explainer
from matcher.result import Behov, FunnetOmrade, Match, Matchning, Rattat
from matcher.why import Redovisning, account
from matcher.words import RecordWords

MATCHNINGSVERSION = "1"
MOST_AREAS_SHOWN = 5

TOUCHED = 0.16
"""So alike (0-1) must a text be to a situation that an insats does not fit, to be warned of it."""

CLEAR_BY_WORDS = 0.6
"""A problem of an analysis whose area is at least this likely by words alone is not encoded."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A need as it was read, with its misspelt words replaced, and what it says."""

    behov: Behov
    rattat: tuple[Rattat, ...]
    signals: Signals | None
    ranking: Ranking


class Matcher:
    """Finds insatser for a need in one release of the catalogue.

    Parameters
    ----------
    index : MatchIndex
        The arrays of the release.
    encoder : Encoder or None
        Used only if it is of the same kind as the index's vectors.
    """

    def __init__(self, index: MatchIndex, encoder: Encoder | None = None) -> None:
        self._index = index
        self._words = RecordWords.of(index.underlag)
        self._known_not_when: dict[int, sparse.csr_array] = {}
        self._names = Names.of(index.underlag)
        self._ids = {each.id: row for row, each in enumerate(index.underlag.insatser)}
        self._askable = askable(index.underlag)
        self._meaning = None
        space = index.vektorer
        if encoder is not None and space is not None and space.kodare == encoder.name:
            self._meaning = Meaning(encoder, space)

    @property
    def katalogversion(self) -> str:
        """Return the version of the catalogue that suggestions are from."""
        return self._index.underlag.katalogversion

    @property
    def har_vektorer(self) -> bool:
        """Return whether meaning beyond words is used."""
        return self._meaning is not None

    @property
    def underlag(self) -> Underlag:
        """Return the records that are matched against, in the index's order."""
        return self._index.underlag

    @property
    def vokabular(self) -> Vokabular:
        """Return the words that a school's context is stated in."""
        return self.underlag.vokabular

    @property
    def encoder(self) -> Encoder | None:
        """Return the encoder in use."""
        return self._meaning.encoder if self._meaning else None

    def without_encoder(self) -> Matcher:
        """Return a matcher of the same release that goes by words and links alone."""
        return Matcher(self._index)

    def match(self, behov: Behov, *, limit: int = 10) -> Matchning:
        """Return the insatser that fit a need best, with reasons and reservations.

        Parameters
        ----------
        behov : Behov
            Text, chosen problem areas, or both, with what is known of the school.
        limit : int, optional
            How many suggestions at most.

        Returns
        -------
        Matchning
            The same need and release give the same answer.

        Raises
        ------
        BehovError
            When nothing is described, the text is too long, or an id is not in the catalogue.

        Examples
        --------
        >>> matcher = open_matcher(utgava)
        >>> svar = matcher.match(Behov(text="Eleverna ljudar ord för ord i trean."))
        >>> svar.matcher[0].namn, svar.matcher[0].styrka
        ('Intensiv lästräning', 'stark')
        >>> svar.matcher[0].skal[0].text
        'Redaktionen bedömer att insatsen är till för problem av slaget «Avkodning».'
        """
        reading = self._read(behov)
        found, ranking = reading.signals, reading.ranking
        why = self._why_abstain(reading)
        if why == TOO_LITTLE:
            ranking = replace(ranking, ordning=(), omraden=np.zeros_like(ranking.omraden))
        return Matchning(
            behov=behov,
            avstar=why is not None,
            avstar_skal=why,
            funna_problemomraden=self._areas_found(ranking),
            matcher=self._suggestions(behov, found, ranking, limit),
            bortfiltrerade=int((~ranking.kvar).sum()),
            katalogversion=self.katalogversion,
            matchningsversion=MATCHNINGSVERSION,
            anmarkningar=remarks(
                behov, found, self.underlag, abstained=why is not None, meaning=self.har_vektorer
            ),
            forstatt=replace(
                ranking.sammanhang.last, namnda=self._named(found), rattat=reading.rattat
            ),
            lucka=self._gap(ranking),
        )

    def order(self, behov: Behov) -> tuple[tuple[str, ...], bool]:
        """Return every insats that fits a text, best first, and whether none would be suggested.

        As :meth:`match` without its reasons, which take most of the time when all are asked for.

        Raises
        ------
        BehovError
            As :meth:`match`.

        Examples
        --------
        >>> matcher = open_matcher(utgava)
        >>> ordning, avstar = matcher.order(Behov(text="Eleverna ljudar ord för ord i trean."))
        >>> ordning[0], avstar
        ('intensiv-lastraning', False)
        """
        reading = self._read(behov)
        why = self._why_abstain(reading)
        order = () if why == TOO_LITTLE else reading.ranking.ordning
        return tuple(self.underlag.insatser[number].id for number in order), why is not None

    def explain(self, behov: Behov, insats: str) -> Redovisning:
        """Return how the points of one insats come about, whether it is suggested or not.

        Raises
        ------
        BehovError
            As :meth:`match`, and when no insats that can be suggested has the id.
        """
        number = self._ids.get(insats)
        if number is None:
            near = process.extractOne(insats, self._ids.keys())
            raise BehovError(
                f"Ingen insats som kan föreslås har id {insats}.",
                f"Menade du {near[0]}?" if near else "Se id på insatsens sida.",
            )
        reading = self._read(behov)
        explainer = Explainer(self._index, self._words, behov, reading.signals, reading.ranking)
        return account(
            self._index, reading.behov, reading.ranking, number, explainer.explain(number)
        )

    def _read(self, behov: Behov) -> Reading:
        check_text(behov)
        check_ids(behov, self._askable)
        text, rattat = self._names.corrected(behov.text)
        corrected = replace(behov, text=text)
        found = self._signals(text)
        return Reading(corrected, rattat, found, rank(self._index, corrected, found))

    def _signals(self, text: str) -> Signals | None:
        return signals(self._index, self._names, text, self._meaning) if text.strip() else None

    def _named(self, found: Signals | None) -> tuple[str, ...]:
        if found is None:
            return ()
        return tuple(self.underlag.insatser[int(n)].id for n in np.flatnonzero(found.namnda))

    def _gap(self, ranking: Ranking) -> str | None:
        """Return what the catalogue lacks for the area that the need is most likely about."""
        row = int(ranking.omraden.argmax())
        sure = ranking.omraden[row] >= SURE_OF_AREA
        return self.underlag.omraden[row].lucka if sure else None

    def read_needs(self, analys: Analys) -> Genomlasning:
        r"""Return what an analysis tells: its problems, and what works, was tried and is said.

        Examples
        --------
        >>> from matcher import read_analysis
        >>> last = open_matcher(utgava).read_needs(
        ...     read_analysis("Resultat\n\nEleverna ljudar ord för ord i trean.".encode())
        ... )
        >>> last.problem[0].utdrag, last.problem[0].analysniva
        ('Eleverna ljudar ord för ord i trean.', 'resultat')
        """
        return read_whole(analys, self._lasare)

    @cached_property
    def _lasare(self) -> Lasare:
        return Lasare(
            omraden=self.underlag.omraden,
            classify=self._areas_of,
            quick=lambda texts: area_probabilities(self._index, texts, None),
            modeller=self._index.modeller,
            named=Gjort.of(self.underlag).named,
        )

    def _why_abstain(self, reading: Reading) -> str | None:
        return why_abstain(
            reading.behov,
            reading.signals,
            reading.ranking,
            self.underlag,
            self._tells_only_strengths,
        )

    def _tells_only_strengths(self, text: str) -> bool:
        return tells_only_strengths(text, self._index.modeller.roller)

    def _areas_of(self, texts: Sequence[str]) -> Doubles:
        """Return the areas of excerpts; meaning is asked only where words alone leave it open."""
        rows = area_probabilities(self._index, texts, None)
        if self._meaning is not None:
            order = np.argsort(rows.max(axis=1), kind="stable")[:MOST_ENCODED]
            unsure = [int(row) for row in order if rows[row].max() < CLEAR_BY_WORDS]
            if unsure:
                asked = [texts[row] for row in unsure]
                rows[unsure] = area_probabilities(self._index, asked, self._meaning)
        return rows

    def _suggestions(
        self, behov: Behov, found: Signals | None, ranking: Ranking, limit: int
    ) -> tuple[Match, ...]:
        explainer = Explainer(self._index, self._words, behov, found, ranking)
        underlag = self._index.underlag
        explained = ((number, explainer.explain(number)) for number in ranking.ordning)
        chosen = list(islice(((number, skal) for number, skal in explained if skal), limit))
        touched = self._touched(behov.text, [number for number, _ in chosen])
        return tuple(
            Match(
                insats=underlag.insatser[number].id,
                namn=underlag.insatser[number].namn,
                rang=place,
                styrka=strength(float(ranking.poang[number])),
                poang=round(float(ranking.poang[number]), 4),
                skal=skal,
                forbehall=reservations(
                    underlag.insatser[number], behov, underlag.amne_ingar_i, touched[number]
                ),
            )
            for place, (number, skal) in enumerate(chosen, start=1)
        )

    def _touched(self, text: str, numbers: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        """Return, for each insats, the situations it does not fit that the text touches."""
        if not text.strip():
            return dict.fromkeys(numbers, ())
        pieces = self._index.meningar.weighed(passages(text)[:MOST_PASSAGES])
        found: dict[int, tuple[str, ...]] = {}
        for number in numbers:
            lines = self.underlag.insatser[number].passar_inte
            alike = (pieces @ self._not_when(number).T).toarray().max(axis=0, initial=0.0)
            found[number] = tuple(
                line for line, likeness in zip(lines, alike, strict=True) if likeness >= TOUCHED
            )
        return found

    def _not_when(self, number: int) -> sparse.csr_array:
        """Return the weighed pieces of the situations that an insats does not fit."""
        if number not in self._known_not_when:
            lines = self.underlag.insatser[number].passar_inte
            self._known_not_when[number] = self._index.meningar.weighed(lines)
        return self._known_not_when[number]

    def _areas_found(self, ranking: Ranking) -> tuple[FunnetOmrade, ...]:
        order = np.argsort(-ranking.omraden, kind="stable")[:MOST_AREAS_SHOWN]
        omraden = self._index.underlag.omraden
        return tuple(
            FunnetOmrade(omraden[row].id, omraden[row].namn, round(float(ranking.omraden[row]), 3))
            for row in order
            if ranking.omraden[row] >= SMALLEST_PROBABILITY
        )


def database_of(release: Path) -> Path:
    """Return the catalogue of a release."""
    database = release / "katalog.db"
    if not database.is_file():
        raise MatchIndexError(
            f"Det finns ingen byggd katalog i {release}.", "Bygg den med «insatser publicera»."
        )
    return database


def open_matcher(release: Path, *, encoder: Encoder | None = None) -> Matcher:
    """Open the matcher of a release.

    Parameters
    ----------
    release : Path
        Folder with ``katalog.db`` and ``index/``.
    encoder : Encoder, optional
        For the visitor's text; by default that of the extra ``semantik``, if it is installed.

    Returns
    -------
    Matcher
        Can be shared between threads.

    Raises
    ------
    MatchIndexError
        When the release lacks a catalogue or an index, or they are not made for each other.

    Examples
    --------
    >>> matchning = open_matcher(utgava).match(Behov(text="Eleverna räknar på fingrarna."))
    >>> matchning.matcher[0].insats
    'tal-i-tanken'
    """
    with open_reader(database_of(release)) as reader:
        underlag = collect(reader)
    loaded = index_files.load(release / "index", underlag)
    if encoder is None and loaded.vektorer is not None:
        encoder = default_encoder()
    return Matcher(loaded, encoder)
