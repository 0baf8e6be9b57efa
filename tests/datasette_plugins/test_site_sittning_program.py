"""The whole sitting at once, for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sittningar import (
    ANALYS,
    docx_of,
)

from matcher.arbetsfil import (
    Arbetsfil,
)


async def test_a_program_gets_all_of_it_at_once(publik: Any) -> None:
    response = await publik.client.post("/atgardsplan.json", json={"text": ANALYS})
    answer = response.json()
    assert answer["ok"] is True
    fil = Arbetsfil.model_validate(answer["arbetsfil"])
    inside = [one.id for one in fil.problem if not one.utanfor]
    assert list(answer["forslag"]) == inside
    assert answer["paket"]["forslag"]["insatser"]
    assert response.headers["cache-control"] == "no-store"


async def test_a_program_can_send_a_file_or_a_working_file(publik: Any) -> None:
    given = {"fil": ("analys.docx", docx_of(), "application/octet-stream")}
    first = (await publik.client.post("/atgardsplan.json", files=given)).json()
    again = await publik.client.post(
        "/atgardsplan.json", json={"arbetsfil": first["arbetsfil"], "skolformer": ["grundskola"]}
    )
    assert again.json()["arbetsfil"]["skolformer"] == ["grundskola"]
    assert again.json()["arbetsfil"]["problem"] == first["arbetsfil"]["problem"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[1]", "JSON-objekt"),
        (b'{"text": ""}', "ingen text"),
        (b'{"arbetsfil": {"format": 2}}', "rbetsfil"),
        (b'{"text": "Eleverna l\\u00e4ser inte.", "skolformer": ["x"]}', "skolformer"),
        (b'{"text": 3}', "text"),
    ],
)
async def test_a_program_is_told_what_is_wrong(publik: Any, body: bytes, words: str) -> None:
    response = await publik.client.post(
        "/atgardsplan.json", content=body, headers={"content-type": "application/json"}
    )
    assert response.status_code == 400
    assert words in json.dumps(response.json(), ensure_ascii=False)
