"""The sitting, described with OpenAPI: what programs send, and what they get."""

from __future__ import annotations

from datasette_plugins.openapi_parts import (
    NOT_SAVED,
    Schema,
    answer_schema,
    asked_in_words,
    list_schema,
    object_of,
    operation_of,
    ref_to,
    with_words,
)

PROBLEMS = ("400", "405", "413", "500", "503")
TEXT: Schema = {"type": "string"}


def sitting_paths() -> Schema:
    """Return the ways to ask for a whole sitting, or for what comes of one."""
    return {
        "/atgardsplan.json": {"post": _sitting()},
        "/atgardsplan/arbetsfil.json": {
            "post": _of_a_working_file("Få tillbaka en arbetsfil", ref_to("Arbetsfil"))
        },
        "/atgardsplan/plan.json": {
            "post": _of_a_working_file("Få ett utkast till åtgärdsplan", _plan())
        },
    }


def _sitting() -> Schema:
    listed: Schema = {"type": "array", "items": TEXT}
    asked: Schema = {
        "type": "object",
        "description": "Antingen text eller arbetsfil behövs.",
        "properties": {
            "text": with_words(TEXT, "Nulägesanalysen som text."),
            "arbetsfil": ref_to("Arbetsfil"),
            "skolformer": with_words(listed, "Skolformer, om de inte ska läsas ur texten."),
            "arskurser": with_words(listed, "Stadier, om de inte ska läsas ur texten."),
        },
    }
    match = object_of(
        avstar=with_words({"type": "boolean"}, "true om inget i katalogen passar."),
        avstar_skal=with_words({"type": ["string", "null"]}, "Varför inget passar."),
        lucka=with_words({"type": ["string", "null"]}, "Vad som saknas i utbudet."),
        matcher=list_schema(ref_to("Match"), "Förslagen, bäst först."),
    )
    answer = answer_schema(
        arbetsfil=ref_to("Arbetsfil"),
        upplysningar=list_schema(TEXT, "Sådant att veta om hur filen lästes."),
        forslag=with_words(
            {"type": "object", "additionalProperties": match},
            "Förslag för varje problem: de prioriterade, eller alla om inget är prioriterat.",
        ),
        paket=with_words(
            {"type": "object"},
            "Insatspaketet: läget som det väljs ur, det valda, det föreslagna, närmaste byten, "
            "brister och anmärkningar.",
        ),
    )
    operation = operation_of(
        "Gå från nulägesanalys till insatspaket", "fraga", answer, [], PROBLEMS
    )
    return asked_in_words(
        operation,
        asked,
        "Filer (docx, pdf, odt, txt, md) och arbetsfiler går att skicka som multipart/form-data i "
        "fältet fil.",
    )


def _of_a_working_file(summary: str, schema: Schema) -> Schema:
    operation = operation_of(summary, "fraga", schema, [], PROBLEMS)
    operation["description"] = (
        f"{NOT_SAVED} Adressen är till för sidornas formulär, så fel kan komma som en sida med det "
        "som skickades."
    )
    for code in PROBLEMS:
        operation["responses"][code]["content"]["text/html"] = {"schema": TEXT}
    words = "En arbetsfil som JSON, så som /atgardsplan.json ger den."
    form: Schema = {
        "type": "object",
        "required": ["arbetsfil"],
        "properties": {"arbetsfil": with_words(TEXT, words)},
    }
    operation["requestBody"] = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": form}},
    }
    return operation


def _plan() -> Schema:
    part = object_of(
        id=with_words(TEXT, "Delens id."),
        titel=with_words(TEXT, "Delens rubrik."),
        block=list_schema({"type": "object"}, "Delens innehåll. Fältet slag säger vad det är."),
    )
    return object_of(
        titel=with_words(TEXT, "Planens rubrik."),
        inledning=list_schema(TEXT, "Det som står överst."),
        delar=list_schema(part, "Planens delar i ordning."),
        katalogversion=with_words(TEXT, "Utgåvan som uppgifterna kommer ur."),
    )
