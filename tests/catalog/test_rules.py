"""Each rule finds its own fault, and only that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalog import check
from catalog.checking import check_katalog
from catalog.rules import RULES, SHAPE_CODES

FELKATALOG = Path(__file__).resolve().parent.parent / "felkatalog"
CODES = sorted({*RULES, *SHAPE_CODES})
T = "insatser/tal-i-tanken.yaml"


def test_the_mini_catalogue_is_faultless(mini_data: Path) -> None:
    assert check(mini_data) == []


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert sorted(path.name for path in FELKATALOG.iterdir()) == CODES


# The place that each faulty folder's fault stands at, and words that a curator must be told.
EXPECTED = {
    "K101": (T, "typ:", "citattecken på raden saknar slut"),
    "K102": (T, "status: aktiv", "stod redan på rad 4"),
    "K103": (T, "samanfattning_kort", "Menade du «sammanfattning»"),
    "K104": (T, "id:", "«status» saknas"),
    "K105": (T, "styrka: 4", "«4» finns inte bland de tillåtna"),
    "K106": ("insatser/tal-i-huvudet.yaml", "id:", "«tal-i-huvudet»"),
    "K107": (T, "namn:", "kanoniska formen"),
    "K108": (T, "sammanfattning:", "dubbla blanksteg"),
    "K109": ("insatser/tal-i-huvudet.yaml", "id:", "id-register.txt"),
    "K110": ("insatser/laslyckan-hela.yaml", "alias:", T),
    "K111": ("vokabular/nivaer.yaml", "", "saknas"),
    "K112": ("insatsr", "", "Menade du «insatser»"),
    "K201": (T, "problemomrade: taluppfatning", "Menade du «taluppfattning»"),
    "K202": (T, "skolformer:", "Menade du «grundskola»"),
    "K203": ("problemomraden/lasforstaelse.yaml", "narliggande:", "pekar på sig själv"),
    "K204": (T, "arskurser:", "mer än en gång"),
    "K205": ("vokabular/skolformer.yaml", "komvux", "«komvux»"),
    "K206": (T, "problemomrade: ventilation", "utanför"),
    "K207": ("exempelanalyser/hittepaskolan/om.yaml", "Taket läcker in.", "ordagrant"),
    "K208": ("problemomraden/taluppfattning.yaml", "ingar_i:", "en annan analysnivå"),
    "K301": (T, "id:", "saknar uppfoljning"),
    "K302": (T, "Nix.", "4 tecken. Det ska vara 10–420"),
    "K303": (T, "formuleringar:", "ingen längre än 100"),
    "K304": (T, "taluppfattning, styrka: 3", "saknar styrka eller motivering"),
    "K305": (T, "beskrivning:", "En mening har 43 ord"),
    "K306": (T, "samtliga", "«samtliga» är kanslispråk"),
    "K307": (T, "beskrivning:", "«egen kännedom»"),
    "K308": (T, "våra ettor", "insatser/tal-i-tanken-hogstadiet.yaml"),
    "K309": (T, "namn: LÄSLYCKAN", "insatser/laslyckan-hela.yaml har samma namn"),
    "K310": (T, "hor_till: taluppfattning", "som insatsen själv är till för"),
    "K401": ("insatser/bidrag-for-larande.yaml", "sakerhet:", "saknar källor"),
    "K402": ("insatser/narvaroteam.yaml", "sakerhet:", "ingen källa har en adress"),
    "K403": (T, "status:", "inte belagd 2023"),
    "K404": (T, "grad: bygger-pa-forskning", "rollen «evidens»"),
    "K405": ("insatser/intensiv-lastraning.yaml", "utvarderar", "saknar pastaende"),
    "K406": ("insatser/analysera-tillsammans.yaml", "skolformer_bedomda:", "både skolformer"),
    "K501": ("undantag.yaml", "K999", "K999"),
    "K502": ("insatser/samtal-om-text.yaml", "av: redaktionen", "skribent och granskare"),
    "K503": (T, "granskas_senast:", "senast 2020-01-31"),
}


@pytest.mark.parametrize("code", CODES)
def test_a_fault_is_found_with_place_and_remedy(with_fault, code: str) -> None:
    data = with_fault(code)
    findings = check(data)
    file, line, words = EXPECTED[code]
    assert [(each.code, each.file) for each in findings] == [(code, file)]
    if line:
        lines = (data / file).read_text(encoding="utf-8").splitlines()
        assert line in lines[findings[0].line - 1]
    assert words in findings[0].message
    assert findings[0].remedy


def test_all_faults_are_told_in_one_run(with_fault) -> None:
    for code in ("K103", "K203", "K207"):
        data = with_fault(code)
    assert {finding.code for finding in check(data)} == {"K103", "K203", "K207"}


def test_an_exception_holds_until_its_last_day(with_fault) -> None:
    data = with_fault("K205")
    (data / "undantag.yaml").write_text(
        "- {regel: K205, post: vokabular/skolformer, skal: Listan ska vara hel.,"
        " sista_dag: '2026-12-31'}\n",
        encoding="utf-8",
    )
    assert check_katalog(data, today=date(2026, 12, 31))[1] == []
    assert [each.code for each in check_katalog(data, today=date(2027, 1, 1))[1]] == ["K205"]


def test_broken_files_never_hide_other_faults_or_give_false_ones(mini_data_copy: Path) -> None:
    (mini_data_copy / "problemomraden" / "taluppfattning.yaml").write_text(
        "id: [", encoding="utf-8"
    )
    (mini_data_copy / "program" / "raknelust.yaml").write_bytes(b"id: r\xe4kna\n")
    (mini_data_copy / "anordnare" / "tom.yaml").write_text("", encoding="utf-8")
    found = [(finding.file, finding.code) for finding in check(mini_data_copy)]
    assert found == [
        ("anordnare/tom.yaml", "K101"),
        ("problemomraden/taluppfattning.yaml", "K101"),
        ("program/raknelust.yaml", "K101"),
    ]


WRONG_VALUES = [
    ("namn: Tal i tanken", "namn: 2017", "ska vara text", "citattecken"),
    ("namn: Tal i tanken", "namn: 2017-01-01", "ska vara text", "citattecken"),
    ("namn: Tal i tanken", "namn: no", "ska vara text", "citattecken"),
    ("namn: Tal i tanken", "namn: ''", "är tom", "Skriv en text"),
    ("id: tal-i-tanken", "id: Tal i tanken", "är inte ett id", "bindestreck"),
    ("anordnare: [exempelverket]", "anordnare: exempelverket", "ska vara en lista", "bindestreck"),
    ("anordnare: [exempelverket]", "anordnare: []", "får inte vara tom", "minst ett"),
    ("https://exempel.test/om", "www.exempel.test", "inte en webbadress", "https://"),
    ("datum: '2026-11-22'", "datum: 22 november", "inte ett datum", "2026-11-22"),
    ("datum: '2026-11-22'", "datum: '2026-13-45'", "ingen dag i kalendern", "2026-11-22"),
    ("granskad: null", "granskad: ja", "fält och värden", "fält: värde"),
]


@pytest.mark.parametrize(("old", "new", "message", "remedy"), WRONG_VALUES)
def test_wrong_values_are_explained(
    mini_data_copy: Path, old: str, new: str, message: str, remedy: str
) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = check(mini_data_copy, rules=["K105"])
    assert len(findings) == 1
    assert message in findings[0].message
    assert remedy in findings[0].remedy


UNREADABLE = [
    ("insatser/tal-i-tanken.yaml", b"&a [*a]"),
    ("insatser/tal-i-tanken.yaml", b"[" * 3000),
    ("insatser/tal-i-tanken.yaml", "namn: Räkna\n".encode("cp1252")),
    ("insatser/tal-i-tanken.yaml", b"\x00\x01"),
    ("insatser/tal-i-tanken.yaml", b"id: 2026-99-99"),
    ("insatser/tal-i-tanken.yaml", b"? [a]\n: b"),
    ("insatser/tal-i-tanken.yaml", b"- en\n- lista"),
    ("insatser/tal-i-tanken.yaml", b"bara text"),
    ("insatser/tal-i-tanken.yaml", b"~"),
    ("id-register.txt", "insatser/räkna\n".encode("cp1252")),
    ("exempelanalyser/hittepaskolan/text.md", "Elevhälsan\n".encode("cp1252")),
    ("vokabular/typer.yaml", b"modul: Modul"),
    ("undantag.yaml", b"- [1, 2]"),
]


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_no_file_can_crash_the_check(mini_data_copy: Path, name: str, content: bytes) -> None:
    (mini_data_copy / name).write_bytes(content)
    findings = check(mini_data_copy)
    assert [finding for finding in findings if finding.file == name]


@pytest.mark.parametrize("dates", ["[]", "[[]]", "2012", "[['2012']]"])
def test_a_reference_has_a_year(mini_data_copy: Path, dates: str) -> None:
    path = mini_data_copy / "referenser" / "exempelsson-2012.yaml"
    text = path.read_text(encoding="utf-8")
    before = "  date-parts: [[2012]]"
    assert before in text
    path.write_text(text.replace(before, f"  date-parts: {dates}"), encoding="utf-8")
    assert {finding.code for finding in check(mini_data_copy)} == {"K105"}


BROKEN_YAML = [
    ("\tnamn: A", "tabb"),
    ("namn: Läsa: och skriva", "kolon"),
    ("namn: @hej", "inte får stå först"),
    ("amnen: [svenska, matematik\nniva: x", "komma eller slut"),
    ("namn: A\n  typ: B", "kolon"),
    ('namn: "A" B', "indraget stämmer inte"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN_YAML)
def test_broken_yaml_is_explained_in_swedish(mini_data_copy: Path, text: str, words: str) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    path.write_text(f"id: tal-i-tanken\n{text}\n", encoding="utf-8")
    [finding] = [each for each in check(mini_data_copy) if each.code == "K101"]
    assert words in finding.message
    assert finding.line >= 2


def test_an_id_of_the_wrong_form_is_told_what_there_is(mini_data_copy: Path) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("typ: modul", "typ: Modul").replace("status: aktiv", "status: pågående")
    path.write_text(text.replace("problemomrade: taluppfattning", "problemomrade: läsförståelse"))
    told = {finding.field: finding for finding in check(mini_data_copy)}
    assert "Menade du «modul»" in told["typ"].message
    assert told["status"].remedy == "Välj ett av: aktiv, avslutad, ej-tidsbunden, okand."
    assert "Menade du «lasforstaelse»" in told["problemomraden[0].problemomrade"].message


def test_an_unfilled_field_is_told_what_belongs_there(mini_data_copy: Path) -> None:
    path = mini_data_copy / "insatser" / "tal-i-tanken.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("namn: Tal i tanken", "namn: null"), encoding="utf-8")
    [finding] = check(mini_data_copy)
    assert (finding.code, finding.message) == ("K104", "Fältet «namn» är inte ifyllt.")
    assert "Anordnarens namn." in finding.remedy


@pytest.mark.parametrize("new_name", ["tal-i-huvudet.yaml", "laslyckan-hela.yml"])
def test_a_misnamed_file_gives_one_finding(mini_data_copy: Path, new_name: str) -> None:
    path = mini_data_copy / "insatser" / "laslyckan-hela.yaml"
    path.rename(path.with_name(new_name))
    assert len(check(mini_data_copy)) == 1


def test_a_missing_folder_is_told_once(tmp_path: Path) -> None:
    assert [finding.message for finding in check(tmp_path / "ingen")] == ["Mappen finns inte."]


def test_a_comma_that_cut_a_text_off_is_explained(mini_data_copy: Path) -> None:
    path = mini_data_copy / "vokabular" / "skolformer.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("namn: Förskola", "namn: Förskola, med mera"), encoding="utf-8")
    [finding] = check(mini_data_copy, rules=["K103"])
    assert "Sätt då hela den inom citattecken" in finding.message


def test_areas_in_a_circle_are_found(mini_data_copy: Path) -> None:
    for one, other in (("avkodning", "lasforstaelse"), ("lasforstaelse", "avkodning")):
        file = mini_data_copy / "problemomraden" / f"{one}.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("grupp: lasning\n", f"grupp: lasning\ningar_i: {other}\n"))
    assert [finding.code for finding in check(mini_data_copy)] == ["K208", "K208"]


def test_an_area_without_insats_must_say_what_is_missing(mini_data_copy: Path) -> None:
    for file in (mini_data_copy / "insatser").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for area in ("taluppfattning", "skolfranvaro"):
            text = text.replace(f"problemomrade: {area}", "problemomrade: avkodning")
        file.write_text(text, encoding="utf-8")
    found = check(mini_data_copy, rules=["K206"])
    assert [finding.file for finding in found] == ["problemomraden/taluppfattning.yaml"]
