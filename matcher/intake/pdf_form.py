"""What is filled in in the fields of a pdf form, with the labels of the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from matcher.errors import IntakeError
from matcher.intake.model import Headings, Stycke
from matcher.intake.packed import local, parse

NO_NAME = re.compile(
    r"^(?:text|textfält|textruta|textbox|textfield|field|fält|undefined|untitled|fill|combo|"
    r"dropdown|listruta|kryssruta|check ?box|button|knapp|group|grupp|radio)?[\s_.\-#]*\d*"
    r"(?:\[\d+\])?$",
    re.I,
)
PASSWORD = 1 << 13
FURTHEST = 40.0
"""Points from a field to the words printed above it."""

DEEPEST = 30
OFF = ("/Off", "Off", "")


class Printed(Protocol):
    """Words at a place on a page."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def x(self) -> float:
        """Where they begin."""

    @property
    def y(self) -> float:
        """The line that they stand on."""

    @property
    def end(self) -> float:
        """Where they end."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that holds something: its label (empty if it says none), value and place."""

    label: str
    value: str
    name: str
    left: float
    bottom: float
    right: float
    top: float


def fields_of(page: Any) -> list[Field]:
    """Return the filled-in fields of a page, and what has been typed on it as free text."""
    found: list[Field] = []
    seen: set[int] = set()
    for reference in page.get("/Annots", None) or ():
        each = reference.get_object()
        kind = each.get("/Subtype")
        if kind == "/FreeText":
            value, label, name, identity = _text(each.get("/Contents")), "", "", id(each)
        elif kind == "/Widget":
            identity = _identity(each)
            value, name = _value(each), _text(_inherited(each, "/T"))
            label = _text(_inherited(each, "/TU"))
        else:
            continue
        if not value.strip() or identity in seen:
            continue
        seen.add(identity)
        left, bottom, right, top = (float(side) for side in each["/Rect"])
        found.append(
            Field(
                " ".join(label.split()),
                value,
                name,
                min(left, right),
                min(bottom, top),
                max(left, right),
                max(bottom, top),
            )
        )
    return found


def label_from_page(field: Field, lines: Sequence[Printed]) -> str:
    """Return the words printed to the left of a field or above it, or else its name."""
    beside = [
        line for line in lines if line.x < field.left and field.bottom - 4 <= line.y <= field.top
    ]
    if beside:
        return _tidy(max(beside, key=lambda line: line.x).text)
    above = [
        line
        for line in lines
        if 0 <= line.y - field.top <= FURTHEST and line.x < field.right and line.end > field.left
    ]
    if above:
        return _tidy(min(above, key=lambda line: line.y).text)
    name = field.name.rpartition(".")[2]
    return "" if NO_NAME.match(name) else _tidy(name.replace("_", " "))


def _tidy(text: str) -> str:
    return " ".join(text.split()).rstrip(":* ")


def _identity(widget: Any) -> int:
    """Return a number for the field that a widget shows; several widgets may show the same."""
    owner = widget
    for _ in range(DEEPEST):
        if "/T" in owner or "/Parent" not in owner:
            break
        owner = owner["/Parent"].get_object()
    reference = getattr(owner, "indirect_reference", None)
    return int(reference.idnum) if reference is not None else id(owner)


def _inherited(widget: Any, key: str) -> Any:
    each = widget
    for _ in range(DEEPEST):
        if key in each:
            return each[key]
        if "/Parent" not in each:
            return None
        each = each["/Parent"].get_object()
    return None


def _value(widget: Any) -> str:
    kind = _inherited(widget, "/FT")
    flags = _inherited(widget, "/Ff") or 0
    if kind == "/Tx" and not int(flags) & PASSWORD:
        return _text(_inherited(widget, "/V"))
    if kind == "/Ch":
        return _chosen(_inherited(widget, "/V"), _inherited(widget, "/Opt"))
    if kind == "/Btn":
        state = str(_inherited(widget, "/V") or "")
        if state in OFF or str(widget.get("/AS", state)) in OFF:
            return ""
        told = state.lstrip("/")
        return "Ja" if told.lower() in {"yes", "on", "ja", "1", "true"} else told
    return ""


def _chosen(value: Any, options: Any) -> str:
    shown = {
        _text(pair[0]): _text(pair[1])
        for pair in options or ()
        if isinstance(pair, list) and len(pair) == 2
    }
    values = value if isinstance(value, list) else [value]
    return ", ".join(shown.get(_text(each), _text(each)) for each in values if each is not None)


def _text(value: Any) -> str:
    if value is None:
        return ""
    value = value.get_object() if hasattr(value, "get_object") else value
    if hasattr(value, "get_data"):  # a long text may be kept as a stream
        return bytes(value.get_data()).decode("utf-8", "replace")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def xfa_stycken(reader: Any) -> Iterator[Stycke]:
    """Yield what is filled in in a form of the kind that only Adobe shows (XFA)."""
    form = reader.trailer["/Root"].get("/AcroForm", {})
    parts = form.get_object().get("/XFA") if form else None
    if not isinstance(parts, list):
        return
    for name, part in zip(parts[::2], parts[1::2], strict=False):
        if str(name) != "datasets":
            continue
        try:
            root = parse(part.get_object().get_data())
        except IntakeError:
            return
        for each in root.iter():
            if len(each) == 0 and (each.text or "").strip():
                yield Headings().stycke(each.text, label=local(each).replace("_", " "))
