"""Reasons are true: of the record they speak of, and of the words they quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.swedish import inside_sentence, tokens
from matcher import Behov, Matcher, open_matcher
from matcher.context import read_context, subjects_agree
from matcher.features import whole_text
from matcher.reasons import AREA_SENTENCE, NO_REASON, clauses
from matcher.statements import Pastaende, read_judged_folder


@pytest.fixture(scope="module")
def matcher(riktig_release: Path) -> Matcher:
    return open_matcher(riktig_release)


@pytest.fixture(scope="module")
def statements(real_data: Path, matcher: Matcher) -> tuple[Pastaende, ...]:
    return read_judged_folder(real_data / "bedomningar", matcher.vokabular)[::3]


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
                    grades = {lank.id: lank.styrka for lank in record.problemomraden}
                    name = omraden[str(skal.kalla_id)].namn
                    assert name in skal.text
                    sentence = AREA_SENTENCE[grades[str(skal.kalla_id)]].format(name)
                    assert skal.text.startswith(sentence.rstrip("."))
                if skal.slag == "formulering":
                    assert any(each.rstrip(".") in skal.text for each in record.formuleringar)
                if skal.slag == "ord":
                    assert {word.lower() for word in skal.citat} <= set(tokens(whole_text(record)))
                    assert len(match.skal) > 1
                if skal.slag == "amne":
                    asked = read_context(statement.behov).amnen
                    same = [
                        each.namn
                        for each in record.amnen
                        if subjects_agree(asked, [each.id], matcher.underlag.amne_ingar_i)
                    ]
                    assert same
                    assert all(inside_sentence(each) in skal.text for each in same)
                assert skal.andel > 0 or skal == NO_REASON
            quotes = [skal.citat for skal in match.skal if skal.citat]
            assert len(quotes) == len(set(quotes))
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
    record = next(each for each in matcher.underlag.insatser if len(each.namn.split()) == 3)
    found = matcher.match(Behov(text=f"Vi funderar på {record.namn} för lärarna i år."))
    named = {match.insats: skal for match in found.matcher for skal in match.skal[:1]}
    skal = named[record.id]
    assert (skal.slag, skal.kalla_id, skal.citat) == ("namn", record.id, (record.namn,))
    assert skal.text == "Ni nämner insatsen vid namn."
    assert skal.andel > 0.3


def test_clauses_are_word_for_word() -> None:
    text = "De läser högt, men förstår inte; det märks i NO.\nEn rad till"
    assert all(clause in text for clause in clauses(text))
    assert len(clauses(text)) == 4
