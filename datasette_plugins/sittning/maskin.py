"""The sitting for programs: a text, a file or a working file in, all that came of it out."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from datasette_plugins.multipart import Sandning, read_sandning
from datasette_plugins.private import only_post, private
from datasette_plugins.resources import Resources, resources_of
from datasette_plugins.responses import NO_STORE, PageError, json_error, json_ok
from datasette_plugins.sittning import lasning
from datasette_plugins.sittning.arbete import clean
from datasette_plugins.sittning.forslag import need_of
from datasette_plugins.sittning.mottagning import FAILED, ONLY_POST
from datasette_plugins.uploads import JSON, parse_form, read_body
from matcher.arbetsfil import Arbetsfil, read_arbetsfil, to_dict
from matcher.errors import ArbetsfilError
from matcher.paket import bygg_paket
from matcher.paket.kandidater import prioritised
from matcher.result import Matchning

MOST_ANSWERED = 20
"""Suggestions are given for so many problems; the prioritised if there are any."""

TOLD = frozenset({"avstar", "avstar_skal", "lucka", "matcher"})
FIELD = "arbetsfil"


async def _receive(datasette: Any, request: Any) -> tuple[Sandning, bytes]:
    """Return what was sent, and the working file if there is one."""
    body = await read_body(request, resources_of(datasette).settings.max_bytes_fil)
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != JSON:
        sent = await asyncio.to_thread(read_sandning, body, content_type)
        return sent, sent.form.first(FIELD).encode("utf-8")
    return await asyncio.to_thread(_from_json, body)


def _from_json(body: bytes) -> tuple[Sandning, bytes]:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise PageError(
            400,
            "Innehållet är inte ett JSON-objekt i UTF-8.",
            "Skicka fältet text eller fältet arbetsfil.",
        )
    held = content.pop(FIELD, None)
    rest = json.dumps(content).encode("utf-8")
    form = parse_form(rest, JSON)
    return Sandning(form, {}), b"" if held is None else json.dumps(held).encode("utf-8")


def _answer(opened: Resources, sent: Sandning, held: bytes) -> dict[str, Any]:
    """Return the working file with suggestions and a package."""
    matcher: Any = opened.matcher
    form = sent.form
    if held:
        read = lasning.Inlast(_read(held))
    else:
        bilaga = next(iter(sent.bilagor.values()), None)
        read = lasning.read_source(matcher, clean(form.first("text")), bilaga)
    fil = read.fil
    stated = {
        "skolformer": form.all("skolform", "skolformer"),
        "arskurser": form.all("arskurs", "arskurser"),
    }
    known = {
        "skolformer": {term.id for term in opened.vokabular.skolformer},
        "arskurser": {term.id for term in opened.vokabular.arskurser},
    }
    for field, ids in stated.items():
        if not set(ids) <= known[field]:
            raise PageError(400, f"Ett värde i {field} finns inte.", "Se /vokabular.json.")
    fil = fil.model_copy(update={field: ids for field, ids in stated.items() if ids})
    limit = opened.settings.antal_forslag
    answers = {
        problem.id: _told(matcher.match(need_of(problem, fil, matcher.underlag), limit=limit))
        for problem in prioritised(fil)[:MOST_ANSWERED]
    }
    return {
        "arbetsfil": to_dict(fil),
        "upplysningar": read.upplysningar,
        "forslag": answers,
        "paket": bygg_paket(fil, matcher).to_dict(),
    }


def _told(answer: Matchning) -> dict[str, Any]:
    return {name: value for name, value in answer.to_dict().items() if name in TOLD}


def _read(held: bytes) -> Arbetsfil:
    try:
        return read_arbetsfil(held)
    except ArbetsfilError as fault:
        refused = PageError(400, fault.message, fault.remedy)
    raise refused


async def _json(datasette: Any, request: Any) -> Any:
    only_post(request, ONLY_POST)
    sent, held = await _receive(datasette, request)
    opened = resources_of(datasette)
    answer = await lasning.in_turn(opened, _answer, opened, sent, held)
    return json_ok(answer, headers=NO_STORE)


async def _failed(datasette: Any, request: Any, error: PageError) -> Any:  # noqa: ARG001
    return json_error(error, headers=NO_STORE)


show = private(_json, _failed, FAILED, name="Sittningen", as_json=True)
