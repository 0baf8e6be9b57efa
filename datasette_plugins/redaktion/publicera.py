"""Publish from the page: build and try, look at what changes, show it, and go back if need be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog import Finding
from catalog.building import data_version
from catalog.kinds import WITH_PAGES
from catalog.loading import Katalog
from catalog.proposals import recover
from datasette_plugins import background
from datasette_plugins.accounts import Redaktion, redaktion_of
from datasette_plugins.background import Arbete, BusyError, Fynd, read_work
from datasette_plugins.history import MEASURES, read_history
from datasette_plugins.making import Vectors
from datasette_plugins.redaktion.faults import fault_of
from datasette_plugins.redaktion.fields import form_address, title_at
from datasette_plugins.redaktion.forms import name_of
from datasette_plugins.redaktion.room import ask
from datasette_plugins.redaktion.visits import Visit
from datasette_plugins.releases import Utgava, list_releases
from datasette_plugins.resources import resources_of
from datasette_plugins.responses import PageError

PATH = "/redaktion/publicera"
VECTORS: Vectors = "alla"
WORSE = 0.005
"""A figure that falls by more than this is told as worse; less is within what rounding hides."""
LATEST = 20

MEASURE_WORDS = {
    "ndcg10": ("Ordning bland de tio första", "1 är bästa tänkbara ordning, med måttet nDCG@10"),
    "recall10": ("Funna bland de tio första", "andel av de tydligt passande insatserna"),
    "traff3": ("Träff bland de tre första", "andel påståenden där en mitt-i-prick-insats finns"),
}
COUNTED = ("insatser", "problemomraden", "paverkansfaktorer", "program", "anordnare", "referenser")


@dataclass(frozen=True, slots=True)
class Jamforelse:
    """A figure of the release that is shown, beside that of the one that is ready."""

    namn: str
    hjalp: str
    nu: float | None
    ny: float | None

    @property
    def samre(self) -> bool:
        """Whether it falls, so much that it is not rounding."""
        return self.nu is not None and (self.ny is None or self.nu - self.ny > WORSE)

    @property
    def andring(self) -> float | None:
        """How much it changes, where both are known."""
        return None if self.nu is None or self.ny is None else self.ny - self.nu


async def show(visit: Visit) -> Any:
    """Show what is published, what is going on and what is ready to be published."""
    return await _page(visit)


async def begin(visit: Visit) -> Any:
    """Begin what a button says: build, show what was built, or go back."""
    bygg, redaktion = _folder(visit), _redaktion(visit)
    work = await asyncio.to_thread(read_work, bygg)
    ready = await asyncio.to_thread(_ready, bygg, work)
    slag, name = visit.form.first("gor"), visit.form.first("utgava")
    if slag not in (background.BUILD, background.SHOW, background.BACK):
        raise PageError(400, "Det framgick inte vad som skulle göras.", "Gå tillbaka och försök.")
    if slag == background.SHOW:
        if ready is None or ready.namn != name:
            return await _page(visit, "Utgåvan är inte längre den som är klar. Se efter på nytt.")
        worse = any(each.samre for each in _comparison(bygg, ready))
        if worse and not visit.form.first("trots"):
            return await _page(visit, "Matchningen blir sämre. Kryssa i att det är meningen.")
    if slag == background.BUILD:
        # What was begun before the server stopped is not published by half.
        await ask(
            visit.datasette, lambda room: recover(room.store, redaktion.data, git=redaktion.git)
        )
    try:
        await asyncio.to_thread(
            lambda: background.begin(
                bygg, slag, visit.konto.id, data=redaktion.data, name=name, vectors=VECTORS
            )
        )
    except BusyError:
        return await _page(visit, "Någon annan har just börjat. Vänta tills det är klart.")
    except OSError:
        return await _page(visit, "Det gick inte att skriva i mappen för utgåvor. Inget ändrades.")
    return visit.go_to(PATH)


@dataclass(frozen=True, slots=True)
class Fel:
    """What stopped a build: in which record and field, in words, and the form that mends it."""

    namn: str
    falt: str
    ord: str
    vag: str = ""


async def _page(visit: Visit, fel: str = "") -> Any:
    context = await asyncio.to_thread(_context, visit)
    work = context["arbete"]
    found = work.fynd if work else ()
    told = await ask(
        visit.datasette, lambda room: [_fault(each, room.prospect.katalog) for each in found]
    )
    status = 409 if fel else 200
    return visit.page("publicera.html", {**context, "fynd": told, "varning": fel}, status=status)


def _fault(found: Fynd, katalog: Katalog) -> Fel:
    """Return a finding of the build in the words of the forms."""
    kind, _, post_id = found.fil.removesuffix(".yaml").partition("/")
    told = fault_of(Finding(found.fil, 1, found.kod, found.falt, found.meddelande, found.atgard))
    words = f"{told.message} {told.remedy}".strip()
    if kind not in WITH_PAGES:
        return Fel(found.fil, found.falt, words)
    post = katalog.poster[kind].get(post_id)
    return Fel(
        name_of(post) if post else post_id,
        title_at(kind, found.falt),
        words,
        form_address(kind, post_id, found.falt),
    )


def _context(visit: Visit) -> dict[str, Any]:
    bygg, redaktion = _folder(visit), _redaktion(visit)
    work = read_work(bygg)
    ready = _ready(bygg, work)
    releases = list_releases(bygg)
    shown = next((each for each in releases if each.visas), None)
    comparison = _comparison(bygg, ready) if ready else ()
    return {
        "arbete": work,
        "vem": _name(redaktion, work.av) if work else "",
        "klar": ready,
        "visad": shown,
        "jamforelse": comparison,
        "samre": any(each.samre for each in comparison),
        "antal": _counts(shown, ready) if ready else (),
        "andringar": _grouped(work) if ready and work else (),
        "andrat": _data_changed(redaktion.data, shown),
        "utgavor": releases,
        "tillbaka": next((each for each in releases if each.tillbaka_hit), None),
        "historik": [
            (event, _name(redaktion, event.av)) for event in read_history(bygg)[: -LATEST - 1 : -1]
        ],
        "matt": MEASURE_WORDS,
    }


def _ready(bygg: Path, work: Arbete | None) -> Utgava | None:
    """Return the release that was built last, if it is not the one that is shown already."""
    if work is None or work.slag != background.BUILD or not work.klart:
        return None
    return next(
        (each for each in list_releases(bygg) if each.namn == work.klart and not each.visas), None
    )


def _comparison(bygg: Path, ready: Utgava) -> tuple[Jamforelse, ...]:
    shown = next((each.matt for each in list_releases(bygg) if each.visas), {})
    return tuple(
        Jamforelse(*MEASURE_WORDS[name], shown.get(name), ready.matt.get(name))
        for name in MEASURES
        if name in shown or name in ready.matt
    )


def _counts(shown: Utgava | None, ready: Utgava) -> tuple[tuple[str, int, int], ...]:
    before: Mapping[str, int] = shown.antal if shown else {}
    return tuple(
        (kind, before.get(kind, 0), ready.antal.get(kind, 0))
        for kind in COUNTED
        if kind in before or kind in ready.antal
    )


def _grouped(work: Arbete) -> tuple[tuple[str, list[dict[str, str]]], ...]:
    return tuple(
        (handling, found)
        for handling in ("ny", "ändrad", "borttagen")
        if (found := [each for each in work.andringar if each["handling"] == handling])
    )


def _data_changed(data: Path, shown: Utgava | None) -> bool | None:
    """Tell whether the files say something else than what is shown; None when it is not known."""
    try:
        return shown is None or not shown.namn.startswith(f"{data_version(data)}-")
    except OSError:
        return None


def _name(redaktion: Redaktion, konto: str) -> str:
    known = redaktion.konton.get(konto)
    return known.namn if known else konto


async def waiting(visit: Visit) -> str:
    """Tell what there is to publish, or nothing."""
    return await asyncio.to_thread(_waiting, _folder(visit), _redaktion(visit).data)


def _waiting(bygg: Path, data: Path) -> str:
    work = read_work(bygg)
    if work and work.pagar:
        return "En utgåva byggs eller byts just nu."
    if _ready(bygg, work):
        return "En ny utgåva är byggd och klar att publicera."
    shown = next((each for each in list_releases(bygg) if each.visas), None)
    return "Katalogen har ändringar som inte är publicerade." if _data_changed(data, shown) else ""


def _folder(visit: Visit) -> Path:
    return resources_of(visit.datasette).release.parent


def _redaktion(visit: Visit) -> Redaktion:
    redaktion = redaktion_of(visit.datasette)
    assert redaktion is not None  # noqa: S101 - the address exists only where it is
    return redaktion
