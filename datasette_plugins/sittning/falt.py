"""The fields of the sitting's forms → the working file. What cannot be taken is never lost."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, get_args

from datasette_plugins.sittning.arbete import LONG, SHORT, Arbete, chosen_ids, clean
from datasette_plugins.sittning.rattelser import decide, find_words
from datasette_plugins.uploads import Form
from datasette_plugins.wording import number
from matcher.arbetsfil import Analysniva, Granser, Planrad, Problem, Roll, Textstycke, Val

HELD = "har"
"""Names what a form holds of which nothing may be ticked, such as school forms."""

NULAGE = "Nulägesbeskrivning"
PLAN_PARTS = (
    "bakgrund",
    "delaktighet",
    "framgangar",
    "risker",
    "uppfoljning",
    "utvardering",
    "larande",
    "overenskommelse",
)
ROW_TEXTS = {"mal": LONG, "effekt": LONG, "ansvarig": SHORT, "kostnad": SHORT, "uppfoljning": LONG}
LIMITS = {
    "terminer": ("Antal terminer", 1, 8, False),
    "samtidiga": ("Antal insatser samtidigt", 1, 20, True),
    "timmar_per_termin": ("Antal timmar per termin", 1, 500, True),
    "insatser_hogst": ("Antal insatser", 1, 12, False),
}
DECISIONS = ("vald", "kanske", "avvisad")
WITHOUT_DECISION = "Välj ett beslut, så sparas det du skrev tillsammans med det."
DIGITS = re.compile(r"\d{1,4}")


class Lists:
    """What ids and names there are to choose among."""

    def __init__(self, vokabular: Any, omraden: dict[str, str], insatser: Collection[str]) -> None:
        self.skolformer = {term.id for term in vokabular.skolformer}
        self.arskurser = {term.id for term in vokabular.arskurser}
        self.omraden = omraden
        self.omradesnamn = {name.casefold(): id_ for id_, name in omraden.items()}
        self.insatser = insatser


def take_fields(arbete: Arbete, form: Form, lists: Lists) -> None:
    """Put everything that the form holds into the working file."""
    held = set(form.all(HELD))
    for name in ("huvudman", "enhet"):
        text = _text(form, arbete, name, SHORT)
        if text is not None:
            arbete.update(**{name: text})
    if "sammanhang" in held:
        arbete.update(
            skolformer=_known(form, "skolform", lists.skolformer),
            arskurser=_known(form, "arskurs", lists.arskurser),
        )
    nulage = _text(form, arbete, "nulage", 10 * LONG)
    if nulage is not None:
        _set_nulage(arbete, nulage)
    for problem in arbete.fil.problem:
        _take_problem(arbete, form, problem, lists, held)
        _take_decisions(arbete, form, problem.id, lists)
    _take_limits(arbete, form)
    _take_plan(arbete, form)


def _known(form: Form, name: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(value for value in form.all(name) if value in known)


def _text(form: Form, arbete: Arbete, name: str, most: int) -> str | None:
    """Return a text, if the form has it and it is not too long."""
    if name not in form.values:
        return None
    text = clean(form.first(name))
    if len(text) <= most:
        return text
    message = f"Texten är {number(len(text))} tecken. Rutan rymmer {number(most)}."
    arbete.refuse(name, message, text)
    return None


def _set_nulage(arbete: Arbete, text: str) -> None:
    """Keep the description of the present as paragraphs; the places of words are found again."""
    stycken = tuple(
        Textstycke(text=part[start : start + LONG], rubrik=NULAGE)
        for part in re.split(r"\n\s*\n", text)
        for start in range(0, len(part), LONG)
        if part.strip()
    )
    if stycken != arbete.fil.stycken:
        arbete.update(stycken=stycken)
        arbete.each(
            lambda one: one.model_copy(update={"stallen": find_words(stycken, one.formulering)})
        )


def nulage_of(arbete: Arbete) -> str | None:
    """Return the description of the present, where it is written here and was not read."""
    if any(stycke.rubrik != NULAGE for stycke in arbete.fil.stycken):
        return None
    return "\n\n".join(stycke.text for stycke in arbete.fil.stycken)


def _take_problem(
    arbete: Arbete, form: Form, problem: Problem, lists: Lists, held: set[str]
) -> None:
    id_ = problem.id
    name = f"{id_}.formulering"
    if name in form.values and not clean(form.first(name)):
        arbete.refuse(name, "Problemet måste ha en text. Ta bort det om det inte ska vara med.")
    elif (text := _text(form, arbete, name, LONG)) is not None:
        arbete.change(id_, formulering=text)
    if (note := _text(form, arbete, f"{id_}.anteckning", SHORT)) is not None:
        arbete.change(id_, anteckning=note)
    level, role = form.first(f"{id_}.niva"), form.first(f"{id_}.roll")
    if level in get_args(Analysniva):
        arbete.change(id_, analysniva=level)
    if role in get_args(Roll):
        arbete.change(id_, roll=role)
    if f"{id_}.omrade" in held:
        known = set(problem.problemomraden) | set(lists.omraden)
        arbete.change(id_, problemomraden=_known(form, f"{id_}.omrade", known))
    _add_area(arbete, form, id_, lists)
    _take_causes(arbete, form, id_)


def _add_area(arbete: Arbete, form: Form, id_: str, lists: Lists) -> None:
    name = f"{id_}.nytt-omrade"
    text = clean(form.first(name))
    problem = arbete.problem(id_)
    if not text or problem is None:
        return
    area = lists.omradesnamn.get(text.casefold())
    if area is None:
        arbete.refuse(name, "Området finns inte i katalogen. Välj ett ur listan.", text[:SHORT])
    else:
        arbete.change(id_, problemomraden=tuple(dict.fromkeys((*problem.problemomraden, area))))


def _take_causes(arbete: Arbete, form: Form, id_: str) -> None:
    name = f"{id_}.orsak-till"
    if name not in form.values:
        return
    ids = [one.id for one in arbete.fil.problem]
    numbers = [int(each) for each in DIGITS.findall(form.first(name))]
    wrong = [each for each in numbers if not 1 <= each <= len(ids)]
    if wrong:
        message = f"Det finns inget problem {wrong[0]}. Skriv nummer mellan 1 och {len(ids)}."
        arbete.refuse(name, message, clean(form.first(name))[:SHORT])
        return
    causes = dict.fromkeys(ids[each - 1] for each in numbers)
    arbete.change(id_, orsak_till=tuple(cause for cause in causes if cause != id_))


def number_of(form: Form, name: str) -> int | None:
    """Return a whole number that was written in a field."""
    found = DIGITS.fullmatch(form.first(name).strip())
    return int(found[0]) if found else None


def _take_decisions(arbete: Arbete, form: Form, id_: str, lists: Lists) -> None:
    start = f"{id_}.val."
    for name in [name for name in form.values if name.startswith(start)]:
        insats = name.removeprefix(start)
        problem = arbete.problem(id_)
        if problem is None or insats not in lists.insatser:
            continue
        before = next((val for val in problem.val if val.insats == insats), None)
        texts = {
            part: _text(form, arbete, f"{id_}.{part}.{insats}", SHORT)
            for part in ("motiv", "anteckning")
        }
        val, decision = None, form.first(name)
        if decision in DECISIONS:
            known = before.model_dump() if before else {}
            given = {part: text for part, text in texts.items() if text is not None}
            val = Val.model_validate({**known, "insats": insats, "beslut": decision, **given})
        else:
            for part, text in texts.items():
                if text and before is None:
                    arbete.refuse(f"{id_}.{part}.{insats}", WITHOUT_DECISION, text)
        arbete.change(id_, val=decide(problem, val, insats).val)


def _take_limits(arbete: Arbete, form: Form) -> None:
    limits = arbete.fil.granser.model_dump()
    for field, (title, least, most, may_be_empty) in LIMITS.items():
        name = f"grans.{field}"
        if name not in form.values:
            continue
        written = form.first(name).strip()
        value = number_of(form, name)
        if not written and may_be_empty:
            limits[field] = None
        elif value is None or not least <= value <= most:
            arbete.refuse(
                name, f"{title} ska vara ett tal mellan {least} och {most}.", written[:20]
            )
        else:
            limits[field] = value
    if "grans.hogsta_kostnad" in form.values:
        limits["hogsta_kostnad"] = form.first("grans.hogsta_kostnad") or None
    try:
        arbete.update(granser=Granser.model_validate(limits))
    except ValueError:
        arbete.refuse("grans.hogsta_kostnad", "Välj en kostnad ur listan.")


def _take_plan(arbete: Arbete, form: Form) -> None:
    parts = {part: _text(form, arbete, f"plan.{part}", LONG) for part in PLAN_PARTS}
    written = {part: text for part, text in parts.items() if text is not None}
    rows = {row.insats: row for row in arbete.fil.plan.rader}
    for insats in chosen_ids(arbete.fil):
        given = {
            part: _text(form, arbete, f"rad.{insats}.{part}", most)
            for part, most in ROW_TEXTS.items()
        }
        texts = {part: text for part, text in given.items() if text is not None}
        terms = _terms(arbete, form, insats)
        if insats in rows or any(texts.values()) or terms != _shown_terms(form, insats):
            row = rows.get(insats, Planrad(insats=insats))
            rows[insats] = row.model_copy(update={**texts, **terms})
    plan = arbete.fil.plan.model_copy(update={**written, "rader": tuple(rows.values())})
    arbete.update(plan=plan)


def _shown_terms(form: Form, insats: str) -> dict[str, int]:
    """Return the terms that the page suggested; a row that only repeats them is not kept."""
    first, _, last = form.first(f"rad.{insats}.visad").partition("-")
    if not (DIGITS.fullmatch(first) and DIGITS.fullmatch(last)):
        return {}
    return {"termin_fran": int(first), "termin_till": int(last)}


def _terms(arbete: Arbete, form: Form, insats: str) -> dict[str, int]:
    first, last = f"rad.{insats}.termin_fran", f"rad.{insats}.termin_till"
    if first not in form.values:
        return {}
    start, end = number_of(form, first), number_of(form, last)
    if start is None or end is None or not 1 <= start <= end <= LIMITS["terminer"][2]:
        arbete.refuse(last, "Insatsen kan inte sluta före den börjar. Välj en senare termin.")
        return _shown_terms(form, insats)
    return {"termin_fran": start, "termin_till": end}
