"""The views of the sitting; each of them gets the whole sitting and gives it back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from datasette_plugins.private import only_post, private
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import NO_STORE, PageError, error_page, file_answer, page
from datasette_plugins.sittning import forslag, lasning, paketsida, sidor
from datasette_plugins.sittning.arbete import Arbete
from datasette_plugins.sittning.mottagning import FAILED, HELD, ONLY_POST, StartError, go_on
from datasette_plugins.uploads import Form
from matcher.arbetsfil import Arbetsfil
from matcher.paket import bygg_paket
from matcher.plan import Atgardsplan, plan_docx, plan_json, plan_markdown

Show = Callable[[Any, Any, Arbete], Awaitable[Any]]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = ("arbetsfil.json", "plan.docx", "plan.md", "plan.json")
PATHS = frozenset(
    {
        "/atgardsplan.json",
        *(path for path, _ in sidor.STEPS[1:]),
        *(f"/atgardsplan/{name}" for name in FILES),
    }
)


async def show_start(datasette: Any, request: Any) -> Any:
    """Show the first step. It holds nothing of a visitor's, so browsers may keep it."""
    context = sidor.start(resources_of(datasette), Form({}), None)
    return await page(datasette, request, "sittning/in.html", context)


async def _problem(datasette: Any, request: Any, arbete: Arbete) -> Any:
    context = await asyncio.to_thread(sidor.problem, resources_of(datasette), arbete)
    return await _show(datasette, request, "problem.html", context)


async def _forslag(datasette: Any, request: Any, arbete: Arbete) -> Any:
    opened = resources_of(datasette)
    answers = await lasning.in_turn(
        opened, forslag.match_all, opened.matcher, arbete.fil, opened.settings.antal_forslag
    )
    context = sidor.common(opened, arbete, 3)
    context["poster"] = await read(
        datasette, lambda reader: forslag.arrange(arbete.fil, answers, reader)
    )
    return await _show(datasette, request, "forslag.html", context)


async def _paket(datasette: Any, request: Any, arbete: Arbete) -> Any:
    opened = resources_of(datasette)
    built = await lasning.in_turn(opened, bygg_paket, arbete.fil, opened.matcher)
    context = sidor.common(opened, arbete, 4) | paketsida.context(built)
    return await _show(datasette, request, "paket.html", context)


async def _plan(datasette: Any, request: Any, arbete: Arbete) -> Any:
    opened = resources_of(datasette)
    built, plan = await lasning.in_turn(opened, paketsida.draft, arbete.fil, opened.matcher)
    context = sidor.common(opened, arbete, 5)
    context |= paketsida.plan_context(arbete.fil, built, plan, opened.matcher.underlag)
    return await _show(datasette, request, "plan.html", context)


async def _show(datasette: Any, request: Any, name: str, context: dict[str, Any]) -> Any:
    return await page(datasette, request, f"sittning/{name}", context, headers=NO_STORE)


PAGES: dict[str, Show] = {"2": _problem, "3": _forslag, "4": _paket, "5": _plan}
"""Number of the step → its page."""


def _view(show: Show) -> Any:
    """Return a view of the sitting, as something that can be asked for.

    A fault in a field is told on the page where the field stands, whatever was asked for: what
    was written there would be lost on any other.
    """

    async def make(datasette: Any, request: Any) -> Any:
        only_post(request, ONLY_POST)
        arbete = await go_on(datasette, request)
        shown = PAGES.get(arbete.sida, show) if arbete.fel else show
        return await shown(datasette, request, arbete)

    return private(make, _failed, FAILED, name="Sittningen")


def _file(name: str, content_type: str, write: Callable[[Arbetsfil, Any], bytes]) -> Any:
    """Return the view that answers with a file."""

    async def fetch(datasette: Any, request: Any, arbete: Arbete) -> Any:  # noqa: ARG001
        opened = resources_of(datasette)
        content = await lasning.in_turn(opened, write, arbete.fil, opened.matcher)
        answer = file_answer(content, name, content_type)
        answer.headers.update(NO_STORE)
        return answer

    return _view(fetch)


def _plan_file(name: str, content_type: str, write: Callable[[Atgardsplan], bytes]) -> Any:
    return _file(name, content_type, lambda fil, matcher: write(paketsida.draft(fil, matcher)[1]))


async def _failed(datasette: Any, request: Any, error: PageError) -> Any:
    """Show what went wrong, with all that was sent, so that nothing is lost."""
    status = error.status
    if isinstance(error, StartError):
        context = sidor.start(resources_of(datasette), error.form, error)
        return await page(
            datasette, request, "sittning/in.html", context, status=status, headers=NO_STORE
        )
    if HELD in request.scope:
        context = {"fel": error, "arbetsfil": request.scope[HELD].fil.model_dump_json()}
        return await page(
            datasette, request, "sittning/fel.html", context, status=status, headers=NO_STORE
        )
    return await error_page(datasette, request, error, headers=NO_STORE)


show_problem = _view(_problem)
show_forslag = _view(_forslag)
show_paket = _view(_paket)
show_plan = _view(_plan)
fetch_working_file = _file(
    "arbetsfil.json",
    "application/json; charset=utf-8",
    lambda fil, _: fil.model_dump_json(indent=1).encode("utf-8"),
)
fetch_docx = _plan_file("atgardsplan.docx", DOCX, plan_docx)
fetch_markdown = _plan_file(
    "atgardsplan.md", "text/markdown; charset=utf-8", lambda plan: plan_markdown(plan).encode()
)
fetch_json = _plan_file(
    "atgardsplan.json", "application/json; charset=utf-8", lambda plan: plan_json(plan).encode()
)
