"""Our JSON described with OpenAPI 3.1, built from the same classes as the answers."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

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
from datasette_plugins.openapi_words import CLASS_FIELDS, CLASSES, FIELDS
from datasette_plugins.settings import LONGEST_SEARCH
from matcher.result import Matchning

Schema = dict[str, Any]

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
    Referensblad,
    Referenskort,
    Samlingsblad,
    Soksvar,
    Term,
    Urval,
    Matchning,
)
"""The classes that answers are made of; those inside them follow by themselves."""
LEFT_OUT = {("Behov", "text"), ("Skal", "citat"), ("Last", "ord"), ("Forstatt", "rattat")}
"""What the visitor wrote, which no JSON answer holds."""
ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
CSL = "application/vnd.citationstyles.csl+json"
PROBLEMS = {
    "308": "Posten har ett nytt id. Adressen står i Location.",
    "400": "Något i frågan går inte att förstå.",
    "404": "Det finns inget på adressen.",
    "405": "Adressen går inte att använda så.",
    "410": "Posten är borttagen och har ingen ersättare.",
    "413": "Texten är för lång.",
    "500": "Felet är vårt.",
}
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
        "get": _operation(
            "Hämta en källa som CSL-JSON", "poster", _ref("Referens"), [_id()], media=CSL
        )
    }
    paths["/kallor.csl.json"] = {
        "get": _operation(
            "Hämta alla källor som CSL-JSON", "hela", _list_of("Referens"), [], media=CSL
        )
    }
    paths["/kallor/{id}.jsonld"] = {"get": _linked("en källa", "schema.org")}
    paths["/vokabular/{id}.jsonld"] = {"get": _linked("en ordlista", "SKOS")}
    paths["/sok.json"] = {"get": _search()}
    paths["/jamfor.json"] = {"get": _comparison()}
    paths["/lista.json"] = {"get": _own_list()}
    paths["/matcha/resultat.json"] = {"get": _result()}
    paths["/analys.json"] = {"post": _analysis()}
    paths["/nedladdning/insatskatalogen.json"] = {"get": _whole()}
    paths["/openapi.json"] = {
        "get": _operation("Hämta den här beskrivningen", "hela", {"type": "object"}, [])
    }
    return paths


def _operation(
    summary: str,
    tag: str,
    schema: Schema,
    parameters: list[Schema],
    problems: tuple[str, ...] = (),
    *,
    media: str = "application/json",
) -> Schema:
    by_id = ("308", "404", "410") if any(each["in"] == "path" for each in parameters) else ()
    return {
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": {
            "200": {"description": "Svaret.", "content": {media: {"schema": schema}}},
            **{code: _problem(code) for code in sorted({*by_id, *problems})},
        },
    }


def _problem(code: str) -> Schema:
    if code == "308":
        location = {
            "description": "Den nya adressen.",
            "schema": {"type": "string", "format": "uri-reference"},
        }
        return {"description": PROBLEMS[code], "headers": {"Location": location}}
    content = {"application/json": {"schema": _ref("Fel")}}
    return {"description": PROBLEMS[code], "content": content}


def _insatser() -> Schema:
    parameters = [
        _choices(field.name, CLASS_FIELDS.get(("Urval", field.name)) or FIELDS[field.name])
        for field in fields(Urval)
        if field.name != "q"
    ]
    parameters += [
        _text("q", "Sökord."),
        {
            "name": "sida",
            "in": "query",
            "description": "Sidans nummer. Det är 25 insatser på varje sida.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 99999, "default": 1},
        },
    ]
    answer = _answer(
        antal=_described({"type": "integer"}, "Hur många insatser urvalet har."),
        sida=_described({"type": "integer"}, "Sidans nummer."),
        sidor=_described({"type": "integer"}, "Hur många sidor det är."),
        nasta=_described({"type": ["string", "null"]}, "Adressen till nästa sida."),
        urval=_ref("Urval"),
        anmarkningar=_described(
            {"type": "array", "items": {"type": "string"}}, "Sådant i frågan som togs bort."
        ),
        insatser=_list_of("Insatskort"),
        filter=_described(
            {"type": "object", "additionalProperties": _list_of("Filterval")},
            "För varje filter: värdena, och hur många insatser vart och ett skulle lämna.",
        ),
    )
    operation = _operation("Lista insatser", "poster", answer, parameters, ("400", "404"))
    operation["description"] = (
        "Flera värden i ett filter betyder något av dem. Flera filter betyder alla."
    )
    return operation


def _list(kind: Kind) -> Schema:
    count = _described({"type": "integer"}, "Hur många det är.")
    answer = _answer(antal=count, **{kind.lista: _list_of(kind.kort)})
    return _operation(f"Lista {kind.titel}", "poster", answer, [])


def _record(one: str, field: str, name: str) -> Schema:
    return _operation(f"Hämta {one}", "poster", _answer(**{field: _ref(name)}), [_id()])


def _linked(one: str, words: str) -> Schema:
    # rdflib writes SKOS as a list of things, and schema.org is one thing with the others inside.
    kind = "array" if words == "SKOS" else "object"
    schema = {"type": kind, "description": f"JSON-LD med {words}."}
    return _operation(
        f"Hämta {one} som JSON-LD ({words})", "poster", schema, [_id()], media="application/ld+json"
    )


def _search() -> Schema:
    found: Schema = {"anyOf": [_ref("Soksvar"), {"type": "null"}]}
    answer = _answer(
        q=_described({"type": "string"}, "Sökorden."),
        ord=_described({"type": "string"}, "Orden som söktes, med rättad stavning."),
        svar=_described(found, "Där orden står. null om inga sökord gavs."),
        matchning=_described(
            {"anyOf": [_ref("Matchning"), {"type": "null"}]},
            "Det som ligger närmast orden. null om inga sökord gavs.",
        ),
    )
    return _operation("Sök", "fraga", answer, [_text("q", "Sökord.")], ("400",))


CHOSEN = "Id för insatser, i den ordning de ska stå."
NAMED = {"id": "Insatsens id.", "namn": "Insatsens namn."}
ROW = {"id": "Radens id.", "titel": "Vad raden handlar om."}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _texts(words: Mapping[str, str]) -> dict[str, Schema]:
    return {name: _described({"type": "string"}, text) for name, text in words.items()}


def _listed(items: Schema, words: str) -> Schema:
    return _described({"type": "array", "items": items}, words)


def _comparison() -> Schema:
    value = _object(
        insats=_described({"type": "string"}, "Insatsens id."),
        ord=_listed({"type": "string"}, "Det som katalogen säger. Tomt om uppgiften saknas."),
        tillagg=_listed({"type": "string"}, "Anmärkningar till det."),
    )
    row = _object(
        **_texts(ROW),
        lika=_described({"type": "boolean"}, "Om alla är lika."),
        saknas=_described({"type": "boolean"}, "Om katalogen saknar uppgift om alla."),
        varden=_listed(value, "En uppgift för varje insats, i samma ordning."),
    )
    answer = _answer(
        insatser=_listed(_object(**_texts(NAMED)), "De insatser som jämförs."),
        anmarkningar=_listed({"type": "string"}, "Id som inte användes, och varför."),
        rader=_listed(row, "Det som jämförs."),
    )
    parameters = [_choices("insats", f"{CHOSEN} Två till fyra.", required=True)]
    return _operation("Jämför insatser", "fraga", answer, parameters, ("400", "404"))


def _own_list() -> Schema:
    answer = _answer(
        antal=_described({"type": "integer"}, "Antal insatser."),
        adress=_described({"type": "string"}, "Listans sida."),
        katalogversion=_described({"type": "string"}, FIELDS["katalogversion"]),
        anmarkningar=_listed({"type": "string"}, "Id som inte användes, och varför."),
        insatser=_listed(_ref("Insatsblad"), "Insatserna i listans ordning."),
    )
    parameters = [_choices("insats", f"{CHOSEN} Högst 40.", required=True)]
    return _operation("Hämta en egen lista", "fraga", answer, parameters, ("400", "404"))


def _result() -> Schema:
    parameters = [_choices("problemomrade", "Problemområden. Minst ett.", required=True)]
    parameters += [_choices(name, words) for name, words in CONTEXT.items()]
    return _operation(
        "Få förslag för valda problemområden", "fraga", _ref("Matchning"), parameters, ("400",)
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
            "text": _described({"type": "string"}, "Läget med skolans egna ord."),
            **{name: _described(listed, text) for name, text in words.items()},
        },
    }
    operation = _operation(
        "Få förslag för ett beskrivet läge",
        "fraga",
        _ref("Matchning"),
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
            "version": _described({"type": "string"}, "Katalogens version."),
            "schema": _described({"type": "integer"}, "Nummer på databasens form."),
            "licens": _described({"type": "string", "format": "uri"}, "Licensens adress."),
            "insatser": _list_of("Insatsblad"),
            "problemomraden": _list_of("Omradesblad"),
            "paverkansfaktorer": _list_of("Faktorblad"),
            "program": _list_of("Samlingsblad"),
            "anordnare": _list_of("Samlingsblad"),
            "kallor": _list_of("Referensblad"),
            "vokabularer": _list_of("Begreppslista"),
        },
    }
    schema["required"] = list(schema["properties"])
    return _operation("Hämta hela katalogen", "hela", schema, [])


def _answer(**properties: Schema) -> Schema:
    whole = {"ok": {"const": True, "description": "Säger att allt gick bra."}, **properties}
    return {"type": "object", "properties": whole, "required": list(whole)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _id() -> Schema:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Postens id.",
        "schema": {"type": "string", "pattern": ID_PATTERN, "maxLength": 120},
    }


def _text(name: str, description: str) -> Schema:
    schema = {"type": "string", "maxLength": LONGEST_SEARCH}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _choices(name: str, description: str, *, required: bool = False) -> Schema:
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
    schemas["Referensblad"]["properties"]["csl"] = _ref("Referens")
    schemas["Matchning"]["properties"] |= _answer()["properties"]
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
        "error": _described({"type": "string"}, "Vad som gick fel."),
        "errors": _described(
            {"type": "array", "items": {"type": "string"}}, "Samma sak, och vad du kan göra."
        ),
        "status": _described({"type": "integer"}, "HTTP-koden."),
    }
    return {
        "type": "object",
        "description": "Så ser varje fel ut.",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
