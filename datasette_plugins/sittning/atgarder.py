"""What the buttons of the sitting do, by the first word of their value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast, get_args

from datasette_plugins.sittning import rattelser
from datasette_plugins.sittning.arbete import LONG, Arbete, chosen_ids, clean
from datasette_plugins.sittning.falt import number_of
from datasette_plugins.uploads import Form
from matcher.arbetsfil import Analysniva, Roll, read_arbetsfil
from matcher.errors import ArbetsfilError

BUTTON = "gor"
BEFORE = "forra"
"""The hidden field with the problems before the last correction."""

MOST_IN_PACKAGE = 12
INSATS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Action = Callable[[Arbete, Form, str], None]


def carry_out(arbete: Arbete, form: Form) -> str:
    """Do what the button that was pressed says, and return its word."""
    word, _, argument = form.first(BUTTON).partition(":")
    action = ACTIONS.get(word)
    if action is not None:
        action(arbete, form, argument)
    return word


def _merge(arbete: Arbete, form: Form, id_: str) -> None:
    other = number_of(form, f"{id_}.med")
    problems = arbete.fil.problem
    if other is None or not 1 <= other <= len(problems) or problems[other - 1].id == id_:
        arbete.refuse(
            f"{id_}.med",
            "Skriv numret på det andra problemet.",
            clean(form.first(f"{id_}.med"))[:20],
        )
        return
    rattelser.merge(arbete, id_, problems[other - 1].id)


def _split(arbete: Arbete, form: Form, id_: str) -> None:
    rattelser.split(arbete, id_, number_of(form, f"{id_}.dela"))


def _add(arbete: Arbete, form: Form, level: str) -> None:
    name = f"ny-{level}.text"
    if level not in get_args(Analysniva):
        return
    text = clean(form.first(name))
    if not text:
        arbete.refuse(name, "Skriv problemet först.")
    elif len(text) > LONG:
        arbete.refuse(name, f"Problemet får vara högst {LONG} tecken.", text)
    else:
        role = form.first(f"ny-{level}.roll")
        rattelser.add(
            arbete,
            text,
            cast(Analysniva, level),
            cast(Roll, role) if role in get_args(Roll) else "okand",
        )


def _to_observation(arbete: Arbete, form: Form, id_: str) -> None:
    rattelser.to_observation(arbete, id_, form.first(f"{id_}.slag"))


def _undo(arbete: Arbete, form: Form, _: str) -> None:
    written = form.first(BEFORE)
    if not written:
        return
    try:
        before = read_arbetsfil(written.encode("utf-8"))
    except ArbetsfilError:
        return
    rattelser.undo(arbete, before)


def _numbered(action: Callable[[Arbete, int], None]) -> Action:
    def carried_out(arbete: Arbete, _: Form, argument: str) -> None:
        if argument.isdecimal() and len(argument) <= len(str(LONG)):
            action(arbete, int(argument))

    return carried_out


def _into_package(arbete: Arbete, _: Form, insats: str) -> None:
    if insats in chosen_ids(arbete.fil) or not INSATS.fullmatch(insats):
        return
    arbete.update(paket=(*arbete.fil.paket, insats))
    arbete.vid, arbete.besked = "paketet", "Insatsen är med i paketet."


def _out_of_package(arbete: Arbete, _: Form, insats: str) -> None:
    if insats in chosen_ids(arbete.fil):
        _set_package(arbete, tuple(id_ for id_ in arbete.fil.paket if id_ != insats), {insats})
        arbete.vid, arbete.besked = "paketet", "Insatsen är borttagen ur paketet."


def _take_suggestion(arbete: Arbete, _: Form, listed: str) -> None:
    wanted = tuple(dict.fromkeys(id_ for id_ in listed.split(",") if INSATS.fullmatch(id_)))
    if wanted:
        _set_package(arbete, wanted[:MOST_IN_PACKAGE], set(chosen_ids(arbete.fil)) - set(wanted))
        arbete.vid, arbete.besked = "paketet", "Förslaget är nu ert paket."


def _set_package(arbete: Arbete, ids: tuple[str, ...], out: set[str]) -> None:
    """Set the package; what is taken out and was chosen for a problem is a maybe from now on."""
    arbete.update(paket=ids)
    arbete.each(
        lambda one: one.model_copy(
            update={
                "val": tuple(
                    val.model_copy(update={"beslut": "kanske"})
                    if val.insats in out and val.beslut == "vald"
                    else val
                    for val in one.val
                )
            }
        )
    )


ACTIONS: dict[str, Action] = {
    "sla-ihop": _merge,
    "dela": _split,
    "ta-bort": lambda arbete, _, id_: rattelser.remove(arbete, id_),
    "lagg-till": _add,
    "prioritera": lambda arbete, _, id_: rattelser.prioritise(arbete, id_),
    "avprioritera": lambda arbete, _, id_: rattelser.unprioritise(arbete, id_),
    "upp": lambda arbete, _, id_: rattelser.move(arbete, id_, -1),
    "ner": lambda arbete, _, id_: rattelser.move(arbete, id_, 1),
    "inte-problem": _to_observation,
    "till-problem": _numbered(rattelser.to_problem),
    "ta-bort-iakttagelse": _numbered(rattelser.drop_observation),
    "angra": _undo,
    "paket-in": _into_package,
    "paket-ut": _out_of_package,
    "ta-forslaget": _take_suggestion,
}
