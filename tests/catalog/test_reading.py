"""The read model gives back what the files say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import Reader, build, open_reader
from catalog.loading import load
from catalog.reading import Urval


@pytest.fixture(scope="module")
def reader(mini_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    target = tmp_path_factory.mktemp("lasning") / "release"
    build(mini_data, target)
    with open_reader(target / "katalog.db") as opened:
        yield opened


def test_an_insats_is_read_as_it_was_written(reader: Reader, mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    for insats_id, written in katalog.insatser.items():
        read = reader.insats(insats_id)
        assert read is not None
        assert read.namn == written.namn
        assert "\n\n".join(read.stycken) == (written.beskrivning or "")
        assert [(link.id, link.styrka, link.motivering) for link in read.problemomraden] == sorted(
            [(link.problemomrade, link.styrka, link.motivering) for link in written.problemomraden],
            key=lambda link: -link[1],
        )
        for field in ("anordnare", "program", "skolformer", "arskurser", "amnen", "malgrupper"):
            assert tuple(term.id for term in getattr(read, field)) == getattr(written, field)
        for field in ("formuleringar", "passar_inte", "obekraftat", "alias"):
            assert getattr(read, field) == getattr(written, field)
        assert [(kalla.titel, kalla.url) for kalla in read.kallor] == [
            (kalla.titel, kalla.url) for kalla in written.kallor
        ]
        assert {(each.id, each.roll.id) for each in read.referenser} == {
            (each.referens, each.roll) for each in written.referenser
        }


def test_a_problem_area_is_read_as_it_was_written(reader: Reader, mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    read = {area.id: area for area in reader.problemomraden()}
    assert set(read) == set(katalog.problemomraden)
    for area_id, written in katalog.problemomraden.items():
        assert read[area_id].formuleringar == written.formuleringar
        assert [(text, term.id) for text, term in read[area_id].liknar_men_inte] == [
            (each.text, each.hor_till) for each in written.liknar_men_inte
        ]
        assert read[area_id].antal_insatser == len(read[area_id].insatser)
        assert reader.problemomrade(area_id) == read[area_id]


def test_one_and_all_give_the_same(reader: Reader) -> None:
    everything = reader.insatser()
    assert everything == reader.insatser([each.id for each in everything])
    assert [each.id for each in reader.insatskort(["narvaroteam", "okand", "laslyckan-hela"])] == [
        "narvaroteam",
        "laslyckan-hela",
    ]


URVAL = [
    (Urval(), 12),
    (Urval(skolform=("grundskola",)), 11),
    (Urval(skolform=("grundskola", "forskola")), 12),
    (Urval(skolform=("grundskola",), amne=("matematik",)), 2),
    (Urval(amne=("no",)), 1),
    (Urval(status=("avslutad", "okand")), 2),
    (Urval(problemomrade=("skolfranvaro",), niva=("ledning",)), 2),
    (Urval(arskurs=("gy",)), 3),
    (Urval(skolform=("forskola",)), 2),
    (Urval(q="läser"), 8),
    (Urval(q="läser", typ=("modul",)), 3),
    (Urval(typ=("finns-inte",)), 0),
]


@pytest.mark.parametrize(("urval", "antal"), URVAL)
def test_a_list_is_narrowed_and_its_counts_agree(reader: Reader, urval: Urval, antal: int) -> None:
    lista = reader.lista(urval, limit=100)
    assert lista.antal == len(lista.kort) == antal
    for name, values in lista.filter.items():
        for value in values:
            chosen = {name: (value.id,)} | {
                field: getattr(urval, field)
                for field in ("q", *lista.filter)
                if field != name and getattr(urval, field)
            }
            if name == "amne" and value.id == "no":
                continue  # a wide subject holds the narrower ones too, so its list is longer
            assert reader.lista(Urval(**chosen)).antal == value.antal, (name, value)


def test_pages_of_a_list_follow_on_one_another(reader: Reader) -> None:
    whole = [card.id for card in reader.lista(Urval(), limit=100).kort]
    parts = [reader.lista(Urval(), limit=5, offset=start).kort for start in (0, 5, 10)]
    assert [card.id for part in parts for card in part] == whole


SEARCHES = [
    ("frånvaron", "forebygga-franvaro"),
    ("NÄRVARO", "narvaroteam"),
    ("rektorns", "analysera-tillsammans"),
    ("lästränings", "intensiv-lastraning"),
    ("exempelverket", "tal-i-tanken"),
]


@pytest.mark.parametrize(("q", "insats_id"), SEARCHES)
def test_search_knows_endings(reader: Reader, q: str, insats_id: str) -> None:
    assert insats_id in [card.id for card in reader.sok(q).insatser]


def test_search_finds_areas_and_references(reader: Reader) -> None:
    assert [area.id for area in reader.sok("läsförståelsen").problemomraden] == ["lasforstaelse"]
    assert [each.id for each in reader.sok("Exempelsson").referenser] == ["exempelsson-2012"]
    assert [area.id for area in reader.sok("SKA").problemomraden] == ["analys-av-resultat"]


@pytest.mark.parametrize("q", ["", " ", "a", '"', "*", "()", "AND", "a OR", "NEAR(", "-x", "'; --"])
def test_search_takes_any_text(reader: Reader, q: str) -> None:
    answer = reader.sok(q)
    assert answer.for_kort == (len(q.strip("\"*()-' ;")) < 2)


def test_the_rest_of_the_pages_have_their_facts(reader: Reader) -> None:
    factor = reader.paverkansfaktor("kollegialt-larande")
    assert factor is not None
    assert {card.id for card in factor.insatser} == {"samtal-om-text", "analysera-tillsammans"}
    assert [each.id for each in factor.referenser] == ["exempelsson-2012"]
    program = reader.program("laslyckan")
    assert program is not None
    assert program.insats is not None
    assert program.insats.id == "laslyckan-hela"
    assert {value.id: value.antal for value in reader.anordnarlista()} == {
        "exempelverket": 7,
        "pahittade-universitetet": 5,
    }
    reference = reader.referens("exempelsson-2012")
    assert reference is not None
    assert {(insats.id, roll.id) for insats, roll, _ in reference.insatser} == {
        ("samtal-om-text", "utvarderar"),
        ("samtal-om-text", "beskriver"),
    }
    assert reader.ny_id("insatser", "samtal-om-text-gammal") == "samtal-om-text"
    for method in (reader.insats, reader.problemomrade, reader.program, reader.anordnare):
        assert method("finns-inte") is None
    assert reader.paverkansfaktor("finns-inte") is None
    assert reader.referens("finns-inte") is None
    assert reader.ny_id("insatser", "finns-inte") is None


def test_what_a_source_leaves_open_narrows_nothing(reader: Reader) -> None:
    judged = reader.insats("analysera-tillsammans")
    assert judged is not None
    assert judged.skolformer == ()
    assert [each.id for each in judged.skolformer_bedomda][:1] == ["forskola"]
    assert judged.arskurser == ()
    for urval in (Urval(skolform=("forskola",)), Urval(arskurs=("f-3",)), Urval(arskurs=("gy",))):
        assert "analysera-tillsammans" in [card.id for card in reader.lista(urval, limit=99).kort]


def test_an_insats_says_what_it_takes_and_what_is_known(reader: Reader) -> None:
    insats = reader.insats("samtal-om-text")
    assert insats is not None
    assert insats.tid is not None
    assert (insats.tid.timmar_min, insats.tid.veckor_max) == (30, 20)
    assert insats.kostnad is not None
    assert (insats.kostnad.band.id, insats.kostnad.statsbidrag[0].id) == (
        "egen-tid",
        "bidrag-for-larande",
    )
    assert insats.evidens is not None
    assert (insats.evidens.grad.id, insats.evidens.riktning.id) == ("effektstudie", "blandad")
    assert insats.liknar_men_inte[0][1].id == "avkodning"
    assert len(insats.forsta_steg) == 2
    ended = reader.insats("fysik-pa-riktigt")
    assert ended is not None
    assert (ended.fran, ended.belagd, ended.till) == (2015, 2020, 2021)
    assert [(each.slag.namn, each.insats.id, each.utgaende) for each in ended.relationer] == [
        ("Ersatt av", "samtal-om-text", False)
    ]


def test_an_area_says_what_is_missing_and_what_research_shows(reader: Reader) -> None:
    gap = reader.problemomrade("skolfranvaro")
    assert gap is not None
    assert gap.lucka == "Ingen insats vänder sig till förskoleklassen."
    area = reader.problemomrade("lasforstaelse")
    assert area is not None
    assert [(each.id, each.roll.id) for each in area.referenser] == [
        ("exempelsson-2012", "evidens")
    ]
    assert [each.id for each in area.bruk] == ["kunskap-utveckling-larande"]
    reference = reader.referens("exempelsson-2012")
    assert reference is not None
    assert [area.id for area, _, _ in reference.problemomraden] == ["lasforstaelse"]
