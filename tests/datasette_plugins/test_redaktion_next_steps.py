"""What the pages of a proposal tell: what happens next, what is lacking, and what was written."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from redaktionen import Person
from skrivande import approve, sent_in, version_of

from catalog.proposals import new_record
from datasette_plugins.redaktion.proposals import ON_A_PAGE
from datasette_plugins.redaktion.room import room_of


async def test_everyone_is_told_what_happens_next(redaktion: Any) -> None:
    sara, greta, lars = (Person(redaktion, name) for name in ("sara", "greta", "lars"))
    given = {"till": "2025", "eftertradare": "samtal-om-text", "skal": "Ersatt."}
    answer = await sara.post("/redaktion/insatser/narvaroteam/avsluta", given)
    path = str(answer.headers["location"])

    async def told(person: Person) -> str:
        return str((await person.soup(path)).select_one(".bladhuvud .notis").get_text())

    assert "ingen granskar förrän du har skickat in" in await told(sara)
    assert "Sara Skribent skriver på" in await told(greta)
    # What «Avsluta» made is sent in from where the whole of it is read.
    page = await sara.soup(path)
    sent = await sara.post(f"{path}/skicka-in", {"version": version_of(page)})
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert "en kollega granska" in await told(sara)
    assert "fatta sedan ditt beslut" in await told(greta)
    assert "väntar på att en granskare" in await told(lars)
    await greta.post(
        f"{path}/skicka-ater",
        {"version": version_of(await greta.soup(path)), "ord": "Vilken källa?"},
    )
    assert "Läs granskarens ord" in await told(sara)
    assert "Sara Skribent ska ändra det" in await told(greta)
    # And the words stand where they are needed, beside the fields.
    page = await sara.soup(f"{path}/skriv")
    assert "Greta Granskare" in page.select_one("main .notis.viktig").get_text()
    assert "Vilken källa?" in page.select_one("main .notis.viktig").get_text()


async def test_an_old_page_or_a_draft_that_is_not_whole_is_not_sent_in(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/insatser/ny", {"namn": "Ny insats"})
    path = str(made.headers["location"]).removesuffix("/skriv")
    page = await sara.soup(path)
    refused = await sara.post(f"{path}/skicka-in", {"version": version_of(page)})
    assert refused.status_code == 400
    assert BeautifulSoup(refused.text, "html.parser").select_one(".felruta[role=alert]") is not None
    old = await sara.post(f"{path}/skicka-in", {"version": "77"})
    assert old.status_code == 409
    assert "inte inskickat" in old.text
    assert room_of(redaktion).store.get(int(path.split("/")[-1])).lage == "utkast"


async def test_what_a_reviewer_wrote_is_kept_when_the_decision_fails(redaktion: Any) -> None:
    sara, sven, greta = (Person(redaktion, name) for name in ("sara", "sven", "greta"))
    first = await sent_in(sara, "insatser/narvaroteam", anteckning="Saras anteckning.")
    second = await sent_in(sven, "insatser/narvaroteam", anteckning="Svens anteckning.")
    assert (await approve(greta, first)).status_code == 303
    version = version_of(await greta.soup(second))
    failed = await greta.post(f"{second}/godkann", {"version": version, "ord": "Tack, <bra>!"})
    assert failed.status_code == 409
    page = BeautifulSoup(failed.text, "html.parser")
    assert page.select_one("#ord").get_text().strip() == "Tack, <bra>!"


async def test_what_a_preview_waits_for_is_told_field_by_field(redaktion: Any) -> None:
    sara = Person(redaktion, "sara")
    made = await sara.post("/redaktion/insatser/ny", {"namn": "Ny insats"})
    form = str(made.headers["location"])
    page = await sara.soup(form.replace("/skriv", "/forhandsvisning"))
    told = [each.get_text() for each in page.select("main ul li") if "Fyll i" in each.get_text()]
    assert "Typ: Fyll i det här. " in [f"{each.strip()} " for each in told]
    assert page.select_one(f"main a.knapp[href='{form}']") is not None


async def test_a_long_list_of_proposals_is_read_a_page_at_a_time(redaktion: Any) -> None:
    sara, room = Person(redaktion, "sara"), room_of(redaktion)
    for number in range(ON_A_PAGE + 3):
        name = f"p{number}"
        plan = new_record("program", name, f"id: {name}\nnamn: Program {number}\n")
        room.store.create_draft(*plan, by="sara")
    first = await sara.soup("/redaktion/forslag?lage=utkast")
    assert len(first.select(".forslagslista > li")) == ON_A_PAGE
    older = await sara.soup(first.select_one(".bladdring a[rel=next]")["href"])
    assert [each.get_text() for each in older.select(".forslagslista li > p > a")] == [
        "Program 2",
        "Program 1",
        "Program 0",
    ]
    assert older.select_one(".bladdring a[rel=prev]") is not None
    for odd in ("0", "99", "-1", "x", "9" * 9):
        assert (await sara.soup(f"/redaktion/forslag?sida={odd}")).select(".forslagslista > li")
