"""``Matcher``: a need in, reasoned suggestions out. Pure, repeatable, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from catalog.reading import open_reader
from matcher import index as index_files
from matcher.candidates import Signals, area_probabilities, signals
from matcher.encoding import Encoder, default_encoder
from matcher.errors import BehovError, MatchIndexError
from matcher.features import Underlag, collect
from matcher.forbehall import reservations
from matcher.index import MatchIndex
from matcher.intake import Analys
from matcher.language import is_swedish
from matcher.needs import FunnetBehov, find_needs
from matcher.ranking import (
    ABSTAIN_OUTSIDE,
    ABSTAIN_POINTS,
    Ranking,
    rank,
    strength,
)
from matcher.reasons import Explainer
from matcher.result import Behov, FunnetOmrade, Match, Matchning

MATCHNINGSVERSION = "1"
LONGEST_TEXT = 200_000
MOST_AREAS_SHOWN = 5
SMALLEST_PROBABILITY = 0.05

NOT_SWEDISH = "Texten verkar inte vara skriven på svenska. Matchningen förstår bara svenska."
WITHOUT_VECTORS = "Matchningen går här på ord och kopplingar, utan språkmodell."
OUTSIDE = "Det beskrivna verkar gälla {}, som insatser för skolutveckling inte kan lösa."
NOTHING_NEAR = "Ingen insats i katalogen ligger nära det beskrivna."


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
        same = (
            encoder is not None
            and index.vektorer is not None
            and (index.vektorer.kodare == encoder.name)
        )
        self._encoder = encoder if same else None

    @property
    def katalogversion(self) -> str:
        """Return the version of the catalogue that suggestions are from."""
        return self._index.underlag.katalogversion

    @property
    def har_vektorer(self) -> bool:
        """Return whether meaning beyond words is used."""
        return self._encoder is not None

    @property
    def underlag(self) -> Underlag:
        """Return the records that are matched against, in the index's order."""
        return self._index.underlag

    @property
    def encoder(self) -> Encoder | None:
        """Return the encoder in use."""
        return self._encoder

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
            When nothing is described, or the text is too long.

        Examples
        --------
        >>> from matcher.matching import check_text
        >>> check_text(Behov(text=" "))
        Traceback (most recent call last):
        matcher.errors.BehovError: Behovet är tomt. Beskriv läget i en mening eller välj ...
        """
        check_text(behov)
        found = signals(self._index, behov.text, self._encoder) if behov.text.strip() else None
        ranking = rank(self._index, behov, found)
        why = self._why_abstain(behov, found, ranking)
        return Matchning(
            behov=behov,
            avstar=why is not None,
            avstar_skal=why,
            funna_problemomraden=self._areas_found(ranking),
            matcher=self._suggestions(behov, found, ranking, limit),
            bortfiltrerade=int((~ranking.kvar).sum()),
            katalogversion=self.katalogversion,
            matchningsversion=MATCHNINGSVERSION,
            anmarkningar=self._remarks(behov),
        )

    def needs(self, analys: Analys) -> tuple[FunnetBehov, ...]:
        """Return the problems that an analysis tells of, with the words that show each."""
        return find_needs(
            analys,
            self._index.underlag.omraden,
            lambda texts: area_probabilities(self._index, texts, self._encoder),
        )

    def _suggestions(
        self, behov: Behov, found: Signals | None, ranking: Ranking, limit: int
    ) -> tuple[Match, ...]:
        explainer = Explainer(self._index, behov, found, ranking)
        underlag = self._index.underlag
        within = dict(underlag.amne_ingar_i)
        return tuple(
            Match(
                insats=underlag.insatser[number].id,
                namn=underlag.insatser[number].namn,
                rang=place,
                styrka=strength(float(ranking.poang[number])),
                poang=round(float(ranking.poang[number]), 4),
                skal=explainer.explain(number),
                forbehall=reservations(
                    underlag.insatser[number], behov, ranking.sammanhang, within
                ),
            )
            for place, number in enumerate(ranking.ordning[:limit], start=1)
        )

    def _areas_found(self, ranking: Ranking) -> tuple[FunnetOmrade, ...]:
        order = np.argsort(-ranking.omraden, kind="stable")[:MOST_AREAS_SHOWN]
        omraden = self._index.underlag.omraden
        return tuple(
            FunnetOmrade(omraden[row].id, omraden[row].namn, round(float(ranking.omraden[row]), 3))
            for row in order
            if ranking.omraden[row] >= SMALLEST_PROBABILITY
        )

    def _why_abstain(self, behov: Behov, found: Signals | None, ranking: Ranking) -> str | None:
        if found is None or behov.problemomraden:
            return None
        outside = found.sannolikheter * self._index.underlag.utanfor
        if outside.sum() >= ABSTAIN_OUTSIDE:
            name = self._index.underlag.omraden[int(outside.argmax())].namn
            return OUTSIDE.format(f"«{name.lower()}»")
        best = ranking.poang[ranking.ordning[0]] if ranking.ordning else 0.0
        if best < ABSTAIN_POINTS:
            return NOTHING_NEAR
        if not is_swedish(behov.text) and strength(float(best)) != "stark":
            return NOT_SWEDISH
        return None

    def _remarks(self, behov: Behov) -> tuple[str, ...]:
        remarks = []
        if behov.text.strip() and not is_swedish(behov.text):
            remarks.append(NOT_SWEDISH)
        if behov.text.strip() and not self.har_vektorer:
            remarks.append(WITHOUT_VECTORS)
        return tuple(remarks)


def check_text(behov: Behov) -> None:
    """Refuse a need with nothing in it, or with too much, before any work is done."""
    if not behov.problemomraden and not behov.text.strip():
        raise BehovError("Behovet är tomt.", "Beskriv läget i en mening eller välj problemområden.")
    if len(behov.text) > LONGEST_TEXT:
        raise BehovError(
            f"Texten är för lång: {len(behov.text)} tecken, och gränsen är {LONGEST_TEXT}.",
            "Klistra in de delar som beskriver problemen.",
        )


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
    database = release / "katalog.db"
    if not database.is_file():
        raise MatchIndexError(
            f"Det finns ingen byggd katalog i {release}.", "Bygg den med «insatser publicera»."
        )
    with open_reader(database) as reader:
        underlag = collect(reader)
    loaded = index_files.load(release / "index", underlag)
    if encoder is None and loaded.vektorer is not None:
        encoder = default_encoder()
    return Matcher(loaded, encoder)
