"""The catalogue as it would become: the quick answer says what the whole check would say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from catalog import check
from catalog.kinds import KINDS
from catalog.proposals import merge, rename, text_of
from catalog.prospect import Prospect
from catalog.rules import RULES, SHAPE_CODES

CODES = sorted({*RULES, *SHAPE_CODES})


def texts(data: Path) -> dict[str, str]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes().decode("utf-8")
        for path in data.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("code", CODES)
def test_each_fault_is_foreseen_as_the_check_tells_it(
    mini_data: Path, with_fault: Callable[[str], Path], code: str
) -> None:
    before = texts(mini_data)
    faulty = with_fault(code)
    after = texts(faulty)
    changes: dict[str, str | None] = {
        name: after.get(name) for name in before | after if before.get(name) != after.get(name)
    }
    prospect = Prospect(mini_data)
    foreseen = prospect.findings(changes)
    told = check(faulty)
    assert {each.code for each in foreseen} == {each.code for each in told} == {code}
    if code != "K308":  # told where one writes, whichever of the two sentences was there first
        assert foreseen == told
    assert prospect.errors(changes) == [each for each in foreseen if each.severity == "fel"]
    assert bool(prospect.errors(changes)) == any(each.severity == "fel" for each in told)


def test_a_folder_of_faults_was_changed_in_a_way_that_is_answered_quickly(
    mini_data: Path, with_fault: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards the test above: most faults must be found without the whole check."""
    from catalog import prospect as module

    faulty = with_fault("K306")
    monkeypatch.setattr(module, "check_katalog", None)
    name = "insatser/tal-i-tanken.yaml"
    found = Prospect(mini_data).findings({name: texts(faulty)[name]})
    assert [each.code for each in found] == ["K306"]


def test_a_book_that_is_pasted_is_not_compared_each_with_each(
    mini_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That would fill the memory, or take the server from the others."""
    from catalog.rules import doubles

    compared = []
    ratio = doubles.fuzz.ratio

    def noted(one: str, other: str, **named: float) -> float:
        compared.append(one)
        return float(ratio(one, other, **named))

    prospect = Prospect(mini_data)
    values, other = (
        yaml.safe_load(prospect.text(f"insatser/{each}.yaml") or "")
        for each in ("narvaroteam", "samtal-om-text")
    )
    book = [f"Eleven läser bok {number} med sin lärare. Vi gör om." for number in range(2000)]
    values["beskrivning"] = " ".join([*book, other["sammanfattning"]])
    monkeypatch.setattr(doubles.fuzz, "ratio", noted)
    name = "insatser/narvaroteam.yaml"
    found = prospect.findings({name: text_of(name, values)})
    assert [each.field for each in found if each.code == "K308"] == ["beskrivning"]
    assert 0 < len(compared) < 2000


def test_it_sees_what_changes_on_disk(mini_data_copy: Path) -> None:
    prospect = Prospect(mini_data_copy)
    path = mini_data_copy / "program" / "laslyckan.yaml"
    assert prospect.katalog.program["laslyckan"].namn == "Läslyckan"
    path.write_text(path.read_text().replace("Läslyckan", "Läsglädjen"))
    assert prospect.katalog.program["laslyckan"].namn == "Läsglädjen"
    path.unlink()
    assert "laslyckan" not in prospect.katalog.program


def test_a_new_record_may_be_pointed_at_in_the_same_breath(mini_data: Path) -> None:
    prospect = Prospect(mini_data)
    name = "insatser/tal-i-tanken.yaml"
    text = (prospect.text(name) or "").replace("program: [", "program: [nytt, ")
    new = "id: nytt\nnamn: Nytt\nanordnare: [exempelverket]\n"
    assert "[nytt, " in text
    assert [each.code for each in prospect.findings({name: text})] == ["K201"]
    both = {name: text, "program/nytt.yaml": new}
    assert [each.code for each in prospect.findings(both)] == ["K109"]
    assert prospect.findings(both, register=["program/nytt"]) == []


def test_a_sentence_of_ones_own_record_may_stay(mini_data: Path) -> None:
    prospect = Prospect(mini_data)
    for name, text in texts(mini_data).items():
        if name.startswith("insatser/"):
            assert prospect.findings({name: text}) == []


def test_asking_changes_nothing(mini_data_copy: Path) -> None:
    before = texts(mini_data_copy)
    prospect = Prospect(mini_data_copy)
    prospect.findings({"program/laslyckan.yaml": "id: [", "program/x.yaml": "id: x\n"})
    prospect.errors({"program/laslyckan.yaml": None})
    assert texts(mini_data_copy) == before
    assert prospect.findings({}) == []


def moves(data: Path) -> Iterator[tuple[dict[str, str | None], tuple[str, ...]]]:
    """Yield what becomes of the files when a record of each kind gets another id or is merged."""
    katalog = Prospect(data).katalog
    for kind, posts in katalog.poster.items():
        if kind == "exempelanalyser":
            continue
        post_id, other, *_ = posts
        plans = [rename(katalog, kind, post_id, "ett-nytt-id")]
        if "alias" in KINDS[kind].model_fields:
            plans.append(merge(katalog, kind, post_id, other))
        for plan in plans:
            given = (f"{kind}/ett-nytt-id",) if plan.slag == "byt-id" else ()
            yield {each.fil: each.efter for each in plan.filer}, given
            # As if the others had been forgotten: then much is pointed at that is not there.
            yield {each.fil: each.efter for each in plan.filer[:1]}, ()
            yield {each.fil: each.efter for each in plan.filer[-1:]}, given


def test_what_is_moved_or_taken_away_is_foreseen_as_the_whole_check_tells_it(
    mini_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prospect = Prospect(mini_data)
    told = []
    for changes, register in moves(mini_data):
        whole = prospect._by_whole_check(prospect._fresh(), changes, register)
        if "undantag.yaml" not in changes:
            with monkeypatch.context() as patched:
                patched.setattr(Prospect, "_by_whole_check", None)
                foreseen = prospect.findings(changes, register=register)
            # A shared sentence is told where one writes, whichever of the two was there first.
            for one, other in ((foreseen, whole), (whole, foreseen)):
                codes = {each.code for each in other}
                left = [each for each in one if each not in other]
                assert {each.code for each in left} <= {"K308"} & codes, (changes.keys(), left)
            told += [each.code for each in foreseen if each.file not in changes]
    # What others lose by it is among what was compared.
    assert {"K201", "K205"} <= set(told)
