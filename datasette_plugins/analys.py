"""A need in, suggestions out. Keeps nothing, and no exception leaves its views."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from datasette_plugins import matchning, responses
from datasette_plugins.pages import ord as ord_
from datasette_plugins.private import only_post, private
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import NO_STORE, PageError
from datasette_plugins.settings import LONGEST_SEARCH
from datasette_plugins.uploads import Form, parse_form, read_body
from datasette_plugins.wording import number
from matcher.points import tells
from matcher.result import Behov, Matchning

PATHS = ("/analys", "/analys.json")
EMPTY = PageError(
    400,
    "Du har inte skrivit något.",
    "Beskriv läget i en mening, eller välj problemområden längre ner.",
)
ONLY_POST = PageError(
    405,
    "Hit skickas texten från sidan Beskriv ett problem.",
    "Gå till /matcha och klistra in texten där.",
)
FAILED = PageError(
    500,
    "Analysen gick inte att göra. Felet är vårt, och texten är inte sparad.",
    "Försök igen, eller välj problemområden på sidan Beskriv ett problem.",
)
FORM = "insatskatalogen.formular"
"""Where the form is held while it is answered, so that a fault does not lose what was written."""
MOST_WORDS = 3
AS_PROBLEM = "problem"
WHOLE_ANALYSIS, MANY_LINES = 150, 6
"""From so many words, or lines, on a text is rather a whole analysis than one problem."""

SENTENCE = re.compile(r"\b(?:är|har|blir|kan|får)\b", re.IGNORECASE)


def is_search(behov: Behov) -> bool:
    """Tell whether what was written is words to look for, and not a problem described.

    Examples
    --------
    >>> is_search(Behov(text="läslyftet")), is_search(Behov(text="Eleverna läser inte."))
    (True, False)
    >>> is_search(Behov(text="läsning", skolformer=("komvux",)))
    False
    >>> is_search(Behov(text="frånvaron ökar")), is_search(Behov(text="ventilationen är trasig"))
    (False, False)
    """
    text = behov.text.strip()
    chosen = behov != Behov(text=behov.text)
    short = len(text) <= LONGEST_SEARCH and len(text.split()) <= MOST_WORDS
    if not text or not short or chosen or text[-1] in ".!?" or "\n" in text:
        return False
    return not SENTENCE.search(text) and tells(text) != "problem"


async def _answer(datasette: Any, request: Any) -> Any:
    form = await _read_form(datasette, request)
    behov = matchning.read_behov(form)
    if form.first("som") != AS_PROBLEM and is_search(behov):
        return await ord_.show(datasette, request, behov)
    return await _page(datasette, request, await _match(datasette, behov))


async def _json_answer(datasette: Any, request: Any) -> Any:
    behov = matchning.read_behov(await _read_form(datasette, request))
    result = await _match(datasette, behov)
    return responses.json_ok(result.to_dict(), headers=NO_STORE)


async def _read_form(datasette: Any, request: Any) -> Form:
    only_post(request, ONLY_POST)
    body = await read_body(request, resources_of(datasette).settings.max_bytes)
    form = parse_form(body, request.headers.get("content-type", ""))
    request.scope[FORM] = form
    return form


async def _match(datasette: Any, behov: Behov) -> Matchning:
    opened = resources_of(datasette)
    if not behov.text.strip() and not behov.problemomraden:
        raise EMPTY
    if len(behov.text) > opened.settings.max_tecken:
        raise PageError(
            413,
            f"Texten är för lång: {number(len(behov.text))} tecken. "
            f"Gränsen är {number(opened.settings.max_tecken)} tecken.",
            "Klistra in den del av analysen som beskriver problemen.",
        )
    return await matchning.match_in_turn(opened, behov)


async def _page(datasette: Any, request: Any, result: Matchning) -> Any:
    context = await read(datasette, lambda reader: matchning.describe(result, reader))
    context |= matchning.form_context(resources_of(datasette), result.behov)
    context["lang"] = _is_whole(result.behov.text)
    return await responses.page(datasette, request, "analys.html", context, headers=NO_STORE)


def _is_whole(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(text.split()) >= WHOLE_ANALYSIS or len(lines) >= MANY_LINES


async def _error_page(datasette: Any, request: Any, error: PageError) -> Any:
    """Show what went wrong, with what was sent as far as it could be read."""
    opened = resources_of(datasette)
    form = request.scope.get(FORM) or Form({})
    behov = matchning.read_draft(form, opened.vokabular, opened.settings.max_tecken)
    context: Mapping[str, Any] = {
        "fel": error,
        **matchning.form_context(opened, behov),
        "omraden": await read(datasette, lambda reader: reader.omradeslista()),
    }
    return await responses.page(
        datasette, request, "matcha.html", context, status=error.status, headers=NO_STORE
    )


async def _json_error(datasette: Any, request: Any, error: PageError) -> Any:  # noqa: ARG001
    return responses.json_error(error, headers=NO_STORE)


show = private(_answer, _error_page, FAILED, name="Analysen")
show_json = private(_json_answer, _json_error, FAILED, name="Analysen", as_json=True)
