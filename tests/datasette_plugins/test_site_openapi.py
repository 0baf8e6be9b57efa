"""Our JSON is what the OpenAPI document says, for every address and every record."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import jsonschema
import pytest
import schemathesis
from addresses import FILES, GONE, JSON_LD, JSON_PAGES, RECORDS
from hypothesis import given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from datasette_plugins.openapi import document
from datasette_plugins.openapi_words import CLASS_FIELDS, CLASSES, FIELDS
from datasette_plugins.routes import ROUTES

EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CSL_PAGES = tuple(f"{path}.csl.json" for path in RECORDS if path.startswith("/kallor/"))
FAULTS = (
    ("/insatser/finns-inte.json", 404),
    ("/insatser/borttagen.json", 410),
    ("/insatser.json?sida=x", 400),
    ("/insatser.json?sida=9999", 404),
    ("/sok.json?q=" + "a" * 101, 400),
    ("/matcha/resultat.json?problemomrade=finns-inte", 400),
    *((f"{path}.json", 410) for path in GONE),
)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document("")


@pytest.fixture(scope="module")
def strict(described: dict[str, Any]) -> dict[str, Any]:
    """The document with every object closed, so that a field without words is found."""
    closed = copy.deepcopy(described)

    def close(part: Any) -> None:
        if isinstance(part, dict):
            if "properties" in part:
                part["additionalProperties"] = False
            for inner in part.values():
                close(inner)
        elif isinstance(part, list):
            for inner in part:
                close(inner)

    close(closed)
    return closed


def operation_of(described: dict[str, Any], path: str, method: str = "get") -> dict[str, Any]:
    bare = path.partition("?")[0]
    found = [
        (template.count("{"), operations[method])
        for template, operations in described["paths"].items()
        if method in operations
        and re.fullmatch(re.escape(template).replace(r"\{id\}", "[^/.]+"), bare)
    ]
    assert found, f"{path} är inte beskriven"
    operation: dict[str, Any] = min(found, key=lambda each: each[0])[1]
    return operation


def validate(described: dict[str, Any], operation: dict[str, Any], response: Any) -> None:
    answer = operation["responses"][str(response.status_code)]
    media = response.headers["content-type"].partition(";")[0]
    schema = answer["content"][media]["schema"] | {"components": described["components"]}
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(response.json())


def test_the_document_is_valid_openapi(described: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(described).validate()


async def test_the_document_is_served_with_its_own_address_and_examples_that_work(
    publik: Any, publik_under_prefix: Any
) -> None:
    served = (await publik.client.get("/openapi.json")).json()
    assert served["servers"] == [{"url": "http://localhost"}]
    for path, operations in served["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", ()):
            if parameter["in"] == "path":
                address = path.replace("{id}", parameter["example"])
                assert (await publik.client.get(address)).status_code == 200, address
    below = (await publik_under_prefix.client.get("/openapi.json")).json()
    assert below["servers"] == [{"url": "http://localhost/skola"}]


@pytest.mark.parametrize(
    "path", [*JSON_PAGES, *CSL_PAGES, *JSON_LD, "/kallor.csl.json", "/openapi.json"]
)
async def test_every_answer_is_as_described(publik: Any, strict: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.status_code == 200
    validate(strict, operation_of(strict, path), response)


@pytest.mark.parametrize(("path", "status"), FAULTS)
async def test_every_fault_is_as_described(
    publik: Any, strict: Any, path: str, status: int
) -> None:
    response = await publik.client.get(path)
    assert response.status_code == status
    validate(strict, operation_of(strict, path), response)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": "Eleverna läser för lite.", "skolformer": ["grundskola"]}, 200),
        ({"problemomraden": ["lasforstaelse"]}, 200),
        ({"text": ""}, 400),
        ({"text": "a " * 200_000}, 413),
    ],
)
async def test_the_analysis_is_as_described(
    publik: Any, strict: Any, sent: dict[str, Any], status: int
) -> None:
    response = await publik.client.post(
        "/analys.json", content=json.dumps(sent), headers={"content-type": "application/json"}
    )
    assert response.status_code == status
    validate(strict, operation_of(strict, "/analys.json", "post"), response)


async def test_the_whole_catalogue_in_a_file_is_as_described(publik: Any, strict: Any) -> None:
    path = f"/nedladdning/{FILES[1]}"
    response = await publik.client.get(path)
    validate(strict, operation_of(strict, path), response)


async def test_every_json_route_is_described(described: dict[str, Any]) -> None:
    """A route that ends in JSON, in the table of routes, has a path in the document."""
    samples = [path.replace("{id}", "x") for path in described["paths"]]
    for pattern, _ in ROUTES:
        if "json" in pattern and not pattern.startswith("^/-/"):
            endings = re.findall(r"\\\.(?:csl\\\.)?json(?:ld)?", pattern)
            for ending in endings:
                bare = ending.replace("\\", "")
                matching = [
                    sample
                    for sample in samples
                    if re.fullmatch(pattern, sample) and sample.endswith(bare)
                ]
                assert matching, f"{pattern} ({bare}) är inte beskriven"


def test_everything_is_explained_in_swedish(described: dict[str, Any]) -> None:
    english = re.compile(r"\b(the|of|and|with|that|which|is|an)\b", re.IGNORECASE)
    for name, schema in described["components"]["schemas"].items():
        assert schema["description"], name
        for field, words in schema["properties"].items():
            assert "$ref" in words or words.get("description"), f"{name}.{field}"
    text = str(
        [
            part["description"]
            for schema in described["components"]["schemas"].values()
            for part in (schema, *schema["properties"].values())
            if "description" in part
        ]
    )
    assert not english.search(text.replace("CSL", "")), english.search(text)


def test_no_words_are_left_of_fields_that_are_gone(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert set(CLASSES) == set(schemas) - {"Fel"}
    used = {field for schema in schemas.values() for field in schema["properties"]}
    assert set(FIELDS) <= used
    assert all(field in schemas[name]["properties"] for name, field in CLASS_FIELDS)


@pytest.fixture(scope="module")
def api(address: str) -> Any:
    return schemathesis.openapi.from_url(f"{address}/openapi.json", wait_for_schema=30)


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, method) for path, each in document("")["paths"].items() for method in each],
)
def test_no_question_gets_an_answer_that_is_not_described(api: Any, path: str, method: str) -> None:
    # schemathesis's own marks for pytest do not follow pytest 9.
    @settings(max_examples=EXAMPLES)
    @given(case=api[path][method.upper()].as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
