"""What the files themselves show: what is unconfirmed, missing, alike, alone or led nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from rapidfuzz import fuzz, process

from catalog.coverage import ENDED, coverage
from catalog.loading import Katalog
from catalog.records import Insats
from catalog.swedish import tokens
from datasette_plugins.lage.rows import Rad

UNCONFIRMED = "lag"
REPLACES = "ersatter"
ALIKE = 82
"""How alike, of a hundred, two names with their summaries are before anyone is asked to look."""
SAME_NAME = 93
MOST_PAIRS = 60

WANTED: Mapping[str, tuple[str, int]] = {
    "problemomraden": ("problemområden", 5),
    "kallor": ("källor", 4),
    "evidens": ("evidens", 4),
    "passar_nar": ("när den passar", 3),
    "passar_inte": ("när den inte passar", 3),
    "formuleringar": ("formuleringar", 3),
    "beskrivning": ("beskrivning", 3),
    "malgrupper": ("målgrupper", 2),
    "nivaer": ("nivåer", 2),
    "omfattning": ("omfattning", 2),
    "forsta_steg": ("första steg", 2),
    "forutsattningar": ("förutsättningar", 2),
    "kostnad": ("kostnad", 2),
    "start": ("hur man börjar", 1),
    "uppfoljning": ("uppföljning", 1),
    "genomforare": ("genomförare", 1),
}
"""Field that readers ask about → its name in a sentence, and how much it matters (1-5)."""


def rows_of(katalog: Katalog, suggested: Mapping[str, int]) -> Iterator[Rad]:
    """Yield what the records show; ``suggested`` is how often each insats is suggested."""
    for id_, insats in katalog.insatser.items():
        yield from _of_insats(katalog, id_, insats, suggested.get(id_, 0))
    yield from _reviews_of_others(katalog)
    yield from _areas_without_offer(katalog)
    yield from _alike(katalog)


def _of_insats(katalog: Katalog, id_: str, insats: Insats, times: int) -> Iterator[Rad]:
    def row(slag: str, falt: str, text: str, vikt: float = 1, dag: str | None = None) -> Rad:
        return Rad(slag, "insatser", id_, insats.namn, falt, text, vikt, dag)

    if insats.granskas_senast:
        day = insats.granskas_senast
        yield row("granskning", "granskas_senast", f"Skulle ses över senast {day}.", 1 + times, day)
    if insats.obekraftat:
        told = " ".join(f"{each.rstrip('.')}." for each in insats.obekraftat)
        text = f"Ingen läst källa bekräftar: {told}"
        yield row("obekraftat", "obekraftat", text, len(insats.obekraftat) * (1 + times))
    elif insats.sakerhet == UNCONFIRMED:
        yield row("obekraftat", "sakerhet", "Säkerheten är låg.", 1 + times)
    lacking = [name for name in WANTED if not getattr(insats, name)]
    if lacking:
        text = "Saknar " + _listed([WANTED[name][0] for name in lacking]) + "."
        weight = sum(WANTED[name][1] for name in lacking)
        yield row("saknas", lacking[0], text, weight * (1 + times))
    if not insats.problemomraden and _is_suggested(katalog, insats):
        yield row("utan-omrade", "problemomraden", "Svarar inte på något problemområde.", 1 + times)
    for number, link in enumerate(insats.relationer):
        other = katalog.insatser.get(link.insats)
        if link.slag == REPLACES and other is None:
            text = f"Ersätter «{link.insats}», som inte finns i katalogen."
            yield row("eftertradare", f"relationer.{number}", text, 2)
    if insats.status == ENDED:
        yield from _successors(katalog, id_, row)


def _successors(katalog: Katalog, id_: str, row: Callable[..., Rad]) -> Iterator[Rad]:
    after = [
        (other, each)
        for other, each in katalog.insatser.items()
        if any(link.slag == REPLACES and link.insats == id_ for link in each.relationer)
    ]
    for other, each in after:
        if each.status == ENDED:
            yield row(
                "eftertradare",
                "relationer",
                f"Avslutad. Efterträdaren «{each.namn}» är också avslutad ({other}).",
                2,
            )
    if not after:
        yield row("eftertradare", "relationer", "Avslutad, och ingen efterträdare nämns.", 1)


def _reviews_of_others(katalog: Katalog) -> Iterator[Rad]:
    for kind in ("problemomraden", "paverkansfaktorer", "program", "anordnare", "referenser"):
        for id_, post in katalog.poster[kind].items():
            day = getattr(post, "granskas_senast", None)
            if day:
                name = str(getattr(post, "namn", id_))
                text = f"Skulle ses över senast {day}."
                yield Rad("granskning", kind, id_, name, "granskas_senast", text, 1, day)


def _areas_without_offer(katalog: Katalog) -> Iterator[Rad]:
    for row in coverage(katalog):
        gaps = sum(cell.lucka for cell in row.rutor)
        empty = sum(cell.alla == 0 for cell in row.rutor)
        if not row.rutor or gaps < len(row.rutor):
            continue
        known = f" Redaktionen har skrivit varför: {row.lucka}" if row.lucka else ""
        what = (
            "Ingen insats alls."
            if empty == len(row.rutor)
            else "Det finns insatser, men ingen som källorna visar går att få."
        )
        weight = (1 + empty / len(row.rutor)) * (0.5 if row.lucka else 1)
        yield Rad("lucka", "problemomraden", row.omrade, row.namn, "lucka", what + known, weight)


def _alike(katalog: Katalog) -> Iterator[Rad]:
    ids = list(katalog.insatser)
    if len(ids) < 2:
        return
    posts = [katalog.insatser[id_] for id_ in ids]
    linked = {
        frozenset((id_, link.insats))
        for id_, post in katalog.insatser.items()
        for link in post.relationer
    }
    whole = [" ".join(tokens(f"{post.namn} {post.sammanfattning}")) for post in posts]
    names = [" ".join(tokens(post.namn)) for post in posts]
    likeness = process.cdist(whole, whole, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    called = process.cdist(names, names, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    found = []
    for one, other in np.argwhere(np.triu((likeness >= ALIKE) | (called >= SAME_NAME), k=1)):
        first, second = int(one), int(other)
        if frozenset((ids[first], ids[second])) in linked:
            continue  # someone has said how they hang together
        score = float(max(likeness[first, second], called[first, second]))
        found.append((score, first, second))
    for score, first, second in sorted(found, reverse=True)[:MOST_PAIRS]:
        text = f"Liknar «{posts[second].namn}». Är det samma insats?"
        yield Rad(
            "dubblett", "insatser", ids[first], posts[first].namn, "namn", text, score, None,
            ids[second],
        )  # fmt: skip


def _is_suggested(katalog: Katalog, insats: Insats) -> bool:
    return next((t.foreslas for t in katalog.vokabular["typer"] if t.id == insats.typ), True)


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} och {last}" if first else last
