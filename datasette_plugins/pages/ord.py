"""What a few posted words are found in. They are shown on the page, and kept nowhere."""

from __future__ import annotations

from typing import Any

from catalog.reading import Insatskort, Reader, Soksvar
from datasette_plugins.matchning import match_in_turn
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import NO_STORE, page
from matcher.result import Behov

WEAK = "svag"


async def show(datasette: Any, request: Any, behov: Behov) -> Any:
    """Show the areas, insatser and sources that the words lead to."""
    result = await match_in_turn(resources_of(datasette), behov)
    near = [] if result.avstar else [m.insats for m in result.matcher if m.styrka != WEAK]

    def question(reader: Reader) -> tuple[Soksvar, tuple[Insatskort, ...]]:
        return reader.sok(behov.text.strip()), reader.insatskort(near)

    svar, suggested = await read(datasette, question)
    areas = {area.id: area.namn for area in svar.problemomraden}
    if not result.avstar:
        areas |= {area.problemomrade: area.namn for area in result.funna_problemomraden}
    context = {
        "behov": behov,
        "omraden": areas,
        "insatser": in_one_list(svar.insatser, suggested),
        "kallor": svar.referenser,
        "anmarkningar": result.anmarkningar,
    }
    return await page(datasette, request, "ord.html", context, headers=NO_STORE)


def in_one_list(
    with_words: tuple[Insatskort, ...], suggested: tuple[Insatskort, ...]
) -> tuple[Insatskort, ...]:
    """Return every insats once: those that both ways lead to, then the others of each.

    Examples
    --------
    >>> in_one_list((), ())
    ()
    """
    ids = {card.id for card in suggested}
    both = [card for card in with_words if card.id in ids]
    return tuple(dict.fromkeys((*both, *with_words, *suggested)))
