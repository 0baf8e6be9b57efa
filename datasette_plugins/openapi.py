"""Our JSON described with OpenAPI 3.1, built from the same classes as the answers."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from catalog.coverage import Rad
from catalog.exporting import LICENCE
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
from datasette_plugins.openapi_parts import (
    Schema,
    answer_schema,
    choice_parameter,
    id_schema,
    list_of,
    list_schema,
    object_of,
    operation_of,
    ref_to,
    text_fields,
    text_parameter,
    with_words,
)
from datasette_plugins.openapi_sittning import sitting_paths
from datasette_plugins.openapi_words import CLASS_FIELDS, CLASSES, FIELDS
from matcher.arbetsfil import Arbetsfil
from matcher.result import Matchning

VERSION = "1.0.0"
"""Of this description. Fields may be added without a new first number; none is taken away."""
INFO = """Katalogens poster och listor som JSON. Ingen nyckel behövs, och svaren får läsas från
vilken webbplats som helst.

Varje adress finns också utan ändelse. Då väljer `Accept` form: `application/json` ger samma svar
som här, `application/ld+json` ger schema.org (insatser och källor) eller SKOS (ordlistor), och
`application/vnd.citationstyles.csl+json` ger källor för referenshanterare. Annars kommer sidan.

Ett id används aldrig om. Har en post fått ett nytt id svarar den gamla adressen 308 med den nya.
Är posten borttagen svarar den 410. Fält kan tillkomma, så hoppa över dem som du inte känner till.
"""
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
CSL = "application/vnd.citationstyles.csl+json"
CONTEXT = {
    "skolform": "Skolformer, till exempel grundskola.",
    "arskurs": "Stadier: f-3, 4-6, 7-9 eller gy.",
    "amne": "Ämnen, till exempel svenska.",
    "malgrupp": "Målgrupper, till exempel larare.",
    "niva": "Nivåer i styrkedjan.",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its addresses, the field of its answers and the classes in them."""

    segment: str
    titel: str
    ett: str
    falt: str
    kort: str
    blad: str
    lista: str


KINDS = (
    Kind("problemomraden", "problemområden", "ett problemområde", "problemomrade",
         "Omradeskort", "Omradesblad", "problemomraden"),
    Kind("paverkansfaktorer", "påverkansfaktorer", "en påverkansfaktor", "paverkansfaktor",
         "Term", "Faktorblad", "paverkansfaktorer"),
    Kind("program", "program", "ett program", "program", "Filterval", "Samlingsblad", "program"),
    Kind("anordnare", "anordnare", "en anordnare", "anordnare",
         "Filterval", "Samlingsblad", "anordnare"),
    Kind("kallor", "källor", "en källa", "kalla", "Referenskort", "Referensblad", "kallor"),
    Kind("vokabular", "ordlistor", "en ordlista", "vokabular",
         "Begreppslista", "Begreppslista", "vokabularer"),
)  # fmt: skip


class _Whole(GenerateJsonSchema):
    """Every field is in every answer, also those that have a default."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        return True


def document(server: str, examples: Mapping[str, str] | None = None) -> Schema:
    """Return the description of our JSON.

    Parameters
    ----------
    server : str
        The address that the paths begin after.
    examples : mapping of str, optional
        First segment → the id of a record that exists, so that the examples work.

    Examples
    --------
    >>> described = document("https://exempel.test")
    >>> described["openapi"], "/insatser/{id}.json" in described["paths"]
    ('3.1.0', True)
    """
    described = copy.deepcopy(_document())
    described["servers"] = [{"url": server or "/"}]
    for segment, id_ in (examples or {}).items():
        for path, operations in described["paths"].items():
            if path.startswith(f"/{segment}/{{id}}"):
                operations["get"]["parameters"][0]["example"] = id_
    return described


@cache
def _document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Insatskatalogens JSON",
            "version": VERSION,
            "summary": "Insatser för skolutveckling, som öppna data.",
            "description": INFO,
            "license": {"name": "CC0 1.0", "url": LICENCE},
        },
        "tags": [
            {"name": "poster", "description": "Det som katalogen vet."},
            {"name": "fraga", "description": "Sök, och få förslag på insatser."},
            {"name": "hela", "description": "Hela katalogen på en gång."},
        ],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Schema:
    paths: Schema = {
        "/insatser.json": {"get": _insatser()},
        "/insatser/{id}.json": {"get": _record("en insats", "insats", "Insatsblad")},
        "/insatser/{id}.jsonld": {"get": _linked("en insats", "schema.org")},
    }
    for kind in KINDS:
        paths[f"/{kind.segment}.json"] = {"get": _list(kind)}
        paths[f"/{kind.segment}/{{id}}.json"] = {"get": _record(kind.ett, kind.falt, kind.blad)}
    paths["/kallor/{id}.csl.json"] = {
        "get": operation_of(
            "Hämta en källa som CSL-JSON", "poster", ref_to("Referens"), [id_schema()], media=CSL
        )
    }
    paths["/kallor.csl.json"] = {
        "get": operation_of(
            "Hämta alla källor som CSL-JSON", "hela", list_of("Referens"), [], media=CSL
        )
    }
    paths["/kallor/{id}.jsonld"] = {"get": _linked("en källa", "schema.org")}
    paths["/vokabular/{id}.jsonld"] = {"get": _linked("en ordlista", "SKOS")}
    paths["/oversikt.json"] = {"get": _overview()}
    paths["/sok.json"] = {"get": _search()}
    paths["/jamfor.json"] = {"get": _comparison()}
    paths["/lista.json"] = {"get": _own_list()}
    paths["/matcha/resultat.json"] = {"get": _result()}
    paths["/analys.json"] = {"post": _analysis()}
    paths |= sitting_paths()
    paths["/nedladdning/insatskatalogen.json"] = {"get": _whole()}
    paths["/openapi.json"] = {
        "get": operation_of("Hämta den här beskrivningen", "hela", {"type": "object"}, [])
    }
    return paths


def _insatser() -> Schema:
    parameters = [
        choice_parameter(field.name, CLASS_FIELDS.get(("Urval", field.name)) or FIELDS[field.name])
        for field in fields(Urval)
        if field.name != "q"
    ]
    parameters += [
        text_parameter("q", "Sökord."),
        text_parameter("sortera", "Ordningen: namn, evidens, belagd eller skriven."),
        {
            "name": "sida",
            "in": "query",
            "description": "Sidans nummer. Det är 25 insatser på varje sida.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 99999, "default": 1},
        },
    ]
    answer = answer_schema(
        antal=with_words({"type": "integer"}, "Hur många insatser urvalet har."),
        sida=with_words({"type": "integer"}, "Sidans nummer."),
        sidor=with_words({"type": "integer"}, "Hur många sidor det är."),
        nasta=with_words({"type": ["string", "null"]}, "Adressen till nästa sida."),
        urval=ref_to("Urval"),
        sortering=with_words({"type": "string"}, "Ordningen: namn, evidens, belagd eller skriven."),
        anmarkningar=with_words(
            {"type": "array", "items": {"type": "string"}}, "Sådant i frågan som togs bort."
        ),
        insatser=list_of("Insatskort"),
        filter=with_words(
            {"type": "object", "additionalProperties": list_of("Filterval")},
            "För varje filter: värdena, och hur många insatser vart och ett skulle lämna.",
        ),
    )
    operation = operation_of("Lista insatser", "poster", answer, parameters, ("400", "404"))
    operation["description"] = (
        "Flera värden i ett filter betyder något av dem. Flera filter betyder alla."
    )
    return operation


def _list(kind: Kind) -> Schema:
    count = with_words({"type": "integer"}, "Hur många det är.")
    answer = answer_schema(antal=count, **{kind.lista: list_of(kind.kort)})
    return operation_of(f"Lista {kind.titel}", "poster", answer, [])


def _record(one: str, field: str, name: str) -> Schema:
    return operation_of(
        f"Hämta {one}", "poster", answer_schema(**{field: ref_to(name)}), [id_schema()]
    )


def _linked(one: str, words: str) -> Schema:
    # rdflib writes SKOS as a list of things, and schema.org is one thing with the others inside.
    kind = "array" if words == "SKOS" else "object"
    schema = {"type": kind, "description": f"JSON-LD med {words}."}
    return operation_of(
        f"Hämta {one} som JSON-LD ({words})",
        "poster",
        schema,
        [id_schema()],
        media="application/ld+json",
    )


def _overview() -> Schema:
    answer = answer_schema(
        antal=with_words({"type": "integer"}, "Antal problemområden."),
        oversikt=list_schema(ref_to("Rad"), "Ett problemområde i varje rad."),
    )
    return operation_of("Se vad katalogen har för varje skolform", "fraga", answer, [])


def _search() -> Schema:
    found: Schema = {"anyOf": [ref_to("Soksvar"), {"type": "null"}]}
    answer = answer_schema(
        q=with_words({"type": "string"}, "Sökorden."),
        ord=with_words({"type": "string"}, "Orden som söktes, med rättad stavning."),
        svar=with_words(found, "Där orden står. null om inga sökord gavs."),
        forslag=list_schema(ref_to("Match"), "Det som ligger närmast orden, bäst först."),
    )
    return operation_of("Sök", "fraga", answer, [text_parameter("q", "Sökord.")], ("400",))


CHOSEN = "Id för insatser, i den ordning de ska stå."
NAMED = {"id": "Insatsens id.", "namn": "Insatsens namn."}
ROW = {"id": "Radens id.", "titel": "Vad raden handlar om."}


def _comparison() -> Schema:
    value = object_of(
        insats=with_words({"type": "string"}, "Insatsens id."),
        ord=list_schema({"type": "string"}, "Det som katalogen säger. Tomt om uppgiften saknas."),
        tillagg=list_schema({"type": "string"}, "Anmärkningar till det."),
    )
    row = object_of(
        **text_fields(ROW),
        lika=with_words({"type": "boolean"}, "Om alla är lika."),
        saknas=with_words({"type": "boolean"}, "Om katalogen saknar uppgift om alla."),
        varden=list_schema(value, "En uppgift för varje insats, i samma ordning."),
    )
    answer = answer_schema(
        insatser=list_schema(object_of(**text_fields(NAMED)), "De insatser som jämförs."),
        anmarkningar=list_schema({"type": "string"}, "Id som inte användes, och varför."),
        rader=list_schema(row, "Det som jämförs."),
    )
    parameters = [choice_parameter("insats", f"{CHOSEN} Två till fyra.", required=True)]
    return operation_of("Jämför insatser", "fraga", answer, parameters, ("400", "404"))


def _own_list() -> Schema:
    answer = answer_schema(
        antal=with_words({"type": "integer"}, "Antal insatser."),
        adress=with_words({"type": "string"}, "Listans sida."),
        katalogversion=with_words({"type": "string"}, FIELDS["katalogversion"]),
        anmarkningar=list_schema({"type": "string"}, "Id som inte användes, och varför."),
        insatser=list_schema(ref_to("Insatsblad"), "Insatserna i listans ordning."),
    )
    parameters = [choice_parameter("insats", f"{CHOSEN} Högst 40.", required=True)]
    return operation_of("Hämta en egen lista", "fraga", answer, parameters, ("400", "404"))


def _result() -> Schema:
    parameters = [choice_parameter("problemomrade", "Problemområden. Minst ett.", required=True)]
    parameters += [choice_parameter(name, words) for name, words in CONTEXT.items()]
    return operation_of(
        "Få förslag för valda problemområden", "fraga", ref_to("Matchning"), parameters, ("400",)
    )


def _analysis() -> Schema:
    listed = {"type": "array", "items": {"type": "string"}}
    words = {
        "problemomraden": "Id för problemområden.",
        **{name: FIELDS[name] for name in ("skolformer", "arskurser", "amnen", "malgrupper")},
        "nivaer": FIELDS["nivaer"],
    }
    asked = {
        "type": "object",
        "description": "Minst en av text och problemomraden behövs.",
        "properties": {
            "text": with_words({"type": "string"}, "Läget med skolans egna ord."),
            **{name: with_words(listed, text) for name, text in words.items()},
        },
    }
    operation = operation_of(
        "Få förslag för ett beskrivet läge",
        "fraga",
        ref_to("Matchning"),
        [],
        ("400", "405", "413", "500"),
    )
    operation["description"] = "Texten läses i minnet, besvaras och sparas inte."
    operation["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {
                "schema": asked,
                "example": {"text": "Många elever läser för lite.", "skolformer": ["grundskola"]},
            }
        },
    }
    return operation


def _whole() -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {
            "version": with_words({"type": "string"}, "Katalogens version."),
            "schema": with_words({"type": "integer"}, "Nummer på databasens form."),
            "licens": with_words({"type": "string", "format": "uri"}, "Licensens adress."),
            "insatser": list_of("Insatsblad"),
            "problemomraden": list_of("Omradesblad"),
            "paverkansfaktorer": list_of("Faktorblad"),
            "program": list_of("Samlingsblad"),
            "anordnare": list_of("Samlingsblad"),
            "kallor": list_of("Referensblad"),
            "vokabularer": list_of("Begreppslista"),
        },
    }
    schema["required"] = list(schema["properties"])
    return operation_of("Hämta hela katalogen", "hela", schema, [])


def _schemas() -> Schema:
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
