"""What one request carries: the working file, what was done with it and what could not be taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from matcher.arbetsfil import Arbetsfil, Problem

SHORT: Final = 1_000
LONG: Final = 20_000
MOST_PROBLEMS: Final = 200
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff￾￿]")


@dataclass(slots=True)
class Arbete:
    """A sitting while a request is answered.

    ``fel`` tells what is wrong with a field, ``skrivet`` what was written in it and could not be
    taken, so that it is shown again. ``besked`` is what was done, ``vid`` the id on the page where
    it was done, and ``forra`` the working file before it, for those who regret it. ``sida`` is the
    step that the form stands on, and ``upplysningar`` what to say of how a file was read.
    """

    fil: Arbetsfil
    fel: dict[str, str] = field(default_factory=dict)
    skrivet: dict[str, str] = field(default_factory=dict)
    besked: str = ""
    vid: str = ""
    forra: Arbetsfil | None = None
    sida: str = ""
    upplysningar: tuple[str, ...] = ()

    def refuse(self, name: str, message: str, written: str = "") -> None:
        """Note that a field could not be taken."""
        self.fel[name] = message
        if written:
            self.skrivet[name] = written

    def shown(self, name: str, value: Any) -> Any:
        """Return what a field should show: what was written, if it could not be taken."""
        return self.skrivet.get(name, value)

    def problem(self, id_: str) -> Problem | None:
        """Return a problem by its id."""
        return next((each for each in self.fil.problem if each.id == id_), None)

    def number(self, id_: str) -> int:
        """Return the number that a problem has on the page."""
        return [each.id for each in self.fil.problem].index(id_) + 1

    def update(self, **fields: Any) -> None:
        """Change fields of the working file; the values are known to be valid."""
        self.fil = self.fil.model_copy(update=fields)

    def change(self, id_: str, **fields: Any) -> None:
        """Change fields of one problem."""
        self.each(lambda one: one.model_copy(update=fields) if one.id == id_ else one)

    def each(self, changed: Callable[[Problem], Problem]) -> None:
        """Change every problem."""
        self.update(problem=tuple(changed(one) for one in self.fil.problem))


def clean(text: str) -> str:
    r"""Return a text as it can be kept: one kind of line break, nothing that cannot be written.

    Examples
    --------
    >>> clean(" a\r\nb\x00 ")
    'a\nb'
    """
    return NOT_PRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def new_id(problems: Iterable[Problem]) -> str:
    """Return an id that no problem has.

    Examples
    --------
    >>> new_id([Problem(id="p1", formulering="a"), Problem(id="p7", formulering="b")])
    'p8'
    """
    numbers = [int(one.id[1:]) for one in problems if re.fullmatch(r"p\d{1,6}", one.id)]
    return f"p{max(numbers, default=0) + 1}"


def prioritised(fil: Arbetsfil) -> tuple[Problem, ...]:
    """Return the problems that are prioritised, the first first."""
    chosen = [one for one in fil.problem if one.prioritet is not None]
    return tuple(sorted(chosen, key=lambda one: one.prioritet or 0))


def chosen_ids(fil: Arbetsfil) -> tuple[str, ...]:
    """Return the insatser that are chosen: for a problem, or for the package."""
    chosen = [val.insats for one in fil.problem for val in one.val if val.beslut == "vald"]
    return tuple(dict.fromkeys([*chosen, *fil.paket]))


def in_focus(fil: Arbetsfil) -> tuple[Problem, ...]:
    """Return the problems to find insatser for: those that are prioritised and can be helped."""
    return tuple(one for one in prioritised(fil) if not one.utanfor)


def done_ids(fil: Arbetsfil) -> frozenset[str]:
    """Return the insatser that the analysis tells have been done already."""
    told = (seen for seen in fil.iakttagelser if seen.slag == "historik")
    return frozenset(insats for seen in told for insats in seen.insatser)
