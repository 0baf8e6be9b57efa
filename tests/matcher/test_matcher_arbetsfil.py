"""The working file: out and in again, and faults that hold nothing of what it says."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from matcher import Arbetsfil, read_arbetsfil, write_arbetsfil
from matcher import arbetsfil as module
from matcher.arbetsfil import (
    FORMAT,
    LARGEST,
    Granser,
    Iakttagelse,
    Plan,
    Planrad,
    Problem,
    Stalle,
    Textstycke,
    Val,
)
from matcher.errors import ArbetsfilError

ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
texts = st.text(max_size=30)
numbers = st.integers(0, 10**6)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


stallen = some(st.builds(Stalle, stycke=numbers, fran=numbers, till=numbers))
val = st.builds(
    Val,
    insats=ids,
    beslut=st.sampled_from(["vald", "kanske", "avvisad"]),
    motiv=texts,
    anteckning=texts,
)
problem = st.builds(
    Problem,
    id=ids,
    formulering=texts,
    stallen=stallen,
    analysniva=st.sampled_from(["resultat", "undervisning", "organisation"]),
    roll=st.sampled_from(["symtom", "orsak", "okand"]),
    problemomraden=some(ids),
    sakerhet=st.sampled_from(["saker", "trolig", "osaker"]),
    utanfor=st.booleans(),
    prioritet=st.none() | st.integers(1, 20),
    orsak_till=some(ids),
    anteckning=texts,
    val=some(val),
)
iakttagelse = st.builds(
    Iakttagelse,
    slag=st.sampled_from(["styrka", "historik", "elevrost"]),
    text=texts,
    stallen=stallen,
    insatser=some(ids),
    problemomraden=some(ids),
)
granser = st.builds(
    Granser,
    terminer=st.integers(1, 8),
    samtidiga=st.none() | st.integers(1, 20),
    timmar_per_termin=st.none() | st.integers(1, 500),
    hogsta_kostnad=st.none() | ids,
    insatser_hogst=st.integers(1, 12),
)
term = st.integers(1, 8)
rad = st.builds(
    Planrad, insats=ids, termin_fran=term, termin_till=term, mal=texts, effekt=texts, ansvarig=texts
)
filer = st.builds(
    Arbetsfil,
    katalogversion=texts,
    huvudman=texts,
    enhet=texts,
    skolformer=some(ids),
    arskurser=some(ids),
    stycken=some(
        st.builds(
            Textstycke, text=texts, rubrik=st.none() | texts, sida=st.none() | st.integers(1, 9)
        )
    ),
    problem=some(problem),
    iakttagelser=some(iakttagelse),
    granser=granser,
    paket=some(ids),
    plan=st.builds(Plan, rader=some(rad), bakgrund=texts, overenskommelse=texts),
)


@given(filer)
def test_what_is_written_is_read(fil: Arbetsfil) -> None:
    assert read_arbetsfil(write_arbetsfil(fil)) == fil


def test_every_part_is_closed_and_frozen() -> None:
    for part in (Arbetsfil, Problem, Val, Iakttagelse, Granser, Plan, Planrad):
        assert issubclass(part, BaseModel)
        assert part.model_config == {"extra": "forbid", "frozen": True}


def test_a_file_saved_by_another_program_is_read() -> None:
    content = b"\xef\xbb\xbf" + write_arbetsfil(Arbetsfil(enhet="Åsskolan"))
    assert read_arbetsfil(content).enhet == "Åsskolan"


def test_a_file_without_a_format_is_of_the_first() -> None:
    assert read_arbetsfil(b'{"enhet": "A"}').format == FORMAT


def test_an_earlier_format_is_brought_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def up(plain: dict[str, Any]) -> dict[str, Any]:
        return {"format": FORMAT, "enhet": plain["skola"]}

    monkeypatch.setitem(module.UPGRADES, 0, up)
    assert read_arbetsfil(b'{"format": 0, "skola": "A"}').enhet == "A"


MARK = "Hemligheten"
BAD = {
    "tom": b"",
    "ingen json": f"{MARK} är inte json".encode(),
    "en lista": json.dumps([MARK]).encode(),
    "ett tal": b"1",
    "okänt fält": json.dumps({MARK: 1}).encode(),
    "okänt fält längre in": json.dumps({"plan": {MARK: MARK}}).encode(),
    "fel slag": json.dumps({"problem": [{"id": "a", "formulering": [MARK]}]}).encode(),
    "fel id": json.dumps({"paket": [f"../{MARK}"]}).encode(),
    "okänt beslut": json.dumps(
        {"problem": [{"id": "a", "formulering": "", "val": [{"insats": "a", "beslut": MARK}]}]}
    ).encode(),
    "för lång text": json.dumps({"enhet": MARK * 1000}).encode(),
    "avhugget": b'{"enhet": "' + MARK.encode(),
    "ej utf-8": b'{"enhet": "' + MARK.encode() + b'\xff"}',
    "ensamt surrogat": b'{"enhet": "\\ud800"}',
    "djupt": b'{"enhet": ' + b"[" * 100_000,
    "inte ett tal": b'{"granser": {"terminer": NaN}}',
    "gammalt": b'{"format": -1}',
    "format som lista": json.dumps({"format": [MARK]}).encode(),
    "format som text": json.dumps({"format": MARK}).encode(),
    "för stor": b" " * (LARGEST + 1),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_told_without_what_the_file_says(name: str) -> None:
    with pytest.raises(ArbetsfilError) as caught:
        read_arbetsfil(BAD[name])
    told = f"{caught.value} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert MARK not in told
    assert caught.value.remedy.endswith(".")


def test_where_the_fault_is_is_told() -> None:
    with pytest.raises(ArbetsfilError, match=r"Felet står i problem\.0\.val\.0\.beslut\."):
        read_arbetsfil(BAD["okänt beslut"])


def test_a_later_format_says_so() -> None:
    with pytest.raises(ArbetsfilError, match="senare version"):
        read_arbetsfil(b'{"format": 2}')


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*module.NAMES]) | st.text(max_size=8), inner, max_size=3
    ),
).map(lambda plain: json.dumps(plain).encode()))  # fmt: skip
def test_anything_at_all_is_read_or_refused(content: bytes) -> None:
    with suppress(ArbetsfilError):
        assert isinstance(read_arbetsfil(content), Arbetsfil)
