"""Chosen insatser in an address: read, checked against the catalogue, and written again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.reading import Insatsblad, Insatskort, Reader
from datasette_plugins.responses import PageError
from datasette_plugins.settings import LONGEST_SEARCH
from datasette_plugins.templating import query

MOST = 40
"""How many insatser a list holds; its address then still fits in what mail and servers take."""
HITS = 8
NONE_KNOWN = PageError(
    404,
    "Ingen av insatserna i adressen finns i katalogen.",
    "Kontrollera att hela adressen kom med.",
)
NAMES_ONE = "En insats i adressen finns inte i katalogen och är inte med."
NAMES_MANY = "{} insatser i adressen finns inte i katalogen och är inte med."


@dataclass(frozen=True, slots=True)
class Valda:
    """The insatser that an address names, in its order, and how many it names in vain."""

    insatser: tuple[Insatsblad, ...]
    okanda: int

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(insats.id for insats in self.insatser)

    @property
    def anmarkningar(self) -> tuple[str, ...]:
        """What to say of the unknown; what an address holds is never repeated on a page."""
        if not self.okanda:
            return ()
        return (NAMES_ONE if self.okanda == 1 else NAMES_MANY.format(self.okanda),)


def read_ids(request: Any) -> tuple[str, ...]:
    """Return the ids in the address, each once, or say that they are too many."""
    given = (value.strip() for value in request.args.getlist("insats"))
    ids = tuple(dict.fromkeys(value for value in given if value))
    if len(ids) > MOST:
        raise PageError(
            400,
            f"Adressen nämner {len(ids)} insatser. En lista rymmer högst {MOST}.",
            "Dela upp insatserna på flera listor.",
        )
    return ids


def read_words(request: Any) -> str:
    """Return the words to look for among insatser to add."""
    q = (request.args.get("q") or "").strip()
    if len(q) > LONGEST_SEARCH:
        raise PageError(400, f"Sökrutan tar högst {LONGEST_SEARCH} tecken.")
    return q


def look_up(reader: Reader, ids: Iterable[str]) -> Valda:
    """Return the insatser of the ids in their order; an earlier id leads to the present one.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     valda = look_up(reader, ["samtal-om-text-gammal", "finns-inte", "samtal-om-text"])
    >>> valda.ids, valda.anmarkningar
    (('samtal-om-text',), ('En insats i adressen finns inte i katalogen och är inte med.',))
    """
    wanted = tuple(ids)
    found = {insats.id: insats for insats in reader.insatser(wanted)}
    moved = {id_: reader.ny_id("insatser", id_) for id_ in wanted if id_ not in found}
    successors = [new for new in moved.values() if new and new not in found]
    found |= {insats.id: insats for insats in reader.insatser(successors)}
    present = [id_ if id_ in found else moved[id_] for id_ in wanted]
    kept = dict.fromkeys(id_ for id_ in present if id_)
    return Valda(tuple(found[id_] for id_ in kept), present.count(None))


def hits(reader: Reader, q: str, ids: Iterable[str]) -> tuple[Insatskort, ...]:
    """Return insatser that hold the words and are not chosen already.

    Examples
    --------
    >>> from catalog import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     [card.id for card in hits(reader, "samtal om text", ["laslyckan-hela"])][:1]
    ['samtal-om-text']
    """
    if not q:
        return ()
    taken = set(ids)
    return tuple(card for card in reader.sok(q).insatser if card.id not in taken)[:HITS]


def address(path: str, ids: Iterable[str], **others: str) -> str:
    """Return the address that carries the ids.

    Examples
    --------
    >>> address("/jamfor", ["a", "b"], q="")
    '/jamfor?insats=a&insats=b'
    """
    pairs = [("insats", id_) for id_ in ids]
    return path + query([*pairs, *((name, value) for name, value in others.items() if value)])
