"""What the plan says: all that is asked for, and nothing made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from planer import FIGURES, PARTS, READING, plan_of, whole_sitting

from matcher import Arbetsfil, Atgardsplan, Matcher, open_matcher
from matcher.arbetsfil import Iakttagelse, Plan, Planrad, Problem
from matcher.plan.form import Uppmaning


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


def part(plan: Atgardsplan, name: str) -> list[str]:
    [found] = [each for each in plan.delar if each.id == name]
    whole = Atgardsplan("", (), (found,), "")
    return list(whole.texter())[2:]


def test_the_plan_has_all_that_is_asked_for_in_order(matcher: Matcher) -> None:
    assert [each.id for each in plan_of(whole_sitting(), matcher).delar] == PARTS
    assert [each.id for each in plan_of(Arbetsfil(), matcher).delar] == PARTS


SAID = [
    ("bakgrund", "Första raden."),
    ("bakgrund", "Planen utgår från nulägesanalysen för Hittepåskolan. Den tar sig an ett problem "
                 "på nivån resultat."),
    ("problem", "Problem 1: Eleverna läser utan att förstå vad texten säger"),
    ("problem", FIGURES),
    ("problem", "Lärarna frågar, en elev svarar, läraren frågar igen"),
    ("problem", "Taket läcker"),
    ("orsaker", "Lärarna frågar, en elev svarar, läraren frågar igen"),
    ("insatser", "Lärarna vill det."),
    ("insatser", "Läslyckan (problem 1): För stort nu."),
    ("insatser", "Ingen insats i planen vänder sig till huvudmannen."),
    ("mal", "60 procent."),
    ("mal", "Fler elever tar ordet i textsamtalen."),
    ("ansvar", "Rektor"),
    ("tidplan", "8 delar, 30 timmar"),
    ("tidplan", "30"),
    ("kostnad", "Materialet är fritt (2024)."),
    ("kostnad", "Bidrag för lärande"),
    ("delaktighet", "«Vi vill prata mer om böckerna.»"),
    ("framgangar", "Arbetslagen är stabila."),
    ("framgangar", "Vi gick en kurs. (i katalogen: «Tal i tanken»)"),
    ("risker", "Handledare med tid i tjänsten."),
    ("risker", "Passar inte: Eleverna knäcker inte läskoden."),
    ("risker", "Mer än ni har sagt att ni orkar: Termin 1, lärare och arbetslag: 30 timmar per "
               "deltagare; gränsen är 20."),
    ("uppfoljning", "Eleverna klarar fler tolkningsfrågor."),
    ("larande", "Vi skriver upp det."),
    ("kallor", "Om modulen ligger kvar är inte bekräftat."),
    ("kallor", "Om insatsen. Exempelverket, 2024. https://exempel.test/om"),
    ("overenskommelse", "Exempelkommunen"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), SAID)
def test_what_is_known_stands_in_its_part(matcher: Matcher, name: str, text: str) -> None:
    assert text in part(plan_of(whole_sitting(), matcher), name)


def test_what_only_the_school_knows_is_a_prompt(matcher: Matcher) -> None:
    plan = plan_of(whole_sitting(), matcher)
    for name in ("orsaker", "mal", "ansvar", "tidplan", "kostnad", "delaktighet", "risker"):
        assert any(each.startswith("[Skolan skriver: ") for each in part(plan, name)), name
    # What the school has written is not asked for again.
    assert not any("Skolan skriver" in each for each in part(plan, "bakgrund"))
    assert not any("Skolan skriver" in each for each in part(plan, "larande"))


def test_nothing_is_said_that_the_catalogue_or_the_school_did_not_say(matcher: Matcher) -> None:
    """Every number of the plan is in the catalogue's record, the school's words or the limits."""
    fil = whole_sitting()
    record = matcher.underlag.insatser[[i.id for i in matcher.underlag.insatser].index(
        "samtal-om-text"
    )]  # fmt: skip
    known = set(re.findall(r"\d+", f"{fil!r} {record!r} {matcher.katalogversion}"))
    for text in plan_of(fil, matcher).texter():
        # A term, the number of a problem, the number of insatser and the width of the chain.
        for number in re.findall(r"\d+", text):
            assert number in known | {"1", "2"}, text


def test_a_plan_without_choices_says_that_it_is_a_suggestion(matcher: Matcher) -> None:
    fil = Arbetsfil(problem=(Problem(id="p", formulering=READING, prioritet=1),))
    told = part(plan_of(fil, matcher), "insatser")
    assert told[0].startswith("Skolan har inte valt några insatser ännu.")
    assert "Samtal om text" in told


def test_many_problems_without_priority_are_not_yet_a_plan(matcher: Matcher) -> None:
    many = tuple(Problem(id=f"p{n}", formulering=READING) for n in range(6))
    told = part(plan_of(Arbetsfil(problem=many), matcher), "problem")
    assert told[1] == "[Skolan skriver: vilka problem som är viktigast att lösa först, och varför.]"
    first = many[0].model_copy(update={"prioritet": 1})
    told = part(plan_of(Arbetsfil(problem=(first, *many[1:])), matcher), "problem")
    assert told[0].startswith("Problem 1: ")
    assert "Problem som planen inte tar upp" in told


def test_a_preschool_speaks_of_children(matcher: Matcher) -> None:
    fil = Arbetsfil(
        skolformer=("forskola",),
        problem=(Problem(id="p", formulering="Ingen följer upp leken.", prioritet=1),),
        iakttagelser=(Iakttagelse(slag="elevrost", text="«Jag vill bygga.»"),),
    )
    plan = plan_of(fil, matcher)
    assert "Barnens röster i analysen" in part(plan, "delaktighet")
    assert not any("elever" in each.lower() for each in part(plan, "delaktighet"))


def test_a_removed_insats_and_another_edition_are_told_kindly(matcher: Matcher) -> None:
    fil = Arbetsfil(
        katalogversion="en-annan",
        paket=("borta", "samtal-om-text-gammal"),
        plan=Plan(rader=(Planrad(insats="samtal-om-text-gammal", ansvarig="Ansvarig A"),)),
    )
    plan = plan_of(fil, matcher)
    told = " ".join(plan.inledning)
    assert "med id borta finns inte" in told
    assert "annan utgåva" in told
    assert "Ansvarig A" in part(plan, "ansvar")


def test_a_prompt_is_not_a_text(matcher: Matcher) -> None:
    plain = plan_of(Arbetsfil(), matcher).to_dict()
    [background] = [each for each in plain["delar"] if each["id"] == "bakgrund"]
    assert [each["slag"] for each in background["block"]] == ["uppmaning"]
    assert isinstance(plan_of(Arbetsfil(), matcher).delar[0].block[0], Uppmaning)
