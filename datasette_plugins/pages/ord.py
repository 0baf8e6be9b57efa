"""What a few posted words are found in. They are shown on the page, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from catalog.reading import Filterval, Insatskort, Reader, Soksvar
from datasette_plugins.matchning import match_in_turn
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import NO_STORE, page
from matcher.result import Behov

WEAK = "svag"


class Samling(NamedTuple):
    """A programme or an anordnare whose name holds the words."""

    segment: str
    samling: Filterval


async def show(datasette: Any, request: Any, behov: Behov) -> Any:
    """Show the areas, insatser and sources that the words lead to."""
    result = await match_in_turn(resources_of(datasette), behov)
    near = [] if result.avstar else [m.insats for m in result.matcher if m.styrka != WEAK]

    words = behov.text.strip()

    def question(reader: Reader) -> tuple[Soksvar, tuple[Insatskort, ...], list[Samling]]:
        owners = [
            Samling(segment, each)
            for segment, every in (
                ("program", reader.programlista()),
                ("anordnare", reader.anordnarlista()),
            )
            for each in every
            if words.lower() in each.namn.lower()
        ]
        return reader.sok(words), reader.insatskort(near), owners

    svar, suggested, owners = await read(datasette, question)
    areas = {area.id: area.namn for area in svar.problemomraden}
    if not result.avstar:
        areas |= {area.problemomrade: area.namn for area in result.funna_problemomraden}
    context = {
        "behov": behov,
        "omraden": areas,
        "samlingar": owners,
        "insatser": in_one_list(words, svar.insatser, suggested),
        "kallor": svar.referenser,
        "anmarkningar": result.anmarkningar,
    }
    return await page(datasette, request, "ord.html", context, headers=NO_STORE)


def in_one_list(
    words: str, with_words: Sequence[Insatskort], suggested: Sequence[Insatskort]
) -> tuple[Insatskort, ...]:
    """Return every insats once: those with the words in their name, then those both ways lead to.

    Examples
    --------
    >>> in_one_list("läsning", (), ())
    ()
    """
    near = {card.id for card in suggested}
    sought = words.lower()

    def place(card: Insatskort) -> tuple[bool, bool, bool]:
        name = card.namn.lower()
        return not name.startswith(sought), sought not in name, card.id not in near

    return tuple(sorted(dict.fromkeys((*with_words, *suggested)), key=place))
