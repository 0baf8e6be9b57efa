"""Copies of the proposals, nominations from outside, and the commands."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.cli import katalog
from catalog.proposals import (
    Filandring,
    ProposalError,
    ProposalStore,
    StoreError,
    back_up,
    change,
    import_nomination,
    restore,
)
from catalog.proposals.cli import redaktion
from catalog.prospect import Prospect

FIL = "program/laslyckan.yaml"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProposalStore]:
    made = ProposalStore(tmp_path / "forslag.db")
    yield made
    made.close()


def draft(store: ProposalStore, text: str) -> int:
    files = [Filandring(FIL, "id: x\n", text)]
    return store.create_draft("andra", "program", "laslyckan", files, by="Åsa Ek").nummer


def test_a_copy_taken_while_people_write_is_whole_and_comes_back(
    store: ProposalStore, tmp_path: Path
) -> None:
    stop = threading.Event()
    other = ProposalStore(store.path)

    def write() -> None:
        while not stop.is_set():
            draft(other, "id: y\n")

    draft(store, "id: första\n")
    writer = threading.Thread(target=write)
    writer.start()
    copies = [back_up(store.path, tmp_path / "kopior") for _ in range(5)]
    stop.set()
    writer.join()
    other.close()
    assert len({copy.path for copy in copies}) == 5
    assert sorted(path.name for path in (tmp_path / "kopior").iterdir()) == sorted(
        copy.path.name for copy in copies
    )
    for copy in copies:
        opened = ProposalStore(copy.path)
        assert len(opened.list_forslag()) == copy.forslag >= 1
        assert len(opened.events()) == copy.handelser
        assert opened.get(1).text == "id: första\n"
        opened.close()


SAVING = """
import sys
from pathlib import Path
from catalog.proposals import Filandring, ProposalStore
store = ProposalStore(Path(sys.argv[1]))
files = [Filandring("program/laslyckan.yaml", "id: x\\n", "id: y\\n")]
draft = store.create_draft("andra", "program", "laslyckan", files, by="Åsa Ek")
while True:
    text = f"# {draft.version}\\n" * 500
    draft = store.save_draft(draft.nummer, text=text, version=draft.version, by="Åsa Ek")
    print(draft.version, flush=True)
"""


def test_what_was_told_as_saved_is_there_when_the_process_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", SAVING, str(tmp_path / "f.db")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(30)]
    process.kill()
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    store = ProposalStore(tmp_path / "f.db")
    found = store.get(1)
    assert told == list(range(2, told[-1] + 1))
    assert found.version in (told[-1], told[-1] + 1)  # one may be saved and not yet told
    assert found.text == f"# {found.version - 1}\n" * 500
    assert len(store.events(1)) == found.version
    store.close()
    assert back_up(tmp_path / "f.db", tmp_path / "kopior").handelser == found.version


def test_restoring_brings_back_what_was_and_keeps_what_it_replaced(
    store: ProposalStore, tmp_path: Path
) -> None:
    draft(store, "id: då\n")
    copy = back_up(store.path, tmp_path / "kopior")
    draft(store, "id: sedan\n")
    kept = restore(copy.path, store.path)
    # The store was open all the time, as a server's is.
    assert [each.text for each in store.list_forslag()] == ["id: då\n"]
    draft(store, "id: nu\n")
    assert kept is not None
    earlier = ProposalStore(kept)
    assert [each.text for each in earlier.list_forslag()] == ["id: sedan\n", "id: då\n"]
    earlier.close()
    assert restore(copy.path, tmp_path / "ny" / "forslag.db") is None


def test_a_damaged_database_is_put_aside_and_the_copy_takes_its_place(
    store: ProposalStore, tmp_path: Path
) -> None:
    draft(store, "id: då\n")
    copy = back_up(store.path, tmp_path / "kopior")
    store.close()
    store.path.write_bytes(b"skr\xe4p" * 4000)
    kept = restore(copy.path, store.path)
    assert kept is not None
    assert kept.read_bytes() == b"skr\xe4p" * 4000
    assert store.get(1).text == "id: då\n"


@pytest.mark.parametrize("content", [b"", b"inget", b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_copy_changes_nothing(
    store: ProposalStore, tmp_path: Path, content: bytes
) -> None:
    draft(store, "id: kvar\n")
    (tmp_path / "fel.db").write_bytes(content)
    with pytest.raises(ProposalError):
        restore(tmp_path / "fel.db", store.path)
    assert store.get(1).text == "id: kvar\n"


def test_another_programs_database_is_no_copy(store: ProposalStore, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "annan.db")
    connection.execute("create table t (a)")
    connection.close()
    with pytest.raises(StoreError, match="inte en kopia"):
        restore(tmp_path / "annan.db", store.path)
    with pytest.raises(ProposalError, match="finns inte"):
        restore(tmp_path / "ingen.db", store.path)
    with pytest.raises(StoreError, match="inga förslag"):
        back_up(tmp_path / "ingen.db", tmp_path / "kopior")


# Nominations ------------------------------------------------------------------------------------

NOMINATIONS = [
    ('{"namn": "Läsglädje"}', "lasgladje", "K104"),
    (
        '{"post": {"namn": "Läsglädje", "typ": "kurs"}, "skal": "Bra", "fran": "Bo"}',
        "lasgladje",
        "",
    ),
    ('{"slag": "program", "post": {"namn": "P", "anordnare": ["exempelverket"]}}', "p", ""),
    ('{"slag": "hittepa", "post": {"namn": "A"}}', "a", "K104"),
    ("namn: Läsglädje\ntyp: kurs\n", "lasgladje", "K104"),
    ("namn: [\n", "fil", "K101"),
    ("bara ord", "fil", "K105"),
    ("[1, 2]", "fil", "K105"),
    ('{"id": "tal-i-tanken", "namn": "Tal i tanken"}', "tal-i-tanken-2", "K104"),
    ('{"id": "../../etc/passwd"}', "etc-passwd", "K104"),
    ('{"namn": "\\ud800 halv"}', "halv", "K104"),
    ('{"namn": {"djup": [1]}}', "djup-1", "K105"),
    ("a: &x [1]\nb: *x\n", "fil", "K101"),
    ("\x00\x01", "fil", "K101"),
    ("[" * 50_000, "fil", "K101"),
]


@pytest.mark.parametrize(("text", "post_id", "code"), NOMINATIONS)
def test_a_nomination_becomes_a_draft_whatever_it_holds(
    store: ProposalStore, mini_data: Path, text: str, post_id: str, code: str
) -> None:
    found = import_nomination(
        store, Prospect(mini_data), text.encode(), filename="fil.json", by="Åsa Ek"
    )
    assert (found.forslag.lage, found.forslag.post_id) == ("utkast", post_id)
    assert code in {each.code for each in found.fynd} or not code
    (comment,) = store.comments(found.forslag.nummer)
    assert comment.text.endswith(text)
    assert store.get(found.forslag.nummer) == found.forslag


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(content=st.binary(min_size=1, max_size=200))
def test_no_file_at_all_breaks_the_import(
    store: ProposalStore, mini_data: Path, content: bytes
) -> None:
    before = len(store.list_forslag())
    try:
        import_nomination(store, Prospect(mini_data), content, filename="\udcff.x", by="Åsa Ek")
    except ProposalError:
        assert not content.decode("utf-8-sig", "replace").strip()
        assert len(store.list_forslag()) == before
    else:
        assert len(store.list_forslag()) == before + 1


DEEP = b'{"post": {"namn": ' + b"[" * 900 + b"]" * 900 + b"}}"
MANY = b"\n".join(b"k%d: 1" % number for number in range(4000))


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"x" * 300_000, b"x" * 70_000, DEEP, MANY], ids=range(6)
)
def test_what_is_no_nomination_is_told(
    store: ProposalStore, mini_data: Path, content: bytes
) -> None:
    with pytest.raises(ProposalError, match=r"tom|större|längre|fler uppgifter"):
        import_nomination(store, Prospect(mini_data), content, filename="a", by="Åsa Ek")
    assert store.list_forslag() == []


# Commands ---------------------------------------------------------------------------------------


def run(group, *words: object):
    return CliRunner().invoke(group, [str(word) for word in words])


def test_a_proposal_goes_from_file_to_catalogue_by_commands(
    mini_data_copy: Path, tmp_path: Path
) -> None:
    base = tmp_path / "forslag.db"
    where = ("--forslag", base, "--data", mini_data_copy)
    nomination = tmp_path / "n.json"
    post = {"namn": "Nytt program", "anordnare": ["exempelverket"]}
    nomination.write_text(json.dumps({"slag": "program", "post": post, "skal": "Det saknas."}))
    made = run(redaktion, "importera", nomination, "--av", "Åsa Ek", *where)
    assert "Förslag 1 är ett utkast: program/nytt-program.yaml" in made.output
    assert (made.exit_code, "fel K" in made.output) == (0, False)

    early = run(katalog, "forslag", "tillampa", 1, "--av", "Bo Al", *where)
    assert (early.exit_code, "Utkast" in early.output) == (1, True)
    store = ProposalStore(base)
    store.submit(1, by="Åsa Ek")
    store.close()
    listed = run(katalog, "forslag", "lista", "--forslag", base, "--lage", "inskickat").output
    assert "1  Inskickat" in listed
    assert run(katalog, "forslag", "lista", "--forslag", base, "--lage", "krock").output == ""
    shown = run(katalog, "forslag", "visa", 1, *where).output
    for words in ("Ny post, Inskickat", "Skäl: Det saknas.", "Namn (tillagt)", "+ Nytt program"):
        assert words in shown
    assert "+namn: Nytt program" in run(katalog, "forslag", "visa", 1, "--rader", *where).output
    assert "Subject: [PATCH]" in run(katalog, "forslag", "patch", 1, *where).output

    own = run(katalog, "forslag", "tillampa", 1, "--av", "åsa ek", *where)
    assert (own.exit_code, "Be en kollega" in own.output) == (1, True)
    # The folder is in no git repository: the files are written, and what git says is told.
    done = run(katalog, "forslag", "tillampa", 1, "--av", "Bo Al", "--git", *where)
    assert (done.exit_code, "men inte i git" in done.output) == (0, True)
    assert run(katalog, "kontrollera", mini_data_copy).exit_code == 0
    assert run(katalog, "forslag", "tillampa", 1, "--av", "Bo Al", *where).exit_code == 0
    missing = run(katalog, "forslag", "visa", 9, *where)
    assert (missing.exit_code, "inget förslag 9" in missing.output) == (1, True)


def test_copies_are_made_and_brought_back_by_commands(tmp_path: Path) -> None:
    base = tmp_path / "forslag.db"
    store = ProposalStore(base)
    draft(store, "id: x\n")
    copied = run(redaktion, "sakerhetskopia", "--forslag", base, "--ut", tmp_path / "kopior")
    assert (copied.exit_code, "1 förslag, 1 händelser" in copied.output) == (0, True)
    draft(store, "id: y\n")
    (copy,) = (tmp_path / "kopior").iterdir()
    back = run(redaktion, "aterstall", copy, "--forslag", base)
    assert (back.exit_code, "fore-aterstallning" in back.output) == (0, True)
    assert len(store.list_forslag()) == 1
    store.close()
    assert run(redaktion, "aterstall", tmp_path / "ingen", "--forslag", base).exit_code == 1
    assert run(katalog, "forslag", "lista", "--forslag", tmp_path / "ingen.db").exit_code == 2


def test_what_rules_say_is_shown_with_the_proposal(mini_data: Path, tmp_path: Path) -> None:
    store, prospect = ProposalStore(tmp_path / "forslag.db"), Prospect(mini_data)
    text = (prospect.text(FIL) or "").replace("exempelverket", "exempelverkt")
    store.create_draft(*change(prospect.katalog, FIL, text), by="Åsa Ek")
    store.close()
    shown = run(
        katalog, "forslag", "visa", 1, "--forslag", tmp_path / "forslag.db", "--data", mini_data
    )
    assert "K201" in shown.output
    assert "Menade du «exempelverket»?" in shown.output
