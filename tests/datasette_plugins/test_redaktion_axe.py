"""axe on every editorial address, in every state that it can be met in.

The pages are taken from the table of addresses, so a new one cannot be forgotten. Each address is
looked at narrow and light, and wide and dark; its other states in one of them, by turns.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import LOOKS, begin, follow, log_in, scrolled_width, violations
from playwright.async_api import Browser, Page, expect
from redaktionen import PASSWORD, PEOPLE, open_redaktion
from serving import behind_a_port

from catalog.proposals import Forslag, ProposalStore, apply_proposal, change
from catalog.prospect import Prospect
from datasette_plugins import background
from datasette_plugins.history import SHOWN, note
from datasette_plugins.redaktion import finding
from datasette_plugins.redaktion.routes import ADDRESSES

pytestmark = pytest.mark.xdist_group("browser-redaktion")

EVERY_ROLE = {"namn": "Petra", "roller": ["skribent", "granskare", "publicerare"]}
"""So that one who is logged in can see all there is."""
ANSWERS = {
    "fore": [[{"insats": "samtal-om-text", "namn": "Samtal om text", "styrka": "stark"}]],
    "efter": [[{"insats": "narvaroteam", "namn": "Närvaroteam", "styrka": "möjlig"}]],
}
FINDING = {
    "kod": "K104",
    "fil": "insatser/narvaroteam.yaml",
    "falt": "namn",
    "meddelande": "Namnet saknas.",
    "atgard": "Skriv det.",
}


def proposals(path: Path, data: Path) -> dict[str, Forslag]:
    """Make a proposal in every state."""
    path.parent.mkdir()
    store, prospect = ProposalStore(path), Prospect(data)

    def write(by: str, name: str, *changed: str) -> Forslag:
        fil = f"insatser/{name}.yaml"
        before, after = changed or ("namn: ", "namn: Nya ")
        text = str(prospect.text(fil)).replace(before, after, 1)
        return store.create_draft(*change(prospect.katalog, fil, text), by=by, skal="Prov.")

    def send(by: str, name: str) -> Forslag:
        return store.submit(write(by, name).nummer, by=by)

    made = {
        "utkast": write("petra", "samtal-om-text"),
        "fel": write("petra", "fysik-pa-riktigt", "fran: 2015", "fran: i fjol"),
        "annans": write("sven", "samtal-om-text"),
        "inskickat": send("sven", "tal-i-tanken"),
        "eget": send("petra", "tal-i-tanken-hogstadiet"),
        "krock": send("petra", "narvaroteam"),
        "avvisat": send("sven", "forebygga-franvaro"),
        "tillbaka": send("petra", "intensiv-lastraning"),
        "godkänt": send("sven", "forskolans-kvalitet"),
        "infört": send("sven", "analysera-tillsammans"),
        "nedlagt": write("petra", "laslyckan-hela"),
    }
    number = {name: each.nummer for name, each in made.items()}
    store.reject(number["avvisat"], by="greta", words="Den ges inte längre.")
    store.send_back(number["tillbaka"], by="greta", words="Vem säger det?")
    store.approve(number["godkänt"], by="greta")
    store.withdraw(number["nedlagt"], by="petra")
    store.comment(number["inskickat"], by="greta", text="Stämmer det?")
    apply_proposal(store, number["infört"], data, reviewer="greta")
    changed = data / "insatser" / "narvaroteam.yaml"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("Stöd till", "Hjälp till"), encoding="utf-8")
    store.mark_conflict(number["krock"], by="greta", words="Ändrad.", detail={})
    store.close()
    return made


@contextmanager
def work(bygg: Path, slag: str) -> Iterator[None]:
    """Let work go on, that is begun with a step."""
    folder = bygg / background.FOLDER
    folder.mkdir(exist_ok=True)
    (folder / background.LOG).unlink(missing_ok=True)
    told = {"slag": slag, "av": "petra", "tid": "2026-11-22T08:00:00+00:00"}
    with (folder / background.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        background._add(bygg, told)
        background._add(bygg, {"tid": told["tid"], "text": "Kontrollerar posterna."})
        yield


def a_worse_release(bygg: Path) -> str:
    """Lay a release beside the one that is shown, and let its figures be lower."""
    made = shutil.copytree((bygg / "aktuell").resolve(), bygg / "0123456789ab-utan-vektorer")
    path = made / "matning.json"
    measured = json.loads(path.read_text(encoding="utf-8"))
    measured["resultat"][-1]["ndcg10"]["medel"] = 0.25
    path.write_text(json.dumps(measured), encoding="utf-8")
    return made.name


class Look:
    """Someone who looks at each page with axe, and remembers which addresses were seen."""

    def __init__(self, page: Page, site: str, axe: str) -> None:
        self.page, self.site, self._axe = page, site, axe
        self.faults: dict[str, list[str]] = {}
        self.seen: set[str] = set()
        self._turns = cycle(LOOKS)

    async def at(self, path: str, name: str = "", status: int = 200) -> None:
        """Go to an address, and look."""
        answer = await self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == status, path
        address = urlsplit(path).path
        new = status == 200 and address not in self.seen
        if new:
            self.seen.add(address)
        await self.here(f"{path} {name}", everywhere=new)

    async def here(self, name: str, *, everywhere: bool = False) -> None:
        """Look at the page that is shown."""
        turn = next(self._turns)
        for look in LOOKS if everywhere else [turn]:
            width, scheme = look.values
            await self.page.emulate_media(color_scheme=scheme)
            await self.page.set_viewport_size({"width": width, "height": 900})
            shown = f"{name} {width}"
            assert await scrolled_width(self.page) <= width, shown
            found = await violations(self.page, self._axe, contrast=look is turn)
            if found:
                self.faults[shown] = found

    async def press(self, button: str, name: str) -> None:
        """Press a button, and look at what comes."""
        await follow(self.page.get_by_role("button", name=button, exact=True).first)
        await self.here(name)


async def test_axe_finds_no_fault_in_the_editorial_pages(
    browser: Browser,
    bygg: Path,
    mini_data_copy: Path,
    tmp_path: Path,
    axe: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def answered(*_: Any) -> Any:
        return ANSWERS

    monkeypatch.setattr(finding, "_run", answered)
    path = tmp_path / "r" / "forslag.db"
    made = {name: each.nummer for name, each in proposals(path, mini_data_copy).items()}
    shown = (bygg / "aktuell").resolve()
    note(bygg, shown, SHOWN, "petra")
    konton = {**PEOPLE, "petra": EVERY_ROLE}
    instance = open_redaktion(shown, mini_data_copy, path, konton=konton)
    context = await browser.new_context()
    with behind_a_port(instance) as site:
        page = await context.new_page()
        look = Look(page, site, axe)
        await look.at("/-/login")
        await page.get_by_label("Konto").fill("petra")
        await page.get_by_label("Lösenord").fill("fel")
        await look.press("Logga in", "fel lösenord")
        await page.close()
        page = look.page = await log_in(context, site, "petra")
        await see_reading(look, made)
        await see_writing(look, made)
        await see_review(look, made)
        await see_publishing(look, bygg)
        await see_what_is_kept(look, context)
    await context.close()
    assert look.faults == {}
    missed = [
        each.pattern
        for each in ADDRESSES
        if each.get and not any(re.fullmatch(each.pattern, path) for path in look.seen)
    ]
    assert missed == []


async def see_reading(look: Look, made: dict[str, int]) -> None:
    await look.at("/redaktion")
    await look.at("/redaktion/poster")
    await look.at("/redaktion/poster?slag=program&q=finnsinte", "tom")
    await look.at("/redaktion/forslag")
    await look.at("/redaktion/lage")
    await look.at("/redaktion/bedomningar")
    await look.at("/redaktion/historik/insatser/analysera-tillsammans")
    await look.at(f"/redaktion/forslag/{made['annans']}/skriv", "annans", 403)
    await look.at("/redaktion/forslag/999", "saknas", 404)


async def see_writing(look: Look, made: dict[str, int]) -> None:
    page, insats = look.page, "/redaktion/insatser/samtal-om-text"
    await look.at("/redaktion/insatser/ny")
    await page.locator("#namn").fill("Samtal om text")
    await look.press("Fortsätt", "ny med fel")
    await look.at("/redaktion/referenser/ny")
    await look.at("/redaktion/nominering")
    await page.locator("textarea[name=innehall]").fill("{")
    await look.press("Gör ett utkast", "nominering med fel")
    await look.at(f"{insats}/andra")
    for deed, field, typed in (
        ("avsluta", "#till", "i år"),
        ("byt-id", "#nytt", "Stora Bokstäver"),
        ("sla-ihop", "#behall", "Finns inte"),
    ):
        await look.at(f"{insats}/{deed}")
        await page.locator(field).fill(typed)
        await page.locator("#skal").fill("Prov.")
        await look.press("Gör ett utkast", f"{deed} med fel")
    bad = f"/redaktion/forslag/{made['fel']}"
    await look.at(f"{bad}/skriv")
    await look.press("Skicka in till granskning", "fel")
    await look.at(f"{bad}/forhandsvisning", "väntar")
    good = f"/redaktion/forslag/{made['utkast']}"
    await look.at(f"{good}/skriv")
    await page.locator("#f-skal").fill("")
    await look.press("Skicka in till granskning", "utan skäl")
    await page.locator("input[name=version]").first.evaluate("field => field.value = '1'")
    await page.locator("#f-namn").fill("Samtal")
    await look.press("Spara utkast", "samtidigt")
    await look.at(f"{good}/forhandsvisning")
    await look.at(f"{good}/hittas")
    await page.locator("#pastaenden").fill("Eleverna läser men förstår inte.")
    await follow(page.get_by_role("button", name="Pröva"))
    await look.at(f"{good}/hittas", "med svar")
    await expect(page.get_by_role("heading", name="Med ändringen")).to_be_visible()


async def see_review(look: Look, made: dict[str, int]) -> None:
    for state in ("eget", "krock", "avvisat", "tillbaka", "godkänt", "infört", "nedlagt"):
        await look.at(f"/redaktion/forslag/{made[state]}", state)
    await look.at(f"/redaktion/forslag/{made['inskickat']}")
    await look.press("Skicka tillbaka", "utan ord")
    await look.at("/redaktion/bedomningar/p1")
    await look.page.get_by_role("radio", name="Nej: passar inte").first.check()
    await look.press("Skicka in till granskning", "bedömning med fel")
    await look.at("/redaktion/nytt-pastaende")
    await look.page.locator("#f-text").fill("Eleven Lina Holm läser inte.")
    await look.press("Se vad som föreslås", "påstående om någon")
    await look.page.locator("#f-text").fill("Eleverna läser men förstår inte.")
    await look.press("Se vad som föreslås", "nytt påstående")
    await look.press("Skicka in till granskning", "påstående utan svar")


async def see_publishing(look: Look, bygg: Path) -> None:
    path = "/redaktion/publicera"
    await look.at(path, "inget pågår")
    with work(bygg, background.BUILD):
        await look.at(path, "pågår")
        background._add(bygg, {"tid": "2026-11-22T08:00:01+00:00", "text": "Prövar sidorna."})
        # The page follows by itself, where there are scripts.
        await expect(look.page.get_by_text("Prövar sidorna.")).to_be_visible()
        changes = [{"handling": "ny", "slag": "insatser", "id": "x", "namn": "Läscirkeln"}]
        background._add(bygg, {"klart": a_worse_release(bygg), "andringar": changes})
    await expect(look.page.get_by_role("heading", name="En ny utgåva är klar")).to_be_visible()
    await look.here("klart att visa, och sämre")
    with work(bygg, background.BUILD):
        background._add(bygg, {"fel": "Kontrollen hittade fel.", "fynd": [FINDING]})
    await look.at(path, "misslyckat")


async def see_what_is_kept(look: Look, context: Any) -> None:
    await begin(look.page, look.site, "insatser/bidrag-for-larande")
    await look.page.locator("#f-namn").fill("Något som tog en timme")
    await context.clear_cookies(name="ds_actor")
    await look.press("Spara utkast", "sessionen gick ut")
    await look.page.get_by_label("Konto").fill("petra")
    await look.page.get_by_label("Lösenord").fill(PASSWORD)
    await look.press("Logga in", "kvar")
    await expect(look.page.locator("h1")).to_have_text("Det du skrev finns kvar")
