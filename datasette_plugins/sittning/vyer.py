"""The five steps of the sitting as pages; the working file travels in each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from catalog.reading import Reader
from datasette_plugins.multipart import Bilaga, Sandning, read_sandning
from datasette_plugins.resources import Resources, read, resources_of
from datasette_plugins.responses import (
    NO_STORE,
    PageError,
    error_page,
    file_answer,
    json_error,
    page,
)
from datasette_plugins.sittning import atgarder, falt, forslag, lasning, markering, paketsida
from datasette_plugins.sittning.arbete import (
    SHORT,
    Arbete,
    chosen_ids,
    clean,
    done_ids,
    in_focus,
    prioritised,
)
from datasette_plugins.sittning.rattelser import KINDS, places_to_split
from datasette_plugins.sittning.skydd import private
from datasette_plugins.uploads import Form, read_body
from matcher.arbetsfil import Arbetsfil, read_arbetsfil
from matcher.errors import ArbetsfilError
from matcher.paket import bygg_paket
from matcher.plan import Atgardsplan, plan_docx, plan_json, plan_markdown

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIELD = "arbetsfil"
TEXT = "text"
FILE = "fil"
START = "borja"
"""The field that says how a sitting begins: ``las``, ``oppna`` or ``tom``."""

STEPS = (
    ("/atgardsplan", "In"),
    ("/atgardsplan/problem", "Problem"),
    ("/atgardsplan/forslag", "Förslag"),
    ("/atgardsplan/paket", "Paket"),
    ("/atgardsplan/plan", "Plan"),
)
FILES = ("arbetsfil.json", "plan.docx", "plan.md", "plan.json")
PATHS = frozenset(
    {
        *(path for path, _ in STEPS[1:]),
        *(f"/atgardsplan/{name}" for name in FILES),
        "/atgardsplan.json",
    }
)
LEVELS = (
    ("resultat", "Elevernas resultat och måluppfyllelse", "Det som syns hos eleverna eller barnen."),
    ("undervisning", "Undervisningen och andra processer", "Det som händer i undervisningen och runt den."),
    ("organisation", "Organisation och ledning", "Det som rektor och huvudman styr över."),
)
ROLES = (("okand", "Inte bestämt"), ("symtom", "Symtom: det syns"), ("orsak", "Orsak: det kan vara varför"))
SURENESS = {
    "saker": "Tydligt i texten",
    "trolig": "Troligt",
    "osaker": "Osäkert: läs och avgör",
}
DECISIONS = (
    ("vald", "Välj"),
    ("kanske", "Kanske"),
    ("avvisad", "Avvisa"),
    ("", "Inte bestämt"),
)


def is_private_path(datasette: Any, path: str) -> bool:
    """Tell whether a path is one of those that take a visitor's text."""
    prefix = datasette.setting("base_url").rstrip("/")
    return path in PATHS or path.removeprefix(prefix) in PATHS


async def show_start(datasette: Any, request: Any) -> Any:
    """Show the first step: what to bring, and what happens with it."""
    return await page(
        datasette, request, "sittning/in.html", _start_context(datasette, Form({}), None)
    )


def _start_context(datasette: Any, form: Form, fel: PageError | None) -> dict[str, Any]:
    opened = resources_of(datasette)
    return {
        "steg": 1,
        "stegen": STEPS,
        "vokabular": opened.vokabular,
        "fel": fel,
        "text": clean(form.first(TEXT)),
        "skolformer": form.all("skolform"),
        "arskurser": form.all("arskurs"),
        "borja": form.first(START),
        "storst": opened.settings.max_bytes_fil // 1024 // 1024,
    }


async def _receive(datasette: Any, request: Any) -> Sandning:
    body = await read_body(request, resources_of(datasette).settings.max_bytes_fil)
    content_type = request.headers.get("content-type", "")
    return await asyncio.to_thread(read_sandning, body, content_type)


async def _open(datasette: Any, sent: Sandning) -> Arbete:
    """Return the sitting that was sent: begun now, or gone on with."""
    form, opened = sent.form, resources_of(datasette)
    if FIELD not in form.values:
        return Arbete(await _begin(opened, form, sent.bilagor.get(FILE)))
    try:
        fil = await asyncio.to_thread(read_arbetsfil, form.first(FIELD).encode("utf-8"))
    except ArbetsfilError as fault:
        refused = PageError(400, fault.message, fault.remedy)
    else:
        return Arbete(fil)
    raise refused


async def _begin(opened: Resources, form: Form, bilaga: Bilaga | None) -> Arbetsfil:
    if form.first(START) == "tom":
        fil = Arbetsfil(katalogversion=opened.matcher.katalogversion)
    else:
        text = clean(form.first(TEXT))
        fil = await lasning.in_turn(opened, lasning.read_source, opened.matcher, text, bilaga)
        if bilaga is not None and lasning.is_working_file(bilaga):
            return fil
    given = {
        "skolformer": _among(form.all("skolform"), opened.vokabular.skolformer),
        "arskurser": _among(form.all("arskurs"), opened.vokabular.arskurser),
        "huvudman": clean(form.first("huvudman"))[:SHORT],
        "enhet": clean(form.first("enhet"))[:SHORT],
    }
    return fil.model_copy(update={name: value for name, value in given.items() if value})


def _among(ids: tuple[str, ...], terms: Any) -> tuple[str, ...]:
    known = {term.id for term in terms}
    return tuple(id_ for id_ in ids if id_ in known)


async def _go_on(datasette: Any, request: Any) -> tuple[Arbete, Form]:
    """Return the sitting with all that the form says put into it."""
    sent = await _receive(datasette, request)
    try:
        arbete = await _open(datasette, sent)
    except PageError as error:
        raise StartError(error, sent.form) from None
    if FIELD in sent.form.values:
        lists = await read(datasette, lambda reader: _lists(datasette, reader))
        falt.take_fields(arbete, sent.form, lists)
        atgarder.carry_out(arbete, sent.form)
    return arbete, sent.form


class StartError(PageError):
    """A sitting that could not begin, with what was sent, so that it is shown again."""

    def __init__(self, error: PageError, form: Form) -> None:
        super().__init__(error.status, error.message, error.remedy)
        self.form = form


def _lists(datasette: Any, reader: Reader) -> falt.Lists:
    opened = resources_of(datasette)
    omraden = {omrade.id: omrade.namn for omrade in opened.matcher.underlag.omraden}
    insatser = {insats.id for insats in opened.matcher.underlag.insatser}
    return falt.Lists(opened.vokabular, omraden, insatser)


def _context(datasette: Any, arbete: Arbete, step: int) -> dict[str, Any]:
    opened = resources_of(datasette)
    fil = arbete.fil
    return {
        "steg": step,
        "stegen": STEPS,
        "a": arbete,
        "fil": fil,
        "arbetsfil": fil.model_dump_json(),
        "forra": _before(arbete),
        "vokabular": opened.vokabular,
        "omradesnamn": {omrade.id: omrade.namn for omrade in opened.matcher.underlag.omraden},
        "nummer": {problem.id: number for number, problem in enumerate(fil.problem, start=1)},
        "prioriterade": prioritised(fil),
        "i_fokus": in_focus(fil),
        "valda": chosen_ids(fil),
        "gjorda": done_ids(fil),
        "nivaer": LEVELS,
        "roller": ROLES,
        "sakerheter": SURENESS,
        "beslut": DECISIONS,
        "slag": KINDS,
    }


def _numbers(arbete: Arbete, ids: Iterable[str]) -> str:
    known = {one.id for one in arbete.fil.problem}
    return ", ".join(str(arbete.number(id_)) for id_ in ids if id_ in known)


def _before(arbete: Arbete) -> str:
    if arbete.forra is None:
        return ""
    return arbete.forra.model_dump_json(include={"problem", "iakttagelser"})


async def _show(datasette: Any, request: Any, name: str, context: dict[str, Any]) -> Any:
    return await page(datasette, request, f"sittning/{name}", context, headers=NO_STORE)


async def _problem(datasette: Any, request: Any) -> Any:
    arbete, _ = await _go_on(datasette, request)
    context = _context(datasette, arbete, 2)
    context |= {
        "markerat": markering.mark(arbete.fil),
        "nulage": falt.nulage_of(arbete),
        "nivaval": [(id_, title) for id_, title, _ in LEVELS],
        "slagval": [(kind, words) for kind, words in KINDS.items()],
        "orsaker": {one.id: _numbers(arbete, one.orsak_till) for one in arbete.fil.problem},
        "insatsnamn": {each.id: each.namn for each in resources_of(datasette).matcher.underlag.insatser},
        "pastaenden": {},
        "delbara": {one.id: places_to_split(one.formulering) for one in arbete.fil.problem},
    }
    return await _show(datasette, request, "problem.html", context)


async def _forslag(datasette: Any, request: Any) -> Any:
    arbete, _ = await _go_on(datasette, request)
    opened = resources_of(datasette)
    answers = await lasning.in_turn(
        opened, forslag.match_all, opened.matcher, arbete.fil, opened.settings.antal_forslag
    )
    context = _context(datasette, arbete, 3)
    context["poster"] = await read(
        datasette, lambda reader: forslag.arrange(arbete.fil, answers, reader)
    )
    return await _show(datasette, request, "forslag.html", context)


async def _paket(datasette: Any, request: Any) -> Any:
    arbete, _ = await _go_on(datasette, request)
    opened = resources_of(datasette)
    built = await lasning.in_turn(opened, bygg_paket, arbete.fil, opened.matcher)
    return await _show(
        datasette, request, "paket.html", _context(datasette, arbete, 4) | paketsida.context(built)
    )


async def _plan(datasette: Any, request: Any) -> Any:
    arbete, _ = await _go_on(datasette, request)
    opened = resources_of(datasette)
    built, plan = await lasning.in_turn(opened, paketsida.draft, arbete.fil, opened.matcher)
    context = _context(datasette, arbete, 5)
    context |= paketsida.plan_context(arbete.fil, built, plan, opened.matcher.underlag)
    return await _show(datasette, request, "plan.html", context)


def _plan_file(name: str, content_type: str, write: Callable[[Atgardsplan], bytes]) -> Any:
    """Return the view that answers with the plan as a file."""

    def written(fil: Arbetsfil, matcher: Any) -> bytes:
        return write(paketsida.draft(fil, matcher)[1])

    async def fetch(datasette: Any, request: Any) -> Any:
        arbete, _ = await _go_on(datasette, request)
        opened = resources_of(datasette)
        content = await lasning.in_turn(opened, written, arbete.fil, opened.matcher)
        answer = file_answer(content, name, content_type)
        answer.headers.update(NO_STORE)
        return answer

    return private(fetch, _failed)


async def _working_file(datasette: Any, request: Any) -> Any:
    arbete, _ = await _go_on(datasette, request)
    content = arbete.fil.model_dump_json(indent=1).encode("utf-8")
    answer = file_answer(content, "arbetsfil.json", "application/json; charset=utf-8")
    answer.headers.update(NO_STORE)
    return answer


async def _failed(datasette: Any, request: Any, error: PageError) -> Any:
    """Show what went wrong; a sitting that could not begin gets its first step back, filled in."""
    if isinstance(error, StartError):
        context = _start_context(datasette, error.form, error)
        return await page(
            datasette,
            request,
            "sittning/in.html",
            context,
            status=error.status,
            headers=NO_STORE,
        )
    return await error_page(datasette, request, error, headers=NO_STORE)


async def _failed_json(datasette: Any, request: Any, error: PageError) -> Any:  # noqa: ARG001
    return json_error(error, headers=NO_STORE)


show_problem = private(_problem, _failed)
show_forslag = private(_forslag, _failed)
show_paket = private(_paket, _failed)
show_plan = private(_plan, _failed)
fetch_working_file = private(_working_file, _failed)
fetch_docx = _plan_file("atgardsplan.docx", DOCX, plan_docx)
fetch_markdown = _plan_file(
    "atgardsplan.md", "text/markdown; charset=utf-8", lambda plan: plan_markdown(plan).encode()
)
fetch_json = _plan_file(
    "atgardsplan.json", "application/json; charset=utf-8", lambda plan: plan_json(plan).encode()
)
