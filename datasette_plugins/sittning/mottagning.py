"""What was sent to the sitting → the working file with all that the form says put into it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from catalog.reading import Term
from datasette_plugins.multipart import Bilaga, Sandning, read_sandning
from datasette_plugins.resources import Resources, resources_of
from datasette_plugins.responses import PageError
from datasette_plugins.sittning import atgarder, falt, lasning
from datasette_plugins.sittning.arbete import SHORT, Arbete, clean
from datasette_plugins.uploads import Form, read_body
from matcher.arbetsfil import Arbetsfil, read_arbetsfil
from matcher.errors import ArbetsfilError

FIELD = "arbetsfil"
TEXT = "text"
FILE = "fil"
START = "borja"
"""The field that says how a sitting begins: ``las`` or ``tom``."""

PAGE = "sida"
"""The field that says on which step's page the form stands."""

HELD = "insatskatalogen.sittning"
"""Where the request keeps the sitting, so that it can be given back if the answer fails."""

FAILED = PageError(
    500,
    "Det gick inte. Felet är vårt, och din text är inte sparad.",
    "Försök igen om en stund.",
)
ONLY_POST = PageError(
    405,
    "Hit kommer man från sidan Från analys till åtgärdsplan.",
    "Gå till /atgardsplan och börja där.",
)


class StartError(PageError):
    """A sitting that could not begin, with what was sent, so that it is shown again."""

    def __init__(self, error: PageError, form: Form) -> None:
        super().__init__(error.status, error.message, error.remedy)
        self.form = form


async def go_on(datasette: Any, request: Any) -> Arbete:
    """Return the sitting that was sent: begun now, or gone on with."""
    opened = resources_of(datasette)
    body = await read_body(request, opened.settings.max_bytes_fil)
    content_type = request.headers.get("content-type", "")
    sent = await asyncio.to_thread(read_sandning, body, content_type)
    try:
        arbete = await _open(opened, sent)
    except PageError as error:
        raise StartError(error, sent.form) from None
    arbete.sida = sent.form.first(PAGE)
    if FIELD in sent.form.values:
        falt.take_fields(arbete, sent.form, _lists(opened))
        atgarder.carry_out(arbete, sent.form)
    request.scope[HELD] = arbete
    return arbete


async def _open(opened: Resources, sent: Sandning) -> Arbete:
    if FIELD not in sent.form.values:
        return await _begin(opened, sent.form, sent.bilagor.get(FILE))
    try:
        fil = await asyncio.to_thread(read_arbetsfil, sent.form.first(FIELD).encode("utf-8"))
    except ArbetsfilError as fault:
        refused = PageError(400, fault.message, fault.remedy)
    else:
        return Arbete(fil)
    raise refused


async def _begin(opened: Resources, form: Form, bilaga: Bilaga | None) -> Arbete:
    if form.first(START) == "tom":
        arbete = Arbete(Arbetsfil(katalogversion=opened.matcher.katalogversion))
    else:
        text = clean(form.first(TEXT))
        read = await lasning.in_turn(opened, lasning.read_source, opened.matcher, text, bilaga)
        arbete = Arbete(read.fil, upplysningar=read.upplysningar)
        if bilaga is not None and lasning.is_working_file(bilaga):
            return arbete
    given = {
        "skolformer": _among(form.all("skolform"), opened.vokabular.skolformer),
        "arskurser": _among(form.all("arskurs"), opened.vokabular.arskurser),
        "huvudman": clean(form.first("huvudman"))[:SHORT],
        "enhet": clean(form.first("enhet"))[:SHORT],
    }
    arbete.update(**{name: value for name, value in given.items() if value})
    return arbete


def _among(ids: tuple[str, ...], terms: Iterable[Term]) -> tuple[str, ...]:
    known = {term.id for term in terms}
    return tuple(id_ for id_ in ids if id_ in known)


def _lists(opened: Resources) -> falt.Lists:
    underlag = opened.matcher.underlag
    return falt.Lists(
        opened.vokabular,
        {omrade.id: omrade.namn for omrade in underlag.omraden},
        {insats.id for insats in underlag.insatser},
    )
