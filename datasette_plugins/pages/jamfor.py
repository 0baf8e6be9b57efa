"""Two to four insatser side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.reading import Insatsblad, Insatskort, Reader
from datasette_plugins import valda
from datasette_plugins.egenskaper import Rad, compare
from datasette_plugins.resources import read
from datasette_plugins.responses import PageError, json_ok, page

PATH = "/jamfor"
FEWEST = 2
MOST = 4
RELATED = 5
TOO_FEW = PageError(
    400, "En jämförelse behöver minst två insatser.", "Lägg till en i adressen: &insats=id."
)


@dataclass(frozen=True, slots=True)
class Kolumn:
    """An insats that is compared, and the address of the comparison without it."""

    insats: Insatsblad
    utan: str


@dataclass(frozen=True, slots=True)
class Nara:
    """Insatser for the same problem as the chosen one, to compare it with."""

    problem: str
    insatser: tuple[Insatskort, ...]


async def show(datasette: Any, request: Any) -> Any:
    """Show the comparison, or how to make one."""
    ids = valda.read_ids(request)
    as_json = bool(request.url_vars["format"])
    only = request.args.get("visa") == "skillnader"
    q = "" if as_json else valda.read_words(request)

    def question(reader: Reader) -> tuple[valda.Valda, tuple[Insatskort, ...], Nara | None]:
        chosen = valda.look_up(reader, ids)
        near = near_to(reader, chosen) if not as_json else None
        return chosen, valda.hits(reader, q, chosen.ids), near

    chosen, hits, near = await read(datasette, question)
    if as_json:
        return _json(chosen)
    enough = FEWEST <= len(chosen.ids) <= MOST
    rows = compare(chosen.insatser) if enough else ()
    shown = "skillnader" if only else ""
    room = len(chosen.ids) < MOST

    def with_one_more(card: Insatskort) -> tuple[Insatskort, str]:
        return card, valda.address(PATH, [*chosen.ids, card.id], visa=shown)

    context = {
        "kolumner": [
            Kolumn(
                insats,
                valda.address(PATH, [id_ for id_ in chosen.ids if id_ != insats.id], visa=shown),
            )
            for insats in chosen.insatser
        ],
        "ids": chosen.ids,
        "rader": [row for row in rows if row.skiljer or not only],
        "alla_rader": rows,
        "bara_skillnader": only,
        "utan_lika": valda.address(PATH, chosen.ids, visa="skillnader"),
        "med_lika": valda.address(PATH, chosen.ids),
        "anmarkningar": chosen.anmarkningar,
        "hogst": MOST,
        "q": q,
        "traffar": [with_one_more(card) for card in hits] if room else [],
        "nara": near if room else None,
        "nara_vagar": [with_one_more(card) for card in near.insatser] if near and room else [],
        "lista": valda.address("/lista", chosen.ids),
        "json": valda.address(f"{PATH}.json", chosen.ids) if enough else None,
    }
    return await page(datasette, request, "jamfor.html", context, status=_status(chosen, ids))


def near_to(reader: Reader, chosen: valda.Valda) -> Nara | None:
    """Return what the first chosen insats could be compared with, while there is room.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     near = near_to(reader, valda.look_up(reader, ["samtal-om-text"]))
    >>> near.problem, [card.id for card in near.insatser]
    ('Läsförståelse', ['bidrag-for-larande', 'laslyckan-hela'])
    """
    if not chosen.insatser or len(chosen.ids) >= MOST:
        return None
    for lank in chosen.insatser[0].problemomraden[:1]:
        area = reader.problemomrade(lank.id)
        others = [each.id for each in area.insatser if each.id not in chosen.ids] if area else []
        cards = reader.insatskort(others[:RELATED])
        return Nara(lank.namn, cards) if cards else None
    return None


def _status(chosen: valda.Valda, asked: tuple[str, ...]) -> int:
    """Return 200 also for none or one: the page then helps to add the next."""
    if asked and not chosen.insatser:
        return 404
    return 400 if len(chosen.ids) > MOST else 200


def _json(chosen: valda.Valda) -> Any:
    if chosen.okanda and not chosen.insatser:
        raise valda.NONE_KNOWN
    if len(chosen.ids) < FEWEST:
        raise TOO_FEW
    if len(chosen.ids) > MOST:
        raise PageError(
            400,
            f"Adressen nämner {len(chosen.ids)} insatser. Det går att jämföra högst {MOST}.",
            "Ta bort några ur adressen, eller använd /lista.json.",
        )
    return json_ok(
        {
            "insatser": [{"id": insats.id, "namn": insats.namn} for insats in chosen.insatser],
            "anmarkningar": chosen.anmarkningar,
            "rader": [_row(row, chosen.ids) for row in compare(chosen.insatser)],
        }
    )


def _row(row: Rad, ids: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": row.id,
        "titel": row.titel,
        "lika": row.lika,
        "saknas": row.saknas,
        "varden": [
            {"insats": id_, "ord": varde.texter, "tillagg": varde.tillagg}
            for id_, varde in zip(ids, row.varden, strict=True)
        ],
    }
