"""A saved working file against the catalogue of today: new ids for old, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.arbetsfil import Arbetsfil
from matcher.features import Underlag

OTHER_EDITION = (
    "Arbetsfilen sparades med en annan utgåva av katalogen. Uppgifter om insatserna kan ha ändrats."
)


def bring_up_to_date(fil: Arbetsfil, underlag: Underlag) -> tuple[Arbetsfil, tuple[str, ...]]:
    """Return the file with today's ids, and what is worth telling the one who opened it.

    Nothing is taken away: what the catalogue does not have any more stays in the file and is told
    of.

    Examples
    --------
    >>> from matcher import open_matcher
    >>> fil = Arbetsfil(paket=("samtal-om-text-gammal", "borta"))
    >>> nu, sagt = bring_up_to_date(fil, open_matcher(utgava).underlag)
    >>> nu.paket, len(sagt)
    (('samtal-om-text', 'borta'), 1)
    """
    new = {alias: each.id for each in underlag.insatser for alias in each.alias}
    known = {each.id for each in underlag.insatser}
    updated = _with_new_ids(fil, {old: now for old, now in new.items() if old not in known})
    told = []
    if fil.katalogversion and fil.katalogversion != underlag.katalogversion:
        told.append(OTHER_EDITION)
    gone = sorted(set(_insatser(updated)) - known)
    told += [
        f"Insatsen med id {each} finns inte bland dem som går att välja i den här utgåvan av "
        "katalogen. Den står kvar i arbetsfilen men är inte med i paketet och planen."
        for each in gone
    ]
    areas = {each.id for each in underlag.omraden}
    lost = sorted({area for each in fil.problem for area in each.problemomraden} - areas)
    told += [f"Problemområdet med id {each} finns inte i den här utgåvan." for each in lost]
    return updated, tuple(told)


def _insatser(fil: Arbetsfil) -> Iterator[str]:
    yield from fil.paket
    yield from (val.insats for each in fil.problem for val in each.val)
    yield from (each.insats for each in fil.plan.rader)


def _with_new_ids(fil: Arbetsfil, new: Mapping[str, str]) -> Arbetsfil:
    if not new.keys() & {*_insatser(fil), *(i for each in fil.iakttagelser for i in each.insatser)}:
        return fil

    def now(old: str) -> str:
        return new.get(old, old)

    problem = tuple(
        each.model_copy(
            update={"val": tuple(v.model_copy(update={"insats": now(v.insats)}) for v in each.val)}
        )
        for each in fil.problem
    )
    seen = tuple(
        each.model_copy(update={"insatser": tuple(now(i) for i in each.insatser)})
        for each in fil.iakttagelser
    )
    rows = tuple(r.model_copy(update={"insats": now(r.insats)}) for r in fil.plan.rader)
    return fil.model_copy(
        update={
            "problem": problem,
            "iakttagelser": seen,
            "paket": tuple(dict.fromkeys(now(each) for each in fil.paket)),
            "plan": fil.plan.model_copy(update={"rader": rows}),
        }
    )
