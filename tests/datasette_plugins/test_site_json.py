"""Our own JSON: beside each page, with one shape for what went wrong."""

from __future__ import annotations

from typing import Any

import pytest
from addresses import JSON_PAGES, LISTS, RECORDS

MINI_IDS = [path.rpartition("/")[2] for path in RECORDS if path.startswith("/insatser/")]


@pytest.mark.parametrize("path", JSON_PAGES)
async def test_every_json_page_says_that_all_is_well(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.json()["ok"] is True


@pytest.mark.parametrize("path", [*LISTS, *RECORDS])
async def test_every_page_links_to_its_json(publik: Any, path: str) -> None:
    response = await publik.client.get(path)
    assert f'href="{path}.json"' in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/insatser/finns-inte.json", 404),
        ("/kallor/finns-inte.json", 404),
        ("/kallor/finns-inte.csl.json", 404),
        ("/finns/inte/alls.json", 404),
        ("/-/metadata.json", 404),
        ("/-/plugins.json", 404),
        ("/-/versions.json", 404),
        ("/-/actor.json", 404),
        ("/insatser.json?sida=x", 400),
        ("/sok.json?q=" + "a" * 101, 400),
        ("/matcha/resultat.json", 400),
        ("/matcha/resultat.json?problemomrade=finns-inte", 400),
        ("/matcha/resultat.json?problemomrade=lasforstaelse&skolform=x", 400),
        ("/jamfor.json", 400),
        ("/jamfor.json?insats=samtal-om-text", 400),
        ("/jamfor.json?insats=samtal-om-text&insats=finns-inte", 400),
        ("/jamfor.json?insats=finns-inte", 404),
        ("/jamfor.json?insats=" + "&insats=".join("abcdef"), 404),
        ("/jamfor.json?insats=" + "&insats=".join(MINI_IDS[:5]), 400),
        ("/lista.json", 400),
        ("/lista.json?insats=finns-inte", 404),
        ("/lista.json?" + "&".join(f"insats=a{n}" for n in range(41)), 400),
        ("/analys.json", 405),
    ],
)
async def test_errors_have_one_shape(publik: Any, path: str, status: int) -> None:
    response = await publik.client.get(path)
    assert response.status_code == status
    content = response.json()
    assert set(content) == {"ok", "error", "errors", "status"}
    assert content["ok"] is False
    assert content["status"] == status
    assert content["errors"][0] == content["error"]


async def test_an_insats_as_json_is_the_read_model(publik: Any, reader: Any) -> None:
    content = (await publik.client.get("/insatser/samtal-om-text.json")).json()["insats"]
    insats = reader.insats("samtal-om-text")
    assert content["formuleringar"] == list(insats.formuleringar)
    assert content["problemomraden"][0]["styrka"] == 3
    assert content["typ"]["id"] == insats.typ.id


async def test_a_reference_comes_as_csl(publik: Any) -> None:
    response = await publik.client.get("/kallor/exempelsson-2012.csl.json")
    assert response.headers["content-type"].startswith("application/vnd.citationstyles.csl+json")
    assert response.json()["id"] == "exempelsson-2012"
    assert "title" in response.json()


async def test_shared_result_holds_ids_only(publik: Any) -> None:
    path = "/matcha/resultat.json?problemomrade=lasforstaelse&text=hemligt"
    response = await publik.client.get(path)
    assert "hemligt" not in response.text
    assert response.json()["matcher"][0]["skal"]
