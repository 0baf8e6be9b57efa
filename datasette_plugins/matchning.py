"""From a form or an address to a Behov, and from a Matchning to what a page shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from catalog.reading import Reader, Term, Vokabular
from datasette_plugins.resources import Resources
from datasette_plugins.responses import PageError
from datasette_plugins.uploads import Form
from matcher import BehovError, IntakeError
from matcher.result import Behov, Matchning

FIELDS = {
    "skolform": "skolformer",
    "arskurs": "arskurser",
    "amne": "amnen",
    "malgrupp": "malgrupper",
    "niva": "nivaer",
}
"""The word in a form or an address → the field of :class:`Behov`."""


READ_CONTEXT, NO = "las", "nej"
"""The field of the form that says that school form and the like are not to be read of the text."""


def read_behov(form: Form) -> Behov:
    """Return the need that a form describes, as it stands; the matcher refuses unknown choices.

    Examples
    --------
    >>> read_behov(Form({"text": ("Läsning",), "skolform": ("komvux",)})).skolformer
    ('komvux',)
    """
    chosen: dict[str, Any] = {field: form.all(name, field) for name, field in FIELDS.items()}
    return Behov(
        text=form.first("text"),
        problemomraden=form.all("problemomrade", "problemomraden"),
        las_sammanhang=form.first(READ_CONTEXT) != NO,
        **chosen,
    )


def read_draft(form: Form, vokabular: Vokabular, longest: int) -> Behov:
    """Return what can be shown again of a form that was refused.

    Examples
    --------
    >>> from catalog.reading import Term
    >>> tomt = Vokabular((Term("komvux", "komvux"),), (), (), (), (), (), {}, {})
    >>> read_draft(Form({"skolform": ("komvux", "okänd")}), tomt, 10).skolformer
    ('komvux',)
    """
    text = form.first("text")
    chosen: dict[str, Any] = {}
    for name, field in FIELDS.items():
        known = {term.id for term in getattr(vokabular, field)}
        chosen[field] = tuple(id_ for id_ in form.all(name, field) if id_ in known)
    return Behov(
        text=text if len(text) <= longest else "",
        las_sammanhang=form.first(READ_CONTEXT) != NO,
        **chosen,
    )


def match(matcher: Any, behov: Behov, limit: int) -> Matchning:
    """Match, and turn what the matcher refuses into an answer for the visitor."""
    try:
        result: Matchning = matcher.match(behov, limit=limit)
    except (BehovError, IntakeError) as error:
        raise PageError(400, error.message, error.remedy) from None
    return result


async def match_in_turn(opened: Resources, behov: Behov) -> Matchning:
    """Match in a thread, a few needs at a time, so that pages are still answered meanwhile."""
    async with opened.matchningar:
        return await asyncio.to_thread(match, opened.matcher, behov, opened.settings.antal_forslag)


def describe(result: Matchning, reader: Reader) -> dict[str, Any]:
    """Return what a page needs beside the result: the cards of what it suggests, and terms."""
    cards = {card.id: card for card in reader.insatskort([m.insats for m in result.matcher])}
    terms = reader.vokabular()
    understood = [
        (title, [(names[read.id], read.ord) for read in getattr(result.forstatt, field)])
        for title, field, names in (
            ("Skolform", "skolformer", _names(terms.skolformer)),
            ("Årskurser", "arskurser", _names(terms.arskurser)),
            ("Ämne", "amnen", _names(terms.amnen)),
            ("Vem det handlar om", "nivaer", _names(terms.nivaer)),
        )
    ]
    return {"matchning": result, "kort": cards, "last": [each for each in understood if each[1]]}


def _names(terms: Iterable[Term]) -> dict[str, str]:
    return {term.id: term.namn for term in terms}


def form_context(opened: Resources, behov: Behov = Behov()) -> dict[str, Any]:  # noqa: B008
    """Return what the form needs to show the choices, with the visitor's own ticked."""
    return {
        "vokabular": opened.vokabular,
        "behov": behov,
        "valt": _chosen(opened.vokabular, behov),
        "max_tecken": opened.settings.max_tecken,
    }


def _chosen(vokabular: Vokabular, behov: Behov) -> tuple[str, ...]:
    """Return the names of what was chosen beside the text and the areas."""
    return tuple(
        term.namn
        for field in FIELDS.values()
        for term in getattr(vokabular, field)
        if term.id in getattr(behov, field)
    )
