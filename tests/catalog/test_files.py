"""YAML in and out: nothing is lost, and one record has one form."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import files
from catalog.kinds import KINDS
from catalog.loading import load
from catalog.records import (
    Evidens,
    Insats,
    Kalla,
    Kostnad,
    Problemomradeslank,
    Relation,
    Signatur,
    Snarlik,
    Tid,
    to_plain,
)

SWEDISH = string.ascii_letters + "åäöÅÄÖé0123456789 .,;:!?«»–-'\"#&*[]{}|>%@`\\/()=+_~^\n\t"
texts = st.text(alphabet=SWEDISH, min_size=1, max_size=300)
words = st.one_of(
    texts,
    st.sampled_from(["no", "ja", "true", "null", "~", "2024", "2024-01-01", "1e3", "- a", "a: b"]),
    st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()),
)
ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
numbers = st.integers(min_value=1, max_value=300)
years = st.integers(min_value=1900, max_value=2100)
insatser = st.builds(
    Insats,
    id=ids,
    namn=words,
    typ=ids,
    anordnare=st.lists(ids, min_size=1, max_size=3).map(tuple),
    skolformer=st.lists(ids, max_size=12).map(tuple),
    omfattning=st.none() | words,
    status=ids,
    sammanfattning=words,
    beskrivning=st.none() | texts,
    formuleringar=st.lists(words, max_size=4).map(tuple),
    problemomraden=st.lists(
        st.builds(
            Problemomradeslank,
            problemomrade=ids,
            styrka=st.sampled_from([1, 2, 3]),
            motivering=st.none() | words,
        ),
        max_size=3,
    ).map(tuple),
    liknar_men_inte=st.lists(st.builds(Snarlik, text=words, hor_till=ids), max_size=2).map(tuple),
    fran=st.none() | years,
    belagd=st.none() | years,
    tid=st.none() | st.builds(Tid, timmar_min=st.none() | numbers, veckor_max=numbers, avser=words),
    kostnad=st.none()
    | st.builds(
        Kostnad,
        band=ids,
        pris=st.none() | words,
        omfattar=st.none() | texts,
        statsbidrag=st.lists(ids, max_size=2).map(tuple),
    ),
    evidens=st.none() | st.builds(Evidens, grad=ids, riktning=ids, mening=words),
    relationer=st.lists(st.builds(Relation, insats=ids, slag=ids), max_size=2).map(tuple),
    kallor=st.lists(
        st.builds(Kalla, titel=words, utgivare=words, url=st.none(), last=words), max_size=2
    ).map(tuple),
    sakerhet=ids,
    skriven=st.builds(Signatur, av=words, datum=st.just("2026-11-22")),
    granskad=st.none(),
)


@settings(max_examples=60)
@given(insatser)
def test_a_record_survives_its_file(insats: Insats) -> None:
    text = files.dump(insats)
    raw, findings = files.parse(text, "insatser/x.yaml")
    assert findings == []
    assert raw is not None
    again = Insats.model_validate(raw.values)
    assert again == insats
    assert files.dump(again) == text


def test_every_real_file_is_read_back_as_it_was_written(real_data) -> None:
    katalog, findings = load(real_data)
    assert findings == []
    for kind, posts in katalog.poster.items():
        for post_id, post in posts.items():
            raw = katalog.filer[katalog.file_name(kind, post_id)]
            assert KINDS[kind].model_validate(raw.values) == post
            assert files.dump(post) == raw.text


def test_fields_stand_in_the_order_of_the_model(mini_data) -> None:
    katalog, _ = load(mini_data)
    written = [list(to_plain(post)) for post in katalog.insatser.values()]
    assert {field for fields in written for field in fields} == set(Insats.model_fields)
    for fields in written:
        assert fields == [field for field in Insats.model_fields if field in fields]


LINES = [
    (("namn",), 2),
    (("kallor", 0), 4),
    (("kallor", 1, "titel"), 6),
    (("kallor", 1, "finns-inte"), 6),
    (("finns-inte",), 1),
]


@pytest.mark.parametrize(("place", "line"), LINES)
def test_a_place_has_a_line(place: files.Place, line: int) -> None:
    raw, _ = files.parse(
        "id: a\nnamn: A\nkallor:\n- titel: Ett\n  last: x\n- titel: Två\n", "x.yaml"
    )
    assert raw is not None
    assert raw.line(place) == line


def test_lists_in_lists_are_refused_before_they_are_read() -> None:
    raw, (finding,) = files.parse("a: " + "[" * (files.DEEPEST + 1), "x.yaml")
    assert raw is None
    assert "för många listor i varandra" in finding.message
    text = "a: '" + "[1] " * 1000 + "'\n"
    assert files.parse(text, "x.yaml")[1] == []
