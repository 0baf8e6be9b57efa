"""Corrections of what was read: merge, split, remove, add, prioritise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from datasette_plugins.sittning.arbete import (
    LONG,
    MOST_PROBLEMS,
    SHORT,
    Arbete,
    new_id,
    prioritised,
)
from matcher.arbetsfil import (
    Analysniva,
    Arbetsfil,
    Iakttagelse,
    Problem,
    Roll,
    Stalle,
    Textstycke,
    Val,
)

MOST_PRIORITISED = 20
PLACES = re.compile(r"(?<=[.!?;])\s+|\n+|,\s+(?=(?:och|men|samt)\b)|\s+(?=(?:och|men|samt)\b)")
SHORTEST_PART = 12
KINDS = {"styrka": "en styrka", "historik": "något som redan är gjort", "elevrost": "en elevröst"}


def places_to_split(text: str) -> list[tuple[int, str]]:
    """Return where a text can be split: the place, and how the second part then begins.

    Examples
    --------
    >>> places_to_split("Eleverna läser för lite och lärarna hinner inte.")
    [(23, 'och lärarna hinner inte.')]
    """
    found = []
    for match in PLACES.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        if min(len(first.strip()), len(second.strip())) >= SHORTEST_PART:
            found.append((match.start(), second))
    return found


def split(arbete: Arbete, id_: str, place: int | None) -> None:
    """Make two problems of one, at a place of its text, or with the whole text in both."""
    problem = arbete.problem(id_)
    if problem is None or not _room(arbete):
        return
    text = problem.formulering
    if place is None or not 0 < place < len(text):
        first, second = text, text
    else:
        first, second = (
            text[:place].rstrip(" ,;"),
            re.sub(r"^(?:och|men|samt)\s+", "", text[place:].lstrip(" ,;\n")),
        )
        second = second[:1].upper() + second[1:]
    new = new_id(arbete.fil.problem)
    _remember(arbete)
    parts = (
        problem.model_copy(
            update={"formulering": first, "stallen": _places(arbete.fil, problem, first)}
        ),
        problem.model_copy(
            update={
                "id": new,
                "formulering": second,
                "stallen": _places(arbete.fil, problem, second),
                "prioritet": None,
                "val": (),
            }
        ),
    )
    listed: list[Problem] = []
    for one in arbete.fil.problem:
        listed += parts if one.id == id_ else [one]
    arbete.update(problem=tuple(listed))
    _done(arbete, id_, "Problemet är delat i två. Skriv om dem så att vart och ett säger en sak.")


def _places(fil: Arbetsfil, problem: Problem, text: str) -> tuple[Stalle, ...]:
    """Return the places of a problem that belong to a part of it; all, if none can be told."""
    kept = []
    for place in problem.stallen:
        words = read_words(fil, place)
        if words and words in text:
            kept.append(place)
        elif words and text.rstrip(".") in words:
            start = place.fran + words.index(text.rstrip("."))
            kept.append(Stalle(stycke=place.stycke, fran=start, till=start + len(text)))
    return tuple(kept) or problem.stallen


def read_words(fil: Arbetsfil, place: Stalle) -> str:
    """Return the words that stand at a place."""
    if place.stycke >= len(fil.stycken):
        return ""
    return fil.stycken[place.stycke].text[place.fran : place.till]


def merge(arbete: Arbete, id_: str, other_id: str) -> None:
    """Make one problem of two; what only one of them says is kept."""
    one, other = arbete.problem(id_), arbete.problem(other_id)
    if one is None or other is None or one is other:
        return
    text = one.formulering
    if other.formulering not in text:
        text = f"{text}\n{other.formulering}"
    note = "\n".join(dict.fromkeys(filter(None, (one.anteckning, other.anteckning))))
    if len(text) > LONG or len(note) > SHORT:
        arbete.refuse(f"{id_}.med", "Tillsammans blir de för långa. Korta ett av dem först.")
        return
    _remember(arbete)
    decided = {val.insats for val in one.val}
    order = [each.prioritet for each in (one, other) if each.prioritet is not None]
    causes = dict.fromkeys((*one.orsak_till, *other.orsak_till))
    merged = one.model_copy(
        update={
            "formulering": text,
            "stallen": tuple(
                sorted(
                    dict.fromkeys((*one.stallen, *other.stallen)),
                    key=lambda place: (place.stycke, place.fran),
                )
            ),
            "roll": one.roll if one.roll != "okand" else other.roll,
            "problemomraden": tuple(dict.fromkeys((*one.problemomraden, *other.problemomraden))),
            "prioritet": min(order, default=None),
            "orsak_till": tuple(cause for cause in causes if cause not in {id_, other_id}),
            "anteckning": note,
            "utanfor": one.utanfor and other.utanfor,
            "val": (*one.val, *(val for val in other.val if val.insats not in decided)),
        }
    )
    arbete.update(problem=tuple(merged if each.id == id_ else each for each in arbete.fil.problem))
    _drop(arbete, other_id, instead=id_)
    _done(arbete, id_, "Problemen är ihopslagna. Skriv gärna om texten till en mening.")


def remove(arbete: Arbete, id_: str) -> None:
    """Take a problem away."""
    if arbete.problem(id_) is None:
        return
    number = arbete.number(id_)
    _remember(arbete)
    _drop(arbete, id_)
    _done(arbete, "problem", f"Problem {number} är borttaget. De andra har fått nya nummer.")


def add(arbete: Arbete, text: str, level: Analysniva, role: Roll) -> None:
    """Add a problem that was written by hand; its words are found in the text if they are there."""
    if not _room(arbete):
        return
    new = new_id(arbete.fil.problem)
    problem = Problem(
        id=new,
        formulering=text,
        analysniva=level,
        roll=role,
        stallen=find_words(arbete.fil.stycken, text),
    )
    arbete.update(problem=(*arbete.fil.problem, problem))
    _done(arbete, new, f"Problem {arbete.number(new)} är tillagt.")


def find_words(stycken: Iterable[Textstycke], text: str) -> tuple[Stalle, ...]:
    """Return where the text stands word for word, if it does.

    Examples
    --------
    >>> find_words([Textstycke(text="Så här: de läser inte.")], "De läser inte.")
    (Stalle(stycke=0, fran=8, till=22),)
    """
    wanted = text.lower()
    for number, stycke in enumerate(stycken):
        low = stycke.text.lower()
        start = low.find(wanted) if len(low) == len(stycke.text) else stycke.text.find(text)
        if wanted and start >= 0:
            return (Stalle(stycke=number, fran=start, till=start + len(text)),)
    return ()


def prioritise(arbete: Arbete, id_: str) -> None:
    """Put a problem last among the prioritised."""
    chosen = prioritised(arbete.fil)
    problem = arbete.problem(id_)
    if problem is None or problem in chosen:
        return
    if len(chosen) >= MOST_PRIORITISED:
        arbete.besked = f"Det går att prioritera högst {MOST_PRIORITISED} problem."
        return
    _order(arbete, [*(one.id for one in chosen), id_])
    _done(arbete, id_, f"Problem {arbete.number(id_)} är prioriterat som nummer {len(chosen) + 1}.")


def unprioritise(arbete: Arbete, id_: str) -> None:
    """Take a problem out of the prioritised."""
    if arbete.problem(id_) is None:
        return
    _order(arbete, [one.id for one in prioritised(arbete.fil) if one.id != id_])
    _done(arbete, id_, f"Problem {arbete.number(id_)} är inte längre prioriterat.")


def move(arbete: Arbete, id_: str, step: int) -> None:
    """Move a prioritised problem up (-1) or down (1)."""
    order = [one.id for one in prioritised(arbete.fil)]
    if id_ not in order:
        return
    place = order.index(id_)
    order.remove(id_)
    order.insert(max(0, place + step), id_)
    _order(arbete, order)
    place = order.index(id_) + 1
    _done(arbete, "prioriterade", f"Problem {arbete.number(id_)} är nu nummer {place}.")


def to_observation(arbete: Arbete, id_: str, kind: str) -> None:
    """Make a problem into what it rather is: a strength, history or the words of pupils."""
    problem = arbete.problem(id_)
    if problem is None or kind not in KINDS:
        return
    _remember(arbete)
    seen = Iakttagelse.model_validate(
        {
            "slag": kind,
            "text": problem.formulering,
            "stallen": problem.stallen,
            "problemomraden": problem.problemomraden,
        }
    )
    _drop(arbete, id_)
    arbete.update(iakttagelser=(*arbete.fil.iakttagelser, seen))
    _done(arbete, "iakttagelser", f"Texten står nu som {KINDS[kind]}, inte som ett problem.")


def to_problem(arbete: Arbete, number: int) -> None:
    """Make an observation into a problem."""
    if not 0 <= number < len(arbete.fil.iakttagelser) or not _room(arbete):
        return
    seen = arbete.fil.iakttagelser[number]
    new = new_id(arbete.fil.problem)
    problem = Problem(
        id=new,
        formulering=seen.text,
        stallen=seen.stallen,
        problemomraden=seen.problemomraden,
    )
    arbete.update(problem=(*arbete.fil.problem, problem))
    drop_observation(arbete, number)
    _done(arbete, new, f"Texten är nu problem {arbete.number(new)}.")


def drop_observation(arbete: Arbete, number: int) -> None:
    """Take an observation away."""
    seen = arbete.fil.iakttagelser
    if 0 <= number < len(seen):
        arbete.update(iakttagelser=(*seen[:number], *seen[number + 1 :]))
        _done(arbete, "iakttagelser", "Texten är borttagen ur listan.")


def undo(arbete: Arbete, before: Arbetsfil) -> None:
    """Put all that was read back as it was before the last correction."""
    arbete.update(problem=before.problem, iakttagelser=before.iakttagelser)
    _done(arbete, "problem", "Ändringen är ångrad.")


def decide(problem: Problem, val: Val | None, insats: str) -> Problem:
    """Return a problem with a decision of an insats, or without any."""
    others = tuple(each for each in problem.val if each.insats != insats)
    if val is None:
        return problem.model_copy(update={"val": others})
    if any(each.insats == insats for each in problem.val):
        return problem.model_copy(
            update={"val": tuple(val if each.insats == insats else each for each in problem.val)}
        )
    return problem.model_copy(update={"val": (*others, val)})


def _room(arbete: Arbete) -> bool:
    if len(arbete.fil.problem) < MOST_PROBLEMS:
        return True
    arbete.besked = f"Det går att ha högst {MOST_PROBLEMS} problem. Slå ihop eller ta bort några."
    return False


def _order(arbete: Arbete, ids: list[str]) -> None:
    place = {id_: number for number, id_ in enumerate(ids, start=1)}
    arbete.each(lambda one: one.model_copy(update={"prioritet": place.get(one.id)}))


def _drop(arbete: Arbete, id_: str, instead: str | None = None) -> None:
    """Take a problem away, and what points at it, or let that point at another."""

    def without(one: Problem) -> Problem:
        causes = (instead if cause == id_ else cause for cause in one.orsak_till)
        kept = tuple(dict.fromkeys(cause for cause in causes if cause and cause != one.id))
        return one.model_copy(update={"orsak_till": kept})

    arbete.update(problem=tuple(one for one in arbete.fil.problem if one.id != id_))
    arbete.each(without)
    _order(arbete, [one.id for one in prioritised(arbete.fil)])


def _remember(arbete: Arbete) -> None:
    arbete.forra = arbete.fil


def _done(arbete: Arbete, place: str, words: str) -> None:
    arbete.vid, arbete.besked = place, words
