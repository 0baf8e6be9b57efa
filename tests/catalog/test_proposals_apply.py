"""From approved to written: processes that die, disks that are full, two reviewers at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from catalog import check, files
from catalog.proposals import (
    Filandring,
    FileConflictError,
    Forslag,
    Plan,
    ProposalStore,
    RulesBrokenError,
    TransitionError,
    WriteError,
    apply_proposal,
    change,
    merge,
    new_record,
    recover,
    rename,
    retire,
)
from catalog.proposals.applying import STEPS
from catalog.prospect import Prospect

ROOT = Path(__file__).resolve().parents[2]
PROCESS = Path(__file__).with_name("forslag_process.py")
FIL = "insatser/narvaroteam.yaml"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProposalStore]:
    folder = tmp_path / "redaktion"
    folder.mkdir()
    made = ProposalStore(folder / "forslag.db")
    yield made
    made.close()


@pytest.fixture
def data(mini_data_copy: Path) -> Path:
    return mini_data_copy


def snapshot(data: Path) -> dict[str, str]:
    """Return every file of the folder, whatever its name, but not what belongs to git."""
    return {
        path.relative_to(data).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(data.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def sent(store: ProposalStore, plan: Plan, by: str = "Åsa Ek") -> Forslag:
    return store.submit(store.create_draft(*plan, by=by, skal="Det står så.").nummer, by=by)


def renaming(data: Path) -> Plan:
    return rename(Prospect(data).katalog, "insatser", "tal-i-tanken", "tal-i-huvudet")


def editing(data: Path, was: str = "Närvaroteam", to: str = "Närvarolag") -> Plan:
    prospect = Prospect(data)
    text = (prospect.text(FIL) or "").replace(was, to, 1)
    return change(prospect.katalog, FIL, text)


def in_process(store: ProposalStore, data: Path, number: int, *words: str, reviewer="Bo Al"):
    return subprocess.Popen(  # noqa: S603
        [sys.executable, str(PROCESS), str(store.path), str(data), str(number), reviewer, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=120)
    assert not err, err
    return process.returncode, out


def wanted(before: dict[str, str], forslag: Forslag) -> dict[str, str]:
    after = dict(before)
    for each in forslag.filer:
        after.pop(each.fil, None)
        if each.efter is not None:
            after[each.fil] = each.efter
    given = {*before["id-register.txt"].split(), *forslag.register}
    after["id-register.txt"] = "\n".join(sorted(given)) + "\n"
    return after


def test_every_way_to_change_the_catalogue_leaves_it_without_faults(
    store: ProposalStore, data: Path
) -> None:
    katalog = Prospect(data).katalog
    plans = {
        "ny": lambda: new_record(
            "program", "nytt-program", "id: nytt-program\nnamn: Nytt\nanordnare: [exempelverket]\n"
        ),
        "andra": lambda: editing(data),
        "avsluta": lambda: retire(
            Prospect(data).katalog, "fysik-pa-riktigt", till=2025, eftertradare="tal-i-tanken"
        ),
        "byt-id": lambda: renaming(data),
        "sla-ihop": lambda: merge(
            Prospect(data).katalog, "insatser", "tal-i-tanken-hogstadiet", "tal-i-huvudet"
        ),
    }
    assert katalog.whole
    for slag, plan in plans.items():
        before = snapshot(data)
        forslag = sent(store, plan())
        assert forslag.slag == slag
        apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
        assert snapshot(data) == wanted(before, forslag)
        assert store.get(forslag.nummer).lage == "tillampat"
        assert [each for each in check(data) if each.severity == "fel"] == []
    katalog = Prospect(data).katalog
    kept = katalog.insatser["tal-i-huvudet"]
    assert kept.alias == ("tal-i-tanken", "tal-i-tanken-hogstadiet")
    assert ("fysik-pa-riktigt", "ersatter") in [(r.insats, r.slag) for r in kept.relationer]
    assert katalog.insatser["fysik-pa-riktigt"].status == "avslutad"


def test_a_judgement_and_a_list_go_the_same_way(store: ProposalStore, data: Path) -> None:
    for fil in ("bedomningar/p1.yaml", "undantag.yaml", "exempelanalyser/hittepaskolan/text.md"):
        prospect = Prospect(data)
        text = prospect.text(fil) or ""
        if fil.startswith("bedomningar"):
            text = text.replace("bedomare: ", "bedomare: Två pedagoger och ", 1)
        elif fil.startswith("undantag"):
            text = text.replace("Visar hur", "Visar här hur")
        else:
            text += "\nEn rad till.\n"
        forslag = sent(store, change(prospect.katalog, fil, text))
        apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
        assert (data / fil).read_text(encoding="utf-8") == text


CRASHES = [
    *(step for step in STEPS if step not in ("skrivet bredvid", "bytt", "i git")),
    *(f"{step}:{number}" for step in ("skrivet bredvid", "bytt") for number in (1, 2, 3)),
    "bytt:4",
]


@pytest.mark.parametrize("step", CRASHES)
def test_a_process_that_dies_loses_nothing_and_the_next_one_finishes(
    store: ProposalStore, data: Path, step: str
) -> None:
    forslag = sent(store, renaming(data))
    before = snapshot(data)
    after = wanted(before, forslag)
    assert len([name for name in before | after if before.get(name) != after.get(name)]) >= 4
    code, _ = outcome(in_process(store, data, forslag.nummer, step))
    assert code == -9, "processen dog aldrig, så steget finns inte"
    left = snapshot(data)
    for name, text in left.items():
        if not name.endswith(".insatser-ny"):
            assert text in (before.get(name), after.get(name)), "en halv fil"
    assert {name for name in before if name not in left} <= {"insatser/tal-i-tanken.yaml"}
    assert store.get(forslag.nummer).text == forslag.text

    started = bool(store.unfinished())
    done = recover(store, data)
    assert bool(done) == started
    if started or step == "infort":
        assert snapshot(data) == after
        assert store.get(forslag.nummer).lage == "tillampat"
    else:
        assert snapshot(data) == before
    apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    assert snapshot(data) == after
    assert store.get(forslag.nummer).lage == "tillampat"
    assert [each.slag for each in store.events(forslag.nummer)].count("införa") == 1
    assert not store.unfinished()
    assert [each for each in check(data) if each.severity == "fel"] == []


def test_the_next_application_finishes_what_another_began(store: ProposalStore, data: Path) -> None:
    first = sent(store, renaming(data))
    outcome(in_process(store, data, first.nummer, "bytt:2"))
    second = sent(store, editing(data))
    apply_proposal(store, second.nummer, data, reviewer="Cia Lind")
    assert [store.get(each.nummer).lage for each in (first, second)] == ["tillampat"] * 2
    assert [each for each in check(data) if each.severity == "fel"] == []


def test_a_file_changed_by_hand_after_the_crash_is_a_conflict_not_a_loss(
    store: ProposalStore, data: Path
) -> None:
    forslag = sent(store, renaming(data))
    outcome(in_process(store, data, forslag.nummer, "bytt:1"))
    touched = data / "insatser" / "tal-i-tanken.yaml"
    by_hand = touched.read_text().replace("Tal i tanken", "Tal i tanke", 1)
    touched.write_text(by_hand)
    assert recover(store, data) == []
    assert touched.read_text() == by_hand
    found = store.get(forslag.nummer)
    assert (found.lage, found.text) == ("krock", forslag.text)
    assert "ändrades medan" in store.events(forslag.nummer)[-1].ord
    assert not store.unfinished()


def test_ids_given_meanwhile_stay_in_the_register(store: ProposalStore, data: Path) -> None:
    forslag = sent(store, renaming(data))
    outcome(in_process(store, data, forslag.nummer, "journalfort"))
    register = data / "id-register.txt"
    register.write_text(register.read_text() + "program/annat\n")
    recover(store, data)
    given = register.read_text().split()
    assert {"program/annat", "insatser/tal-i-huvudet"} <= set(given)
    assert given == sorted(given)


def full_disk(tmp_path: Path, data: Path) -> Iterator[Path]:
    """Yield a copy of the folder on a small disk of its own, if this machine lets us make one."""
    small = tmp_path / "liten"
    small.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", "size=2m,nr_inodes=10k", "tmpfs", str(small)]
    if mount is None or umount is None:
        pytest.skip("mount saknas")
    if subprocess.run([mount, *options], capture_output=True).returncode:  # noqa: S603
        pytest.skip("går inte att montera en liten disk här")
    try:
        yield Path(shutil.copytree(data, small / "data"))
    finally:
        subprocess.run([umount, str(small)], check=True)  # noqa: S603


@pytest.fixture
def small_disk(tmp_path: Path, data: Path) -> Iterator[Path]:
    yield from full_disk(tmp_path, data)


def refused(store: ProposalStore, data: Path, forslag: Forslag, before: dict[str, str]) -> str:
    """Check that nothing was written and nothing lost; return what was said."""
    assert snapshot(data) == before
    found = store.get(forslag.nummer)
    assert (found.lage, found.filer) == ("godkant", forslag.filer)
    assert not store.unfinished()
    return store.events(forslag.nummer)[-1].ord


def test_a_full_disk_changes_nothing_and_loses_nothing(
    store: ProposalStore, small_disk: Path
) -> None:
    forslag = sent(store, renaming(small_disk))
    filler = small_disk.parent / "fyllnad"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
    before = snapshot(small_disk)
    with pytest.raises(WriteError, match="disken är full"):
        apply_proposal(store, forslag.nummer, small_disk, reviewer="Bo Al")
    assert "disken är full" in refused(store, small_disk, forslag, before)
    filler.unlink()
    apply_proposal(store, forslag.nummer, small_disk, reviewer="Bo Al")
    assert snapshot(small_disk) == wanted(before, forslag)


def test_a_disk_that_fills_between_two_files_changes_nothing(
    store: ProposalStore, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from catalog.proposals import applying

    forslag, before = sent(store, renaming(data)), snapshot(data)
    real, left = applying.write_beside, [2]

    def failing(path: Path, text: str) -> None:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        left[0] -= 1
        real(path, text)

    monkeypatch.setattr(applying, "write_beside", failing)
    with pytest.raises(WriteError, match="disken är full"):
        apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    refused(store, data, forslag, before)


def test_a_limit_on_file_sizes_changes_nothing(store: ProposalStore, data: Path) -> None:
    forslag, before = sent(store, renaming(data)), snapshot(data)
    # The limit holds for the database too, so that not even the journal's end can be written.
    code, said = outcome(in_process(store, data, forslag.nummer, "-", "--largest", "300"))
    assert code == 3, said
    assert snapshot(data) == before
    assert store.get(forslag.nummer).filer == forslag.filer
    apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    assert snapshot(data) == wanted(before, forslag)


def test_a_folder_that_cannot_be_written_leaves_the_proposal_approved(
    mini_data: Path,
) -> None:
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # the one who may not write must reach it
        data = Path(shutil.copytree(mini_data, Path(name) / "data"))
        (Path(name) / "redaktion").mkdir()
        store = ProposalStore(Path(name) / "redaktion" / "forslag.db")
        _refuse_a_folder(store, data)
        store.close()


def _refuse_a_folder(store: ProposalStore, data: Path) -> None:
    forslag, before = sent(store, renaming(data)), snapshot(data)
    store.close()
    folders = [path for path in [data, *data.rglob("*")] if path.is_dir()]
    words = ["--nobody"] if os.getuid() == 0 else []
    for path in [store.path.parent, *store.path.parent.iterdir()] if words else []:
        os.chown(path, 65534, 65534)
    for folder in folders:
        folder.chmod(0o555)
    try:
        code, said = outcome(in_process(store, data, forslag.nummer, "-", *words))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert (code, said.split()[0]) == (3, "WriteError"), said
    assert "får inte skriva" in refused(store, data, forslag, before)
    assert f"forslag tillampa {forslag.nummer}" in said
    apply_proposal(store, forslag.nummer, data, reviewer="Dan, drift")
    assert snapshot(data) == wanted(before, forslag)
    assert store.get(forslag.nummer).granskare == "Bo Al"


def test_two_reviewers_at_once_apply_it_once(store: ProposalStore, data: Path) -> None:
    forslag = sent(store, renaming(data))
    after = wanted(snapshot(data), forslag)
    both = [
        in_process(store, data, forslag.nummer, "-", reviewer=who) for who in ("Bo Al", "Cia Lind")
    ]
    assert [outcome(each)[0] for each in both] == [0, 0]
    assert snapshot(data) == after
    slag = [each.slag for each in store.events(forslag.nummer)]
    assert (slag.count("godkänna"), slag.count("införa")) == (1, 1)


def test_two_proposals_for_one_file_the_second_is_a_conflict_with_both_texts(
    store: ProposalStore, data: Path
) -> None:
    plans = editing(data, to="Lag A"), editing(data, to="Lag B")
    one, other = (sent(store, plan) for plan in plans)
    both = [in_process(store, data, each.nummer, "-") for each in (one, other)]
    codes = [outcome(each)[0] for each in both]
    assert sorted(codes) == [0, 3]
    won, lost = (one, other) if codes == [0, 3] else (other, one)
    assert (data / FIL).read_text(encoding="utf-8") == won.text
    found = store.get(lost.nummer)
    assert (found.lage, found.text) == ("krock", lost.text)
    assert store.events(lost.nummer)[-1].detalj["filer_nu"] == {FIL: won.text}
    again = store.rebase(
        lost.nummer, [Filandring(FIL, won.text, lost.text)], by="Åsa Ek", version=lost.version
    )
    store.submit(again.nummer, by="Åsa Ek")
    apply_proposal(store, again.nummer, data, reviewer="Bo Al")
    assert (data / FIL).read_text(encoding="utf-8") == lost.text


def test_two_new_records_with_one_id_cannot_both_be(store: ProposalStore, data: Path) -> None:
    text = "id: nytt\nnamn: Nytt\nanordnare: [exempelverket]\n"
    one, other = (sent(store, new_record("program", "nytt", text)) for _ in range(2))
    apply_proposal(store, one.nummer, data, reviewer="Bo Al")
    with pytest.raises(FileConflictError):
        apply_proposal(store, other.nummer, data, reviewer="Bo Al")
    used = sent(store, new_record("anordnare", "borttagen", "id: borttagen\nnamn: B\n"))
    with pytest.raises(RulesBrokenError, match="redan använts"):
        apply_proposal(store, used.nummer, data, reviewer="Bo Al")


def test_a_proposal_that_breaks_a_rule_is_not_applied(store: ProposalStore, data: Path) -> None:
    forslag, before = sent(store, editing(data, "status: ", "status: pa")), snapshot(data)
    with pytest.raises(RulesBrokenError) as broken:
        apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    assert [each.code for each in broken.value.findings] == ["K202"]
    assert snapshot(data) == before
    assert store.get(forslag.nummer).lage == "inskickat"


def test_faults_that_were_there_before_stop_nobody(store: ProposalStore, data: Path) -> None:
    other = data / "insatser" / "tal-i-tanken.yaml"
    other.write_text(other.read_text().replace("status: aktiv", "status: pagar"))
    forslag = sent(store, editing(data))
    apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    assert (data / FIL).read_text(encoding="utf-8") == forslag.text


@pytest.mark.parametrize("lage", ["utkast", "avvisat", "nedlagt"])
def test_only_what_is_sent_or_approved_is_applied(
    store: ProposalStore, data: Path, lage: str
) -> None:
    number = store.create_draft(*editing(data), by="Åsa Ek").nummer
    if lage == "avvisat":
        store.submit(number, by="Åsa Ek")
        store.reject(number, by="Bo Al", words="Nej.")
    if lage == "nedlagt":
        store.withdraw(number, by="Åsa Ek")
    before = snapshot(data)
    with pytest.raises(TransitionError):
        apply_proposal(store, number, data, reviewer="Bo Al")
    assert snapshot(data) == before


def test_the_text_is_written_as_it_stands(store: ProposalStore, data: Path) -> None:
    forslag = sent(store, editing(data, "Närvaroteam", "Närvaro–team «å»"))
    apply_proposal(store, forslag.nummer, data, reviewer="Bo Al")
    written = (data / FIL).read_bytes()
    assert written == forslag.text.encode()
    assert b"\r" not in written
    assert files.parse(written.decode(), FIL)[1] == []
