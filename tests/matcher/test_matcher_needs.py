"""The problems that an analysis tells of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matcher import Analys, Behov, Stycke, open_matcher, read_analysis
from matcher.needs.finding import (
    AT_A_TIME,
    LONGEST_EXCERPT,
    MOST_SENTENCES,
    find_needs,
    is_read_in_part,
)

TEXT = """RESULTAT

Många ljudar fortfarande ord för ord. Läsningen går sakta och hackigt.

ORGANISATION OCH LEDNING

Ventilationen i huset är utdömd.

Vi är en skola med två paralleller i utkanten av staden.
"""


def test_each_problem_has_its_excerpt_area_and_level(release: Path) -> None:
    matcher = open_matcher(release)
    found = matcher.needs(read_analysis(TEXT.encode()))
    areas = {each.problemomraden[0].problemomrade: each for each in found}
    assert areas["avkodning"].analysniva == "resultat"
    assert areas["ventilation"].utanfor
    for each in found:
        assert each.utdrag in " ".join(TEXT.split())


def test_a_found_problem_can_be_matched_with_the_schools_context(release: Path) -> None:
    matcher = open_matcher(release)
    found = matcher.needs(read_analysis(TEXT.encode()))[0]
    behov = found.behov(Behov(skolformer=("grundskola",), arskurser=("f-3",)))
    assert (behov.text, behov.arskurser) == (found.utdrag, ("f-3",))
    assert matcher.match(behov).matcher[0].insats == "intensiv-lastraning"


def test_nothing_is_found_in_nothing(release: Path) -> None:
    analys = read_analysis(b"Kort.")
    assert all(each.utdrag == "Kort." for each in open_matcher(release).needs(analys))


def test_a_very_long_analysis_is_read_in_part_and_in_batches(release: Path) -> None:
    analys = Analys("text", tuple(Stycke(f"Eleverna läser inte bok {n} här.") for n in range(999)))
    asked: list[int] = []

    def classify(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return np.full((len(texts), 6), 1 / 6)

    omraden = open_matcher(release).underlag.omraden
    assert len(find_needs(analys, omraden, classify)) == sum(asked) == MOST_SENTENCES
    assert max(asked) <= AT_A_TIME
    assert is_read_in_part(analys)
    assert not is_read_in_part(Analys("text", analys.stycken[:MOST_SENTENCES]))


def test_a_text_without_stops_gives_excerpts_that_can_be_matched(release: Path) -> None:
    found = open_matcher(release).needs(Analys("text", (Stycke("ljudar ord " * 20_000),)))
    assert found
    assert all(len(each.utdrag) <= LONGEST_EXCERPT for each in found)
