"""Each rule finds its own fault, and only that."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog import check
from catalog.checking import check_katalog
from catalog.rules import RULES, SHAPE_CODES

FELKATALOG = Path(__file__).resolve().parent.parent / "felkatalog"
CODES = sorted({*RULES, *SHAPE_CODES})


@pytest.fixture
def with_fault(mini_data_copy: Path):
    """Lay one folder of felkatalog over a copy of the mini catalogue."""

    def lay(code: str) -> Path:
        shutil.copytree(FELKATALOG / code, mini_data_copy, dirs_exist_ok=True)
        removals = mini_data_copy / "TA_BORT.txt"
        if removals.exists():
            for name in removals.read_text(encoding="utf-8").split():
                (mini_data_copy / name).unlink()
            removals.unlink()
        return mini_data_copy

    return lay


def test_the_mini_catalogue_is_faultless(mini_data: Path) -> None:
    assert check(mini_data) == []


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert sorted(path.name for path in FELKATALOG.iterdir()) == CODES


# The place that each faulty folder's fault stands at, and words that a curator must be told.
EXPECTED = {
    "K101": ("insatser/tal-i-tanken.yaml", 3, "går inte att läsa"),
    "K102": ("insatser/tal-i-tanken.yaml", 12, "stod redan på rad 4"),
    "K103": ("insatser/tal-i-tanken.yaml", 12, "Menade du «sammanfattning»"),
    "K104": ("insatser/tal-i-tanken.yaml", 1, "«status» saknas"),
    "K105": ("insatser/tal-i-tanken.yaml", 16, "«4» finns inte bland de tillåtna"),
    "K106": ("insatser/tal-i-huvudet.yaml", 1, "«tal-i-huvudet»"),
    "K107": ("insatser/tal-i-tanken.yaml", 2, "kanonisk form"),
    "K108": ("insatser/tal-i-tanken.yaml", 12, "dubbla blanksteg"),
    "K109": ("insatser/tal-i-huvudet.yaml", 1, "id-register.txt"),
    "K110": ("insatser/laslyckan-hela.yaml", 21, "insatser/tal-i-tanken.yaml"),
    "K111": ("vokabular/nivaer.yaml", 1, "saknas"),
    "K112": ("insatsr", 1, "Menade du «insatser»"),
    "K201": ("insatser/tal-i-tanken.yaml", 16, "Menade du «taluppfattning»"),
    "K202": ("insatser/tal-i-tanken.yaml", 6, "Menade du «grundskola»"),
    "K203": ("problemomraden/lasforstaelse.yaml", 8, "pekar på sig själv"),
    "K204": ("insatser/tal-i-tanken.yaml", 7, "mer än en gång"),
    "K205": ("vokabular/skolformer.yaml", 4, "«komvux»"),
    "K206": ("insatser/tal-i-tanken.yaml", 16, "utanför"),
    "K207": ("exempelanalyser/hittepaskolan/om.yaml", 10, "ordagrant"),
    "K401": ("insatser/bidrag-for-larande.yaml", 13, "saknar källor"),
    "K501": ("undantag.yaml", 1, "K999"),
}


@pytest.mark.parametrize("code", CODES)
def test_a_fault_is_found_with_place_and_remedy(with_fault, code: str) -> None:
    findings = check(with_fault(code))
    file, line, words = EXPECTED[code]
    assert [(each.code, each.file, each.line) for each in findings] == [(code, file, line)]
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
