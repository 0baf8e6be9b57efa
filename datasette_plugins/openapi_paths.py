"""What each address of ours takes and answers, but for those of a sitting."""

from __future__ import annotations

from dataclasses import dataclass, fields

from catalog.reading import Urval
from datasette_plugins.openapi_parts import (
    Schema,
    answer_schema,
    asked_in_words,
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
from datasette_plugins.openapi_words import CLASS_FIELDS, FIELDS

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


def paths_of_answers() -> Schema:
    """Return path → method → operation, in the order that they are shown."""
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
    return asked_in_words(operation, asked)


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
