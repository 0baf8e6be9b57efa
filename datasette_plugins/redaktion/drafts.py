"""What a posted form does to a draft: rows that come and go, and the file that it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog import files
from catalog.kinds import KINDS, POINTS_AT, TITLES, VOCABULARIES, WITH_PAGES
from catalog.loading import record_name
from catalog.proposals import Forslag, change, new_record, offers, text_of
from catalog.swedish import slug
from datasette_plugins.redaktion.fields import form_address
from datasette_plugins.redaktion.forms import name_of, names_of, names_offered
from datasette_plugins.redaktion.room import Room
from datasette_plugins.redaktion.values import Said, read_form, row_numbers, values_of
from datasette_plugins.responses import PageError
from datasette_plugins.uploads import Form

ADD, REMOVE, UP = "lagg-till", "ta-bort", "upp"


@dataclass(frozen=True, slots=True)
class Deed:
    """What the button that was pressed is for: a word, and for rows which list and number."""

    word: str
    name: str = ""
    number: int = 0


def deed_of(form: Form) -> Deed:
    """Return what a posted form asks for; to save it, when nothing else is said.

    Examples
    --------
    >>> deed_of(Form({"gor": ("ta-bort:kallor:2",)})), deed_of(Form({})).word
    (Deed(word='ta-bort', name='kallor', number=2), 'spara')
    """
    word, _, rest = form.first("gor").partition(":")
    name, _, number = rest.partition(":")
    short = number.isascii() and number.isdigit() and len(number) <= 4
    return Deed(word or "spara", name, int(number) if short else 0)


def with_rows_changed(form: Form, deed: Deed) -> Form:
    """Return the form with the row removed, or moved before the one above it.

    Examples
    --------
    >>> form = Form({"a.0": ("ett",), "a.1": ("två",), "a.2": ("tre",)})
    >>> sorted(with_rows_changed(form, Deed("ta-bort", "a", 1)).values)
    ['a.0', 'a.2']
    >>> with_rows_changed(form, Deed("upp", "a", 1)).first("a.0")
    'två'
    """
    numbers = row_numbers(form, deed.name)
    if deed.number not in numbers:
        return form
    if deed.word == REMOVE:
        return Form({k: v for k, v in form.values.items() if _row(k, deed.name) != deed.number})
    above = numbers[max(0, numbers.index(deed.number) - 1)]
    swapped = {above: deed.number, deed.number: above}
    values = {}
    for key, value in form.values.items():
        row = _row(key, deed.name)
        if row in swapped:
            rest = key[len(deed.name) + 1 :].partition(".")[2]
            key = f"{deed.name}.{swapped[row]}" + (f".{rest}" if rest else "")
        values[key] = value
    return Form(values)


def _row(key: str, name: str) -> int | None:
    if not key.startswith(f"{name}."):
        return None
    number = key[len(name) + 1 :].partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else None


def file_said_by(form: Form, forslag: Forslag, room: Room) -> str:
    """Return the file that a posted form says."""
    return text_of(forslag.fil, said_by(form, forslag, room).values)


def said_by(form: Form, forslag: Forslag, room: Room) -> Said:
    """Return what a posted form says of the record of a draft."""
    base = values_of(forslag.text)
    return said_of(forslag.postslag, form, base, room, but=forslag.nummer)


def said_of(
    kind: str, form: Form, base: Mapping[str, Any], room: Room, *, but: int | None = None
) -> Said:
    """Return what a posted form says of a record; ``but`` is the proposal that it belongs to."""
    katalog = room.prospect.katalog
    targets = set(POINTS_AT.get(kind, {}).values())
    vocabularies = {
        name: [term.id for term in katalog.vokabular[name]]
        for name in targets
        if name in VOCABULARIES
    }
    offered = offers(room.store, but=but)
    names = {
        name: names_of(katalog, name) | names_offered(offered, name)
        for name in targets
        if name in KINDS
    }
    return read_form(kind, form, base, vocabularies, names)


def new_draft(
    room: Room, kind: str, namn: str, post_id: str, *, konto: str, given: dict[str, Any]
) -> Forslag:
    """Save a draft of a record that does not exist yet."""
    one = TITLES[kind][0]
    if not namn:
        raise PageError(400, f"Skriv vad posten heter. Slaget är {one}.")
    same = _named_alike(room, kind, namn)
    if same:
        where = "bland förslagen" if same.startswith("/redaktion/forslag/") else "i katalogen"
        raise TakenError(
            f"«{namn}» finns redan {where}.",
            "Är det en annan: lägg till något inom parentes som skiljer dem åt.",
            same,
        )
    post_id = post_id or suggested_id(namn)
    if not files.SHORT_ID.fullmatch(post_id) or len(post_id) > 120:
        raise PageError(
            400,
            "Id:t får bara ha små bokstäver a–z, siffror och bindestreck.",
            "Å, ä och ö skrivs a, a och o. Lämna fältet tomt, så görs ett id av namnet.",
        )
    katalog = room.prospect.katalog
    name = record_name(kind, post_id)
    if f"{kind}/{post_id}" in katalog.register or room.prospect.text(name) is not None:
        post = katalog.poster[kind].get(post_id)
        raise TakenError(
            f"Id:t {post_id} har redan använts, och ett id används aldrig två gånger."
            + (f" Det hör till «{name_of(post)}»." if post else ""),
            "Är det något annat: skriv ett eget id.",
            form_address(kind, post_id) if post else "",
        )
    values: dict[str, Any] = {"id": post_id, "title" if kind == "referenser" else "namn": namn}
    values |= {key: value for key, value in given.items() if key != "id"}
    fields = KINDS[kind].model_fields
    if "skriven" in fields:
        values["skriven"] = {"av": room.name_of(konto), "datum": date.today().isoformat()}
    if "granskad" in fields:
        values["granskad"] = None
    ordered = [info.alias or key for key, info in fields.items()]
    values = {key: values[key] for key in ordered if key in values}
    return room.store.create_draft(*new_record(kind, post_id, text_of(name, values)), by=konto)


class TakenError(PageError):
    """There is a record of that name or id already; ``vag`` is the way to it, if any."""

    def __init__(self, message: str, remedy: str, vag: str) -> None:
        super().__init__(400, message, remedy)
        self.vag = vag


def _named_alike(room: Room, kind: str, namn: str) -> str:
    """Return the address of a record, or of what would become one, of the same name.

    Works may have the same title, and are told apart by year.
    """
    if kind == "referenser":
        return ""
    wanted = slug(namn)
    for post_id, name in names_of(room.prospect.katalog, kind).items():
        if slug(name) == wanted:
            return form_address(kind, post_id)
    offered = offers(room.store)
    for post_id, name in names_offered(offered, kind).items():
        if slug(name) == wanted:
            return f"/redaktion/forslag/{offered[f'{kind}/{post_id}'].nummer}"
    return ""


def suggested_id(namn: str) -> str:
    """Return an id made of a name.

    Examples
    --------
    >>> suggested_id("Läsa för livet – åk 4–6")
    'lasa-for-livet-ak-4-6'
    """
    return slug(namn)[:80].strip("-")


def draft_of_change(room: Room, kind: str, post_id: str, *, konto: str) -> Forslag:
    """Save a draft that says what the record says today, to write in."""
    name = record_name(kind, post_id)
    text = room.prospect.text(name)
    if text is None:
        raise no_record()
    return room.store.create_draft(*change(room.prospect.katalog, name, text), by=konto)


def kind_in(request: Any) -> str:
    """Return the kind of record that an address names."""
    kind = str(request.url_vars["slag"])
    if kind not in WITH_PAGES:
        raise PageError(404, "Det finns inget sådant slag av post.")
    return kind


def no_record() -> PageError:
    """Return the 404 for a record that the data folder does not have."""
    return PageError(
        404,
        "Det finns ingen sådan post i katalogens filer.",
        "Sök efter den bland posterna.",
    )
