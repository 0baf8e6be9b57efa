"""Search for a few words: the same engine as for a described problem, and the words themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette_plugins.matchning import match_in_turn
from datasette_plugins.resources import read, resources_of
from datasette_plugins.responses import PageError, json_error, json_ok, page
from datasette_plugins.settings import LONGEST_SEARCH
from matcher import Behov, Match
from matcher.result import Rattat

TOO_LONG = PageError(
    400,
    f"Sökrutan tar högst {LONGEST_SEARCH} tecken.",
    "Klistra in längre texter på sidan Beskriv ett problem. De hamnar inte i någon adress.",
)


async def show(datasette: Any, request: Any) -> Any:
    """Show what the words are found in."""
    q = (request.args.get("q") or "").strip()
    as_json = bool(request.url_vars["format"])
    if len(q) > LONGEST_SEARCH:
        if as_json:
            return json_error(TOO_LONG)
        return await page(
            datasette,
            request,
            "sok.html",
            {"q": "", "fel": TOO_LONG, "svar": None, "forslag": []},
            status=400,
        )
    opened = resources_of(datasette)
    found = await match_in_turn(opened, Behov(text=q)) if q else None
    words = corrected(q, found.forstatt.rattat) if found else q
    svar = await read(datasette, lambda reader: reader.sok(words)) if q else None
    forslag = () if found is None or found.avstar else found.matcher
    if as_json:
        plain = [] if found is None or found.avstar else found.to_dict()["matcher"]
        return json_ok({"q": q, "ord": words, "svar": svar, "forslag": plain})
    context = {"q": q, "fel": None, "svar": svar, "ord": words, **await _cards(datasette, forslag)}
    return await page(datasette, request, "sok.html", context)


def corrected(q: str, rattat: Sequence[Rattat]) -> str:
    """Return the words to look for, with the misspelt ones replaced.

    Examples
    --------
    >>> corrected("Mobbing i trean", [Rattat("mobbing", "mobbning")])
    'mobbning i trean'
    """
    words = q.lower() if rattat else q
    for each in rattat:
        words = words.replace(each.skrivet, each.last_som)
    return words


async def _cards(datasette: Any, forslag: Sequence[Match]) -> dict[str, Any]:
    """Return what fits clearly, as cards in the order of the suggestions."""
    clear = [match for match in forslag if match.styrka != "svag"]
    cards = await read(datasette, lambda reader: reader.insatskort([m.insats for m in clear]))
    by_id = {card.id: card for card in cards}
    return {"forslag": [(by_id[m.insats], m) for m in clear if m.insats in by_id]}
