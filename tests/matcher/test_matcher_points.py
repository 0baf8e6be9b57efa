"""Short items: what a list in so few words tells, and what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher import Matcher, open_matcher, read_analysis
from matcher.needs import Genomlasning
from matcher.needs.sections import read_heading
from matcher.points import tells

PROBLEMS = (
    "Frånvaro ökar",
    "Ökad ogiltig frånvaro",
    "Låg närvaro i valet",
    "Låg läsförståelse åk 6",
    "Hög ljudnivå",
    "stor personalomsättning",
    "Många sena ankomster",
    "Få vuxna på gården",
    "Få läser hemma",
    "Svårt med ekvationer",
    "Svaga kunskaper om bråk",
    "Språket svagt hos flerspråkiga barn",
    "Planeringstid faller bort",
    "Inga rutiner vid frånvaro",
    "Flickor mår sämre än pojkar",
    "Flickor presterar bättre än pojkar",
    "Mobbning på bussen",
    "Förstelärarnas uppdrag otydligt",
    "Matematik syns inte i leken",
    "Olika regler i olika klasser",
)
STRENGTHS = (
    "Låg frånvaro",
    "Frånvaron minskar",
    "Få konflikter på rasterna",
    "Inga kränkningar i år",
    "Hög behörighet",
    "Närvaron ökar",
    "Höga förväntningar",
    "Bra samarbete med föräldrarna",
    "fin gård",
)
NEITHER = (
    "Matematik",
    "Digitala verktyg",
    "Flerspråkiga elever",
    "Kränkningar och mobbning",
    "Frånvaron i åk 8",
    "Bråk och procent",
    "Plan mot kränkningar",
    "Fler vuxna på rasten",
    "Få elever",
    "Mindre grupper på eftermiddagen",
    "Låga trösklar in på biblioteket",
    "Det som fungerar bra",
    "Så minskar vi frånvaron",
    "Hur ser frånvaron ut?",
    "Uppgift saknas",
    "Ny mätning, går inte att jämföra",
    "Sen 2019 har vi två lärare per klass",
)


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


def read(matcher: Matcher, text: str) -> Genomlasning:
    return matcher.read_needs(read_analysis(text.encode()))


@pytest.mark.parametrize("text", PROBLEMS)
def test_little_of_the_good_and_much_of_the_bad_is_a_problem(text: str) -> None:
    assert tells(text) == "problem"


@pytest.mark.parametrize("text", STRENGTHS)
def test_much_of_the_good_and_little_of_the_bad_is_a_strength(text: str) -> None:
    assert tells(text) == "styrka"


@pytest.mark.parametrize("text", NEITHER)
def test_a_name_a_wish_and_a_remark_tell_neither(text: str) -> None:
    assert tells(text) is None


def test_a_list_without_headings_is_read_item_by_item(matcher: Matcher) -> None:
    """«Bra samarbete …» heads nothing: what comes after it is no strength."""
    found = read(
        matcher,
        "Från mötet i mars\n\n- Bra samarbete med föräldrarna\n- Frånvaron ökar\n"
        "- Stor personalomsättning\n- Inga konflikter på gården\n",
    )
    assert [each.utdrag for each in found.problem] == ["Frånvaron ökar", "Stor personalomsättning"]
    assert [each.text for each in found.iakttagelser if each.slag == "styrka"] == [
        "Bra samarbete med föräldrarna",
        "Inga konflikter på gården",
    ]


def test_the_last_item_under_a_heading_heads_nothing(matcher: Matcher) -> None:
    """«Små lokaler» would be the heading of what stands under the next heading."""
    found = read(
        matcher,
        "DET VI INTE RÅR ÖVER\n\n- Bullret utanför är högt\n- Små lokaler\n\n"
        "REDAN PROVAT\n\n- En kurs i bildstöd 2024\n",
    )
    assert [each.utdrag for each in found.problem if each.utanfor] == [
        "Bullret utanför är högt",
        "Små lokaler",
    ]


def test_what_one_is_pleased_with_works_and_what_one_is_not_does_not() -> None:
    pleased, not_pleased = map(read_heading, ("Det vi är nöjda med", "Det vi inte är nöjda med"))
    assert (pleased.slag, not_pleased.slag, not_pleased.problem) == ("styrka", None, True)


def test_a_row_tells_what_was_found_and_not_why(matcher: Matcher) -> None:
    rows = (
        "| Område | Nuläge | Analys |\n|---|---|---|\n"
        "| Närvaro | Frånvaron ökar i åk 8 | Vi saknar rutiner för tidig upptäckt |\n"
        "| Raster | Alla går till samma hörn | Få vuxna på gården |\n"
    )
    found = read(matcher, f"RESULTAT\n\n{rows}").problem
    assert [(each.utdrag, each.roll) for each in found] == [
        ("Frånvaron ökar i åk 8", "symtom"),
        ("Alla går till samma hörn", "symtom"),
    ]


def test_a_short_problem_above_a_table_is_no_heading(matcher: Matcher) -> None:
    found = read(
        matcher, "# Resultat\n\nFrånvaro ökar\n\n| Område | Läge |\n|---|---|\n| A | B |\n"
    )
    assert [each.utdrag for each in found.problem] == ["Frånvaro ökar"]
