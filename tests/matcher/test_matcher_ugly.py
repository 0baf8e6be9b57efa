"""Ugly input: an answer, or a clear word that it is too little. Never a trace; always the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Behov, BehovError, Matcher, open_matcher

ASK = """
import json, sys
from pathlib import Path
from matcher import Behov, open_matcher
matcher = open_matcher(Path(sys.argv[1]))
print(json.dumps([matcher.match(Behov(text=text)).to_dict() for text in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


@pytest.mark.parametrize(
    "text",
    ["a", "!", "7", "12 34 56", "😀😀😀", "...", "§ 4 (2)", "\u200b\u200b", "\x00", "a b c", "½"],
)
def test_too_little_is_told(matcher: Matcher, text: str) -> None:
    found = matcher.match(Behov(text=text))
    assert found.avstar
    assert found.avstar_skal
    assert found.avstar_skal.startswith("Det är för lite att gå på.")
    assert not found.matcher


@pytest.mark.parametrize(
    "text",
    [
        "Eleverna läser 😀 men förstår inte.",
        "<script>alert(1)</script> Eleverna förstår inte texten.",
        "<p>Eleverna&nbsp;läser</p>",
        "Eleverna\x00läser\x07inte\x1b[31m alls",
        "ELEVERNA LÄSER INTE ALLS!!!",
        "eleverna läser inte " * 2000,
        "Ученики не читают",
        "生徒は読まない",
        "الطلاب لا يقرؤون",
        "ﬁ ﬂ ǅ İ ẞ elever",
        "e\u0308leverna la\u0308ser inte",
        "-- '; DROP TABLE insats; --",
        "{{ 7 * 7 }} %s %(x)s \\n",
    ],
)
def test_anything_is_answered(matcher: Matcher, text: str) -> None:
    found = matcher.match(Behov(text=text))
    assert found.matcher or found.avstar
    json.dumps(found.to_dict(med_text=True))


@pytest.mark.parametrize("length", [50_001, 100_000])
def test_too_much_is_refused_with_a_remedy(matcher: Matcher, length: int) -> None:
    with pytest.raises(BehovError) as raised:
        matcher.match(Behov(text="x" * length))
    assert "Dela upp" in raised.value.remedy


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_no_text_makes_it_stumble(matcher: Matcher, text: str) -> None:
    try:
        found = matcher.match(Behov(text=text))
    except BehovError:
        assert not text.strip()
    else:
        assert found == matcher.match(Behov(text=text))


def test_other_processes_give_the_same_answers(release: Path) -> None:
    texts = json.dumps(["De förstår inte vad de läser.", "npf", "Många är borta, och bråkar."])
    answers = {
        subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", ASK, str(release)],
            input=texts,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
