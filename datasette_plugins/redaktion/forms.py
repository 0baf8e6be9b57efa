"""A form to show: every question with its value, its choices and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from catalog import Finding
from catalog.kinds import WITH_PAGES
from catalog.loading import Katalog
from catalog.proposals import Offers, name_said
from catalog.records import Post
from catalog.swedish import sort_key
from datasette_plugins.redaktion.faults import Fault, fault_of
from datasette_plugins.redaktion.fields import CSL_TYPES, Field, row_title, sections_of
from datasette_plugins.redaktion.values import Rows, as_shown, as_told, date_text, name_shown

Choice = tuple[str, str]
STRENGTHS: tuple[Choice, ...] = (
    ("3", "3 – är till för detta"),
    ("2", "2 – hjälper tydligt"),
    ("1", "1 – hjälper till en del"),
)
PLACE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Widget:
    """A question with its value. ``name`` is what it is sent as; rows and parts are below it."""

    field: Field
    name: str
    title: str
    value: Any
    faults: tuple[Fault, ...] = ()
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    below: tuple[Widget, ...] = ()

    @property
    def id(self) -> str:
        """The id of the field on the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of what explains the field, for those who hear the page."""
        told = [f"{self.id}-hjalp"] if self.field.help else []
        told += [f"{self.id}-valt"] if self.field.kind == "sok" else []
        return " ".join([*told, f"{self.id}-fel"])

    @property
    def wrong(self) -> bool:
        """Whether something that is written is wrong."""
        return any(not each.missing for each in self.faults)

    def all(self) -> Iterable[Widget]:
        """Yield the widget and all that are below it."""
        yield self
        for each in self.below:
            yield from each.all()

    def placed(self, above: str = "") -> Iterator[tuple[str, Widget]]:
        """Yield the widget and all below it, each with what to call its place in the form."""
        place = f"{above}: {self.title}" if above else self.title
        yield place, self
        for each in self.below:
            # A row says itself which list it stands in: «Källor, rad 3».
            yield from each.placed(above if self.field.kind == "lista" else place)


@dataclass(frozen=True, slots=True)
class Part:
    """Some widgets under a heading."""

    title: str
    widgets: tuple[Widget, ...]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A whole form. ``loose`` are faults that belong to no field of it."""

    parts: tuple[Part, ...]
    loose: tuple[Fault, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(repr=False)

    def faulty(self) -> list[tuple[str, Widget, Fault]]:
        """Return every fault with its field and what to call it, in the order of the form."""
        return [
            (place, widget, fault)
            for part in self.parts
            for top in part.widgets
            for place, widget in top.placed()
            for fault in widget.faults
        ]

    def count(self) -> tuple[int, int, int]:
        """Return how much is left to fill in, what else stops it from being sent in, and advice."""
        faults = [*(fault for _, _, fault in self.faulty()), *self.loose]
        missing = sum(fault.missing for fault in faults)
        stopping = sum(fault.stops for fault in faults) - missing
        return missing, stopping, len(faults) - missing - stopping


def fill(
    kind: str,
    values: Mapping[str, Any],
    findings: Iterable[Finding],
    katalog: Katalog,
    *,
    extra: str = "",
    rows: Rows | None = None,
    offered: Offers | None = None,
    strict: bool = False,
) -> FilledForm:
    """Return a form filled in; ``extra`` is the list that gets an empty row.

    ``rows`` tells where the rows stand on the page of someone who is writing, and ``offered`` what
    can be chosen although it only exists in other proposals. ``strict`` makes what is missing a
    fault like others, for who wanted to send the form in.
    """
    rows = rows or {}
    values = as_shown(values, rows)
    filler = _Filler(katalog, extra, offered or {})
    placed: dict[str, list[Fault]] = {}
    for finding in findings:
        name = name_shown(PLACE.sub(r".\1", finding.field), rows)
        fault = fault_of(finding)
        placed.setdefault(name, []).append(replace(fault, missing=False) if strict else fault)
    parts = [
        Part(
            section.title,
            tuple(filler.widget(each, each.key, values.get(each.key)) for each in section.fields),
        )
        for section in sections_of(kind)
    ]
    known = {each.name for part in parts for top in part.widgets for each in top.all()}
    by_name: dict[str, list[Fault]] = {}
    loose: list[Fault] = []
    for name, faults in placed.items():
        nearest = _nearest(name, known)
        if nearest:
            by_name.setdefault(nearest, []).extend(faults)
        else:
            loose.extend(faults)
    told = tuple(
        Part(part.title, tuple(_with_faults(each, by_name) for each in part.widgets))
        for part in parts
    )
    targets = {each.field.target for part in parts for top in part.widgets for each in top.all()}
    lists = {
        target: filler.suggestions(target) for target in sorted(targets) if target in WITH_PAGES
    }
    return FilledForm(told, tuple(loose), lists)


class _Filler:
    def __init__(self, katalog: Katalog, extra: str, offered: Offers) -> None:
        self._katalog = katalog
        self._offered = offered
        self._extra = extra
        self._named: dict[str, dict[str, str]] = {}
        self._told: dict[str, dict[str, str]] = {}

    def widget(self, field_: Field, name: str, value: Any, title: str = "") -> Widget:
        below: tuple[Widget, ...] = ()
        if field_.kind == "lista":
            rows = list(value) if isinstance(value, list) else ([] if value is None else [value])
            if name == self._extra or (field_.required and not rows):
                rows.append(None)
            below = tuple(
                self.widget(
                    field_.parts[0], f"{name}.{number}", row, row_title(field_.title, number)
                )
                for number, row in enumerate(rows)
            )
        elif field_.kind == "grupp":
            known = value if isinstance(value, dict) else {}
            below = tuple(
                self.widget(part, f"{name}.{part.key}", known.get(part.key))
                for part in field_.parts
            )
        chosen = ""
        shown = _shown(field_, value)
        if field_.kind == "sok" and isinstance(value, str):
            chosen = self.names(field_.target).get(value, "")
            shown = self.told(field_.target).get(value, value)
        return Widget(
            field_,
            name,
            title or field_.title,
            shown,
            choices=self._choices(field_, value),
            chosen=chosen,
            below=below,
        )

    def names(self, kind: str) -> dict[str, str]:
        """Return id → name, looked up once for each form."""
        if kind not in self._named:
            self._named[kind] = names_of(self._katalog, kind) | {
                post_id: f"{name} (förslag {self._offered[f'{kind}/{post_id}'].nummer})"
                for post_id, name in names_offered(self._offered, kind).items()
            }
        return self._named[kind]

    def told(self, kind: str) -> dict[str, str]:
        """Return id → what to write to choose a record, for those that are in the catalogue."""
        if kind not in self._told:
            known = names_of(self._katalog, kind)
            told = as_told(known | names_offered(self._offered, kind))
            self._told[kind] = {key: told[key] for key in known}
        return self._told[kind]

    def suggestions(self, kind: str) -> tuple[Choice, ...]:
        """Return what to write to choose each record, and its name where that is something else."""
        told = self.told(kind)
        return tuple(
            (told.get(key, key), "" if told.get(key) == name else name)
            for key, name in self.names(kind).items()
        )

    def _choices(self, field_: Field, value: Any) -> tuple[Choice, ...]:
        match field_.kind:
            case "val" | "kryss":
                known = tuple(
                    (term.id, term.namn[:1].upper() + term.namn[1:])
                    for term in self._katalog.vokabular[field_.target]
                )
            case "slag":
                known = CSL_TYPES
            case "styrka":
                known = STRENGTHS
            case _:
                return ()
        given = value if isinstance(value, list) else [value]
        odd = [str(each) for each in given if each not in (None, "")]
        return (*known, *((each, each) for each in odd if each not in dict(known)))


_place_of = lru_cache(maxsize=10_000)(sort_key)
"""Names of records are put in order for every form, and seldom change."""


def names_of(katalog: Katalog, kind: str) -> dict[str, str]:
    """Return id → name of every record of a kind, in Swedish order."""
    named = {key: name_of(post) for key, post in katalog.poster[kind].items()}
    return dict(sorted(named.items(), key=lambda each: _place_of(each[1])))


def names_offered(offered: Offers, kind: str) -> dict[str, str]:
    """Return id → name of the records of a kind that open proposals would make."""
    return {
        given.removeprefix(f"{kind}/"): name_said(each)
        for given, each in offered.items()
        if given.startswith(f"{kind}/")
    }


def name_of(post: Post) -> str:
    """Return what people call a record: its name, or a work's title and year."""
    title = getattr(post, "title", None)
    if title is None:
        return str(getattr(post, "namn", getattr(post, "id", "")))
    return f"{title} ({post.issued.date_parts[0][0]})"  # type: ignore[attr-defined]


def _nearest(name: str, known: set[str]) -> str:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def _with_faults(widget: Widget, faults: Mapping[str, Sequence[Fault]]) -> Widget:
    return Widget(
        widget.field,
        widget.name,
        widget.title,
        widget.value,
        tuple(dict.fromkeys(faults.get(widget.name, ()))),
        widget.choices,
        widget.chosen,
        tuple(_with_faults(each, faults) for each in widget.below),
    )


def _shown(field_: Field, value: Any) -> Any:
    if field_.kind == "utgiven":
        return date_text(value)
    if field_.kind == "kryss":
        return [str(each) for each in value] if isinstance(value, list) else []
    if field_.kind in {"lista", "grupp"}:
        return value
    return "" if value is None else str(value)
