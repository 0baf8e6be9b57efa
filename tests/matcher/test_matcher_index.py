"""Building, saving and loading the index."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from fake_encoder import Counting

from catalog import open_reader
from matcher import Behov, MatchIndexError, build_index, open_matcher, read_analysis

NEED = Behov(text="Sexorna läser flytande men förstår inte vad de har läst.")


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release, tmp_path / "utgava"))


def build(release: Path, target: Path, **options: object) -> dict[str, object]:
    with open_reader(release / "katalog.db") as reader:
        build_index(reader, target, **options)  # type: ignore[arg-type]
    described: dict[str, object] = json.loads((target / "index.json").read_text(encoding="utf-8"))
    return described


def test_two_builds_give_the_same_bytes(release: Path, tmp_path: Path) -> None:
    assert build(release, tmp_path / "a") == build(release, tmp_path / "b")
    assert build(release, tmp_path / "a")["filer"]


def test_a_loaded_index_answers_as_the_one_built(release: Path, copy: Path) -> None:
    build(copy, copy / "index")
    ours, theirs = open_matcher(copy).match(NEED), open_matcher(release).match(NEED)
    assert ours.to_dict(med_text=True) == theirs.to_dict(med_text=True)


def test_nothing_is_pickled(release: Path) -> None:
    for path in (release / "index").rglob("*.npy"):
        assert np.load(path, allow_pickle=False).dtype != object, path.name


def test_an_index_of_another_catalogue_is_refused(copy: Path) -> None:
    path = copy / "index" / "index.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**described, "katalogversion": "annan"}), encoding="utf-8")
    with pytest.raises(MatchIndexError, match="annan") as raised:
        open_matcher(copy)
    assert "insatser publicera" in raised.value.remedy


def test_an_index_whose_models_were_learned_by_other_code_is_refused(copy: Path) -> None:
    path = copy / "index" / "index.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**described, "meningsmodeller": "annan"}), encoding="utf-8")
    with pytest.raises(MatchIndexError, match="annan version av programmet"):
        open_matcher(copy)


def test_an_analysis_is_read_with_the_models_that_were_saved(copy: Path) -> None:
    text = "Resultat\n\nEleverna ljudar ord för ord i trean.\n\nVi är stolta över vår läsning."
    analys = read_analysis(text.encode())
    before = open_matcher(copy).read_needs(analys)
    assert before.problem
    # The weights are turned round, so that what was a problem is the least likely thing to be read.
    path, description = (
        copy / "index" / "meningsmodeller/roller/vikter.npy",
        copy / "index" / "index.json",
    )
    np.save(path, -np.load(path))
    described = json.loads(description.read_text(encoding="utf-8"))
    name = path.relative_to(copy / "index").as_posix()
    described["filer"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
    description.write_text(json.dumps(described), encoding="utf-8")
    assert open_matcher(copy).read_needs(analys) != before


@pytest.mark.parametrize("missing", ["katalog.db", "index/index.json"])
def test_a_missing_part_is_told_with_the_command_that_mends_it(copy: Path, missing: str) -> None:
    (copy / missing).unlink()
    with pytest.raises(MatchIndexError) as raised:
        open_matcher(copy)
    assert "insatser publicera" in raised.value.remedy


def test_vectors_of_another_encoder_are_not_used(copy: Path) -> None:
    encoder = Counting()
    assert build(copy, copy / "index", encoder=encoder)["kodare"] == "langd"
    assert open_matcher(copy, encoder=encoder).har_vektorer
    other = Counting()
    other.name = "annan"
    without = open_matcher(copy, encoder=other)
    assert not without.har_vektorer
    assert without.match(NEED).matcher[0].insats == "samtal-om-text"
    assert any("språkstödet" in each for each in without.match(NEED).anmarkningar)


@pytest.mark.parametrize(
    "name",
    [
        "grund_utan.npy",
        "meningar/antal.npy",
        "meningar/bitar.json",
        "meningsmodeller/roller/vikter.npy",
    ],
)
def test_a_truncated_file_is_told_with_the_command_that_mends_it(copy: Path, name: str) -> None:
    path = copy / "index" / name
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(MatchIndexError, match=name) as raised:
        open_matcher(copy)
    assert "insatser publicera" in raised.value.remedy


def test_a_lost_file_is_told(copy: Path) -> None:
    (copy / "index" / "bitar_utan.npy").unlink()
    with pytest.raises(MatchIndexError, match="bitar_utan"):
        open_matcher(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', "\x00"])
def test_a_broken_description_is_told(copy: Path, content: str) -> None:
    (copy / "index" / "index.json").write_text(content, encoding="utf-8")
    with pytest.raises(MatchIndexError) as raised:
        open_matcher(copy)
    assert "insatser publicera" in raised.value.remedy


def test_a_file_that_was_broken_when_it_was_described_is_told(copy: Path) -> None:
    path, description = copy / "index" / "grund_utan.npy", copy / "index" / "index.json"
    path.write_bytes(b"trasig")
    described = json.loads(description.read_text(encoding="utf-8"))
    described["filer"]["grund_utan.npy"] = hashlib.sha256(b"trasig").hexdigest()
    description.write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(MatchIndexError, match="går inte att läsa"):
        open_matcher(copy)
