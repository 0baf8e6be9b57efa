"""What a whole analysis tells: its problems, and what works, has been tried and is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matcher import Analys, Behov, Matcher, Stycke, open_matcher, read_analysis, till_arbetsfil
from matcher.arbetsfil import read_arbetsfil
from matcher.needs import Genomlasning
from matcher.needs.done import Gjort
from matcher.needs.evaluation import (
    Markering,
    MarktAnalys,
    measure,
    outcome,
    read_marked_folder,
    table,
)
from matcher.needs.model import FunnetBehov
from matcher.needs.sections import is_lead_in, read_heading, sections
from matcher.needs.sentences import LONGEST_SENTENCE, sentences
from matcher.needs.units import MOST_SENTENCES

TEXT = """RESULTAT

* Många ljudar fortfarande ord för ord. Läsningen går sakta och hackigt.
    - det beror på att vi sällan läser tillsammans
* Bra saker: alla kan simma.

ORGANISATION OCH LEDNING

* Ingen följer upp om arbetet ger något. Mötena handlar om scheman.

VAD ELEVERNA SÄGER

* "Jag läser bara när jag måste" (åk 8)

HAR PROVATS

* Vi gick Läslyftet 2016 men höll inte i det.

SÅDANT SOM VI INTE RÅR ÖVER

* Ventilationen i huset är utdömd.
"""
OWN = Path(__file__).with_name("analyser")


@pytest.fixture(scope="module")
def matcher(release: Path) -> Matcher:
    return open_matcher(release)


@pytest.fixture(scope="module")
def last(matcher: Matcher) -> Genomlasning:
    return matcher.read_needs(read_analysis(TEXT.encode()))


def test_each_problem_has_its_excerpt_area_and_level(last: Genomlasning) -> None:
    assert [(each.analysniva, each.utanfor) for each in last.problem] == [
        ("resultat", False),
        ("organisation", False),
        ("organisation", True),
    ]
    assert last.problem[0].problemomraden[0].problemomrade == "avkodning"
    assert last.problem[0].roll == "symtom"


def test_what_is_no_problem_is_told_apart(last: Genomlasning) -> None:
    assert [(each.slag, each.text) for each in last.iakttagelser] == [
        ("styrka", "Bra saker: alla kan simma."),
        ("elevrost", '"Jag läser bara när jag måste" (åk 8)'),
        ("historik", "Vi gick Läslyftet 2016 men höll inte i det."),
    ]


def test_places_point_at_the_words(last: Genomlasning) -> None:
    analys = read_analysis(TEXT.encode())
    for each in last.problem:
        place = each.stallen[0]
        assert analys.stycken[place.stycke].text[place.fran : place.till] == each.utdrag
    cause = last.problem[0].stallen[1]
    assert analys.stycken[cause.stycke].text.startswith("det beror på")


def test_a_found_problem_can_be_matched_with_the_schools_context(matcher: Matcher) -> None:
    found = matcher.read_needs(read_analysis(TEXT.encode())).problem[0]
    behov = found.behov(Behov(skolformer=("grundskola",), arskurser=("f-3",)))
    assert (behov.text, behov.arskurser) == (found.utdrag, ("f-3",))
    assert matcher.match(behov).matcher[0].insats == "intensiv-lastraning"


def test_the_working_file_holds_what_was_read(matcher: Matcher, last: Genomlasning) -> None:
    analys = read_analysis(TEXT.encode())
    fil = till_arbetsfil(analys, last, matcher.katalogversion)
    assert read_arbetsfil(fil.model_dump_json().encode()) == fil
    assert [each.formulering for each in fil.problem] == [each.utdrag for each in last.problem]
    assert fil.problem[2].utanfor
    assert [each.slag for each in fil.iakttagelser] == ["styrka", "elevrost", "historik"]


def test_a_labelled_cause_of_a_result_is_a_problem_of_its_own(matcher: Matcher) -> None:
    text = (
        "RESULTAT\n\n* Var tredje elev ljudar i trean\n"
        "* Orsak: vi slutar öva ljud när boken är slut i december\n"
    )
    found = matcher.read_needs(read_analysis(text.encode())).problem
    assert [(each.analysniva, each.roll) for each in found] == [
        ("resultat", "symtom"),
        ("undervisning", "orsak"),
    ]
    assert found[1].orsak_till == (0,)
    assert found[1].utdrag == "vi slutar öva ljud när boken är slut i december"
    fil = till_arbetsfil(read_analysis(text.encode()), Genomlasning(found), "1")
    assert fil.problem[1].orsak_till == ("p1",)


def test_what_is_told_twice_is_one_problem_and_causes_still_point_right(matcher: Matcher) -> None:
    told = "* Eleverna ljudar ord för ord i trean\n"
    text = (
        f"RESULTAT\n\n{told}{told}* Var femte elev i sexan kan inte simma\n"
        "* Orsak: vi har slutat åka till badhuset med alla klasser\n"
    )
    found = matcher.read_needs(read_analysis(text.encode())).problem
    assert len(found) == 3
    assert len(found[0].stallen) == 2
    assert found[2].orsak_till == (1,)


def test_observations_fit_in_a_working_file(matcher: Matcher) -> None:
    analys = Analys("text", (Stycke("Vi gick en kurs. " * 3_000, "Tidigare insatser"),))
    fil = till_arbetsfil(analys, matcher.read_needs(analys), "1")
    assert fil.iakttagelser


@pytest.mark.parametrize("text", ["Kort.", "1234", "|||", "Rubrik", "a" * 30_000, "ja. " * 9_000])
def test_odd_texts_are_read(matcher: Matcher, text: str) -> None:
    matcher.read_needs(Analys("text", (Stycke(text),)))


def test_an_analysis_without_paragraphs_tells_nothing(matcher: Matcher) -> None:
    assert matcher.read_needs(Analys("text", ())) == Genomlasning()


def test_a_very_long_analysis_is_read_in_part(matcher: Matcher) -> None:
    stycken = tuple(Stycke(f"Eleverna läser inte bok {n}.") for n in range(MOST_SENTENCES + 7))
    assert matcher.read_needs(Analys("text", stycken)).olast == 7
    assert matcher.read_needs(Analys("text", stycken[:50])).olast == 0


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=1500))
def test_sentences_are_parts_of_the_text_in_order(text: str) -> None:
    end = 0
    for each in sentences(text):
        assert each.fran >= end
        assert text[each.fran : each.till] == each.text
        assert 0 < len(each.text) <= LONGEST_SENTENCE
        end = each.till
    kept = "".join(each.text for each in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Det gäller t.ex. åk 7 och bl.a. pojkarna.", 1),
        ("I åk 9. Betygen sjunker.", 2),
        ("Vi såg 1,4 och 2,9. Kl. 8.10 börjar vi.", 2),
        ("Varför? Ingen vet! Så är det.", 3),
        ("Skolan (ca. 300 elever) växer.", 1),
    ],
)
def test_where_sentences_end(text: str, number: int) -> None:
    assert len(sentences(text)) == number


@pytest.mark.parametrize(
    ("heading", "niva", "slag", "problem"),
    [
        ("1. Elevernas resultat", "resultat", None, False),
        ("B. UNDERVISNING OCH ANDRA PROCESSER", "undervisning", None, False),
        ("Organisation och ledning", "organisation", None, False),
        ("Huvudmannens styrning", "organisation", None, False),
        ("Barnens utveckling och lärande", "resultat", None, False),
        ("Så säger eleverna", None, "elevrost", False),
        ("Barnens röst", None, "elevrost", False),
        ("Det här har vi redan provat", None, "historik", False),
        ("Tidigare insatser", None, "historik", False),
        ("Styrkor", None, "styrka", False),
        ("Det som fungerar bra", None, "styrka", False),
        ("Det som inte fungerar", None, None, True),
        ("Utvecklingsområden", None, None, True),
        ("Kort om skolan", None, "beskrivning", False),
        ("Metod och underlag", None, "metod", False),
        ("2. Hur vi har gjort", None, "metod", False),
        ("Det vi har gjort", None, "historik", False),
        ("Nästa steg", None, "plan", False),
        ("Sammanfattning", None, "sammanfattning", False),
        ("Sådant vi inte rår över", None, "utanfor", False),
        ("Matematik", None, None, False),
        ("ELEVERNA", "resultat", None, False),
        ("Hur arbetar vi tillsammans?", "organisation", None, False),
        ("Grönt", None, "styrka", False),
        ("Rött", None, None, True),
        ("2. Skolan", None, "beskrivning", False),
        ("Vad vårdnadshavarna säger", None, "beskrivning", False),
        ("Elevernas tankar", None, "elevrost", False),
        ("Mål som redan är beslutade", None, "plan", False),
        ("Mål som inte nås", None, None, False),
        ("Inget vi kan påverka", None, "utanfor", False),
    ],
)
def test_what_a_heading_says(heading: str, niva: str, slag: str, problem: bool) -> None:
    read = read_heading(heading)
    assert (read.niva, read.slag, read.problem) == (niva, slag, problem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Så här säger eleverna:", True),
        ("D. Vad eleverna säger (fokusgrupper)", True),
        ("Det har vi provat", True),
        ("Eleverna säger att det är svårt. De vill ha hjälp", False),
        ("Inget barn har provat något eget, men alla vill", False),
        ("eleverna säger", False),
    ],
)
def test_what_heads_the_paragraphs_after_it(text: str, expected: bool) -> None:
    assert is_lead_in(text, "Något mer står här.") is expected
    assert not is_lead_in(text, None)


def problems(matcher: Matcher, text: str) -> list[str]:
    return [each.utdrag for each in matcher.read_needs(read_analysis(text.encode())).problem]


ABOVE = "ORGANISATION OCH LEDNING\n\n"
PROBLEM = "Ingen på skolan följer upp om arbetet med läsningen ger något för eleverna."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ABOVE}Här finns mer att säga.\n\n{PROBLEM}", [PROBLEM]),
        (f"{ABOVE}{PROBLEM}\n\n[Kompletteras med siffror som saknas i juni]", [PROBLEM]),
        (
            f"{ABOVE}{PROBLEM}\n\nIngen följer alltså upp om arbetet med läsningen ger något.",
            [PROBLEM],
        ),
        (f"{ABOVE}Fakta. Skolan har två rektorer och ingen saknas.\n\n{PROBLEM}", [PROBLEM]),
        (
            "SÅDANT SOM VI INTE RÅR ÖVER\n\n"
            "Ventilationen i det gamla huset är utdömd sedan ett år och tre salar är stängda. "
            "Bussen från byarna kommer fram en kvart efter att skolan har börjat. "
            "Båda frågorna ligger hos kommunen.",
            [
                "Ventilationen i det gamla huset är utdömd sedan ett år och tre salar är stängda.",
                "Bussen från byarna kommer fram en kvart efter att skolan har börjat. "
                "Båda frågorna ligger hos kommunen.",
            ],
        ),
    ],
    ids=["inledning", "not", "samma en gång till", "etikett", "utanför, en mening var"],
)
def test_what_is_no_problem_of_its_own(matcher: Matcher, text: str, found: list[str]) -> None:
    assert problems(matcher, text) == found


def test_the_level_of_an_outer_heading_holds_beneath_it() -> None:
    stycken = [
        Stycke("x", "Läsning", rubriker=("Resultat", "Läsning")),
        Stycke("x", "Ledning", rubriker=("Ledning",)),
        Stycke("x", "Styrkor", rubriker=("Ledning", "Styrkor")),
    ]
    found = [avsnitt for avsnitt, _ in sections(stycken)]
    assert [each.niva for each in found] == ["resultat", "organisation", "organisation"]
    assert found[2].slag == "styrka"


def test_a_table_with_columns_for_problem_cause_and_remedy(matcher: Matcher) -> None:
    names = ("Problem", "Trolig orsak", "Åtgärd")
    cells = (
        "Eleverna ljudar ord för ord i trean",
        "Vi övar sällan läsflyt efter ettan",
        "Alla lärare ska gå en kurs i augusti",
    )
    row = tuple(
        Stycke(text, "Läget", rad=2, kolumnrubrik=name)
        for text, name in zip(cells, names, strict=True)
    )
    head = tuple(Stycke(name, "Läget", rad=1) for name in names)
    found = matcher.read_needs(Analys("docx", (*head, *row))).problem
    assert [each.utdrag for each in found] == [cells[0]]
    assert len(found[0].stallen) == 2


def test_a_row_of_history_is_one_observation(matcher: Matcher) -> None:
    cells = ("2019", "Kurs i läsning för alla", "Ingen minns den")
    row = tuple(Stycke(text, "Tidigare insatser", rad=3) for text in cells)
    found = matcher.read_needs(Analys("docx", row))
    assert [each.text for each in found.iakttagelser] == [
        "Kurs i läsning för alla | Ingen minns den"
    ]
    assert found.problem == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi har redan gått Läslyftet.", ("a", "b")),
        ("läslyftet 2016–2018", ("a", "b")),
        ("Läslyftets modul gav mycket.", ("a", "b")),
        ("Läslyftet har vi inte gått.", ()),
        ("Vi vill gå Läslyftet.", ()),
        ("Alla gick en kurs i lågaffektivt bemötande.", ("c",)),
        ("Algebra är svårt.", ()),
        ("Vi läste Algebra i fjol.", ("d",)),
    ],
)
def test_what_has_been_done_is_pointed_out(text: str, expected: tuple[str, ...]) -> None:
    gjort = Gjort(
        (("Läslyftet", ("a", "b")), ("Lågaffektivt bemötande", ("c",)), ("Algebra", ("d",)))
    )
    assert gjort.named(text) == expected


def marked_own() -> list[MarktAnalys]:
    return [
        MarktAnalys(
            path.stem,
            read_analysis(path.with_suffix(".md").read_bytes(), filename=f"{path.stem}.md"),
            tuple(
                Markering(each["span"], each["niva"], each.get("utanfor", False))
                for each in yaml.safe_load(path.read_text(encoding="utf-8"))
            ),
        )
        for path in sorted(OWN.glob("*.yaml"))
    ]


def test_own_analyses_hold_what_is_marked_in_them() -> None:
    for each in marked_own():
        text = " ".join(each.analys.text.split())
        assert each.markeringar
        assert all(marking.span in text for marking in each.markeringar)


def test_problems_are_found_in_analyses(matcher: Matcher) -> None:
    # With a catalogue of six areas; how well it goes with the whole one is told by the command.
    whole = measure(marked_own(), matcher.read_needs)[-1]
    assert whole.recall >= 0.65
    assert whole.precision >= 0.7


def test_the_measure_counts_an_excerpt_once() -> None:
    marked = (Markering("aaaa bbbb", "resultat"), Markering("cccc dddd", "organisation", True))

    def found(text: str, level: str = "resultat", outside: bool = False) -> FunnetBehov:
        return FunnetBehov(text, None, 0, level, outside, ())

    page = outcome("x", marked, [found("aaaa bbbb cccc dddd")])
    assert (page.recall, page.precision) == (0.5, 1.0)
    both = outcome("x", marked, [found("aaaa  b"), found("cccc dddd", "organisation", True)])
    assert (both.recall, both.niva, both.utanfor_andel) == (1.0, 1.0, 1.0)
    assert outcome("x", marked, [found("aaaa")]).recall == 0.0
    assert outcome("x", (), []).precision == 0.0
    assert "recall" in table([page])


def test_the_example_analyses_can_be_read(real_data: Path) -> None:
    marked = read_marked_folder(real_data / "exempelanalyser")
    assert marked
    assert all(each.markeringar and each.analys.stycken for each in marked)
