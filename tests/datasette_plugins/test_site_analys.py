"""A posted text: suggestions with reasons, and clear answers to what cannot be matched."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any

import pytest
from asgi import post_to
from bs4 import BeautifulSoup

from datasette_plugins import matchning, private
from datasette_plugins.resources import resources_of
from matcher.result import Behov, FunnetOmrade, Match, Matchning, Skal

STATEMENT = "Eleverna läser utan att förstå vad texten säger, särskilt i årskurs 5."
ENGLISH = (
    "Our pupils can decode the words but they do not understand what they have read, and the "
    "teachers say that this is getting worse every year in all of the subjects."
)


async def analyse(publik: Any, **fields: Any) -> tuple[Any, BeautifulSoup]:
    response = await publik.client.post("/analys", data=fields)
    return response, BeautifulSoup(response.text, "html.parser")


async def test_a_statement_gives_suggestions_with_reasons(publik: Any) -> None:
    response, page = await analyse(publik, text=STATEMENT, skolform="grundskola")
    assert response.status_code == 200
    suggestions = page.select("article.forslag")
    assert suggestions
    assert suggestions[0].select_one("a[href='/insatser/samtal-om-text']") is not None
    for suggestion in suggestions:
        assert suggestion.select("ul.skal li"), suggestion.get_text()
        strength = suggestion.select_one(".ovanrad strong")
        assert strength is not None
        assert strength.get_text() in {"Stark träff", "Möjlig träff", "Svag träff"}
    assert page.select_one("a[href='/problemomraden/lasforstaelse']") is not None


async def test_the_form_comes_back_filled_in(publik: Any) -> None:
    _, page = await analyse(
        publik, text=STATEMENT, skolform=["grundskola", "gymnasieskola"], amne="svenska"
    )
    area = page.select_one("textarea[name=text]")
    assert area is not None
    assert area.get_text().strip() == STATEMENT
    ticked = [box["value"] for box in page.select("input[name=skolform][checked]")]
    assert ticked == ["grundskola", "gymnasieskola"]
    chosen = page.select_one("option[selected]")
    assert chosen is not None
    assert chosen["value"] == "svenska"


async def test_a_refused_form_keeps_what_can_be_kept(publik: Any) -> None:
    response, page = await analyse(publik, text=STATEMENT, skolform=["grundskola", "hogskola"])
    assert response.status_code == 400
    assert page.select_one("textarea").get_text().strip() == STATEMENT  # type: ignore[union-attr]
    ticked = {box["value"] for box in page.select("input[name=skolform][checked]")}
    assert ticked == {"grundskola"}


async def test_every_part_of_a_result_is_shown(publik: Any, monkeypatch: Any) -> None:
    reason = Skal("problemomrade", "Ni beskriver läsförståelse.", 0.9, "lasforstaelse", ("läser",))
    match = Match("samtal-om-text", "Samtal om text", 1, "möjlig", 0.5, (reason,), ("Tar ett år.",))
    result = Matchning(
        behov=Behov(text="Vi läser."),
        avstar=False,
        avstar_skal=None,
        funna_problemomraden=(FunnetOmrade("lasforstaelse", "Läsförståelse", 0.8),),
        matcher=(match,),
        bortfiltrerade=3,
        katalogversion="v",
        matchningsversion="m",
        anmarkningar=("Kort text.",),
    )
    monkeypatch.setattr(matchning, "match", lambda *_: result)
    _, page = await analyse(publik, text="Vi läser.")
    text = " ".join(page.get_text(" ").split())
    for expected in ("Möjlig träff", "Ni beskriver läsförståelse.", "Tar ett år.", "Kort text."):
        assert expected in text
    assert [quote.get_text() for quote in page.select("q")] == ["läser"]
    assert "3 insatser är bortvalda" in text


async def test_saying_no_is_an_answer(publik: Any, monkeypatch: Any) -> None:
    result = Matchning(Behov(text="x"), True, "Det gäller ventilationen.", (), (), 0, "v", "m")
    monkeypatch.setattr(matchning, "match", lambda *_: result)
    response, page = await analyse(publik, text="Fläkten låter.")
    assert response.status_code == 200
    assert "Inget att föreslå" in page.get_text()
    assert "Det gäller ventilationen." in page.get_text()


@pytest.mark.parametrize("fields", [{}, {"text": ""}, {"text": " \n\t "}])
async def test_nothing_written_is_told_in_words(publik: Any, fields: dict[str, str]) -> None:
    response, page = await analyse(publik, **fields)
    assert response.status_code == 400
    alert = page.select_one("[role=alert]")
    assert alert is not None
    assert "Du har inte skrivit något" in alert.get_text()
    assert page.title is not None
    assert page.title.get_text().startswith("Fel:")


@pytest.mark.parametrize("length", [300_000, 1_000_000, 6_000_000])
async def test_too_much_text_is_told_in_words(publik: Any, length: int) -> None:
    response, page = await analyse(publik, text="ord " * (length // 4))
    assert response.status_code == 413
    alert = page.select_one("[role=alert]")
    assert alert is not None
    assert "Klistra in den del av analysen" in alert.get_text()
    assert len(response.text) < 100_000


async def test_a_long_text_below_the_limit_is_matched(publik: Any) -> None:
    longest = resources_of(publik).settings.max_tecken
    response, page = await analyse(publik, text=(STATEMENT + "\n") * (longest // 100))
    assert response.status_code == 200
    assert page.select("article.forslag")


async def test_the_form_tells_the_longest_text_there_can_be(publik: Any) -> None:
    longest = f"{resources_of(publik).settings.max_tecken:,}".replace(",", "\N{NO-BREAK SPACE}")
    page = BeautifulSoup((await publik.client.get("/matcha")).text, "html.parser")
    help_ = page.select_one("#m-hjalp")
    assert help_ is not None
    assert f"högst {longest} tecken" in help_.get_text()


async def test_the_longest_text_of_the_site_is_that_of_the_matcher(publik: Any) -> None:
    longest = resources_of(publik).settings.max_tecken
    assert (await analyse(publik, text="läsa " * (longest // 5)))[0].status_code == 200
    assert (await analyse(publik, text="läsa " * (longest // 5 + 1)))[0].status_code == 413


async def test_english_is_told_in_words(publik: Any) -> None:
    response, page = await analyse(publik, text=ENGLISH)
    assert response.status_code == 200
    notice = " ".join(part.get_text() for part in page.select(".notis"))
    assert "Texten verkar inte vara skriven på svenska." in notice


@pytest.mark.parametrize("path", ["/analys", "/analys.json"])
@pytest.mark.parametrize(
    "name", ["problemomrade", "skolform", "arskurs", "amne", "malgrupp", "niva"]
)
async def test_an_unknown_choice_is_refused_and_never_repeated(
    publik: Any, path: str, name: str
) -> None:
    response = await publik.client.post(path, data={"text": STATEMENT, name: "kalle-kula-6b"})
    assert response.status_code == 400
    assert "kalle-kula" not in response.text


async def test_only_a_few_texts_are_matched_at_a_time(publik: Any, monkeypatch: Any) -> None:
    result = Matchning(Behov(text="x"), True, "Nej.", (), (), 0, "v", "m")
    lock, running, most = threading.Lock(), 0, 0

    def slow(*_: Any) -> Matchning:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return result

    monkeypatch.setattr(matchning, "match", slow)
    answers = await asyncio.gather(
        *(publik.client.post("/analys.json", data={"text": STATEMENT}) for _ in range(6)),
        *(publik.client.get("/matcha/resultat.json?problemomrade=avkodning") for _ in range(6)),
    )
    assert {answer.status_code for answer in answers} == {200}
    assert most == 2


async def test_the_last_resort_is_json_where_json_was_asked_for(
    publik: Any, monkeypatch: Any
) -> None:
    async def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(private, "_response", fail)
    response = await publik.client.post("/analys.json", json={"text": STATEMENT})
    assert response.status_code == 500
    assert response.json()["ok"] is False
    page = await publik.client.post("/analys", data={"text": STATEMENT})
    assert page.status_code == 500
    assert page.headers["content-type"].startswith("text/plain")
    assert {answer.headers["cache-control"] for answer in (response, page)} == {"no-store"}


async def test_markup_in_the_text_stays_text(publik: Any) -> None:
    _, page = await analyse(publik, text=f"</textarea><script>x()</script> {STATEMENT}")
    assert not page.select("script:not([src])")
    assert "</textarea><script>" in page.select_one("textarea").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"text=%FF%FE", "application/x-www-form-urlencoded", 400),
        ("text=å".encode(), "application/x-www-form-urlencoded", 400),
        (b"text=" + b"&a=1" * 600, "application/x-www-form-urlencoded", 400),
        (b"--x", "multipart/form-data; boundary=x", 400),
        (b"hej", "", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": 5}', "application/json", 400),
        (rb'{"text": "\ud800"}', "application/json", 400),
        (rb'{"text": "x", "\udfff": "x"}', "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b'{"text": "x", "skolform": "hogskola"}', "application/json", 400),
    ],
)
async def test_what_cannot_be_read_is_refused(
    publik: Any, body: bytes, content_type: str, status: int
) -> None:
    for path in ("/analys", "/analys.json"):
        response = await publik.client.post(
            path, content=body, headers={"content-type": content_type}
        )
        assert response.status_code == status
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("announced", "status"), [("9" * 5000, 413), ("²", 400)])
async def test_a_strange_announced_length_is_an_answer(
    publik: Any, announced: str, status: int
) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"text="}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = post_to("/analys", (b"content-length", announced.encode("latin-1")))
    await publik.app()(scope, receive, send)
    assert sent[0]["status"] == status


async def test_json_in_and_out(publik: Any) -> None:
    body = {"text": STATEMENT, "skolformer": ["grundskola"], "arskurser": ["4-6"]}
    response = await publik.client.post("/analys.json", json=body)
    assert response.status_code == 200
    content = response.json()
    assert content["ok"] is True
    assert content["behov"]["skolformer"] == ["grundskola"]
    assert content["matcher"][0]["skal"][0]["text"]
    assert "text" not in content["behov"]


async def test_json_errors_have_the_shape_of_all_errors(publik: Any) -> None:
    response = await publik.client.post("/analys.json", json={"text": " "})
    assert response.status_code == 400
    content = response.json()
    assert content["ok"] is False
    assert content["status"] == 400
    assert len(content["errors"]) == 2


@pytest.mark.parametrize("path", ["/analys", "/analys.json"])
async def test_nothing_is_kept_on_the_way(publik: Any, path: str) -> None:
    response = await publik.client.post(path, data={"text": STATEMENT})
    assert response.headers["cache-control"] == "no-store"
    assert "set-cookie" not in response.headers


async def test_a_visitor_with_a_cookie_needs_no_token(publik: Any) -> None:
    response = await publik.client.post(
        "/analys", data={"text": STATEMENT}, cookies={"ds_csrftoken": "gammal"}
    )
    assert response.status_code == 200


async def test_reading_the_address_leads_to_the_form(publik: Any) -> None:
    response = await publik.client.get("/analys")
    assert response.status_code == 405
    assert "/matcha" in response.text


async def test_the_same_text_gives_the_same_answer(publik: Any) -> None:
    bodies = [
        json.loads((await publik.client.post("/analys.json", json={"text": STATEMENT})).text)
        for _ in range(2)
    ]
    assert bodies[0] == bodies[1]


async def test_the_number_of_suggestions_follows_the_settings(publik: Any) -> None:
    response = await publik.client.post("/analys.json", json={"text": STATEMENT})
    assert len(response.json()["matcher"]) <= resources_of(publik).settings.antal_forslag
