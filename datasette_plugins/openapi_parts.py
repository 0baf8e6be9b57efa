"""The pieces that the description of our JSON is put together of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette_plugins.settings import LONGEST_SEARCH

Schema = dict[str, Any]

PROBLEMS = {
    "308": "Posten har ett nytt id. Adressen står i Location.",
    "400": "Något i frågan går inte att förstå.",
    "404": "Det finns inget på adressen.",
    "405": "Adressen går inte att använda så.",
    "410": "Posten är borttagen och har ingen ersättare.",
    "413": "Texten är för lång.",
    "500": "Felet är vårt.",
    "503": "Det tog för lång tid, eller så väntar många andra. Försök igen om en stund.",
}


NOT_SAVED = "Texten läses i minnet, besvaras och sparas inte."
EXAMPLE = {"text": "Många elever läser för lite.", "skolformer": ["grundskola"]}
ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"


def operation_of(
    summary: str,
    tag: str,
    schema: Schema,
    parameters: list[Schema],
    problems: tuple[str, ...] = (),
    *,
    media: str = "application/json",
) -> Schema:
    """Return the description of one way to ask."""
    by_id = ("308", "404", "410") if any(each["in"] == "path" for each in parameters) else ()
    return {
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": {
            "200": {"description": "Svaret.", "content": {media: {"schema": schema}}},
            **{code: problem_answer(code) for code in sorted({*by_id, *problems})},
        },
    }


def asked_in_words(operation: Schema, schema: Schema, more: str = "") -> Schema:
    """Add what is sent to an operation that reads a visitor's text."""
    body = {"schema": schema, "example": EXAMPLE}
    return operation | {
        "description": f"{NOT_SAVED} {more}".strip(),
        "requestBody": {"required": True, "content": {"application/json": body}},
    }


def problem_answer(code: str) -> Schema:
    """Return the description of a fault by its HTTP status."""
    if code == "308":
        location = {
            "description": "Den nya adressen.",
            "schema": {"type": "string", "format": "uri-reference"},
        }
        return {"description": PROBLEMS[code], "headers": {"Location": location}}
    content = {"application/json": {"schema": ref_to("Fel")}}
    return {"description": PROBLEMS[code], "content": content}


def answer_schema(**properties: Schema) -> Schema:
    """Return the shape of an answer that went well, with its own fields."""
    whole = {"ok": {"const": True, "description": "Säger att allt gick bra."}, **properties}
    return {"type": "object", "properties": whole, "required": list(whole)}


def ref_to(name: str) -> Schema:
    """Point at a class."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> Schema:
    """Return a list of a class."""
    return {"type": "array", "items": ref_to(name)}


def with_words(schema: Schema, description: str) -> Schema:
    """Add what it means."""
    return {**schema, "description": description}


def id_schema() -> Schema:
    """Return the shape of an id in an address."""
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Postens id.",
        "schema": {"type": "string", "pattern": ID_PATTERN, "maxLength": 120},
    }


def text_parameter(name: str, description: str) -> Schema:
    """Return a parameter of free words."""
    schema = {"type": "string", "maxLength": LONGEST_SEARCH}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def choice_parameter(name: str, description: str, *, required: bool = False) -> Schema:
    """Return a parameter that can be given several times."""
    schema: Schema = {"type": "array", "items": {"type": "string"}, "maxItems": 50}
    if required:
        schema["minItems"] = 1
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
        "explode": True,
    }


def object_of(**properties: Schema) -> Schema:
    """Return an object with these fields, all of them always there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def text_fields(words: Mapping[str, str]) -> dict[str, Schema]:
    """Return fields of text by what each means."""
    return {name: with_words({"type": "string"}, text) for name, text in words.items()}


def list_schema(items: Schema, words: str) -> Schema:
    """Return a list of something, and what it means."""
    return with_words({"type": "array", "items": items}, words)
