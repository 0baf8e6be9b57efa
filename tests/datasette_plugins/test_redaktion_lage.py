"""What needs work is found when a release is built, and each row leads to where it is mended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from redaktionen import Person, fields_of, open_redaktion
from skrivande import started

from catalog.addresses import Stalle, addresses_of
from catalog.link_results import RESULTS, Kontroll, Traff, write_checks
from catalog.loading import load
from catalog.records import to_plain
from datasette_plugins.history import Handelse, note, read_history
from datasette_plugins.lage import (
    MEASURES,
    Lage,
    Rad,
    measures,
    read_state,
    state_of,
    write_state,
)
from datasette_plugins.lage.measures import measures_of
from datasette_plugins.lage.posts import WANTED, rows_of
from datasette_plugins.lage.suggested import FIELDS, OTHERWISE, how_often, misleading
from datasette_plugins.manifest import STATE, read_manifest
from datasette_plugins.redaktion import lage
from datasette_plugins.redaktion.following import curves, followed
from datasette_plugins.redaktion.forms import fill
from matcher import open_matcher

PATH = "/redaktion/lage"


@pytest_asyncio.fixture
async def instans(release: Path, mini_data: Path, tmp_path: Path) -> AsyncIterator[Any]:
    async with started(release, mini_data, tmp_path) as datasette:
        yield datasette


def edited(data: Path, name: str, *changes: tuple[str, str]) -> None:
    path = data / name
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def found(data: Path, slag: str, **suggested: int) -> list[Rad]:
    katalog, _ = load(data)
    return [row for row in rows_of(katalog, suggested) if row.slag == slag]


ENDED = ("status: okand", "status: avslutad")
COPY_OF = "insatser/narvaroteam.yaml"
CASES: list[tuple[str, Callable[[Path], object], str, str]] = [
    ("granskning", lambda _: None, "narvaroteam", "granskas_senast"),
    ("obekraftat", lambda _: None, "samtal-om-text", "obekraftat"),
    (
        "obekraftat",
        lambda data: edited(data, COPY_OF, ("sakerhet: hog", "sakerhet: lag")),
        "narvaroteam",
        "sakerhet",
    ),
    ("saknas", lambda _: None, "narvaroteam", "omfattning"),
    (
        "utan-omrade",
        lambda data: edited(
            data,
            COPY_OF,
            ("problemomraden:\n- problemomrade: skolfranvaro\n  styrka: 3\n", ""),
            ("  motivering: Teamet arbetar med elever som är borta länge.\n", ""),
        ),
        "narvaroteam",
        "problemomraden",
    ),
    ("eftertradare", lambda data: edited(data, COPY_OF, ENDED), "narvaroteam", "relationer"),
    (
        "dubblett",
        lambda data: (data / "insatser/narvaroteamet.yaml").write_text(
            (data / COPY_OF)
            .read_text(encoding="utf-8")
            .replace("id: narvaroteam", "id: narvaroteamet")
            .replace("namn: Närvaroteam", "namn: Närvaroteamet"),
            encoding="utf-8",
        ),
        "narvaroteam",
        "namn",
    ),
]


@pytest.mark.parametrize(("slag", "harm", "id_", "falt"), CASES, ids=[case[0] for case in CASES])
def test_each_kind_is_found(
    mini_data_copy: Path, slag: str, harm: Callable[[Path], object], id_: str, falt: str
) -> None:
    harm(mini_data_copy)
    assert (id_, falt) in {(row.id, row.falt) for row in found(mini_data_copy, slag)}


def test_an_area_that_nothing_answers_is_found(mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    ended = {
        id_: each.model_copy(update={"status": "avslutad"})
        for id_, each in katalog.insatser.items()
    }
    without = replace(katalog, poster={**katalog.poster, "insatser": ended})
    gaps = [row for row in rows_of(without, {}) if row.slag == "lucka"]
    assert "lasforstaelse" in {row.id for row in gaps}
    assert not found(mini_data, "lucka")


def test_pairs_that_someone_has_related_are_left_alone(mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    one, other = katalog.insatser["tal-i-tanken"], katalog.insatser["tal-i-tanken-hogstadiet"]
    alike = other.model_copy(update={"namn": one.namn, "relationer": ()})
    alone = one.model_copy(update={"relationer": ()})

    def pairs(*posts: Any) -> set[str]:
        changed = {**katalog.insatser, **{post.id: post for post in posts}}
        whole = replace(katalog, poster={**katalog.poster, "insatser": changed})
        return {row.id for row in rows_of(whole, {}) if row.slag == "dubblett"}

    assert len(pairs(alone, alike)) == 1
    related = alone.model_copy(update={"relationer": (type_of_relation(katalog, other.id),)})
    assert pairs(related, alike) == set()


def type_of_relation(katalog: Any, other: str) -> Any:
    from catalog.records.insats import Relation

    return Relation(insats=other, slag="kompletterar")


def test_what_is_suggested_more_often_weighs_more(mini_data: Path) -> None:
    [seldom] = [row for row in found(mini_data, "saknas") if row.id == "narvaroteam"]
    [often] = [row for row in found(mini_data, "saknas", narvaroteam=9) if row.id == "narvaroteam"]
    assert often.vikt == 10 * seldom.vikt


def test_an_offer_that_judges_did_not_want_is_told_with_what_draws_it_in(
    release: Path, mini_data: Path
) -> None:
    from datasette_plugins.lage.suggested import ask, questions

    katalog, _ = load(mini_data)
    matcher = open_matcher(release)
    asked = questions(katalog, matcher)
    unwanted = [replace(each, bedomda={}) if each.id == "p1" else each for each in asked]
    answers = ask(matcher, unwanted)
    rows = {row.id: row for row in misleading(katalog, answers)}
    assert rows["samtal-om-text"].falt in {"problemomraden", "formuleringar"}
    row = rows["samtal-om-text"]
    assert "Eleverna i femman läser" in row.text
    # Which area it is, and both ways on: mend the record, or judge the statement anew.
    assert "kopplingen till området «Läsförståelse»" in row.text
    assert lage._linked(row).andra == "/redaktion/bedomningar/p1"
    assert how_often(answers)["samtal-om-text"] >= 1
    wanted = [replace(each, bedomda=None) for each in asked]
    assert list(misleading(katalog, ask(matcher, wanted))) == []


def test_it_is_kept_in_the_release_and_read_as_it_was(release: Path, mini_data: Path) -> None:
    assert STATE in read_manifest(release)["filer"]
    assert read_state(release) == state_of(open_matcher(release), mini_data)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"rader": [{}]}'])
def test_a_release_without_it_can_be_shown(tmp_path: Path, text: str) -> None:
    assert read_state(tmp_path) is None
    (tmp_path / STATE).write_text(text, encoding="utf-8")
    assert read_state(tmp_path) is None


async def test_every_row_leads_to_a_page_that_answers(instans: Any, release: Path) -> None:
    lars = Person(instans, "lars")
    page = await lars.soup(PATH)
    rows = page.select(".attgoralista li")
    state = read_state(release)
    assert state is not None
    assert len(rows) == len([row for row in state.rader if row.slag != "granskning"])
    for link in page.select(".attgoralista a"):
        assert (await Person(instans, "sara").get(link["href"])).status_code == 200, link["href"]
    for link in page.select(".antalslista a"):
        assert page.find(id=link["href"].removeprefix("#")) is not None


async def test_the_form_opens_at_the_field(instans: Any) -> None:
    page = await Person(instans, "sara").soup("/redaktion/insatser/narvaroteam/andra?falt=kostnad")
    forms = [form["action"] for form in page.find_all("form")]
    assert "/redaktion/insatser/narvaroteam/andra#f-kostnad" in forms


def test_every_field_that_a_row_names_is_in_the_form(mini_data_copy: Path) -> None:
    for _, harm, _, _ in CASES:
        harm(mini_data_copy)
    katalog, _ = load(mini_data_copy)
    places = {(row.postslag, row.id, row.falt) for row in rows_of(katalog, {})}
    places |= {
        (place.postslag, place.id, place.falt)
        for found_at in addresses_of(katalog).values()
        for place in found_at
    }
    places |= {("insatser", "narvaroteam", name) for name in WANTED}
    places |= {("insatser", "narvaroteam", name) for name, _ in (*FIELDS.values(), OTHERWISE)}
    places.add(("problemomraden", "lasforstaelse", "lucka"))
    shown: dict[tuple[str, str], set[str]] = {}
    for kind, id_, field in places:
        if (kind, id_) not in shown:
            parts = fill(kind, to_plain(katalog.poster[kind][id_]), [], katalog).parts
            shown[kind, id_] = {
                each.id for part in parts for top in part.widgets for each in top.all()
            }
        assert f"f-{field.replace('.', '-')}" in shown[kind, id_], (kind, id_, field)


async def test_a_pair_leads_to_the_form_that_puts_it_together(instans: Any) -> None:
    row = Rad(
        "dubblett",
        "insatser",
        "narvaroteam",
        "Närvaroteam",
        "namn",
        "Lika.",
        andra="samtal-om-text",
    )
    linked = lage._linked(row)
    page = await Person(instans, "sara").soup(str(linked.andra))
    assert page.select_one("#behall")["value"] == "Samtal om text"
    fields = {**dict(fields_of(page.select_one("form.ruta"))), "skal": "Samma sak."}
    fields.pop("csrftoken")
    answer = await Person(instans, "sara").post(str(linked.andra).partition("?")[0], fields)
    assert answer.status_code == 303
    odd = await Person(instans, "sara").soup("/redaktion/insatser/narvaroteam/sla-ihop?med=<b>")
    assert odd.select_one("#behall")["value"] == "<b>"


async def test_an_ended_insats_is_given_its_successor(instans: Any) -> None:
    row = Rad("eftertradare", "insatser", "narvaroteam", "Närvaroteam", "relationer", "Avslutad.")
    linked = lage._linked(row)
    assert linked.adress == "/redaktion/insatser/narvaroteam/avsluta"
    assert (await Person(instans, "sara").get(linked.adress)).status_code == 200


async def test_overdue_is_told_by_the_day_when_someone_looks(
    instans: Any, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(lage.date):  # type: ignore[misc, name-defined]
        @classmethod
        def today(cls) -> Any:
            return cls(2099, 12, 1)

    lars = Person(instans, "lars")
    assert "Inget att göra." in section(await lars.soup(PATH), "granskning")
    monkeypatch.setattr(lage, "date", Later)
    assert "Närvaroteam" in section(await lars.soup(PATH), "granskning")


def section(page: Any, slag: str) -> str:
    return str(page.find(id=slag).find_parent("section").get_text(" ", strip=True))


async def test_addresses_that_do_not_answer_are_told(instans: Any, release: Path) -> None:
    lars = Person(instans, "lars")
    assert "har inte prövats än" in section(await lars.soup(PATH), "lank")
    time = "2026-11-22T21:30:00+00:00"
    place = Stalle("insatser", "narvaroteam", "Närvaroteam", "kallor.0.url")
    dead = Traff("https://exempel.test/om", "borta", "Sidan finns inte (404).", time, 404,
                 stallen=(place,))  # fmt: skip
    fine = Traff("https://exempel.test/b", "svarar", "Svarar.", time, 200, stallen=(place,))
    write_checks(Kontroll(time, 3, True, (dead, fine)), release.parent)
    try:
        page = await lars.soup(PATH)
    finally:
        (release.parent / RESULTS).unlink()
    told = section(page, "lank")
    assert "2 av 3 adresser" in told
    assert "Nätet gick inte att nå" in told
    assert "https://exempel.test/om: Sidan finns inte (404)." in told
    assert "https://exempel.test/b" not in told
    [link] = page.find(id="lank").find_parent("section").select("li a")
    assert link["href"] == "/redaktion/insatser/narvaroteam/andra?falt=kallor-0-url"


async def test_the_words_of_a_record_are_shown_as_words(
    mini_data: Path, release: Path, tmp_path: Path
) -> None:
    import shutil

    copy = Path(shutil.copytree(release, tmp_path / "b" / release.name))
    evil = "<script>alert(1)</script>"
    row = Rad("saknas", "insatser", "narvaroteam", evil, "kostnad", f"Saknar {evil}.")
    write_state(Lage((row,), {evil: ()}, 1), copy)
    import json

    from catalog.building import file_hash

    manifest = json.loads((copy / "MANIFEST.json").read_text(encoding="utf-8"))
    manifest["filer"][STATE] = file_hash(copy / STATE)
    (copy / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    datasette = open_redaktion(copy, mini_data, tmp_path / "f.db")
    await datasette.invoke_startup()
    answer = await Person(datasette, "lars").get(PATH)
    datasette.executor.shutdown()
    assert evil not in answer.text
    assert "Saknar &lt;script&gt;" in answer.text


# -- coverage and freshness over time -------------------------------------------------------------

NOW = date(2026, 11, 23)


def event(day: str, **lage: tuple[int, int]) -> Handelse:
    return Handelse(f"2026-{day}T08:00:00+00:00", "visad", day, "", {}, {}, lage)


def test_the_figures_count_what_they_say(mini_data: Path) -> None:
    katalog, _ = load(mini_data)
    insatser = dict(katalog.insatser)
    one, two = list(insatser)[:2]
    insatser[one] = insatser[one].model_copy(update={"belagd": None, "status": "okand"})
    insatser[two] = insatser[two].model_copy(update={"status": "okand"})
    changed = replace(katalog, poster={**katalog.poster, "insatser": insatser})
    before, after = measures_of(katalog), measures_of(changed)
    assert before["belagda"].av == after["belagda"].av == len(insatser)
    assert before["belagda"].antal - after["belagda"].antal == 1
    known = sum(each.status != "okand" for each in insatser.values())
    assert after["kand-status"] == (known, len(insatser))
    ended = {key: each.model_copy(update={"status": "avslutad"}) for key, each in insatser.items()}
    without = replace(katalog, poster={**katalog.poster, "insatser": ended})
    assert before["tackta"].antal > 0
    assert measures_of(without)["tackta"] == (0, before["tackta"].av)


def test_reviewed_in_time_is_told_by_the_day(release: Path) -> None:
    state = read_state(release)
    told = [measures(state, day)["granskade"] for day in (NOW, date(2100, 1, 1))]
    assert told[0].antal == told[0].av > 0
    assert told[1] == (0, told[0].av)


def test_figures_are_followed_from_release_to_release(release: Path) -> None:
    events = (event("01-01"), event("02-01", tackta=(1, 2)), event("03-01", tackta=(2, 2)))
    found = followed(events, read_state(release), NOW)
    assert [each.tid[:10] for each in found] == ["2026-02-01", "2026-03-01", ""]
    [covered] = [line for line in curves(found) if line.id == "tackta"]
    assert [y for _, y in covered.punkter][:2] == [50.0, 8.0]
    assert [line.id for line in curves(found)] == ["tackta"]
    many = tuple(event("02-01", tackta=(1, 2)) for _ in range(99))
    assert len(followed(many, None, NOW)) == 24


async def test_the_charts_say_in_words_what_they_draw(
    instans: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette_plugins.redaktion import lage

    whole = {"granskade": (9, 9), "belagda": (1, 2), "kand-status": (1, 2), "tackta": (1, 2)}
    told = [event("11-19", **whole), event("11-20", tackta=(1, 2))]
    monkeypatch.setattr(lage, "read_history", lambda _: tuple(told))
    page = await Person(instans, "lars").soup(PATH)
    drawings = page.select("figure.kurva svg[role=img]")
    assert len(drawings) == 4
    for drawing in drawings:
        named = str(drawing["aria-labelledby"]).split()
        words = " ".join(page.find(id=each).get_text() for each in named)
        assert "över tid" in words
        assert "i dag" in words
        assert not drawing.select("[style]")
    table = page.find(id="overtid").find_parent("table")
    assert table.select_one("tbody th").get_text() == "I dag"
    assert len(table.select("tbody tr")) == len(told) + 1
    assert "50\xa0% 1 av 2" in table.get_text(" ", strip=True)


def test_a_line_from_before_the_figures_is_read(tmp_path: Path, release: Path) -> None:
    old = (
        '{"tid": "2026-01-01T00:00:00+00:00", "handling": "visad", "utgava": "a", "av": "",'
        ' "antal": {"insatser": 2}, "matt": {}}'
    )
    (tmp_path / "historik.jsonl").write_text(f"{old}\n", encoding="utf-8")
    note(tmp_path, release, "visad", "petra")
    before, after = read_history(tmp_path)
    assert (before.utgava, before.lage) == ("a", {})
    assert set(after.lage) == set(MEASURES)


async def test_nobody_sees_it_without_logging_in(instans: Any) -> None:
    assert (await Person(instans).get(PATH)).status_code == 302
