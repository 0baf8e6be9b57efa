"""The package: worth as much as an exhaustive search finds, and never beyond a limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import Matcher, open_matcher
from matcher.arbetsfil import Arbetsfil, Granser, Iakttagelse, Plan, Planrad, Problem, Val
from matcher.paket import Insatspaket, bygg_paket, byt, valj_paket
from matcher.paket.form import (
    Krav,
    Lage,
    Paketinsats,
    Paketproblem,
    Placering,
    Tackning,
    Timmar,
)
from matcher.paket.kandidater import COSTS, without_cycles
from matcher.paket.tider import span
from matcher.paket.varde import weight, worth


@pytest.fixture(scope="module")
def matcher(release: object) -> Matcher:
    return open_matcher(release)  # type: ignore[arg-type]


# -- the solver against an exhaustive search ------------------------------------------------------


def insats(
    name: str,
    *,
    terminer: int = 1,
    timmar: int | None = None,
    band: str = "egen-tid",
    status: str = "aktiv",
    grad: str = "ej-utvarderad",
    vald: bool = False,
) -> Paketinsats:
    return Paketinsats(
        id=name,
        namn=name.upper(),
        status=status,
        typ="modul",
        led=("larare",),
        led_med_timmar=("larare",),
        timmar=None if timmar is None else Timmar(False, True, timmar, timmar, "per deltagare"),
        terminer=terminer,
        langd=None,
        band=band,
        bandnamn=band,
        pris=None,
        evidensgrad=grad,
        evidensnamn=grad,
        evidensriktning="okand",
        riktningsnamn="Okänd",
        sakerhet="hog",
        vald=vald,
    )


def problem(name: str, prioritet: int) -> Paketproblem:
    return Paketproblem(name, "Text", prioritet, weight(prioritet), "undervisning", ())


def some_lage(seed: int) -> Lage:
    """Make a small case where order, limits and doubles often bite.

    Drawn by a generator of its own: Hypothesis's favourites are empty lists and equal values.
    """
    rng = Random(seed)  # noqa: S311
    names = [f"i{n}" for n in range(rng.randint(0, 5))]
    problems = tuple(problem(f"p{n}", rng.randint(1, 9)) for n in range(rng.randint(0, 4)))
    insatser = tuple(
        insats(
            name,
            terminer=rng.choice([1, 1, 1, 2, 3]),
            timmar=rng.choice([None, 10, 30, 41]),
            band=rng.choice(["egen-tid", "egen-tid", "okand", "lag", "hog"]),
            status=rng.choice(["aktiv"] * 5 + ["okand", "avslutad"]),
            grad=rng.choice(["ej-utvarderad", "effektstudie"]),
            vald=rng.random() < 0.3,
        )
        for name in names
    )
    cells = tuple(
        Tackning(p.id, name, styrka, rng.choice([0, 50, 100]))
        for p in problems
        for name in names
        if (styrka := rng.choice([None, None, "svag", "möjlig", "stark"]))
    )
    pairs = [(a, b) for a in names for b in names if a != b]
    krav = without_cycles(
        Krav(a, b, rng.choice(["bygger-pa", "kapacitet"]))
        for a, b in rng.sample(pairs, min(len(pairs), rng.randint(0, 4)))
    )
    doubles = rng.sample(pairs, min(len(pairs), rng.randint(0, 3)))
    granser = Granser(
        terminer=rng.randint(1, 4),
        samtidiga=rng.choice([None, None, 1, 2]),
        timmar_per_termin=rng.choice([None, None, 20, 40]),
        hogsta_kostnad=rng.choice([None, None, None, "egen-tid", "medel"]),
        insatser_hogst=rng.choice([2, 4, 5]),
    )
    fixed = tuple(
        Placering(each.id, start, start + each.terminer - 1)
        for each in insatser
        if rng.random() < 0.1
        for start in [rng.randint(1, 3)]
    )
    return Lage(problems, insatser, cells, krav, tuple(doubles), fixed, granser, COSTS)


lagen = st.integers(0, 2**32).map(some_lage)


def schedules(lage: Lage, chosen: Sequence[Paketinsats]) -> Iterator[dict[str, int]]:
    """Every way to place a set that keeps the limits; written without the solver's rows."""
    limits = lage.granser
    fixed = {each.insats: each.fran for each in lage.fasta}
    if len(chosen) > limits.insatser_hogst or any(i.status == "avslutad" for i in chosen):
        return
    if limits.hogsta_kostnad is not None:
        dear = COSTS[COSTS.index(limits.hogsta_kostnad) + 1 :]
        if any(each.band in dear for each in chosen):
            return
    spans = [
        [fixed[each.id]] if each.id in fixed else range(1, limits.terminer + 1) for each in chosen
    ]
    for starts in product(*spans):
        when = {each.id: start for each, start in zip(chosen, starts, strict=True)}
        ends = {each.id: when[each.id] + each.terminer - 1 for each in chosen}
        if any(end > limits.terminer for end in ends.values()):
            continue
        if all(
            fits_in_a_term(lage, [i for i in chosen if when[i.id] <= term <= ends[i.id]])
            for term in range(1, limits.terminer + 1)
        ) and all(
            (k.fore in fixed and k.efter in fixed)
            or when[k.efter] >= (ends[k.fore] + 1 if k.slag == "bygger-pa" else when[k.fore])
            for k in lage.krav
            if k.fore in when and k.efter in when
        ):
            yield when


def fits_in_a_term(lage: Lage, running: Sequence[Paketinsats]) -> bool:
    limits = lage.granser
    hours = sum(-(-each.timmar.till // each.terminer) for each in running if each.timmar)
    return (limits.samtidiga is None or len(running) <= limits.samtidiga) and (
        limits.timmar_per_termin is None or hours <= limits.timmar_per_termin
    )


def possible_sets(lage: Lage) -> Iterator[tuple[str, ...]]:
    for size in range(len(lage.insatser) + 1):
        for chosen in combinations(lage.insatser, size):
            if next(schedules(lage, chosen), None) is not None:
                yield tuple(each.id for each in chosen)


@settings(max_examples=150)
@given(lagen)
def test_the_suggestion_is_worth_as_much_as_any_package_that_keeps_the_limits(lage: Lage) -> None:
    paket = valj_paket(lage, (), "1")
    wanted = {each.id for each in lage.insatser if each.vald}
    sets = list(possible_sets(lage))
    kept = max(len(wanted & set(each)) for each in sets)
    best = max(worth(lage, each) for each in sets if len(wanted & set(each)) == kept)
    assert paket.forslag.insatser in sets
    assert len(wanted & set(paket.forslag.insatser)) == kept
    assert paket.forslag.varde == best
    assert paket.forslag.brott == ()
    assert bool(paket.brister) is (kept < len(wanted))
    chosen = [lage.insats(each) for each in paket.forslag.insatser]
    when = {each.insats: each.fran for each in paket.forslag.placeringar}
    assert when in list(schedules(lage, chosen))


@settings(max_examples=40)
@given(lagen, st.randoms(use_true_random=False))
def test_the_same_question_has_the_same_answer_in_any_order(lage: Lage, random: object) -> None:
    cells = list(lage.tackning)
    random.shuffle(cells)  # type: ignore[attr-defined]
    again = valj_paket(replace(lage, tackning=tuple(cells)), (), "1")
    assert again.forslag.insatser == valj_paket(lage, (), "1").forslag.insatser


def test_what_is_worth_the_same_is_told_apart_by_id() -> None:
    twins = tuple(insats(name) for name in ("a", "b", "c"))
    cells = tuple(Tackning("p1", each.id, "stark") for each in twins)
    lage = Lage((problem("p1", 1),), twins, cells, (), (), (), Granser(), COSTS)
    paket = valj_paket(lage, (), "1")
    assert paket.forslag.insatser == ("a",)
    assert "bokstavsordning" in paket.byten[0].meningar[-1]


LIMITS = [
    ({"insatser_hogst": 1}, "högst 1 insatser"),
    ({"samtidiga": 1, "terminer": 1}, "högst 1 samtidigt"),
    ({"timmar_per_termin": 40, "terminer": 1}, "högst 40 timmar"),
]


@pytest.mark.parametrize(("limits", "said"), LIMITS)
def test_a_limit_that_leaves_something_chosen_out_is_named(
    limits: dict[str, int], said: str
) -> None:
    both = tuple(insats(name, timmar=30, vald=True) for name in ("a", "b"))
    lage = Lage((), both, (), (), (), (), Granser(**limits), COSTS)
    paket = valj_paket(lage, (), "1")
    assert len(paket.forslag.insatser) == 1
    [lack] = paket.brister
    assert said in lack
    assert paket.valt.brott
    assert paket.valt.insatser == ("a", "b")


def test_what_is_ended_or_too_dear_is_told_by_name() -> None:
    chosen = (
        insats("a", status="avslutad", vald=True),
        insats("b", band="hog", vald=True),
        insats("c", terminer=6, vald=True),
    )
    lage = Lage((), chosen, (), (), (), (), Granser(hogsta_kostnad="lag"), COSTS)
    paket = valj_paket(lage, (), "1")
    assert paket.forslag.insatser == ()
    assert [lack.split("»")[0] for lack in paket.brister] == ["«A", "«B", "«C"]


# -- from a working file --------------------------------------------------------------------------

READING = "Eleverna ljudar ord för ord i trean."
FIGURES = "Lärarna räknar, men eleverna i åttan förstår inte bråk."
ABSENCE = "Elever är hemma i månader innan någon gör något."


def sitting(*problems: Problem, **more: object) -> Arbetsfil:
    return Arbetsfil(problem=problems, skolformer=("grundskola",), **more)  # type: ignore[arg-type]


def asked(name: str, text: str, prioritet: int | None = 1, **val: str) -> Problem:
    decided = tuple(
        Val(insats=each.replace("_", "-"), beslut=beslut, motiv="Därför.")  # type: ignore[arg-type]
        for each, beslut in val.items()
    )
    return Problem(id=name, formulering=text, prioritet=prioritet, val=decided)


def test_a_package_is_short_to_read(matcher: Matcher) -> None:
    fil = sitting(
        asked("las", READING, 1, samtal_om_text="vald", intensiv_lastraning="avvisad"),
        asked("tal", FIGURES, 2),
        asked("borta", ABSENCE, 3),
        granser=Granser(samtidiga=1, terminer=3),
    )
    assert golden(bygg_paket(fil, matcher)) == GOLDEN


GOLDEN = """\
valt: samtal-om-text T1-1
  otackta: las tal borta
  led utan: huvudman rektor mellanledare
  larare T1: 30 timmar
forslag: samtal-om-text T1-1, tal-i-tanken T2-2, narvaroteam T3-3
  otackta: las
  led utan: huvudman mellanledare
  larare T1: 30 timmar
  larare T2: 0 timmar, minst
  rektor T3: 0 timmar, minst
  elevhalsa T3: 0 timmar, minst
"""


def golden(paket: Insatspaket) -> str:
    lines = []
    for name, bild in (("valt", paket.valt), ("forslag", paket.forslag)):
        placed = ", ".join(f"{p.insats} T{p.fran}-{p.till}" for p in bild.placeringar)
        lines += [f"{name}: {placed}", f"  otackta: {' '.join(bild.otackta)}"]
        lines.append(f"  led utan: {' '.join(bild.led_utan)}")
        lines += [
            f"  {b.led} T{b.termin}: {b.timmar} timmar{', minst' if b.minst else ''}"
            for b in bild.belastning
        ]
    return "\n".join(lines) + "\n"


def test_what_is_refused_ended_or_done_is_never_suggested(matcher: Matcher) -> None:
    free = bygg_paket(sitting(asked("p", READING)), matcher)
    assert free.forslag.insatser == ("intensiv-lastraning",)
    refused = bygg_paket(sitting(asked("p", READING, intensiv_lastraning="avvisad")), matcher)
    assert "intensiv-lastraning" not in refused.forslag.insatser
    done = Iakttagelse(slag="historik", text="Vi har tränat.", insatser=("intensiv-lastraning",))
    after = bygg_paket(sitting(asked("p", READING), iakttagelser=(done,)), matcher)
    assert "intensiv-lastraning" not in after.forslag.insatser
    assert any("redan har gjort" in each for each in after.anmarkningar)
    ids = {each.id for each in after.lage.insatser}
    assert "fysik-pa-riktigt" not in ids  # ended
    assert "bidrag-for-larande" not in ids  # money


def test_what_builds_on_another_comes_after_it(matcher: Matcher) -> None:
    fil = sitting(asked("p", FIGURES, tal_i_tanken="vald", tal_i_tanken_hogstadiet="vald"))
    paket = bygg_paket(fil, matcher)
    when = {each.insats: each.fran for each in paket.forslag.placeringar}
    assert when["tal-i-tanken-hogstadiet"] > when["tal-i-tanken"]
    [order] = paket.forslag.ordning
    assert order.haller
    assert "bygger på «Tal i tanken»" in order.text


def test_the_terms_of_the_school_are_kept_and_a_broken_order_is_told(matcher: Matcher) -> None:
    rows = (
        Planrad(insats="tal-i-tanken", termin_fran=3, termin_till=4),
        Planrad(insats="tal-i-tanken-hogstadiet", termin_fran=1, termin_till=1),
    )
    fil = sitting(
        asked("p", FIGURES, tal_i_tanken="vald", tal_i_tanken_hogstadiet="vald"),
        plan=Plan(rader=rows),
    )
    bild = bygg_paket(fil, matcher).forslag
    assert [(each.insats, each.fran, each.till) for each in bild.placeringar] == [
        ("tal-i-tanken-hogstadiet", 1, 1),
        ("tal-i-tanken", 3, 4),
    ]
    assert [each.haller for each in bild.ordning] == [False]


def test_hours_are_only_those_of_the_catalogue(matcher: Matcher) -> None:
    fil = sitting(asked("p", READING, samtal_om_text="vald", intensiv_lastraning="vald"))
    rows = {each.led: each for each in bygg_paket(fil, matcher).valt.belastning}
    assert set(rows) == {"larare"}
    assert rows["larare"].timmar == 30
    assert rows["larare"].utan_uppgift == ("intensiv-lastraning",)
    assert rows["larare"].minst


def test_a_swap_tells_what_changes(matcher: Matcher) -> None:
    paket = bygg_paket(sitting(asked("p", READING)), matcher)
    swapped = byt(paket, "intensiv-lastraning", "samtal-om-text")
    assert [(c.fore, c.efter) for c in swapped.tackning] == [("stark", "svag")]
    assert swapped.varde < 0
    assert "Problem 1 besvaras svagt i stället för starkt." in swapped.meningar
    assert any("effektstudie (positiv)" in each for each in swapped.meningar)
    with pytest.raises(ValueError, match="not in the package"):
        byt(paket, "samtal-om-text", "intensiv-lastraning")


def test_ids_that_are_gone_are_told_and_no_fault(matcher: Matcher) -> None:
    fil = sitting(
        asked("p", READING, borttagen_insats="vald"),
        Problem(id="q", formulering="", problemomraden=("borttaget-omrade",), prioritet=2),
        katalogversion="en-annan",
        arskurser=("ingen",),
        paket=("också-fel".replace("å", "a"),),
    )
    paket = bygg_paket(fil, matcher)
    told = " ".join(paket.anmarkningar)
    assert "borttagen-insats" in told
    assert "en annan utgåva" in told
    assert paket.forslag.insatser == ("intensiv-lastraning",)


def test_an_empty_sitting_has_an_empty_package(matcher: Matcher) -> None:
    paket = bygg_paket(Arbetsfil(), matcher)
    assert (paket.valt.insatser, paket.forslag.insatser, paket.byten) == ((), (), ())
    assert paket.valt.led_utan == ()


def test_the_text_of_the_school_is_left_out_unless_asked_for(matcher: Matcher) -> None:
    paket = bygg_paket(sitting(asked("p", READING)), matcher)
    assert READING not in str(paket.to_dict())
    assert READING in str(paket.to_dict(med_text=True))


def test_hours_over_several_terms_are_rounded_up() -> None:
    assert insats("a", terminer=2, timmar=41).timmar_per_termin == 21
    assert insats("a").timmar_per_termin == 0


SPANS = [
    ("Ett läsår.", (2, "Ett läsår")),
    ("Tre år (sex terminer) med möten.", (6, "sex terminer")),
    ("30 högskolepoäng under tre år.", (6, "tre år")),
    ("Barn på ett till fem år.", None),
    ("Elever i årskurs 3 år efter år.", None),
    ("Våren 2017 till sommaren 2020.", None),
]


@pytest.mark.parametrize(("text", "found"), SPANS)
def test_lengths_are_read_only_where_they_are_stated(
    text: str, found: tuple[int, str] | None
) -> None:
    assert span(text) == found
