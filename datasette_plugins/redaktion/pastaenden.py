"""Write a new example statement, and go on with the grades of one that is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from catalog.findings import has_errors
from catalog.loading import record_name
from catalog.proposals import Forslag, new_record, offers, text_of
from catalog.records import Pastaende
from datasette_plugins.redaktion import drafts
from datasette_plugins.redaktion.bedomningar import KIND, find_fault, graded, to_grade
from datasette_plugins.redaktion.forms import FilledForm, fill
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError
from matcher.intake.model import Analys, Stycke
from matcher.intake.personal import find_personal, warning

NEW = "ny"
LONGEST = 1000
WORDS_IN_ID = 6
ANSWERS = ("bedomare", "bedomningar", "motiveringar")
FREE_TEXT = ("text", "omrade", "kalla_typ")
REASON = "Ett nytt påstående att mäta matchningen med."


async def show_new(visit: Visit) -> Any:
    """Ask for a statement."""
    return await _new_page(visit, {})


async def make_new(visit: Visit) -> Any:
    """Save a draft of a new statement, and go on to what is suggested for it."""

    def read(room: Room) -> dict[str, Any]:
        return drafts.said_of(KIND, visit.form, {}, room).values

    values = await ask(visit.datasette, read)
    fault, told = _unsaveable(visit, values)
    if fault or told:
        return await _new_page(visit, values, fault, told)

    def make(room: Room) -> int:
        post_id = _free_id(room, values["text"])
        whole = {"id": post_id, **values, "bedomare": visit.konto.namn, "bedomningar": {}}
        plan = new_record(KIND, post_id, text_of(record_name(KIND, post_id), whole))
        return room.store.create_draft(*plan, by=visit.konto.id, skal=REASON).nummer

    number = await ask(visit.datasette, make)
    return visit.go_to(f"/redaktion/forslag/{number}/skriv")


async def _new_page(
    visit: Visit, values: Mapping[str, Any], fel: str = "", varning: str = ""
) -> Any:
    form = await ask(visit.datasette, lambda room: fill(KIND, values, [], room.prospect.katalog))
    context = {"formular": form, "fel": fel, "varning": varning}
    return visit.page("nytt-pastaende.html", context, status=400 if fel or varning else 200)


async def show_draft(visit: Visit, forslag: Forslag) -> Any:
    """Show a draft of a statement with what is suggested for it, to be graded."""
    return await _draft_page(visit, forslag, values_of(forslag.text))


async def save_draft(visit: Visit, forslag: Forslag, version: int) -> Any:
    """Save the statement and its grades, and do what the button that was pressed says."""
    form, base = visit.form, values_of(forslag.text)

    def read(room: Room) -> dict[str, Any]:
        said = drafts.said_by(form, forslag, room).values if forslag.slag == NEW else base
        known = set(room.prospect.katalog.poster["insatser"])
        marked = graded(_statement(base), form.values, known, visit.konto.namn)
        rest = {key: value for key, value in said.items() if key not in ANSWERS}
        return rest | {key: marked[key] for key in ANSWERS if key in marked}

    values = await ask(visit.datasette, read)
    fault, told = _unsaveable(visit, values, base)
    fault = fault or find_fault(visit)
    if fault or told or form.first("gor") == "till":
        return await _draft_page(visit, forslag, values, fel=fault, varning=told)
    skal = clean(form.first("skal"))

    def save(room: Room) -> Forslag:
        text = text_of(forslag.fil, values)
        return room.store.save_draft(
            forslag.nummer, text=text, version=version, by=visit.konto.id, skal=skal
        )

    saved = await ask(visit.datasette, save)
    path = f"/redaktion/forslag/{saved.nummer}"
    if form.first("gor") != "skicka":
        return visit.go_to(f"{path}/skriv?klart=sparat")
    stop = await _stop(visit, saved, values)
    if stop:
        return await _draft_page(visit, saved, values, fel=stop)
    await ask(
        visit.datasette,
        lambda room: room.store.submit(saved.nummer, by=visit.konto.id, version=saved.version),
    )
    return visit.go_to(path)


async def _stop(visit: Visit, saved: Forslag, values: Mapping[str, Any]) -> str:
    """Return why a draft cannot be sent in; nothing when it can."""
    if not saved.skal:
        return "Skriv varför ändringen görs, så att den som granskar vet."
    if saved.text == saved.grundtext:
        return "Inget är ändrat mot det som redan står i filen."
    none_fits = visit.form.first("ingen") == "ja"
    if saved.slag == NEW and bool(values["bedomningar"]) == none_fits:
        return (
            "Du har bedömt att en insats passar, och också att ingen gör det. Ta bort det ena."
            if none_fits
            else "Bedöm minst en insats, eller kryssa för att ingen passar. Utkastet är sparat."
        )
    judged = await ask(visit.datasette, lambda room: room.judge(saved))
    if has_errors(judged.findings):
        return "Rätta det som är fel innan du skickar in. Det du skrev är sparat som utkast."
    return ""


async def _draft_page(
    visit: Visit, forslag: Forslag, values: Mapping[str, Any], *, fel: str = "", varning: str = ""
) -> Any:
    statement = _statement(values)

    def question(room: Room) -> FilledForm | None:
        if forslag.slag != NEW:
            return None
        return fill(KIND, values, room.judge(forslag).findings, room.prospect.katalog)

    context = {
        **await to_grade(visit, statement, but=forslag.nummer),
        "forslag": forslag,
        "formular": await ask(visit.datasette, question),
        "sparat": visit.request.args.get("klart") == "sparat",
        "ingen": visit.form.first("ingen") == "ja",
        "fel": fel,
        "varning": varning,
        "skal": visit.form.first("skal") or forslag.skal,
    }
    return visit.page("bedomning.html", context, status=400 if fel or varning else 200)


def _unsaveable(
    visit: Visit, values: Mapping[str, Any], base: Mapping[str, Any] | None = None
) -> tuple[str, str]:
    """Return what stops a statement from being saved, and what to warn of before it is.

    Nothing that has been saved can be taken away, so what looks like details of a person is asked
    about first.
    """
    text = str(values.get("text") or "")
    if not text:
        return "Skriv påståendet.", ""
    if len(text) > LONGEST:
        return f"Påståendet är för långt. Gränsen är {LONGEST} tecken.", ""
    written = [str(values.get(key) or "") for key in FREE_TEXT]
    if base is not None and written == [str(base.get(key) or "") for key in FREE_TEXT]:
        return "", ""
    told = warning(find_personal(Analys("text", tuple(map(Stycke, written))))) or ""
    return "", "" if told == visit.form.first("sett") else told


def _statement(values: Mapping[str, Any]) -> Pastaende:
    """Return a statement to ask the matcher of, also when some of its fields do not hold yet."""
    try:
        return Pastaende.model_validate(values)
    except ValidationError:
        kept = ("id", "text", "bedomare", "bedomningar", "motiveringar")
        bare = {"bedomningar": {}} | {key: values[key] for key in kept if values.get(key)}
        try:
            return Pastaende.model_validate(bare)
        except ValidationError as error:
            raise PageError(409, "Utkastet går inte att läsa som ett påstående.") from error


def _free_id(room: Room, text: str) -> str:
    """Return an id made of the first words, that nothing else has or has had."""
    first = drafts.suggested_id(" ".join(text.split()[:WORDS_IN_ID])) or "pastaende"
    taken = {*room.prospect.katalog.register, *offers(room.store)}
    number, found = 1, first
    while f"{KIND}/{found}" in taken or room.prospect.text(record_name(KIND, found)) is not None:
        number += 1
        found = f"{first}-{number}"
    return found
