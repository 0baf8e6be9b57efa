"""What school forms and stages a whole analysis is about, in the examples and in a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.context import read_context
from matcher.intake import Analys, Stycke, read_analysis
from matcher.needs.school import school_forms_of, stages_of
from matcher.result import Behov

EXAMPLES = {
    "f6-landsbygd": ("grundskola", "f-3 4-6"),
    "f9-mellanstor-stad": ("grundskola", "f-3 4-6 7-9"),
    "forskoleenhet-tre-hus": ("forskola", ""),
    "fristaende-yrkesgymnasium": ("gymnasieskola", "gy"),
    "gymnasieskola": ("gymnasieskola", "gy"),
    "huvudman-grundskolor": ("grundskola", "f-3 4-6 7-9"),
    "komvux-sfi": ("komvux", ""),
    "storkommun-skolformer": (
        "forskola fritidshem grundskola anpassad-grundskola gymnasieskola komvux",
        "4-6 7-9 gy",
    ),
}

LINES = (
    ("Ettorna läser för lite. På Ågymnasiet tar treorna examen.|Gymnasiet växer.", "gy"),
    ("Ågymnasiet tog emot elever från grundskolan. Gymnasiet är litet.", "gy"),
    ("Treorna gissar när de läser. Ettorna också, och lågstadiet har bytt lärare.", "f-3"),
    ("Vår F-6-skola har 200 elever.", "f-3 4-6"),
    ("Klasserna har 4-6 elever i varje grupp.", ""),
    ("Niorna söker till gymnasiet. Niorna oroar sig för gymnasiet. Åk 9 saknar behörighet.", "7-9"),
    ("Inget sägs om var vi är.", ""),
    ("Årskurs 3 och 9 skriver proven. Åk 3 och 9 har lika många elever.", "f-3 7-9"),
)

WORDS = (
    "småbarnsavdelningen",
    "förskolan",
    "förskoleklassen",
    "fritidshemmet",
    "fritidsgården",
    "grundsärskolan",
    "ågymnasiet",
    "gymnasial vuxenutbildning",
    "gymnasiearbetet",
    "högskoleförberedande program",
    "apl",
    "anpassad gymnasieskola",
    "komvux",
    "huset",
)
"""Each tells of one school form or of none, in a sentence as in an analysis."""


def context_of(analys: Analys) -> tuple[str, str]:
    forms = [each.id for each in school_forms_of(analys)]
    return " ".join(forms), " ".join(each.id for each in stages_of(analys, forms))


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_known_where_an_example_was_written(name: str, real_data: Path) -> None:
    text = (real_data / "exempelanalyser" / name / "text.md").read_bytes()
    assert context_of(read_analysis(text, filename="text.md")) == EXAMPLES[name]


@pytest.mark.parametrize(("text", "stages"), LINES)
def test_a_year_is_read_by_the_school_it_is_in(text: str, stages: str) -> None:
    analys = Analys("text", tuple(Stycke(each) for each in text.split("|")))
    assert context_of(analys)[1] == stages


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_understood_alike_in_a_sentence_and_in_an_analysis(word: str) -> None:
    text = f"Vi talar om {word} här."
    forms = tuple(each.id for each in school_forms_of(Analys("text", (Stycke(text),))))
    assert forms == read_context(Behov(text=text)).last.ids("skolformer")
