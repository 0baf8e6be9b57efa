"""How a proposal reads: fields, lines, git, patches and history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from git_repository import git, repository_of
from hypothesis import given
from hypothesis import strategies as st

from catalog.loading import load
from catalog.proposals import (
    Faltandring,
    Filandring,
    Git,
    ProposalStore,
    apply_proposal,
    canonical,
    change,
    export_patch,
    field_changes,
    history,
    line_changes,
    new_record,
    recover,
    rename,
    text_of,
)
from catalog.proposals.applying import STEPS
from catalog.prospect import Prospect

FIL = "insatser/tal-i-tanken.yaml"


def flat(changes: list[Faltandring]) -> list[tuple[str, str, str | None, str | None]]:
    found = []
    for each in changes:
        found.append((each.falt, each.slag, each.fore, each.efter))
        found += flat(list(each.delar))
    return found


ROWS = [
    ("namn: A\n", "namn: Å\n", [("namn", "andrat", "A", "Å")]),
    ("", "omfattning: 4 dagar\n", [("omfattning", "tillagt", None, "4 dagar")]),
    ("fran: 2019\n", "", [("fran", "borttaget", "2019", None)]),
    (
        "passar_nar: [a1, b]\n",
        "passar_nar: [b, c]\n",
        [
            ("passar_nar", "andrat", None, None),
            ("passar_nar[1]", "tillagt", None, "c"),
            ("passar_nar[0]", "borttaget", "a1", None),
        ],
    ),
    (
        "passar_nar: [Eleverna läser sakta och tyst.]\n",
        "passar_nar: [Ny rad först av allt., Eleverna läser sakta och högt.]\n",
        [
            ("passar_nar", "andrat", None, None),
            ("passar_nar[0]", "tillagt", None, "Ny rad först av allt."),
            (
                "passar_nar[1]",
                "andrat",
                "Eleverna läser sakta och tyst.",
                "Eleverna läser sakta och högt.",
            ),
        ],
    ),
    (
        "amnen: [svenska, matematik]\n",
        "amnen: [matematik, svenska]\n",
        [
            ("amnen", "andrat", None, None),
            ("amnen", "flyttat", "svenska, matematik", "matematik, svenska"),
        ],
    ),
    (
        "problemomraden:\n- {problemomrade: avkodning, styrka: 2}\n"
        "- {problemomrade: taluppfattning, styrka: 1}\n",
        "problemomraden:\n- {problemomrade: avkodning, styrka: 3}\n"
        "- {problemomrade: skolfranvaro, styrka: 1}\n",
        [
            ("problemomraden", "andrat", None, None),
            ("problemomraden[0]", "andrat", "avkodning · 2", "avkodning · 3"),
            ("problemomraden[0].styrka", "andrat", "2", "3"),
            ("problemomraden[1]", "tillagt", None, "skolfranvaro · 1"),
            ("problemomraden[1]", "borttaget", "taluppfattning · 1", None),
        ],
    ),
    (
        "kostnad: {band: lag}\n",
        "kostnad: {band: hog, pris: 5 kr}\n",
        [
            ("kostnad", "andrat", None, None),
            ("kostnad.band", "andrat", "lag", "hog"),
            ("kostnad.pris", "tillagt", None, "5 kr"),
        ],
    ),
    ("granskad: null\n", "namn: X\ngranskad: null\n", [("namn", "tillagt", None, "X")]),
    ("namn: X\n", "namn: X\nokant: 1\n", [("okant", "tillagt", None, "1")]),
    ("namn: [\n", "", [("", "andrat", "id: x\nnamn: [\n", "id: x\n")]),
]


@pytest.mark.parametrize(("before", "after", "told"), ROWS)
def test_a_change_is_told_field_by_field(before: str, after: str, told: list[object]) -> None:
    base = "id: x\n"
    assert flat(field_changes(Filandring(FIL, base + before, base + after))) == told
    assert field_changes(Filandring(FIL, base + before, base + before)) == []


def test_other_kinds_of_files_are_told_too(mini_data: Path) -> None:
    judged = "bedomningar/p1.yaml"
    told = flat(
        field_changes(
            Filandring(
                judged,
                "bedomningar: {a: 3.0, b: 1.0}\n",
                "bedomningar: {a: 2.0, c: 1.0}\n",
            )
        )
    )
    assert told == [
        ("bedomningar", "andrat", None, None),
        ("bedomningar.a", "andrat", "3", "2"),
        ("bedomningar.b", "borttaget", "1", None),
        ("bedomningar.c", "tillagt", None, "1"),
    ]
    text = "exempelanalyser/hittepaskolan/text.md"
    assert flat(field_changes(Filandring(text, "a", "b"))) == [("", "andrat", "a", "b")]
    listed = field_changes(
        Filandring("vokabular/amnen.yaml", "- {id: a, namn: A}\n", "- {id: a, namn: B}\n")
    )
    assert [(each.falt, each.delar[0].titel, each.delar[0].efter) for each in listed] == [
        ("[0]", "Namn", "B")
    ]


def test_ids_are_told_by_their_names(mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    changes = field_changes(
        Filandring(
            FIL,
            "id: x\nstatus: aktiv\nprogram: [laslyckan]\n",
            "id: x\nstatus: okand\nprogram: [raknelust]\n",
        ),
        katalog=katalog,
    )
    assert [(each.titel, each.fore, each.efter) for each in changes if not each.delar] == [
        ("Status", "Aktiv", "Okänd")
    ]
    assert [part.efter or part.fore for each in changes for part in each.delar] == [
        "Räknelust",
        "Läslyckan",
    ]


def test_two_records_of_one_name_are_told_apart_by_their_ids(mini_data_copy: Path) -> None:
    twin = mini_data_copy / "program" / "raknelust-2.yaml"
    first = (mini_data_copy / "program" / "raknelust.yaml").read_text(encoding="utf-8")
    twin.write_text(first.replace("id: raknelust", "id: raknelust-2"), encoding="utf-8")
    katalog, _ = load(mini_data_copy)
    change = Filandring(FIL, "id: x\n", "id: x\nprogram: [raknelust]\n")
    (told,) = field_changes(change, katalog=katalog)
    assert [part.efter for part in told.delar] == ["Räknelust (raknelust)"]


@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), max_size=5),
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), max_size=5),
)
def test_a_change_of_a_list_accounts_for_every_line(before: list[str], after: list[str]) -> None:
    texts = [text_of(FIL, {"id": "x", "passar_nar": each}) for each in (before, after)]
    (told,) = field_changes(Filandring(FIL, *texts)) or [None]
    if told is None:
        assert before == after
        return
    parts = [each for each in told.delar if each.slag != "flyttat"]
    left = list(before)
    for each in parts:
        if each.fore is not None:
            left.remove(each.fore)
        if each.efter is not None:
            left.append(each.efter)
    assert sorted(left) == sorted(after)


def test_lines_are_there_for_those_who_want_them() -> None:
    lines = line_changes(Filandring(FIL, "id: x\nnamn: A\n", "id: x\nnamn: B\n"))
    assert lines[-3:] == ["-namn: A", "+namn: B", " "]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('namn: "A"\nid: a\nanordnare: [b]\n', "id: a\nnamn: A\nanordnare: [b]\n"),
        ("namn: A\nid: a\n", "id: a\nnamn: A\n"),
        ("id: [", "id: ["),
        ("id: a\nid: b\n", "id: a\nid: b\n"),
        ("namn: A\nhittepa: kvar\nid: a\n", "id: a\nnamn: A\nhittepa: kvar\n"),
    ],
)
def test_a_half_written_text_is_put_in_order_and_never_loses_anything(
    text: str, wanted: str
) -> None:
    assert canonical("program/a.yaml", text) == wanted


# git ---------------------------------------------------------------------------------------------


@pytest.fixture
def repository(mini_data: Path, tmp_path: Path) -> Path:
    return repository_of(mini_data, tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProposalStore]:
    made = ProposalStore(tmp_path / "forslag.db")
    yield made
    made.close()


def renaming(store: ProposalStore, data: Path) -> int:
    plan = rename(Prospect(data).katalog, "insatser", "tal-i-tanken", "tal-i-huvudet")
    number = store.create_draft(*plan, by="Åsa Ek", skal="Anordnaren har bytt namn.").nummer
    return store.submit(number, by="Åsa Ek").nummer


def test_a_commit_has_the_writer_as_author_and_only_the_proposal(
    store: ProposalStore, repository: Path
) -> None:
    begun = repository / "program" / "laslyckan.yaml"
    begun.write_text(begun.read_text() + "# påbörjat för hand\n")
    git(repository, "add", "program/laslyckan.yaml")
    settings = Git({"Åsa Ek": "Åsa Ek <asa@exempel.test>"})
    number = renaming(store, repository)
    done = apply_proposal(store, number, repository, reviewer="Bo Al", git=settings)
    assert done.commit == git(repository, "rev-parse", "HEAD").strip()
    shown = git(repository, "log", "-1", "--format=%an <%ae>|%cn|%B")
    assert shown.startswith("Åsa Ek <asa@exempel.test>|Insatskatalogens redaktion|Nytt id: ")
    for words in ("Anordnaren har bytt namn.", "Granskad-av: Bo Al", f"Forslag: {number}"):
        assert words in shown
    assert "laslyckan" not in git(repository, "show", "--stat", "HEAD")
    assert git(repository, "status", "--porcelain").split() == ["M", "data/program/laslyckan.yaml"]


class DiedError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("fatal", STEPS)
def test_one_commit_is_made_wherever_it_stops(
    store: ProposalStore, repository: Path, fatal: str
) -> None:
    number = renaming(store, repository)

    def step(name: str) -> None:
        if name == fatal:
            raise DiedError

    with pytest.raises(DiedError):
        apply_proposal(store, number, repository, reviewer="Bo Al", git=Git(), step=step)
    recover(store, repository, git=Git())
    apply_proposal(store, number, repository, reviewer="Bo Al", git=Git())
    assert git(repository, "log", "--format=%an").split("\n")[:2] == ["Åsa Ek", "Dan Drift"]
    assert git(repository, "status", "--porcelain") == ""
    (applied,) = [each for each in store.events(number) if each.slag == "införa"]
    assert applied.detalj["commit"] == git(repository, "rev-parse", "HEAD").strip()


def test_what_git_cannot_do_undoes_nothing(store: ProposalStore, repository: Path) -> None:
    (repository.parent / ".git" / "index.lock").touch()
    number = renaming(store, repository)
    done = apply_proposal(store, number, repository, reviewer="Bo Al", git=Git())
    assert done.commit is None
    assert "inte i git" in done.forbehall
    assert store.get(number).lage == "tillampat"
    assert (repository / "insatser" / "tal-i-huvudet.yaml").is_file()


@pytest.mark.parametrize("take", [("apply",), ("am", "--quiet")])
def test_a_patch_does_elsewhere_what_applying_does_here(
    store: ProposalStore, repository: Path, mini_data_copy: Path, tmp_path: Path, take: tuple[str]
) -> None:
    numbers = [renaming(store, repository)]
    new = new_record("program", "nytt", "id: nytt\nnamn: Nytt\nanordnare: [exempelverket]\n")
    numbers.append(store.create_draft(*new, by="Åsa Ek").nummer)
    store.submit(numbers[1], by="Åsa Ek")
    for number in numbers:
        (tmp_path / "p.patch").write_text(export_patch(store, number, repository))
        git(repository.parent, *take, str(tmp_path / "p.patch"))
        apply_proposal(store, number, mini_data_copy, reviewer="Bo Al")
    for path in (path for path in mini_data_copy.rglob("*") if path.is_file()):
        name = path.relative_to(mini_data_copy)
        assert (repository / name).read_bytes() == path.read_bytes(), name
    assert not (repository / "insatser" / "tal-i-tanken.yaml").exists()
    if take[0] == "am":
        assert git(repository, "log", "-1", "--format=%an").strip() == "Åsa Ek"


def test_history_tells_who_what_when_and_why_from_proposals_and_git(
    store: ProposalStore, repository: Path
) -> None:
    path = repository / "insatser" / "tal-i-tanken.yaml"
    path.write_text(path.read_text().replace("Tal i tanken", "Tal i tanke", 1))
    git(repository, "commit", "--quiet", "-am", "Namnet rättat för hand")
    apply_proposal(store, renaming(store, repository), repository, reviewer="Bo Al", git=Git())
    prospect = Prospect(repository)
    name = "insatser/tal-i-huvudet.yaml"
    text = (prospect.text(name) or "").replace("Tal i tanke", "Tal i huvudet", 1)
    draft = store.create_draft(*change(prospect.katalog, name, text), by="Cia Lind", skal="Nytt.")
    store.submit(draft.nummer, by="Cia Lind")
    apply_proposal(store, draft.nummer, repository, reviewer="Bo Al")

    rows = history(store, repository, "insatser", "tal-i-huvudet")
    assert [(row.av, row.granskare, row.slag) for row in rows] == [
        ("Cia Lind", "Bo Al", "Ändring"),
        ("Åsa Ek", "Bo Al", "Nytt id"),
        ("Dan Drift", None, "Namnet rättat för hand"),
        ("Dan Drift", None, "Katalogen"),
    ]
    assert [row.skal for row in rows][:2] == ["Nytt.", "Anordnaren har bytt namn."]
    assert [each.falt for each in rows[1].andringar] == ["id", "alias"]
    assert rows[1].commit is not None
    named = history(store, repository, "insatser", "tal-i-huvudet", falt="namn")
    assert [row.andringar[0].efter for row in named][:1] == ["Tal i huvudet"]
    assert [row.av for row in named] == ["Cia Lind", "Dan Drift", "Dan Drift"]


def test_history_without_git_has_the_proposals(store: ProposalStore, mini_data_copy: Path) -> None:
    number = renaming(store, mini_data_copy)
    apply_proposal(store, number, mini_data_copy, reviewer="Bo Al")
    (row,) = history(store, mini_data_copy, "insatser", "tal-i-huvudet")
    assert (row.forslag, row.av, row.commit) == (number, "Åsa Ek", None)
