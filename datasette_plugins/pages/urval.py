"""What an address narrows the list of insatser to: read, put right, and written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalog.reading import NAME, Filterval, Urval
from datasette_plugins.responses import PageError
from datasette_plugins.settings import LONGEST_SEARCH

MAX_CHOICES = 50
UNKNOWN = "Ett val som inte finns togs bort."
TOO_SHORT = "Sökordet är för kort och togs bort. Skriv minst två tecken i följd."
TITLES = {
    "skolform": "Skolform",
    "arskurs": "Årskurser",
    "amne": "Ämne",
    "problemomrade": "Problemområde",
    "malgrupp": "Målgrupp",
    "niva": "Var i organisationen",
    "typ": "Typ av insats",
    "paverkansfaktor": "Påverkansfaktor",
    "program": "Program",
    "anordnare": "Anordnare",
    "status": "Status",
    "evidens": "Evidens",
    "kostnad": "Kostnad",
    "timmar": "Omfattning i timmar",
}
"""The filters in the order of the page."""
LONG = "anordnare"
MOST_SHOWN = 25
FIRST_OPEN = ("skolform", "arskurs", "amne")


@dataclass(frozen=True, slots=True)
class Gren:
    """A value of a filter, and whether it stands below the wider value that it is part of."""

    val: Filterval
    inre: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as the page shows it."""

    namn: str
    titel: str
    val: tuple[Filterval, ...]
    valda: tuple[str, ...]

    @property
    def oppen(self) -> bool:
        """Whether the choices are shown from the start."""
        return self.namn in FIRST_OPEN or bool(self.valda)

    @property
    def visade(self) -> tuple[Filterval, ...]:
        """The choices that the page has room for: of the long list only the largest."""
        if self.namn != LONG:
            return self.val
        return tuple(v for n, v in enumerate(self.val) if n < MOST_SHOWN or v.id in self.valda)

    @property
    def fler(self) -> bool:
        """Whether there are choices that are not shown."""
        return len(self.visade) < len(self.val)

    @property
    def grupper(self) -> tuple[tuple[str | None, tuple[Gren, ...]], ...]:
        """The choices under their headings, those that are parts below what they are part of."""
        shown = {value.id for value in self.visade}
        groups: list[tuple[str | None, list[Gren]]] = []
        for value in self.visade:
            if value.ingar_i in shown:
                groups[-1][1].append(Gren(value, inre=True))
                continue
            if not groups or groups[-1][0] != value.grupp:
                groups.append((value.grupp, []))
            groups[-1][1].append(Gren(value, inre=False))
        return tuple((name, tuple(branches)) for name, branches in groups)


def read_urval(request: Any) -> Urval:
    """Return what the address narrows the list to."""
    q = (request.args.get("q") or "").strip()
    if len(q) > LONGEST_SEARCH:
        raise PageError(
            400,
            f"Sökrutan tar högst {LONGEST_SEARCH} tecken.",
            "Ska du beskriva ett problem: gå till Beskriv ett problem och klistra in texten där.",
        )
    chosen = {
        name: tuple(dict.fromkeys(value for value in request.args.getlist(name) if value))
        for name in TITLES
    }
    if sum(len(values) for values in chosen.values()) > MAX_CHOICES:
        raise PageError(400, f"Listan går att smalna av med högst {MAX_CHOICES} val.")
    return Urval(q=q, **chosen)


def pairs_of(urval: Urval, sortering: str = NAME) -> list[tuple[str, str]]:
    """Return a selection, and its order if it is not the usual one, as pairs for an address.

    Examples
    --------
    >>> pairs_of(Urval(amne=("so", "no"), q="källor"))
    [('amne', 'so'), ('amne', 'no'), ('q', 'källor')]
    >>> pairs_of(Urval(), "belagd")
    [('sortera', 'belagd')]
    """
    pairs: list[tuple[str, str]] = []
    for name in TITLES:
        pairs += [(name, value) for value in getattr(urval, name)]
    if urval.q:
        pairs.append(("q", urval.q))
    return pairs if sortering == NAME else [*pairs, ("sortera", sortering)]


def without(urval: Urval, name: str, value: str) -> Urval:
    """Return the selection with one choice taken away.

    Examples
    --------
    >>> without(Urval(amne=("so", "no")), "amne", "so").amne
    ('no',)
    """
    if name == "q":
        return replace(urval, q="")
    kept: dict[str, Any] = {
        name: tuple(chosen for chosen in getattr(urval, name) if chosen != value)
    }
    return replace(urval, **kept)


def known_only(urval: Urval, filter_: Mapping[str, tuple[Filterval, ...]]) -> Urval:
    """Return the selection without what the catalogue lacks; a filter holds all chosen values.

    Examples
    --------
    >>> urval = Urval(amne=("so", "hittepå"))
    >>> known_only(urval, {"amne": (Filterval("so", "SO", 3),)}).amne
    ('so',)
    """
    kept: dict[str, Any] = {}
    for name in TITLES:
        known = {value.id for value in filter_.get(name, ())}
        kept[name] = tuple(value for value in getattr(urval, name) if value in known)
    return replace(urval, **kept)


def remarks(asked: Urval, urval: Urval) -> tuple[str, ...]:
    """Return what to say of choices that were taken away; they are not repeated.

    Examples
    --------
    >>> remarks(Urval(amne=("hittepå",)), Urval())
    ('Ett val som inte finns togs bort.',)
    """
    said = []
    if replace(asked, q=urval.q) != urval:
        said.append(UNKNOWN)
    if asked.q != urval.q:
        said.append(TOO_SHORT)
    return tuple(said)
