"""The states of a proposal: every way, by table and by a machine that tries them in any order."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from catalog.proposals import (
    LAGEN,
    DraftConflictError,
    Filandring,
    Forslag,
    NotFoundError,
    ProposalError,
    ProposalStore,
    SelfReviewError,
    TransitionError,
)
from catalog.proposals import states as s

FIL = "program/laslyckan.yaml"
PEOPLE = ("Åsa Ek", "Bo Al", "Cia Lind")
ACTIONS = (
    s.SUBMIT,
    s.TAKE_BACK,
    s.SEND_BACK,
    s.APPROVE,
    s.REJECT,
    s.WITHDRAW,
    s.CONFLICT,
    s.REBASE,
    s.APPLY,
)


@pytest.fixture
def store(tmp_path: Path):
    made = ProposalStore(tmp_path / "forslag.db")
    yield made
    made.close()


def draft(store: ProposalStore, text: str = "id: a\n", by: str = "Åsa Ek") -> Forslag:
    return store.create_draft(
        "andra", "program", "laslyckan", [Filandring(FIL, "id: x\n", text)], by=by, skal="Namnbyte."
    )


def do(store: ProposalStore, number: int, action: str, by: str) -> object:
    """Carry out an action as the public methods do it."""
    if action == s.SUBMIT:
        return store.submit(number, by=by)
    if action == s.TAKE_BACK:
        return store.take_back(number, by=by)
    if action == s.SEND_BACK:
        return store.send_back(number, by=by, words="Se över namnet.")
    if action == s.APPROVE:
        return store.approve(number, by=by)
    if action == s.REJECT:
        return store.reject(number, by=by, words="Finns redan.")
    if action == s.WITHDRAW:
        return store.withdraw(number, by=by)
    if action == s.CONFLICT:
        return store.mark_conflict(number, by=by, words="Filen har ändrats.", detail={})
    if action == s.REBASE:
        found = store.get(number)
        return store.rebase(number, found.filer, by=by, version=found.version)
    entry = store.begin_applying(number, store.get(number).filer, by=by)
    return store.finish_applying(entry, by=by, detail={})


WAY_TO = {
    s.UTKAST: (),
    s.INSKICKAT: (s.SUBMIT,),
    s.GODKANT: (s.SUBMIT, s.APPROVE),
    s.TILLAMPAT: (s.SUBMIT, s.APPROVE, s.APPLY),
    s.AVVISAT: (s.SUBMIT, s.REJECT),
    s.KROCK: (s.SUBMIT, s.CONFLICT),
    s.NEDLAGT: (s.WITHDRAW,),
}


@pytest.mark.parametrize("state", LAGEN)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_state_and_action_by_table(store: ProposalStore, state: str, action: str) -> None:
    number = draft(store).nummer
    for way in WAY_TO[state]:
        do(store, number, way, "Bo Al")
    assert store.get(number).lage == state
    logged = len(store.events(number))
    if (state, action) in s.WAYS:
        do(store, number, action, "Bo Al")
        assert store.get(number).lage == s.WAYS[state, action]
        assert len(store.events(number)) > logged
    else:
        with pytest.raises(TransitionError, match="går inte att") as refused:
            do(store, number, action, "Bo Al")
        assert action in str(refused.value)
        assert store.get(number).lage == state
        assert len(store.events(number)) == logged


def test_every_state_can_be_reached_and_told() -> None:
    assert {s.UTKAST, *s.WAYS.values()} == set(LAGEN) == set(WAY_TO)
    assert set(s.OPEN) == {state for state, _ in s.WAYS}


@pytest.mark.parametrize("action", [s.APPROVE, s.REJECT, s.SEND_BACK])
@pytest.mark.parametrize("reviewer", ["Åsa Ek", " åsa  EK ", "Bo Al"])
def test_nobody_who_wrote_in_it_reviews_it(
    store: ProposalStore, action: str, reviewer: str
) -> None:
    first = draft(store)
    store.save_draft(first.nummer, text="id: b\n", version=1, by="Bo Al")
    store.submit(first.nummer, by="Åsa Ek")
    with pytest.raises(SelfReviewError, match="kollega"):
        do(store, first.nummer, action, reviewer)
    assert store.get(first.nummer).lage == s.INSKICKAT
    do(store, first.nummer, action, "Cia Lind")
    assert store.get(first.nummer).granskare == "Cia Lind"


def test_two_who_save_the_same_draft_see_both_texts_and_lose_none(store: ProposalStore) -> None:
    first = draft(store)
    store.save_draft(first.nummer, text="id: min\n", version=first.version, by="Åsa Ek")
    with pytest.raises(DraftConflictError, match="Någon annan") as conflict:
        store.save_draft(first.nummer, text="id: din\n", version=first.version, by="Bo Al")
    assert conflict.value.stored.text == "id: min\n"
    assert conflict.value.mine == "id: din\n"
    kept = store.events(first.nummer)[-1]
    assert (kept.nummer, kept.av) == (conflict.value.handelse, "Bo Al")
    assert kept.detalj["filer"] == {FIL: "id: din\n"}
    again = store.save_draft(
        first.nummer, text="id: din\n", version=conflict.value.stored.version, by="Bo Al"
    )
    assert again.text == "id: din\n"
    assert again.skribenter == ("Åsa Ek", "Bo Al")


def test_what_is_saved_too_late_is_kept_in_the_log(store: ProposalStore) -> None:
    first = draft(store)
    store.submit(first.nummer, by="Åsa Ek")
    with pytest.raises(TransitionError, match="inte längre ett utkast"):
        store.save_draft(first.nummer, text="id: sent\n", version=first.version, by="Åsa Ek")
    assert store.events(first.nummer)[-1].detalj["filer"] == {FIL: "id: sent\n"}


@pytest.mark.parametrize("action", ["approve", "reject", "send_back", "submit", "take_back"])
def test_only_the_version_that_was_read_is_reviewed(store: ProposalStore, action: str) -> None:
    first = draft(store)
    if action != "submit":
        store.submit(first.nummer, by="Åsa Ek")
        store.take_back(first.nummer, by="Åsa Ek")
    store.save_draft(first.nummer, text="id: annat\n", version=first.version, by="Åsa Ek")
    if action != "submit":
        store.submit(first.nummer, by="Åsa Ek")
    words = {} if action in ("submit", "take_back") else {"words": "Ja."}
    before = store.get(first.nummer).lage
    with pytest.raises(TransitionError, match="har ändrats sedan du öppnade"):
        getattr(store, action)(first.nummer, by="Bo Al", version=first.version, **words)
    assert store.get(first.nummer).lage == before


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda store: store.send_back(1, by="Bo Al", words="  "), "vad som behöver ändras"),
        (lambda store: store.reject(1, by="Bo Al", words=""), "varför"),
        (lambda store: store.comment(1, by="Bo Al", text="\n"), "tom"),
        (lambda store: store.submit(1, by=" "), "vem du är"),
        (lambda store: store.submit(99, by="Bo Al"), "inget förslag 99"),
        (lambda store: store.comment(99, by="Bo Al", text="Hej"), "inget förslag 99"),
        (lambda store: store.create_draft("x", "", "", [], by="Bo Al"), "inget slag av förslag"),
        (lambda store: store.create_draft("ny", "", "", [], by="Bo Al"), "minst en fil"),
    ],
)
def test_wrong_use_is_told_in_swedish_and_changes_nothing(store: ProposalStore, act, said) -> None:
    draft(store)
    before = store.events()
    with pytest.raises(ProposalError, match=said):
        act(store)
    assert store.events() == before


def test_writers_of_the_same_record_are_shown_to_each_other(store: ProposalStore) -> None:
    one, other = draft(store), draft(store, by="Bo Al")
    assert store.open_for(FIL, but=one.nummer) == [other]
    store.withdraw(other.nummer, by="Bo Al")
    assert store.open_for(FIL, but=one.nummer) == []
    assert store.counts()[s.NEDLAGT] == 1
    assert (
        store.list_forslag(forfattare="Bo Al", post=("program", "laslyckan"))[0].lage == s.NEDLAGT
    )
    with pytest.raises(NotFoundError):
        store.get(99)


def test_order_is_told_by_numbers_when_the_clock_moves_back(tmp_path: Path) -> None:
    hours = iter(range(100, 0, -1))
    store = ProposalStore(
        tmp_path / "f.db",
        clock=lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=next(hours)),
    )
    number = draft(store).nummer
    store.submit(number, by="Åsa Ek")
    store.comment(number, by="Bo Al", text="Bra.")
    store.approve(number, by="Bo Al")
    events = store.events(number)
    assert [each.slag for each in events] == ["skapat", s.SUBMIT, "kommenterat", s.APPROVE]
    assert [each.tid for each in events] == sorted((each.tid for each in events), reverse=True)
    store.close()


WRITERS = {"forslag": "forfattare", "handelse": "av", "kommentar": "av", "journal": "av"}


@pytest.mark.parametrize("table", WRITERS)
@pytest.mark.parametrize(
    "statement",
    [
        "delete from {table}",
        "insert or replace into {table} select * from {table}",
        "update {table} set nummer = nummer + 1",
        "update {table} set {writer} = 'någon annan'",
    ],
)
def test_nothing_can_be_deleted_and_the_log_cannot_be_changed(
    store: ProposalStore, table: str, statement: str
) -> None:
    number = draft(store).nummer
    store.comment(number, by="Bo Al", text="Hej.")
    do(store, number, s.SUBMIT, "Åsa Ek")
    do(store, number, s.APPROVE, "Bo Al")
    do(store, number, s.APPLY, "Bo Al")
    before = (store.events(), store.comments(number), store.list_forslag())
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match=r"går (inte )?att"):
        connection.execute(statement.format(table=table, writer=WRITERS[table]))
    connection.close()
    assert (store.events(), store.comments(number), store.list_forslag()) == before


@pytest.mark.parametrize(
    "fil",
    ["../ute.yaml", "/etc/passwd", "insatser/../../x.yaml", "insatser/Å.yaml", "insatser/a.txt",
     "hittepa/a.yaml", "", "id-register.txt", "insatser/a/b.yaml", "schema/insats.json"],
)  # fmt: skip
def test_no_proposal_reaches_outside_the_files_of_the_catalogue(
    store: ProposalStore, fil: str
) -> None:
    outside = [Filandring(fil, None, "x")]
    with pytest.raises(ProposalError, match="ingen fil som heter"):
        store.create_draft("ny", "insatser", "a", outside, by="Åsa Ek")
    first = draft(store)
    with pytest.raises(ProposalError, match="ingen fil som heter"):
        store.save_draft(first.nummer, text="x", version=1, by="Åsa Ek", filer=outside)
    assert store.get(first.nummer) == first
    assert len(store.events()) == 1


def test_threads_share_a_store(store: ProposalStore) -> None:
    number = draft(store).nummer

    def save(who: int) -> int:
        done = 0
        while done < 5:
            seen = store.get(number)
            text = f"{seen.text}# {who}\n"
            try:
                store.save_draft(number, text=text, version=seen.version, by=f"Skribent {who}")
                done += 1
            except DraftConflictError:
                continue
        return done

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(save, range(8))) == 40
    assert store.get(number).version == 41
    assert store.get(number).text.count("#") == 40


def test_a_database_that_is_none_is_told_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "f.db").write_bytes(b"inte en databas" * 1000)
    with pytest.raises(ProposalError, match="ingen databas"):
        ProposalStore(tmp_path / "f.db")
    with pytest.raises(ProposalError, match="går inte att öppna"):
        ProposalStore(tmp_path / "saknas" / "f.db")


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    ProposalStore(tmp_path / "f.db").close()
    connection = sqlite3.connect(tmp_path / "f.db")
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(ProposalError, match="nyare version"):
        ProposalStore(tmp_path / "f.db")


class Machine(RuleBasedStateMachine):
    """Any order of anything that people can do, beside a plain model of what should come of it."""

    numbers = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.store = ProposalStore(Path(self.folder.name) / "f.db")
        self.model: dict[int, tuple[str, str, int, set[str]]] = {}
        self.written: set[str] = set()
        self.logged = 0

    @rule(target=numbers, by=st.sampled_from(PEOPLE), text=st.text(max_size=20))
    def create(self, by: str, text: str) -> int:
        number = draft(self.store, text, by).nummer
        self.model[number] = (s.UTKAST, text, 1, {by})
        self.written.add(text)
        return number

    @rule(
        number=numbers,
        by=st.sampled_from(PEOPLE),
        text=st.text(max_size=20),
        behind=st.integers(0, 1),
    )
    def save(self, number: int, by: str, text: str, behind: int) -> None:
        state, _, version, people = self.model[number]
        self.written.add(text)
        allowed = state == s.UTKAST and not behind
        try:
            self.store.save_draft(number, text=text, version=version - behind, by=by)
        except (DraftConflictError, TransitionError):
            assert not allowed
        else:
            assert allowed
            self.model[number] = (state, text, version + 1, people | {by})

    @rule(number=numbers, by=st.sampled_from(PEOPLE), action=st.sampled_from(ACTIONS))
    def act(self, number: int, by: str, action: str) -> None:
        state, text, version, people = self.model[number]
        review = action in (s.APPROVE, s.REJECT, s.SEND_BACK)
        allowed = (state, action) in s.WAYS and not (review and by in people)
        try:
            do(self.store, number, action, by)
        except (TransitionError, SelfReviewError):
            assert not allowed
        else:
            assert allowed
            more = action == s.REBASE
            after = people | {by} if more else people
            self.model[number] = (s.WAYS[state, action], text, version + more, after)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = ProposalStore(self.store.path)

    @invariant()
    def nothing_is_lost(self) -> None:
        for number, (state, text, version, people) in self.model.items():
            found = self.store.get(number)
            assert (found.lage, found.text, found.version) == (state, text, version)
            assert set(found.skribenter) == people
        events = self.store.events()
        assert len(events) >= self.logged
        self.logged = len(events)
        assert [each.nummer for each in events] == sorted(each.nummer for each in events)
        kept = {text for each in events for text in each.detalj.get("filer", {}).values()}
        assert self.written <= kept

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


Machine.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
)
TestMachine = Machine.TestCase
