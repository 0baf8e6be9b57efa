"""The problems that an analysis tells of."""

from __future__ import annotations

from pathlib import Path

from matcher import Behov, open_matcher, read_analysis

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
