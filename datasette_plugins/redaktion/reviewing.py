"""Review: what a proposal changes, what has been said of it, and the way on from there."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from catalog import Finding
from catalog.kinds import KINDS, TITLES, WITH_PAGES
from catalog.loading import Katalog
from catalog.proposals import (
    APPLY,
    AwaitingError,
    Faltandring,
    Filandring,
    FileConflictError,
    Forslag,
    ProposalError,
    RulesBrokenError,
    WriteError,
    apply_proposal,
    field_changes,
    line_changes,
    name_said,
    paired,
)
from datasette_plugins.redaktion.comparing import combined
from datasette_plugins.redaktion.faults import fault_of
from datasette_plugins.redaktion.fields import title_at
from datasette_plugins.redaktion.forms import name_of
from datasette_plugins.redaktion.next_steps import next_step
from datasette_plugins.redaktion.pasted import clean
from datasette_plugins.redaktion.room import OPEN, Room, ask
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.redaktion.writing import number_in
from datasette_plugins.responses import PageError

LONGEST_WORDS = 5000
LONGEST_TITLE = 160
LONGEST_PLACE = 80
CONFLICT = (
    "Posten har ändrats sedan förslaget skrevs, så det är inte godkänt. Här nedanför står vad "
    "andra har ändrat. Den som skrev förslaget kan utgå från posten som den är nu och skicka in "
    "igen."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One file of a proposal: what it is, and how it is changed, by fields and by lines."""

    namn: str
    fil: str
    slag: str
    falt: tuple[Faltandring, ...]
    rader: tuple[str, ...]


def title_of(room: Room, forslag: Forslag) -> str:
    """Return what the record of a proposal is called, as the proposal has it."""
    values = values_of(forslag.text or forslag.grundtext)
    told = values.get("namn") or values.get("title") or values.get("text")
    if told:
        return shorten(str(told), LONGEST_TITLE, placeholder=" …")
    post = room.prospect.katalog.poster.get(forslag.postslag, {}).get(forslag.post_id)
    return name_of(post) if post else forslag.post_id


async def show(visit: Visit) -> Any:
    """Show a proposal: what it changes, and what can be done with it."""
    return await _show(visit)


async def _show(visit: Visit, stop: str = "", broken: tuple[Finding, ...] = ()) -> Any:
    number = number_in(visit)

    def question(room: Room) -> dict[str, Any]:
        forslag = room.store.get(number)
        katalog = room.prospect.katalog
        comments = room.store.comments(number)
        is_open = forslag.lage in OPEN
        events = room.store.events(number)
        applied = [each.detalj for each in events if each.slag == APPLY]
        judged = room.judge(forslag) if is_open else None
        findings = broken or (judged.findings if judged else ())
        return {
            "forslag": forslag,
            "titel": title_of(room, forslag),
            "forfattare": [room.name_of(each) for each in forslag.skribenter],
            "granskare": room.name_of(forslag.granskare) if forslag.granskare else "",
            "andringar": [changed(each, katalog) for each in paired(forslag.filer)],
            "kommentarer": [(each, room.name_of(each.av)) for each in comments],
            "handelser": [(each, room.name_of(each.av)) for each in events],
            "i_git": applied[-1] if applied else {},
            "fynd": [(told_place(each, forslag, katalog), fault_of(each)) for each in findings],
            "vantar": [(each, name_said(each)) for each in judged.awaited] if judged else [],
            "nu": _meanwhile(room, forslag, katalog),
            "andras": [
                (each, room.name_of(each.forfattare))
                for each in (room.store.open_for(forslag.fil, but=number) if is_open else ())
            ],
        }

    told = await ask(visit.datasette, question)
    forslag = told["forslag"]
    konto = visit.konto.id
    own, write = forslag.forfattare == konto, visit.may("skriva", forslag.forfattare)
    review = visit.may("granska", forslag.forfattare) and konto not in forslag.skribenter
    context = {
        **told,
        "en": TITLES.get(forslag.postslag, ("fil", "filer"))[0],
        "far_skriva": write,
        "far_granska": review,
        # What a reviewer had written is not lost when their decision could not be made.
        "ord": _words(visit) if stop and review else "",
        "stopp": stop,
        "har_sida": forslag.postslag in WITH_PAGES,
        "nasta": next_step(forslag, told["forfattare"][0], own=own, review=review, write=write),
    }
    return visit.page("forslag.html", context, status=409 if stop else 200)


def changed(change: Filandring, katalog: Katalog) -> Changed:
    """Return how a file is changed, to read."""
    what = "ny" if change.fore is None else "bort" if change.efter is None else "andrad"
    values = values_of(change.efter or change.fore)
    name = values.get("namn") or values.get("title") or change.fil
    return Changed(
        str(name),
        change.fil,
        what,
        tuple(field_changes(change, katalog=katalog)),
        tuple(line_changes(change)),
    )


def told_place(finding: Finding, forslag: Forslag, katalog: Katalog) -> str:
    """Return what a form calls the place of a finding, and which record it is in, if another."""
    kind, _, post_id = finding.file.removesuffix(".yaml").partition("/")
    told = title_at(kind, finding.field) if kind in KINDS else finding.field
    if finding.file == forslag.fil:
        return told
    post = katalog.poster.get(kind, {}).get(post_id)
    name = getattr(post, "text", None) or (name_of(post) if post else finding.file)
    return f"«{shorten(name, LONGEST_PLACE, placeholder=' …')}», {told}" if told else name


def _meanwhile(room: Room, forslag: Forslag, katalog: Katalog) -> list[Changed]:
    """Return what others have changed in the files since the proposal was written."""
    if forslag.lage not in OPEN:
        return []
    found = []
    for each in forslag.filer:
        now = room.prospect.text(each.fil)
        if now != each.fore:
            found.append(changed(Filandring(each.fil, each.fore, now), katalog))
    return found


# -- what is done ---------------------------------------------------------------------------------


def _version(visit: Visit) -> int:
    told = visit.form.first("version")
    if not (told.isascii() and told.isdigit() and len(told) <= 9):
        raise PageError(400, "Formuläret saknar förslagets version.", "Ladda om sidan.")
    return int(told)


def _words(visit: Visit) -> str:
    return clean(visit.form.first("ord"))[:LONGEST_WORDS]


async def _forslag(visit: Visit) -> Forslag:
    number = number_in(visit)
    return await ask(visit.datasette, lambda room: room.store.get(number))


def _back(visit: Visit) -> Any:
    return visit.go_to(f"/redaktion/forslag/{number_in(visit)}")


async def approve(visit: Visit) -> Any:
    """Approve a proposal and write its files."""
    forslag = await _forslag(visit)
    visit.demand("granska", forslag.forfattare)
    version, words = _version(visit), _words(visit)

    def act(room: Room) -> tuple[str, tuple[Finding, ...]]:
        try:
            apply_proposal(
                room.store,
                forslag.nummer,
                room.redaktion.data,
                reviewer=visit.konto.id,
                version=version,
                words=words,
                git=room.redaktion.git,
                prospect=room.prospect,
            )
        except RulesBrokenError as error:
            told = (
                "Katalogen skulle få fel av förslaget, så det är inte godkänt. Skicka tillbaka det."
            )
            return told, error.findings
        except FileConflictError:
            return CONFLICT, ()
        except (AwaitingError, WriteError) as error:
            return str(error), ()
        return "", ()

    stop, broken = await ask(visit.datasette, act)
    return await _show(visit, stop, broken) if stop else _back(visit)


async def send_back(visit: Visit) -> Any:
    """Give a proposal back to its writer, with what is to be changed."""
    return await _review(
        visit,
        lambda room, number, konto, words, version: room.store.send_back(
            number, by=konto, words=words, version=version
        ),
    )


async def reject(visit: Visit) -> Any:
    """Reject a proposal for good, with the reason."""
    return await _review(
        visit,
        lambda room, number, konto, words, version: room.store.reject(
            number, by=konto, words=words, version=version
        ),
    )


async def _review(visit: Visit, act: Any) -> Any:
    forslag = await _forslag(visit)
    visit.demand("granska", forslag.forfattare)
    version, words = _version(visit), _words(visit)
    konto = visit.konto.id
    stop = await ask(
        visit.datasette,
        lambda room: _told(lambda: act(room, forslag.nummer, konto, words, version)),
    )
    return await _show(visit, stop) if stop else _back(visit)


async def take_back(visit: Visit) -> Any:
    """Make one's own proposal a draft again."""
    return await _own(
        visit,
        lambda room, forslag, version: room.store.take_back(
            forslag.nummer, by=visit.konto.id, version=version
        ),
    )


async def withdraw(visit: Visit) -> Any:
    """Give up one's own proposal; it stays in the history."""
    return await _own(
        visit,
        lambda room, forslag, _version: room.store.withdraw(forslag.nummer, by=visit.konto.id),
    )


async def rebase(visit: Visit) -> Any:
    """Write one's own proposal anew against the files as they are now."""

    def act(room: Room, forslag: Forslag, version: int) -> Any:
        fresh = [combined(each, room.prospect.text(each.fil)) for each in forslag.filer]
        return room.store.rebase(forslag.nummer, fresh, by=visit.konto.id, version=version)

    return await _own(visit, act)


async def _own(visit: Visit, act: Any) -> Any:
    forslag = await _forslag(visit)
    visit.demand("skriva", forslag.forfattare)
    version = _version(visit)
    stop = await ask(visit.datasette, lambda room: _told(lambda: act(room, forslag, version)))
    return await _show(visit, stop) if stop else _back(visit)


async def comment(visit: Visit) -> Any:
    """Say something of a proposal, or of one of its fields."""
    number, words = number_in(visit), _words(visit)
    falt = clean(visit.form.first("falt"))[:200]
    stop = await ask(
        visit.datasette,
        lambda room: _told(
            lambda: room.store.comment(number, by=visit.konto.id, text=words, falt=falt)
        ),
    )
    return await _show(visit, stop) if stop else _back(visit)


def _told(act: Any) -> str:
    """Do something, and return in words why it could not be done."""
    try:
        act()
    except ProposalError as error:
        return str(error)
    return ""
