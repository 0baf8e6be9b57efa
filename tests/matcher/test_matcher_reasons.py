"""Reasons are true: of the record they speak of, and of the words they quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.swedish import stems
from matcher import Matcher, Skal, open_matcher
from matcher.features import whole_text
from matcher.reasons import AREA_SENTENCE, clauses
from matcher.statements import Pastaende, read_judged_folder


@pytest.fixture(scope="module")
def matcher(riktig_release: Path) -> Matcher:
    return open_matcher(riktig_release)


@pytest.fixture(scope="module")
def statements(real_data: Path) -> tuple[Pastaende, ...]:
    return read_judged_folder(real_data / "bedomningar")[::3]


def test_every_reason_is_true(matcher: Matcher, statements: tuple[Pastaende, ...]) -> None:
    omraden = {each.id: each for each in matcher.underlag.omraden}
    insatser = {each.id: each for each in matcher.underlag.insatser}
    seen = set()
    for statement in statements:
        for match in matcher.match(statement.behov).matcher:
            record = insatser[match.insats]
            assert match.skal
            for skal in match.skal:
                seen.add(skal.slag)
                assert all(
                    quote in statement.behov.text or quote in statement.behov.text.lower()
                    for quote in skal.citat
                )
                if skal.slag == "problemomrade":
                    grade = {lank.id: lank.styrka for lank in record.problemomraden}.get(
                        skal.kalla_id
                    )
                    name = omraden[str(skal.kalla_id)].namn
                    assert name in skal.text
                    if grade:
                        assert skal.text == AREA_SENTENCE[grade].format(name)
                    else:
                        assert not record.problemomraden
                if skal.slag == "formulering":
                    assert any(each.rstrip(".") in skal.text for each in record.formuleringar)
                if skal.slag == "ord":
                    theirs = set(stems(whole_text(record)))
                    assert all(set(stems(word)) <= theirs for word in skal.citat)
                if skal.slag == "amne":
                    assert record.amnen
    assert {"problemomrade", "formulering", "ord", "amne"} <= seen


def test_sentences_never_hold_the_schools_words(
    matcher: Matcher, statements: tuple[Pastaende, ...]
) -> None:
    for statement in statements:
        marked = f"{statement.behov.text} Zebraskolan i Hittepåköping."
        found = matcher.match(type(statement.behov)(text=marked))
        for skal in (each for match in found.matcher for each in match.skal):
            assert "Zebra" not in skal.text
            assert "Hittepå" not in skal.text


def test_shares_are_of_the_whole(matcher: Matcher, statements: tuple[Pastaende, ...]) -> None:
    for statement in statements:
        for match in matcher.match(statement.behov).matcher:
            assert 0 <= sum(skal.andel for skal in match.skal) <= 1.002


def test_a_named_insats_is_found_by_its_name(matcher: Matcher) -> None:
    from matcher import Behov

    found = matcher.match(Behov(text="Vi funderar på Samtal om text för lärarna i år."))
    named = [skal for match in found.matcher for skal in match.skal if skal.slag == "namn"]
    assert named[0] == Skal(
        "namn",
        "Ni nämner insatsen vid namn.",
        named[0].andel,
        named[0].kalla_id,
        ("Samtal om text",),
    )


def test_clauses_are_word_for_word() -> None:
    text = "De läser högt, men förstår inte; det märks i NO.\nEn rad till"
    assert all(clause in text for clause in clauses(text))
    assert len(clauses(text)) == 4
