"""Pydantic's errors → findings in Swedish, with the line where the fault stands."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.files import Place, RawFile, field_name
from catalog.findings import Finding, did_you_mean
from catalog.kinds import VOCABULARIES
from catalog.records import DATUM, WEBBADRESS, Post
from catalog.swedish import slug

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
    "greater_than_equal": ("Talet är för litet.", "Det ska vara minst {ge}."),
    "greater_than": ("Talet är för litet.", "Det ska vara större än {gt}."),
    "value_error": (
        "«{input}» är ingen dag i kalendern.",
        'Skriv datumet som "2026-11-22", inom citattecken.',
    ),
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
    error: ValidationError,
    raw: RawFile,
    model: type[Post],
    *,
    place: Place = (),
    targets: Mapping[str, str] = MappingProxyType({}),
    known: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Iterator[Finding]:
    """Yield one finding for each of pydantic's errors.

    ``place`` is where the record begins, ``targets`` what its fields point at and ``known`` the ids
    that exist there.
    """
    for detail in error.errors(include_url=False):
        where = (*place, *_place(detail))
        code, message, remedy = _words(detail, model, targets, known)
        yield Finding(raw.name, raw.line(where), code, field_name(where), message, remedy)


def unknown_id(target: str, wanted: str, known: Iterable[str]) -> tuple[str, str, str]:
    """Return code, message and remedy for an id that is not where it is looked for.

    Examples
    --------
    >>> unknown_id("statusar", "aktivv", ["aktiv", "avslutad"])[1]
    '«aktivv» finns inte i data/vokabular/statusar.yaml. Menade du «aktiv»?'
    """
    choices = sorted(known)
    hint = did_you_mean(wanted, choices)
    if target in VOCABULARIES:
        message = f"«{wanted}» finns inte i data/vokabular/{target}.yaml.{hint}"
        return "K202", message, f"Välj ett av: {', '.join(choices)}."
    create = f"«insatser katalog ny {target} {slug(wanted)}»"
    message = f"«{wanted}» finns inte i data/{target}/.{hint}"
    return "K201", message, f"Rätta stavningen, eller skapa posten med {create}."


def _place(detail: ErrorDetails) -> Place:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _words(
    detail: ErrorDetails,
    model: type[Post],
    targets: Mapping[str, str],
    known: Mapping[str, frozenset[str]],
) -> tuple[str, str, str]:
    kind = detail["type"]
    place = _place(detail)
    path = ".".join(part for part in place if isinstance(part, str))
    if kind == "string_pattern_mismatch" and path in targets:
        return unknown_id(targets[path], str(detail["input"]), known.get(targets[path], ()))
    if place and detail["input"] is None and kind not in ("missing", "extra_forbidden"):
        description = field_description(model, place)
        return "K104", f"Fältet «{place[-1]}» är inte ifyllt.", f"Fyll i det. {description}"
    if kind == "extra_forbidden":
        names = field_names(model, place[:-1])
        hint = did_you_mean(str(place[-1]), names)
        if detail["input"] is None:  # a comma in {…} ends a text that has no quotation marks
            hint = hint or " Hör orden till texten före? Sätt då hela den inom citattecken."
        return (
            "K103",
            f"Fältet «{place[-1]}» finns inte.{hint}",
            f"Rätta eller ta bort det. Fälten är: {', '.join(names)}.",
        )
    if kind == "missing":
        return (
            "K104",
            f"Fältet «{place[-1]}» saknas.",
            f"Lägg till det. {field_description(model, place)}",
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
    inner = _model_at(model, place)
    return [info.alias or name for name, info in inner.model_fields.items()]


def field_description(model: type[BaseModel], place: Place) -> str:
    """Return what a field is for, in Swedish.

    Examples
    --------
    >>> from catalog.records import Insats
    >>> field_description(Insats, ("kallor", 0, "utgivare"))
    'Vem som står bakom sidan.'
    """
    names = [part for part in place if isinstance(part, str)]
    for name, info in _model_at(model, tuple(names[:-1])).model_fields.items():
        if names and names[-1] in (name, info.alias):
            return info.description or ""
    return ""


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    for part in place:
        for name, info in model.model_fields.items():
            if part in (name, info.alias):
                model = inner_model(info.annotation) or model
    return model


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as ``tuple[Kalla, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        for part in get_args(annotation):
            if inner := inner_model(part):
                return inner
    return None
