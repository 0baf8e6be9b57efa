"""Grade what is suggested for example statements; the grades become a proposal like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.loading import record_name
from catalog.proposals import change, offers, text_of
from catalog.records import Pastaende, to_plain
from catalog.swedish import sort_key
from datasette_plugins.history import read_history
from datasette_plugins.redaktion.publicera import MEASURE_WORDS
from datasette_plugins.redaktion.room import Room, ask
from datasette_plugins.redaktion.values import values_of
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import PageError
from matcher import Behov, BehovError, Match, MatcherError

KIND = "bedomningar"
PATH = "/redaktion/bedomningar"
SHOWN = 15
MOST_EXTRA = 5
LONGEST_WHY = 500
GRADES = {"stark": 3.0, "mojlig": 2.0, "marginell": 1.0}
WORDS = {
    "stark": "Stark: rakt på problemet",
    "mojlig": "Möjlig: hjälper tydligt",
    "marginell": "Marginell: hjälper till en del",
    "nej": "Nej: passar inte",
}
"""What someone may answer, and how it is asked."""


@dataclass(frozen=True, slots=True)
class Rad:
    """An insats to grade: where the matcher puts it, and what has been answered before."""

    id: str
    namn: str
    sammanfattning: str
    rang: int | None
    styrka: str
    svar: str
    grad: float | None
    varfor: str


async def show_list(visit: Visit) -> Any:
    """Show every statement, and how the figures have gone."""

    def question(room: Room) -> tuple[list[Pastaende], list[Any]]:
        posts = room.prospect.katalog.poster[KIND].values()
        known = [each for each in posts if isinstance(each, Pastaende)]
        new = [each for each in offers(room.store).values() if each.postslag == KIND]
        return known, [(each, values_of(each.text).get("text", each.post_id)) for each in new]

    statements, new = await ask(visit.datasette, question)
    bygg = resources_of(visit.datasette).release.parent
    events = await asyncio.to_thread(read_history, bygg)
    measured = [event for event in events if event.matt.get("ndcg10") is not None]
    context = {
        "pastaenden": sorted(statements, key=lambda each: each.id),
        "nya": new,
        "historik": measured[-20:],
        "matt": MEASURE_WORDS,
    }
    return visit.page("bedomningar.html", context)


async def show(visit: Visit) -> Any:
    """Show a statement with what is suggested for it, to be graded."""
    return await _page(visit, await _statement(visit))


async def save(visit: Visit) -> Any:
    """Make a proposal of the grades, and send it to review if that is what is asked for."""
    statement = await _statement(visit)
    if visit.form.first("gor") == "till":
        return await _page(visit, statement)
    fault = find_fault(visit)
    if fault:
        return await _page(visit, statement, fault)

    def question(room: Room) -> int | None:
        known = set(room.prospect.katalog.poster["insatser"])
        current = room.prospect.katalog.poster[KIND].get(statement.id)
        if not isinstance(current, Pastaende):
            raise _unknown()
        values = graded(current, visit.form.values, known, visit.konto.namn)
        if values == to_plain(current):
            return None
        fil = record_name(KIND, current.id)
        plan = change(room.prospect.katalog, fil, text_of(fil, values))
        reason = visit.form.first("skal").strip() or "Bedömning av förslag för ett påstående."
        made = room.store.create_draft(*plan, by=visit.konto.id, skal=reason)
        if visit.form.first("gor") == "skicka":
            room.store.submit(made.nummer, by=visit.konto.id)
        return made.nummer

    number = await ask(visit.datasette, question)
    if number is None:
        return await _page(visit, statement, "Inget är ändrat mot det som redan står i filen.")
    return visit.go_to(f"/redaktion/forslag/{number}")


def find_fault(visit: Visit) -> str:
    """Return what cannot be saved; nothing when all of it can."""
    for name, values in visit.form.values.items():
        if name.startswith("grad.") and values[0] not in {"", "kvar", *WORDS}:
            return "Ett av svaren gick inte att läsa. Välj på nytt."
        if name.startswith("varfor.") and len(values[0]) > LONGEST_WHY:
            return f"En motivering är för lång. Gränsen är {LONGEST_WHY} tecken."
        if name.startswith("grad.") and values[0] == "nej":
            insats = name.removeprefix("grad.")
            if not visit.form.first(f"varfor.{insats}").strip():
                return "Skriv varför insatsen inte passar, där du har svarat nej."
    return ""


def graded(
    statement: Pastaende,
    answers: Mapping[str, tuple[str, ...]],
    known: set[str],
    who: str,
) -> dict[str, Any]:
    """Return the statement's fields with the answers put in; what was not answered stays.

    Examples
    --------
    >>> before = Pastaende(id="p", text="Läget.", bedomare="A", bedomningar={"x": 2.5})
    >>> after = graded(before, {"grad.y": ("nej",), "varfor.y": ("Annat.",)}, {"x", "y"}, "B")
    >>> after["bedomningar"], after["motiveringar"], after["bedomare"]
    ({'x': 2.5}, {'y': 'Annat.'}, 'A; B')
    """
    values = to_plain(statement)
    grades: dict[str, float] = dict(statement.bedomningar)
    reasons: dict[str, str] = dict(statement.motiveringar)
    for name, given in answers.items():
        insats = name.removeprefix("grad.")
        if not name.startswith("grad.") or insats not in known:
            continue
        why = " ".join((answers.get(f"varfor.{insats}") or ("",))[0].split())
        answer = given[0]
        if answer in GRADES:
            grades[insats] = GRADES[answer]
        elif answer == "nej":
            grades.pop(insats, None)
        elif answer == "":
            grades.pop(insats, None)
            why = ""
        if why:
            reasons[insats] = why
        else:
            reasons.pop(insats, None)
    # In the order in which they stand, so that the review sees what was changed and no more.
    values["bedomningar"] = grades
    values.pop("motiveringar", None)
    if reasons:
        values["motiveringar"] = reasons
    if values != to_plain(statement) and who not in statement.bedomare:
        values["bedomare"] = f"{statement.bedomare}; {who}"
    return values


def answer_of(statement: Pastaende, insats: str) -> str:
    """Return what has been answered of an insats, in the words of the form; nothing if not asked.

    A grade between two answers is shown as it is, and stays unless someone chooses another.

    Examples
    --------
    >>> one = Pastaende(id="p", text="Läget.", bedomare="A", bedomningar={"x": 3.0, "y": 2.5})
    >>> answer_of(one, "x"), answer_of(one, "y"), answer_of(one, "z")
    ('stark', 'kvar', '')
    """
    grade = statement.bedomningar.get(insats)
    if grade is None:
        return "nej" if insats in statement.motiveringar else ""
    return next((word for word, value in GRADES.items() if value == grade), "kvar")


async def _statement(visit: Visit) -> Pastaende:
    wanted = visit.request.url_vars["id"]

    def question(room: Room) -> Pastaende:
        found = room.prospect.katalog.poster[KIND].get(wanted)
        if not isinstance(found, Pastaende):
            raise _unknown()
        return found

    return await ask(visit.datasette, question)


def _unknown() -> PageError:
    return PageError(404, "Det finns inget bedömt påstående med det id:t.")


async def _page(visit: Visit, statement: Pastaende, fel: str = "") -> Any:
    context = {
        **await to_grade(visit, statement),
        "fel": fel,
        "skal": visit.form.first("skal"),
    }
    return visit.page("bedomning.html", context, status=400 if fel else 200)


async def to_grade(visit: Visit, statement: Pastaende, *, but: int | None = None) -> dict[str, Any]:
    """Return what the page shows of a statement; ``but`` is the proposal that it is shown in."""
    opened = resources_of(visit.datasette)
    levels = {each.id for each in opened.vokabular.analysnivaer} - {"utanfor"}
    behov = Behov(
        text=statement.text,
        skolformer=(statement.skolform,) if statement.skolform else (),
        analysniva=statement.analysniva if statement.analysniva in levels else None,
    )
    suggested: tuple[Match, ...] = ()
    abstains = ""
    try:
        async with opened.matchningar:
            found = await asyncio.to_thread(opened.matcher.match, behov, limit=SHOWN)
        suggested, abstains = found.matcher, found.avstar_skal or ""
    except (BehovError, MatcherError):
        abstains = "Matchningen kunde inte läsa påståendet."

    def question(room: Room) -> tuple[list[Rad], list[tuple[str, str]], list[Any]]:
        posts: Mapping[str, Any] = room.prospect.katalog.poster["insatser"]
        asked = [each.insats for each in suggested]
        asked += [id_ for id_ in statement.bedomningar if id_ not in asked]
        asked += [id_ for id_ in statement.motiveringar if id_ not in asked]
        extra = [each for each in visit.form.all("till") if each in posts and each not in asked]
        place = {each.insats: each for each in suggested}
        rows = [
            _row(statement, visit, posts[id_], place.get(id_))
            for id_ in (*asked, *extra[:MOST_EXTRA])
            if id_ in posts
        ]
        others = [(id_, post.namn) for id_, post in posts.items() if id_ not in asked]
        return rows, others, room.store.open_for(record_name(KIND, statement.id), but=but)

    rows, others, open_ = await ask(visit.datasette, question)
    return {
        "pastaende": statement,
        "rader": rows,
        "ovriga": sorted(others, key=lambda each: sort_key(each[1])),
        "svarsord": WORDS,
        "avstar": abstains,
        "oppna": open_,
        "langst": LONGEST_WHY,
    }


def _row(statement: Pastaende, visit: Visit, post: Any, match: Match | None) -> Rad:
    given = visit.form.values
    return Rad(
        id=post.id,
        namn=post.namn,
        sammanfattning=post.sammanfattning,
        rang=match.rang if match else None,
        styrka=match.styrka if match else "",
        svar=given.get(f"grad.{post.id}", (answer_of(statement, post.id),))[0],
        grad=statement.bedomningar.get(post.id),
        varfor=given.get(f"varfor.{post.id}", (statement.motiveringar.get(post.id, ""),))[0],
    )
