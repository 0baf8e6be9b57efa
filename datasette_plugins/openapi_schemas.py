"""The classes of our answers as JSON Schema, explained with Swedish words."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from catalog.coverage import Rad
from catalog.reading import (
    Begreppslista,
    Faktorblad,
    Filterval,
    Insatsblad,
    Insatskort,
    Omradesblad,
    Omradeskort,
    Referensblad,
    Referenskort,
    Samlingsblad,
    Soksvar,
    Term,
    Urval,
)
from catalog.records import Referens
from datasette_plugins.openapi_parts import Schema, answer_schema, ref_to, with_words
from datasette_plugins.openapi_words import CLASS_FIELDS, CLASSES, FIELDS
from matcher.arbetsfil import Arbetsfil
from matcher.result import Matchning

ANSWERED = (
    Begreppslista,
    Faktorblad,
    Filterval,
    Insatsblad,
    Insatskort,
    Omradesblad,
    Omradeskort,
    Rad,
    Referensblad,
    Referenskort,
    Samlingsblad,
    Soksvar,
    Term,
    Urval,
    Matchning,
    Arbetsfil,
)
"""The classes that answers are made of; those inside them follow by themselves."""
LEFT_OUT = {("Behov", "text"), ("Skal", "citat"), ("Last", "ord"), ("Forstatt", "rattat")}
"""What the visitor wrote, which no JSON answer holds."""


class _Whole(GenerateJsonSchema):
    """Every field is in every answer, also those that have a default."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True


def schemas_of_answers() -> Schema:
    """Return name → schema of every class that an answer is made of."""
    _, found = TypeAdapter.json_schemas(
        [(each, "serialization", TypeAdapter(each)) for each in ANSWERED],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Whole,
    )
    schemas: Schema = found["$defs"]
    csl = Referens.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= csl.pop("$defs")
    csl["properties"].pop("alias")
    schemas["Referens"] = csl
    for name, schema in schemas.items():
        _explain(name, schema)
    # In the database the CSL record is text; in our answers it is opened.
    schemas["Referensblad"]["properties"]["csl"] = ref_to("Referens")
    schemas["Matchning"]["properties"] |= answer_schema()["properties"]
    schemas["Matchning"]["required"].append("ok")
    schemas["Fel"] = _fault()
    return schemas


def _explain(name: str, schema: Schema) -> None:
    """Put Swedish words where the classes have English ones, and take away what is never sent."""
    schema["description"] = CLASSES[name]
    schema.pop("title", None)
    for field, described in list(schema["properties"].items()):
        if (name, field) in LEFT_OUT:
            del schema["properties"][field]
            schema["required"].remove(field)
            continue
        described.pop("title", None)
        words = CLASS_FIELDS.get((name, field)) or FIELDS.get(field)
        if "description" not in described:
            if words is None:
                raise KeyError(f"openapi_words.py saknar ord för {name}.{field}")
            described["description"] = words


def _fault() -> Schema:
    properties = {
        "ok": {"const": False, "description": "Säger att något gick fel."},
        "error": with_words({"type": "string"}, "Vad som gick fel."),
        "errors": with_words(
            {"type": "array", "items": {"type": "string"}}, "Samma sak, och vad du kan göra."
        ),
        "status": with_words({"type": "integer"}, "HTTP-koden."),
    }
    return {
        "type": "object",
        "description": "Så ser varje fel ut.",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
