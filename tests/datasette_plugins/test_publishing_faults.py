"""Whatever happens on the way to a new release, the one before is whole and still the one shown."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changing import change
from click.testing import CliRunner
from killing import place_of, publish_until

from catalog import CatalogError
from datasette_plugins import history, publishing
from datasette_plugins.cli import cli
from datasette_plugins.history import BACK, SHOWN, read_history
from datasette_plugins.manifest import is_whole
from datasette_plugins.publishing import PublishError, go_back, prepare, publish, show
from datasette_plugins.smoke import smoke_test

STEPS = (
    "build",
    "export",
    "build_index",
    "measure_matching",
    "write_measurement",
    "complete_manifest",
    "smoke_test",
    "_move",
    "_point_at",
)
"""What a publication does before the new release is shown, in order."""
AFTERWARDS = ("note", "_prune")


@pytest.fixture
def bygg(bygg: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, where no page is asked after.

    Asking every page again is what takes the time, and the data have no faults; that a release is
    whole is seen by its manifest.
    """
    monkeypatch.setattr(publishing, "smoke_test", lambda _: [])
    return bygg


@pytest.fixture
def changed(mini_data_copy: Path) -> Path:
    """Data that make another release."""
    change(mini_data_copy)
    return mini_data_copy


@pytest.mark.parametrize("step", STEPS)
def test_a_process_that_is_killed_on_the_way_leaves_what_is_shown(
    changed: Path, bygg: Path, step: str
) -> None:
    before = (bygg / "aktuell").resolve()
    publish_until(step, "before", changed, bygg)
    assert (bygg / "aktuell").resolve() == before
    assert is_whole(before)
    assert read_history(bygg) == ()
    after = publish(changed, bygg, vectors="inga")
    assert (bygg / "aktuell").resolve() == after
    assert is_whole(after)


@pytest.mark.parametrize(
    ("step", "moment"), [("_point_at", "after"), *((step, "before") for step in AFTERWARDS)]
)
def test_a_process_that_is_killed_afterwards_has_shown_the_new_release(
    changed: Path, bygg: Path, step: str, moment: str
) -> None:
    before = (bygg / "aktuell").resolve()
    publish_until(step, moment, changed, bygg)
    after = (bygg / "aktuell").resolve()
    assert after != before
    assert smoke_test(after) == []
    change(changed, "Råd till")
    third = publish(changed, bygg, vectors="inga")
    assert (bygg / "aktuell").resolve() == third
    # What the dead process did not write down is found out by the next one.
    assert go_back(bygg) == after


@pytest.mark.parametrize("kilobytes", [0, 64, 400])
def test_a_disk_that_takes_no_more_leaves_what_is_shown(
    changed: Path, bygg: Path, kilobytes: int
) -> None:
    before = (bygg / "aktuell").resolve()
    limited = (
        "import resource, sys; from datasette_plugins.cli import cli; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2); cli()"
    )
    arguments = ["publicera", "--utan-vektorer", "--data", str(changed), "--bygg", str(bygg)]
    done = subprocess.run(  # noqa: S603
        # Without -B the limit would also cut off what Python keeps of modules it has compiled.
        [sys.executable, "-B", "-c", limited, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Fel: ")
    assert (bygg / "aktuell").resolve() == before
    assert is_whole(before)
    assert not list(bygg.glob(".bygger-*"))


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root får skriva överallt"
)
def test_a_folder_that_cannot_be_written_leaves_what_is_shown(changed: Path, bygg: Path) -> None:
    before = (bygg / "aktuell").resolve()
    rights = "--bounding-set=-dac_override,-dac_read_search,-fowner"
    # Root may write anywhere, unless that right is taken away.
    as_anyone = ["setpriv", rights, "--inh-caps=-all"] if os.geteuid() == 0 else []
    arguments = ["publicera", "--utan-vektorer", "--data", str(changed), "--bygg", str(bygg)]
    bygg.chmod(0o555)
    try:
        done = subprocess.run(  # noqa: S603
            [*as_anyone, sys.executable, "-m", "datasette_plugins", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        bygg.chmod(0o755)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Programmet saknar behörighet." in done.stderr
    assert (bygg / "aktuell").resolve() == before
    assert is_whole(before)


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_any_step_leaves_what_is_shown(
    changed: Path, bygg: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (bygg / "aktuell").resolve()
    monkeypatch.setattr(
        place_of(step), step, fail(OSError(errno.ENOSPC, "No space left on device"))
    )
    with pytest.raises(OSError, match="No space"):
        publish(changed, bygg, vectors="inga")
    assert (bygg / "aktuell").resolve() == before
    assert is_whole(before)
    assert not list(bygg.glob(".bygger-*"))


@pytest.mark.parametrize("step", AFTERWARDS)
def test_a_full_disk_afterwards_is_told_but_the_release_is_shown(
    changed: Path, bygg: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        place_of(step), step, fail(OSError(errno.ENOSPC, "No space left on device"))
    )
    said: list[str] = []
    after = publish(changed, bygg, vectors="inga", say=said.append)
    assert (bygg / "aktuell").resolve() == after
    assert said[-1].startswith("Utgåvan visas, men")


def fail(error: Exception) -> Callable[..., Any]:
    def failing(*_: Any, **__: Any) -> Any:
        raise error

    return failing


# Going back --------------------------------------------------------------------------------------


def test_one_step_back_and_another_and_forward_again(changed: Path, bygg: Path) -> None:
    first = (bygg / "aktuell").resolve()
    second = publish(changed, bygg, vectors="inga", av="petra")
    change(changed, "Råd till")
    third = publish(changed, bygg, vectors="inga")
    assert go_back(bygg, av="petra") == second
    assert (bygg / "aktuell").resolve() == second
    assert go_back(bygg) == first
    with pytest.raises(PublishError, match="ingen tidigare utgåva"):
        go_back(bygg)
    assert publish(changed, bygg, vectors="inga") == third
    assert go_back(bygg) == first
    told = [(event.handling, event.utgava, event.av) for event in read_history(bygg)]
    assert told == [
        (SHOWN, first.name, ""),
        (SHOWN, second.name, "petra"),
        (SHOWN, third.name, ""),
        (BACK, second.name, "petra"),
        (BACK, first.name, ""),
        (SHOWN, third.name, ""),
        (BACK, first.name, ""),
    ]


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda release: (release / "katalog.db").write_bytes(b""), "är skadad"),
        (lambda release: shutil.rmtree(release), "ingen tidigare utgåva"),
        (
            lambda release: (release / "MANIFEST.json").write_text('{"program": "annat"}'),
            "annan version av programmet",
        ),
    ],
    ids=["damaged", "gone", "another program"],
)
def test_a_release_that_cannot_be_shown_is_not_gone_back_to(
    changed: Path, bygg: Path, harm: Callable[[Path], Any], expected: str
) -> None:
    first = (bygg / "aktuell").resolve()
    second = publish(changed, bygg, vectors="inga")
    harm(first)
    with pytest.raises(PublishError, match=expected):
        go_back(bygg)
    assert (bygg / "aktuell").resolve() == second


def test_a_release_is_tried_before_it_is_gone_back_to(
    changed: Path, bygg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = publish(changed, bygg, vectors="inga")
    monkeypatch.setattr(publishing, "smoke_test", lambda _: ["/om svarade 500"])
    with pytest.raises(PublishError, match="/om svarade 500"):
        go_back(bygg)
    assert (bygg / "aktuell").resolve() == second


def test_what_is_prepared_is_shown_only_when_asked_for(changed: Path, bygg: Path) -> None:
    before = (bygg / "aktuell").resolve()
    made = prepare(changed, bygg, vectors="inga")
    assert (bygg / "aktuell").resolve() == before
    assert read_history(bygg) == ()
    assert show(bygg, made.name, av="petra") == made
    assert (bygg / "aktuell").resolve() == made


@pytest.mark.parametrize("name", ["finns-inte", "..", ".", "aktuell", "../build/x", "vektorer", ""])
def test_only_a_release_can_be_shown(bygg: Path, name: str) -> None:
    before = (bygg / "aktuell").readlink()
    with pytest.raises(PublishError, match="finns inte kvar"):
        show(bygg, name)
    assert (bygg / "aktuell").readlink() == before


def test_broken_data_are_not_prepared(changed: Path, bygg: Path) -> None:
    (changed / "insatser" / "narvaroteam.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(CatalogError):
        prepare(changed, bygg, vectors="inga")


def test_a_line_that_was_cut_off_takes_no_other_with_it(bygg: Path) -> None:
    release = (bygg / "aktuell").resolve()
    history.note(bygg, release, SHOWN, "anna")
    path = bygg / history.HISTORY
    path.write_bytes(path.read_bytes() + b'{"tid": "2026-\xc3')
    history.note(bygg, release, BACK, "petra")
    assert [event.av for event in read_history(bygg)] == ["anna", "petra"]


def test_the_commands_list_releases_and_go_back(changed: Path, bygg: Path) -> None:
    first = (bygg / "aktuell").resolve()
    second = publish(changed, bygg, vectors="inga")
    folder = ["--bygg", str(bygg)]
    listed = CliRunner().invoke(cli, ["utgavor", *folder]).output.splitlines()
    assert [line.split()[0] for line in listed] == ["Utgåva", second.name, first.name]
    assert listed[1].endswith("visas nu")
    assert listed[2].endswith("--tillbaka leder hit")
    done = CliRunner().invoke(cli, ["publicera", "--tillbaka", "--data", str(changed), *folder])
    assert done.exit_code == 0
    assert f"Utgåvan {first.name} är den som visas." in done.output
    assert (bygg / "aktuell").resolve() == first
    again = CliRunner().invoke(cli, ["publicera", "--tillbaka", "--data", str(changed), *folder])
    assert again.exit_code == 1
    assert "ingen tidigare utgåva" in again.output


def test_a_folder_without_releases_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["utgavor", "--bygg", str(tmp_path)])
    assert done.output == f"Det finns inga utgåvor i {tmp_path}.\n"
