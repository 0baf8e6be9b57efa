"""From a form or an address to a Behov, and from a Matchning to what a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.reading import Reader, Term, Vokabular
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


def read_behov(form: Form, vokabular: Vokabular) -> Behov:
    """Return the need that a form describes; an unknown choice is refused, not guessed.

    Examples
    --------
    >>> tomt = Vokabular((Term("komvux", "komvux"),), (), (), (), (), (), {}, {})
    >>> read_behov(Form({"text": ("Läsning",), "skolform": ("komvux",)}), tomt).skolformer
    ('komvux',)
    """
    chosen: dict[str, Any] = {
        field: _known(form.all(name, field), getattr(vokabular, field), name)
        for name, field in FIELDS.items()
    }
    return Behov(
        text=form.first("text"),
        problemomraden=form.all("problemomrade", "problemomraden"),
        **chosen,
    )


def _known(ids: tuple[str, ...], terms: tuple[Term, ...], name: str) -> tuple[str, ...]:
    known = [term.id for term in terms]
    if not set(ids) <= set(known):
        # The value is not repeated: it may be anything that a visitor has written.
        raise PageError(
            400, f"Ett värde för {name} finns inte i katalogen.", f"Välj bland {', '.join(known)}."
        )
    return ids


def read_draft(form: Form, vokabular: Vokabular, longest: int) -> Behov:
    """Return what can be shown again of a form that was refused.

    Examples
    --------
    >>> tomt = Vokabular((Term("komvux", "komvux"),), (), (), (), (), (), {}, {})
    >>> read_draft(Form({"skolform": ("komvux", "okänd")}), tomt, 10).skolformer
    ('komvux',)
    """
    text = form.first("text")
    chosen: dict[str, Any] = {}
    for name, field in FIELDS.items():
        known = {term.id for term in getattr(vokabular, field)}
        chosen[field] = tuple(id_ for id_ in form.all(name, field) if id_ in known)
    return Behov(text=text if len(text) <= longest else "", **chosen)


def match(matcher: Any, behov: Behov, limit: int) -> Matchning:
    """Match, and turn what the matcher refuses into an answer for the visitor."""
    try:
        result: Matchning = matcher.match(behov, limit=limit)
    except (BehovError, IntakeError) as error:
        raise PageError(400, error.message, error.remedy) from None
    return result


def describe(result: Matchning, reader: Reader) -> dict[str, Any]:
    """Return what a page needs beside the result: the cards of what it suggests."""
    cards = {card.id: card for card in reader.insatskort([m.insats for m in result.matcher])}
    return {"matchning": result, "kort": cards}


def form_context(vokabular: Vokabular, behov: Behov = Behov()) -> dict[str, Any]:  # noqa: B008
    """Return what the form needs to show the choices, with the visitor's own ticked."""
    return {"vokabular": vokabular, "behov": behov}


def shareable(behov: Behov) -> list[tuple[str, str]]:
    """Return the need as pairs for an address: ids only, never the text.

    Examples
    --------
    >>> shareable(Behov(text="hemligt", problemomraden=("lasforstaelse",), amnen=("so",)))
    [('problemomrade', 'lasforstaelse'), ('amne', 'so')]
    """
    pairs: list[tuple[str, str]] = [("problemomrade", id_) for id_ in behov.problemomraden]
    for name, field in FIELDS.items():
        pairs += _pairs(name, getattr(behov, field))
    return pairs


def _pairs(name: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, id_) for id_ in ids]
