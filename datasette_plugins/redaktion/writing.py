"""Write: a new record, a change of one, and the form that both are written in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from catalog.findings import has_errors
from catalog.kinds import TITLES, WITH_PAGES
from catalog.loading import record_name
from catalog.proposals import (
    DraftConflictError,
    Filandring,
    Forslag,
    field_changes,
    name_said,
    text_of,
)
from datasette_plugins.redaktion import citing, drafts, pastaenden
from datasette_plugins.redaktion.bedomningar import KIND
from datasette_plugins.redaktion.drafts import REMOVE, UP, Deed, deed_of, kind_in
from datasette_plugins.redaktion.forms import FilledForm, fill, name_of
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.responses import PageError

LONGEST_REASON = 2000
DRAFT = "utkast"


async def show_new(visit: Visit) -> Any:
    """Ask what the new record is called."""
    return _new_page(visit, kind_in(visit.request), {})


async def make_new(visit: Visit) -> Any:
    """Save a draft of a new record, and go on to its form."""
    kind, form = kind_in(visit.request), visit.form
    pasted = form.first("citat").strip()
    try:
        given: dict[str, Any] = {}
        if kind == "referenser" and pasted:
            given = await asyncio.to_thread(citing.read_citation, pasted)
        namn = clean(form.first("namn")) or str(given.get("title", ""))
        post_id = clean(form.first("id")) or (citing.suggested_id(given) if given else "")
        made = await ask(
            visit.datasette,
            lambda room: drafts.new_draft(
                room, kind, namn, post_id, konto=visit.konto.id, given=given
            ),
        )
    except PageError as error:
        if error.status != 400:
            raise
        kept = {"namn": form.first("namn"), "id": form.first("id"), "citat": pasted}
        return _new_page(visit, kind, kept, error)
    return visit.go_to(f"/redaktion/forslag/{made.nummer}/skriv")


def _new_page(visit: Visit, kind: str, kept: dict[str, str], error: PageError | None = None) -> Any:
    one, many = TITLES[kind]
    context = {"slag": kind, "en": one, "flera": many, "givet": kept, "fel": error}
    return visit.page("ny.html", context, status=400 if error else 200)


async def show_change(visit: Visit) -> Any:
    """Tell what is being written on a record, and let the visitor begin."""
    kind, post_id = kind_in(visit.request), visit.request.url_vars["id"]

    def question(room: Room) -> dict[str, Any]:
        post = room.prospect.katalog.poster[kind].get(post_id)
        if post is None and room.prospect.text(record_name(kind, post_id)) is None:
            raise drafts.no_record()
        return {
            "namn": name_of(post) if post else post_id,
            "oppna": [
                (each, room.name_of(each.forfattare))
                for each in room.store.open_for(record_name(kind, post_id))
            ],
        }

    told = await ask(visit.datasette, question)
    context = {**told, "slag": kind, "id": post_id, "en": TITLES[kind][0]}
    return visit.page("andra.html", context)


async def begin_change(visit: Visit) -> Any:
    """Save a draft that says what the record says, and go on to its form."""
    kind, post_id = kind_in(visit.request), visit.request.url_vars["id"]
    made = await ask(
        visit.datasette,
        lambda room: drafts.draft_of_change(room, kind, post_id, konto=visit.konto.id),
    )
    return visit.go_to(f"/redaktion/forslag/{made.nummer}/skriv")


def number_in(visit: Visit) -> int:
    """Return the number of the proposal that an address names."""
    return int(visit.request.url_vars["nummer"])


async def show_draft(visit: Visit) -> Any:
    """Show a draft in its form, with every finding beside its field."""
    forslag = await _own_draft(visit)
    if forslag.postslag == KIND:
        return await pastaenden.show_draft(visit, forslag)
    extra = visit.request.args.get("rad") or ""
    told = visit.request.args.get("klart") or ""
    return await _form_page(visit, forslag, extra=extra, saved=told == "sparat")


async def save_draft(visit: Visit) -> Any:
    """Save what was written, and do what the button that was pressed says."""
    number, form, deed = number_in(visit), visit.form, deed_of(visit.form)
    forslag = await ask(visit.datasette, lambda room: room.store.get(number))
    visit.demand("skriva", forslag.forfattare)
    if deed.word in {REMOVE, UP}:
        form = drafts.with_rows_changed(form, deed)
    skal = clean(form.first("skal"))[:LONGEST_REASON]
    version = form.first("version")
    if not (version.isascii() and version.isdigit() and len(version) <= 9):
        raise PageError(400, "Formuläret saknar utkastets version.", "Ladda om sidan.")
    if forslag.postslag == KIND:
        try:
            return await pastaenden.save_draft(visit, forslag, int(version))
        except DraftConflictError as error:
            return await _conflict_page(visit, error)

    def save(room: Room) -> Forslag:
        text = drafts.file_said_by(form, forslag, room)
        saved = forslag
        if (text, skal) != (forslag.text, forslag.skal) or int(version) != forslag.version:
            saved = room.store.save_draft(
                number, text=text, version=int(version), by=visit.konto.id, skal=skal
            )
        return saved

    try:
        saved = await ask(visit.datasette, save)
    except DraftConflictError as error:
        return await _conflict_page(visit, error)
    if deed.word == "skicka-in":
        return await _send_in(visit, saved)
    return visit.go_to(_next(saved, deed))


async def find_faults(visit: Visit) -> Any:
    """Tell what the check says of a form that is being written. Nothing is saved."""
    forslag = await _own_draft(visit)

    def question(room: Room) -> FilledForm:
        said = drafts.said_by(visit.form, forslag, room)
        first, *rest = forslag.filer
        first = replace(first, efter=text_of(forslag.fil, said.values))
        judged = room.judge(replace(forslag, filer=(first, *rest)))
        return fill(
            forslag.postslag,
            said.values,
            judged.findings,
            room.prospect.katalog,
            rows=said.rows,
            offered=judged.offered,
        )

    told = {"formular": await ask(visit.datasette, question), "skrivet": visit.form.first}
    return visit.page("fynd.html", told)


async def send_in(visit: Visit) -> Any:
    """Send a draft in as it was saved, from the page where the whole change is read."""
    forslag = await _own_draft(visit)
    if forslag.postslag == KIND:
        return visit.go_to(f"/redaktion/forslag/{forslag.nummer}/skriv")
    if visit.form.first("version") != str(forslag.version):
        raise PageError(
            409,
            "Utkastet har sparats på nytt sedan du öppnade sidan, så det är inte inskickat.",
            "Läs det igen, och skicka sedan in det.",
        )
    return await _send_in(visit, forslag)


async def _send_in(visit: Visit, saved: Forslag) -> Any:
    if not saved.skal:
        told = "Skriv varför ändringen görs, så att den som granskar vet. Det står sist på sidan."
        return await _form_page(visit, saved, stop=told, reason=True)
    if all(each.efter == each.fore for each in saved.filer):
        return await _form_page(visit, saved, stop="Du har inte ändrat något än.")
    if has_errors(await ask(visit.datasette, lambda room: room.judge(saved).findings)):
        told = "Rätta det som är fel innan du skickar in. Det du skrev är sparat som utkast."
        return await _form_page(visit, saved, stop=told)
    await ask(
        visit.datasette,
        lambda room: room.store.submit(saved.nummer, by=visit.konto.id, version=saved.version),
    )
    return visit.go_to(f"/redaktion/forslag/{saved.nummer}")


async def _form_page(
    visit: Visit,
    forslag: Forslag,
    *,
    extra: str = "",
    saved: bool = False,
    stop: str = "",
    reason: bool = False,
) -> Any:
    values = values_of(forslag.text)

    def question(room: Room) -> dict[str, Any]:
        judged = room.judge(forslag)
        form = fill(
            forslag.postslag,
            values,
            judged.findings,
            room.prospect.katalog,
            extra=extra,
            offered=judged.offered,
            strict=bool(stop),
        )
        others = room.store.open_for(forslag.fil, but=forslag.nummer)
        return {
            "formular": form,
            "andras": [(each, room.name_of(each.forfattare)) for each in others],
            "vantar": [(each, name_said(each)) for each in judged.awaited],
            "granskare": room.name_of(forslag.granskare or ""),
            "kommentarer": len(room.store.comments(forslag.nummer)),
        }

    context = {
        **await ask(visit.datasette, question),
        "forslag": forslag,
        "namn": values.get("namn") or values.get("title") or forslag.post_id,
        "en": TITLES[forslag.postslag][0],
        "sparat": saved,
        "stopp": stop,
        "skalfel": reason,
    }
    return visit.page("skriv.html", context, status=400 if stop else 200)


async def _own_draft(visit: Visit) -> Forslag:
    number = number_in(visit)
    forslag = await ask(visit.datasette, lambda room: room.store.get(number))
    visit.demand("skriva", forslag.forfattare)
    if forslag.lage != DRAFT or forslag.postslag not in (*WITH_PAGES, KIND):
        raise PageError(
            409,
            "Förslaget går inte att skriva i just nu.",
            f"Se hur det står till på /redaktion/forslag/{number}.",
        )
    return forslag


async def _conflict_page(visit: Visit, error: DraftConflictError) -> Any:
    stored = error.stored
    between = Filandring(stored.fil, stored.text, error.mine)
    changes = await ask(
        visit.datasette, lambda room: field_changes(between, katalog=room.prospect.katalog)
    )
    context = {
        "forslag": stored,
        "skillnader": changes,
        "falt": [
            (name, value)
            for name, values in visit.form.values.items()
            if name not in {"csrftoken", "version", "gor"}
            for value in values
        ],
    }
    return visit.page("samtidigt.html", context, status=409)


def _next(saved: Forslag, deed: Deed) -> str:
    path = f"/redaktion/forslag/{saved.nummer}"
    match deed.word:
        case drafts.ADD:
            rows = _rows(values_of(saved.text), deed.name)
            place = f"f-{deed.name}-{rows}".replace(".", "-")
            return f"{path}/skriv?{urlencode({'rad': deed.name})}#{place}"
        case drafts.REMOVE | drafts.UP:
            return f"{path}/skriv?klart=sparat#f-{deed.name.replace('.', '-')}"
        case "forhandsvisa":
            return f"{path}/forhandsvisning"
        case "hittas":
            return f"{path}/hittas"
    return f"{path}/skriv?klart=sparat"


def _rows(values: Any, name: str) -> int:
    for key in name.split("."):
        values = values.get(key) if isinstance(values, dict) else None
    return len(values) if isinstance(values, list) else 0
