"""A visitor's own SQL, and odd ways to ask, take little and leave nothing in the log."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote_plus

import pytest
from datasette.plugins import pm
from traces import MARKER


@pytest.mark.parametrize(
    "sql",  # harmless enough where there is no limit, so that the test can fail
    [
        "select randomblob(2000000)",
        "select hex(zeroblob(600000))",
        "select replace(hex(zeroblob(100000)), '0', 'xxxxxxxx')",
        f"select {'1+' * 12_000}1",
        f"select 'x' like '{'%x' * 200}y'",
    ],
    ids=range(5),
)
async def test_a_question_cannot_take_the_memory(publik: Any, sql: str) -> None:
    for ending in ("", ".json"):
        answer = await publik.client.get(f"/katalog{ending}?sql={quote_plus(sql)}")
        assert answer.status_code == 400


async def test_the_limits_leave_room_for_the_catalogue(publik: Any) -> None:
    sql = "select group_concat(namn || sammanfattning || beskrivning) as allt from insats"
    answer = await publik.client.get(f"/katalog.json?sql={quote_plus(sql)}&_shape=array")
    assert len(answer.json()[0]["allt"]) > 1000


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/katalog?sql=select+{MARKER}", 400),
        ("GET", f"/katalog.json?sql=drop+table+{MARKER}", 400),
        ("GET", f"/katalog/insats?_search=%22{MARKER}&_searchmode=raw", 400),
        ("GET", f"/katalog/{MARKER}", 404),
        ("GET", f"/katalog/insats?_sort={MARKER}", 400),
        ("GET", f"/katalog/insats?{MARKER}__gt=1&_size={MARKER}", 400),
        ("TRACE", f"/katalog?sql={MARKER}", 405),
        (MARKER.upper(), "/katalog", 405),
        (MARKER.upper(), "/", 405),
        ("POST", "/katalog/insats", 405),
        ("POST", f"/katalog?{MARKER}", 405),
        ("DELETE", "/katalog/insats/samtal-om-text", 405),
        ("PUT", "/katalog.json", 405),
        ("OPTIONS", "/katalog", 200),
    ],
)
async def test_what_fails_leaves_no_words_behind(
    publik: Any, capfd: Any, caplog: Any, method: str, path: str, status: int
) -> None:
    answer = await publik.client.request(method, path)
    assert answer.status_code == status
    printed = capfd.readouterr()
    told = f"{printed.out}{printed.err}{caplog.text}"
    assert MARKER.lower() not in told.lower()


async def test_what_is_our_fault_is_in_the_log_without_words(
    publik: Any, capfd: Any, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasette.views.database import DatabaseView

    async def fail(*_: Any) -> None:
        raise RuntimeError(MARKER)

    monkeypatch.setattr(DatabaseView, "get", fail)
    answer = await publik.client.get(f"/katalog?x={time.time()}")
    assert answer.status_code == 500
    assert MARKER not in answer.text
    assert "RuntimeError, test_site_limits.py" in caplog.text
    assert MARKER not in f"{caplog.text}{''.join(capfd.readouterr())}"
    assert not pm.has_plugin("datasette.handle_exception")
