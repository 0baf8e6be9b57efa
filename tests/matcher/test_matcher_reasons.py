"""Reasons are true: of the record they speak of, and of the words they quote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from catalog.swedish import inside_sentence, tokens
from matcher import Behov, Matcher
from matcher.context import read_context, subjects_agree
from matcher.features import whole_text
from matcher.reasons import AREA_SENTENCE, NO_REASON, clauses
from matcher.statements import Pastaende, read_judged_folder

MOSTLY = 0.9
"""What is left of a text may, now and then, say the same thing more clearly than the whole."""


@pytest.fixture(scope="module")
def matcher(riktig_matcher: Matcher) -> Matcher:
    return riktig_matcher


@pytest.fixture(scope="module")
def statements(real_data: Path, matcher: Matcher) -> tuple[Pastaende, ...]:
    return read_judged_folder(real_data / "bedomningar", matcher.vokabular)


@pytest.fixture(scope="module")
def needs(
    real_data: Path, matcher: Matcher, statements: tuple[Pastaende, ...]
) -> tuple[Behov, ...]:
    """Every judged statement, and every fourth marked problem of the example analyses."""
    marked = [
        str(area["span"])
        for path in sorted((real_data / "exempelanalyser").glob("*/om.yaml"))
        for area in yaml.safe_load(path.read_text(encoding="utf-8"))["problemomraden"]
    ]
    return (*(each.behov for each in statements), *(Behov(text=text) for text in marked[::4]))


def test_every_reason_is_true(matcher: Matcher, needs: tuple[Behov, ...]) -> None:
    omraden = {each.id: each for each in matcher.underlag.omraden}
    insatser = {each.id: each for each in matcher.underlag.insatser}
    seen = set()
    for behov in needs:
        for match in matcher.match(behov).matcher:
            record = insatser[match.insats]
            assert match.skal
            for skal in match.skal:
                seen.add(skal.slag)
                assert all(
                    quote in behov.text or quote in behov.text.lower() for quote in skal.citat
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
                    asked = read_context(behov).amnen
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


def test_without_the_quoted_words_the_points_are_lower(
    matcher: Matcher, needs: tuple[Behov, ...]
) -> None:
    tried = lower = 0
    for behov in needs[::4]:
        for match in matcher.match(behov, limit=3).matcher:
            quotes = [quote for skal in match.skal[:1] for quote in skal.citat]
            rest = behov.text
            for quote in quotes:
                rest = rest.replace(quote, " ")
            if not quotes or not any(sign.isalpha() for sign in rest):
                continue
            tried += 1
            lower += matcher.explain(replace(behov, text=rest), match.insats).poang < match.poang
    assert tried > 20
    assert lower / tried >= MOSTLY


def test_sentences_never_hold_the_schools_words(
    matcher: Matcher, statements: tuple[Pastaende, ...]
) -> None:
    for statement in statements[::3]:
        marked = f"{statement.behov.text} Zebraskolan i Hittepåköping."
        found = matcher.match(type(statement.behov)(text=marked))
        for skal in (each for match in found.matcher for each in match.skal):
            assert "Zebra" not in skal.text
            assert "Hittepå" not in skal.text


def test_shares_are_of_the_whole(matcher: Matcher, statements: tuple[Pastaende, ...]) -> None:
    for statement in statements[::3]:
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
