"""Links to what does not exist yet, but will when another proposal has been applied.

This is where it is decided what such a link means: it may be written and sent in, and it is told
of, but it is not approved before the other one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from catalog import files
from catalog.files import field_name
from catalog.findings import Finding
from catalog.kinds import KINDS, POINTS_AT
from catalog.proposals import states
from catalog.proposals.changes import kind_of
from catalog.proposals.model import Forslag, ProposalError
from catalog.proposals.reading import ProposalReader
from catalog.rules.links import ids_at

NOT_THERE = "K201"
Offers = Mapping[str, Forslag]
"""Kind and id, as in the register, of what open proposals would make → the proposal."""


class AwaitingError(ProposalError):
    """Another proposal must be applied first."""

    def __init__(self, forslag: Forslag, others: Iterable[Forslag]) -> None:
        self.others = tuple(others)
        told = ", ".join(f"«{name_said(each)}» (förslag {each.nummer})" for each in self.others)
        advice = "Det behöver godkännas och införas först, och sedan det här."
        if any(set(pointed_at(each)) & set(forslag.register) for each in self.others):
            advice = (
                "Det länkar i sin tur hit, så inget av dem kan införas först. Skicka tillbaka det "
                "ena och be att länken tas bort tills det andra är infört."
            )
        super().__init__(f"Förslaget länkar till något som inte är infört än: {told}. {advice}")


def offers(store: ProposalReader, *, but: int | None = None) -> Offers:
    r"""Return what open proposals, other than ``but``, would add to the catalogue.

    Examples
    --------
    >>> from catalog.proposals import ProposalStore, new_record
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> plan = new_record("program", "skrivlyckan", "id: skrivlyckan\nnamn: Skrivlyckan\n")
    >>> made = store.create_draft(*plan, by="asa")
    >>> [(given, name_said(each)) for given, each in offers(store).items()]
    [('program/skrivlyckan', 'Skrivlyckan')]
    >>> offers(store, but=made.nummer)
    {}
    >>> store.close()
    """
    newest_first = store.list_forslag(lagen=states.OPEN)
    return {given: each for each in newest_first if each.nummer != but for given in each.register}


def name_said(forslag: Forslag) -> str:
    """Return what a proposal calls its record."""
    return _name_in(forslag.text) or forslag.post_id


@lru_cache(maxsize=500)  # asked of every open proposal, each time someone pauses in their writing
def _name_in(text: str) -> str:
    raw, _ = files.parse(text, "")
    values = raw.values if raw is not None and isinstance(raw.values, dict) else {}
    return str(values.get("namn") or values.get("title") or "")


def with_offers(
    found: Iterable[Finding], forslag: Forslag, offered: Offers
) -> tuple[list[Finding], tuple[Forslag, ...]]:
    """Return the findings as they are for those who write, and the proposals that are awaited.

    A link to what an open proposal would make does not stop anyone from sending theirs in.
    """
    links = {(fil, field): given for fil, field, given in _links(forslag)}
    told: list[Finding] = []
    awaited: dict[int, Forslag] = {}
    for each in found:
        other = offered.get(links.get((each.file, each.field), ""))
        if each.code == NOT_THERE and other is not None:
            awaited[other.nummer] = other
            message = f"«{name_said(other)}» finns som förslag {other.nummer}, inte i katalogen än."
            remedy = "Det går att skicka in ändå. Det andra förslaget behöver godkännas först."
            each = replace(each, message=message, remedy=remedy, severity="varning")
        told.append(each)
    return told, tuple(awaited.values())


def changes_with(forslag: Forslag, offered: Offers) -> dict[str, str | None]:
    """Return the changes of a proposal, and of all that it links to and that are still open."""
    changes = dict(forslag.changes)
    left = [forslag]
    while left:
        for given in pointed_at(left.pop()):
            other = offered.get(given)
            if other is not None and not other.changes.keys() <= changes.keys():
                changes = {**other.changes, **changes}
                left.append(other)
    return changes


def pointed_at(forslag: Forslag) -> Iterator[str]:
    """Yield kind and id of every record that the files of a proposal link to."""
    for _, _, given in _links(forslag):
        yield given


def _links(forslag: Forslag) -> Iterator[tuple[str, str, str]]:
    for each in forslag.filer:
        raw, _ = files.parse(each.efter or "", each.fil)
        if raw is None or not isinstance(raw.values, dict):
            continue
        for path, target in POINTS_AT.get(kind_of(each.fil)[0], {}).items():
            if target in KINDS:
                for place, wanted in ids_at(raw.values, path):
                    yield each.fil, field_name(place), f"{target}/{wanted}"
