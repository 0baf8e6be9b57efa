"""Pydantic's errors → findings in Swedish, with the line where the fault stands."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.files import Place, RawFile, field_name
from catalog.findings import Finding, did_you_mean
from catalog.records import Post

DATUM = r"^\d{4}-\d{2}-\d{2}$"
WEBBADRESS = r"^https?://\S+$"

TEXT_REMEDY = (
    "Skriv text. Tal, datum och ord som ja/nej («no», «true») ska stå inom citattecken "
    "för att räknas som text."
)

SENTENCES = {
    "string_type": ("Värdet ska vara text.", TEXT_REMEDY),
    "string_too_short": (
        "Texten är tom.",
        "Skriv en text, eller ta bort fältet om det får saknas.",
    ),
    "string_too_long": ("Texten är för lång.", "Korta den till högst {max_length} tecken."),
    "tuple_type": (
        "Värdet ska vara en lista.",
        "Skriv [ett, två], eller en rad med bindestreck per värde.",
    ),
    "too_short": ("Listan får inte vara tom.", "Lägg till minst ett värde."),
    "dict_type": ("Värdet ska bestå av fält och värden.", "Skriv «fält: värde», ett på varje rad."),
    "model_type": ("Här ska det stå fält och värden.", "Skriv «fält: värde», ett på varje rad."),
    "bool_type": ("Värdet ska vara true eller false.", "Skriv true eller false utan citattecken."),
    "int_type": ("Värdet ska vara ett heltal.", "Skriv talet utan citattecken."),
    "float_type": (
        "Värdet ska vara ett tal.",
        "Skriv talet med punkt och utan citattecken, som 2.0.",
    ),
    "less_than_equal": ("Talet är för stort.", "Det får vara högst {le}."),
    "greater_than": ("Talet är för litet.", "Det ska vara större än {gt}."),
    "literal_error": ("Värdet «{input}» finns inte bland de tillåtna.", "Välj ett av: {expected}."),
}
"""Pydantic's error type → what is wrong and what to do."""

PATTERNS = {
    DATUM: ("«{input}» är inte ett datum.", 'Skriv det som "2026-11-22", inom citattecken.'),
    WEBBADRESS: (
        "«{input}» är inte en webbadress.",
        "Börja med https:// och skriv inga mellanslag. Saknas adress: skriv null.",
    ),
}

BAD_ID = (
    "«{input}» är inte ett id.",
    "Ett id har små bokstäver a–z, siffror och bindestreck; å, ä och ö skrivs a, a och o.",
)


def findings_from(
    error: ValidationError, raw: RawFile, model: type[Post], *, place: Place = ()
) -> Iterator[Finding]:
    """Yield one finding for each of pydantic's errors; ``place`` is where the record begins."""
    for detail in error.errors(include_url=False):
        where = (*place, *_place(detail))
        code, message, remedy = _words(detail, model)
        yield Finding(raw.name, raw.line(where), code, field_name(where), message, remedy)


def _place(detail: ErrorDetails) -> Place:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _words(detail: ErrorDetails, model: type[Post]) -> tuple[str, str, str]:
    kind = detail["type"]
    place = _place(detail)
    if kind == "extra_forbidden":
        names = field_names(model, place[:-1])
        hint = did_you_mean(str(place[-1]), names)
        return (
            "K103",
            f"Fältet «{place[-1]}» finns inte.{hint}",
            f"Rätta eller ta bort det. Fälten är: {', '.join(names)}.",
        )
    if kind == "missing":
        return (
            "K104",
            f"Fältet «{place[-1]}» saknas.",
            "Lägg till det. Vad det ska innehålla står i data/README.md.",
        )
    context: dict[str, Any] = {**detail.get("ctx", {}), "input": detail["input"]}
    if kind == "string_pattern_mismatch":
        message, remedy = PATTERNS.get(context["pattern"], BAD_ID)
    else:
        message, remedy = SENTENCES.get(
            kind, ("Värdet går inte att använda.", "Jämför med en annan post av samma slag.")
        )
    context["expected"] = str(context.get("expected", "")).replace(" or ", ", ")
    return "K105", message.format(**context), remedy.format(**context)


def field_names(model: type[BaseModel], place: Place) -> list[str]:
    """Return the fields, as they are written in YAML, of the model at a place in a record.

    Examples
    --------
    >>> from catalog.records import Insats
    >>> field_names(Insats, ("problemomraden", 0))
    ['problemomrade', 'styrka', 'motivering']
    """
    for part in place:
        if isinstance(part, int):
            continue
        for name, info in model.model_fields.items():
            if part in (name, info.alias):
                model = inner_model(info.annotation) or model
    return [info.alias or name for name, info in model.model_fields.items()]


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as ``tuple[Kalla, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        for part in get_args(annotation):
            if inner := inner_model(part):
                return inner
    return None
