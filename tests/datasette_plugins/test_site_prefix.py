"""The site works below a prefix: every link of ours carries it and leads somewhere."""

from __future__ import annotations

from typing import Any

import pytest
from addresses import PAGES
from bs4 import BeautifulSoup


@pytest.mark.parametrize("path", PAGES)
async def test_every_link_carries_the_prefix(publik_under_prefix: Any, path: str) -> None:
    response = await publik_under_prefix.client.get(path)
    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    links = [
        str(tag.get("href") or tag.get("src") or tag.get("action"))
        for tag in page.select("[href], [src], [action]")
    ]
    inside = [link for link in links if not link.startswith(("http", "#"))]
    assert inside
    assert [link for link in inside if not link.startswith("/skola/")] == []


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/skola/insatser/samtal-om-text-gammal", 308, "/skola/insatser/samtal-om-text"),
        ("/skola/katalog/insats/samtal-om-text", 301, "/skola/insatser/samtal-om-text"),
        ("/skola/lista?insats=narvaroteam&bort=narvaroteam", 303, "/skola/lista"),
        ("/skola/insatser/", 301, "/skola/insatser"),
    ],
)
async def test_redirects_carry_the_prefix(
    publik_under_prefix: Any, path: str, status: int, target: str
) -> None:
    client = publik_under_prefix.client
    response = await client.request("GET", path, avoid_path_rewrites=True)
    assert (response.status_code, response.headers["location"]) == (status, target)


async def test_static_files_are_served_below_the_prefix(publik_under_prefix: Any) -> None:
    client = publik_under_prefix.client
    page = BeautifulSoup((await client.get("/")).text, "html.parser")
    for tag in page.select("link[rel=stylesheet], script[src]"):
        address = str(tag.get("href") or tag.get("src"))
        response = await client.request("GET", address, avoid_path_rewrites=True)
        assert response.status_code == 200, address


async def test_analysis_needs_no_token_below_the_prefix(publik_under_prefix: Any) -> None:
    response = await publik_under_prefix.client.post(
        "/analys", data={"text": "Eleverna läser för lite."}, cookies={"annan": "kaka"}
    )
    assert response.status_code == 200
