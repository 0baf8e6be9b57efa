"""Levels and what no insats helps, read from words and figures where no heading says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import Analys, Matcher, Stycke, open_matcher, read_analysis
from matcher.needs.sections import sections
from matcher.needs.trends import is_worse, value
from matcher.sentence_models import COLUMNS, ROLES, learn
from matcher.sentence_models.levels import known_sentences
from matcher.sentence_models.roles import known_sentences as known_roles


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


@pytest.mark.parametrize(
    ("label", "cells", "expected"),
    [
        ("Andel godkända", ("62 %", "48 %"), True),
        ("Andel godkända", ("62 %", "71 %"), False),
        ("Andel godkända", ("62 %", "62,5 %"), False),
        ("Avbrott", ("33 %", "52 %"), True),
        ("Ogiltig frånvaro", ("9 %", "6 %"), False),
        ("F i engelska", ("4 av 40", "9 av 36"), True),
        ("Meritvärde", ("221", "204"), True),
        ("Antal elever", ("412", "388"), None),
        ("Elever i F–6", ("80 %", "90 %"), False),
        ("Andel godkända", ("–", "48 %"), None),
        ("Andel godkända", ("62", "48 %"), None),
    ],
)
def test_figures_tell_if_something_has_become_worse(
    label: str, cells: tuple[str, ...], expected: bool | None
) -> None:
    assert is_worse(label, cells, ("2023", "2025")) is expected
    assert is_worse(label, cells, ("Norra skolan", "Södra skolan")) is None


def test_a_share_of_nothing_is_no_figure() -> None:
    assert value("3 av 0") is None


def test_a_row_of_figures_is_a_problem_where_it_went_the_wrong_way(matcher: Matcher) -> None:
    rows = (
        ("Betyget E eller högre i matematik", "71 %", "55 %", "Störst tapp i algebra"),
        ("Betyget E eller högre i svenska", "78 %", "84 %", "Fyra lärare delar material"),
    )
    columns = ("Mått", "2023", "2025", "Kommentar")
    stycken = tuple(
        Stycke(text, "Resultat", rad=number, kolumnrubrik=name if number else None)
        for number, row in enumerate((columns, *rows))
        for text, name in zip(row, columns, strict=True)
    )
    found = matcher.read_needs(Analys("docx", stycken)).problem
    assert [(each.utdrag, each.analysniva) for each in found] == [(rows[0][0], "resultat")]
    assert len(found[0].stallen) == 2


def test_a_level_named_in_passing_is_but_a_hint() -> None:
    told = [Stycke("x", "Samarbetet i arbetslagen"), Stycke("x", "Läsning")]
    assert [(each.niva, each.tidigare) for each, _ in sections(told)] == [
        (None, "organisation"),
        (None, None),
    ]
    ordered = [*told, Stycke("x", "Resultat")]
    assert [each.niva for each, _ in sections(ordered)] == ["organisation", None, "resultat"]
    assert [each.niva for each, _ in sections([Stycke("x", "2. Resultat")])] == ["resultat"]


def test_a_section_about_what_no_insats_helps_needs_no_heading_that_says_so(
    matcher: Matcher,
) -> None:
    text = (
        "# Läsning\n\nEleverna ljudar ord för ord i trean.\n\n# Övrigt\n\n"
        "Taket läcker i gymnastiksalen. Ventilationen är utdömd.\n"
    )
    found = matcher.read_needs(read_analysis(text.encode(), filename="a.md")).problem
    assert not found[0].utanfor
    assert any(each.utanfor and "läcker" in each.utdrag for each in found)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Andelen underkända i kemi har stigit till 22 procent.", "resultat"),
        ("Lärarna låter eleverna arbeta var för sig i boken.", "undervisning"),
        ("Rektorerna följer inte upp planen och nya lärare får ingen mentor.", "organisation"),
        ("Skolbussen kommer för sent och taket läcker.", "utanfor"),
    ],
)
def test_words_tell_the_level(text: str, level: str) -> None:
    model = learn((), ()).nivaer
    assert COLUMNS[int(model.probabilities([text])[0].argmax())] == level


def test_the_sentences_to_learn_from_are_many_and_written_once() -> None:
    assert {level for _, level in known_sentences()} == set(COLUMNS)
    assert {role for _, role in known_roles()} == set(ROLES)
    for known in (known_sentences(), known_roles()):
        assert len({text for text, _ in known}) == len(known)
