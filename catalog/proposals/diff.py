"""What a proposal changes, told field by field as a reviewer reads it, or line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any, Literal

from pydantic import BaseModel

from catalog import files
from catalog.files import Place, field_name
from catalog.kinds import POINTS_AT
from catalog.loading import Katalog
from catalog.proposals.changes import LISTS, kind_of, model_of
from catalog.proposals.model import Filandring
from catalog.shapes import inner_model

Andring = Literal["tillagt", "borttaget", "andrat", "flyttat"]
Label = Callable[[str, str], str]

SAME = (
    "id",
    "problemomrade",
    "paverkansfaktor",
    "referens",
    "insats",
    "titel",
    "regel",
    "ord",
    "hellre_inte",
)
"""Fields that tell which part of a list is the same before and after; the first found counts."""

BESIDE = {"referens": "roll", "insats": "slag", "regel": "post"}
"""Fields that only together with another tell which part it is."""

NEAR = 0.6
"""Lines of text at least this alike are one line that was changed."""


@dataclass(frozen=True, slots=True)
class Faltandring:
    """One field, or one part of a list, before and after.

    ``falt`` is the place as findings write it, in the text after where there is one. ``fore`` and
    ``efter`` are for reading, and none where there was or is nothing. ``delar`` holds what changed
    within a list or a group of fields.
    """

    falt: str
    titel: str
    slag: Andring
    fore: str | None
    efter: str | None
    delar: tuple[Faltandring, ...] = ()


def field_changes(change: Filandring, *, katalog: Katalog | None = None) -> list[Faltandring]:
    r"""Return what a file's change means, field by field.

    Parameters
    ----------
    change : Filandring
        The file before and after.
    katalog : Katalog, optional
        Gives ids their names.

    Returns
    -------
    list of Faltandring
        In the model's order. A text that cannot be read as YAML is told as one change.

    Examples
    --------
    >>> before = "id: a\nnamn: A\nanordnare: [b]\n"
    >>> after = "id: a\nnamn: Å\nanordnare: [b, c]\n"
    >>> for each in field_changes(Filandring("program/a.yaml", before, after)):
    ...     print(each.titel, each.slag, each.fore, each.efter, [d.efter for d in each.delar])
    Namn andrat A Å []
    Anordnare andrat None None ['c']
    """
    model = model_of(change.fil)
    before, after = _values(change.fil, change.fore), _values(change.fil, change.efter)
    if model is None or before is None or after is None:
        if change.fore == change.efter:
            return []
        return [_leaf("", "Hela texten", change.fore, change.efter)]
    label = _labels(change.fil, katalog)
    if change.fil in LISTS:
        return list(_parts((), model, "Rad", before or [], after or [], label))
    return list(_fields((), model, before or {}, after or {}, label))


def paired(filer: Sequence[Filandring]) -> list[Filandring]:
    """Return a proposal's files as they are read: a record that only changes its id is one change.

    Examples
    --------
    >>> paired([Filandring("program/b.yaml", None, "id: b"), Filandring("program/a.yaml", "id: a",
    ...     None)])
    [Filandring(fil='program/b.yaml', fore='id: a', efter='id: b')]
    """
    new = [each for each in filer if each.fore is None]
    gone = [each for each in filer if each.efter is None]
    if len(new) != 1 or len(gone) != 1 or kind_of(new[0].fil)[0] != kind_of(gone[0].fil)[0]:
        return list(filer)
    one = Filandring(new[0].fil, gone[0].fore, new[0].efter)
    return [one if each == new[0] else each for each in filer if each != gone[0]]


def line_changes(change: Filandring, *, context: int = 3) -> list[str]:
    """Return the change as a unified diff, for those who want the file's lines."""
    return list(
        unified_diff(
            (change.fore or "").split("\n"),
            (change.efter or "").split("\n"),
            "före",
            "efter",
            lineterm="",
            n=context,
        )
    )


def _values(fil: str, text: str | None) -> Any:
    if text is None:
        return [] if fil in LISTS else {}
    raw, _ = files.parse(text, fil)
    wanted = list if fil in LISTS else dict
    return raw.values if raw is not None and raw.whole and isinstance(raw.values, wanted) else None


def _fields(
    place: Place, model: type[BaseModel], before: Any, after: Any, label: Label
) -> Iterator[Faltandring]:
    known = {info.alias or name: info for name, info in model.model_fields.items()}
    others = [key for key in {**before, **after} if key not in known]
    for key in [*known, *others]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        info = known.get(key)
        title = (info.title if info else None) or key
        inner = inner_model(info.annotation) if info else None
        yield _field((*place, key), title, inner, old, new, label)


def _field(
    place: Place, title: str, inner: type[BaseModel] | None, old: Any, new: Any, label: Label
) -> Faltandring:
    falt = field_name(place)
    kind: Andring = "tillagt" if _empty(old) else "borttaget" if _empty(new) else "andrat"
    if isinstance(old or new, list) and isinstance(new or old, list):
        parts = tuple(_parts(place, inner, title, old or [], new or [], label))
        return Faltandring(falt, title, kind, None, None, parts)
    if inner is not None and isinstance(old or {}, dict) and isinstance(new or {}, dict):
        parts = tuple(_fields(place, inner, old or {}, new or {}, label))
        return Faltandring(falt, title, kind, None, None, parts)
    if isinstance(old or {}, dict) and isinstance(new or {}, dict):
        parts = tuple(_pairs(place, old or {}, new or {}, label))
        return Faltandring(falt, title, kind, None, None, parts)
    path = ".".join(part for part in place if isinstance(part, str))
    shown = [None if value is None else _shown(value, path, label) for value in (old, new)]
    return _leaf(falt, title, *shown)


def _pairs(place: Place, old: Any, new: Any, label: Label) -> Iterator[Faltandring]:
    """Yield changes of a mapping whose keys are ids, such as the grades of a judgement."""
    path = ".".join(part for part in place if isinstance(part, str))
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            shown = [None if key not in each else _figure(each[key]) for each in (old, new)]
            yield _leaf(field_name((*place, key)), label(path, str(key)), *shown)


def _parts(
    place: Place,
    inner: type[BaseModel] | None,
    title: str,
    old: Sequence[Any],
    new: Sequence[Any],
    label: Label,
) -> Iterator[Faltandring]:
    path = ".".join(part for part in place if isinstance(part, str))
    matched = _matched(old, new)
    numbers = [number for number, _ in matched.values()]
    for number, part in enumerate(new):
        falt = field_name((*place, number))
        if number not in matched:
            yield Faltandring(falt, title, "tillagt", None, _shown(part, path, label))
            continue
        before = matched[number][1]
        if before == part:
            continue
        shown = _shown(before, path, label), _shown(part, path, label)
        inside: tuple[Faltandring, ...] = ()
        if inner is not None and isinstance(before, dict) and isinstance(part, dict):
            inside = tuple(_fields((*place, number), inner, before, part, label))
        yield Faltandring(falt, title, "andrat", *shown, inside)
    for number, part in enumerate(old):
        if number not in numbers:
            falt = field_name((*place, number))
            yield Faltandring(falt, title, "borttaget", _shown(part, path, label), None)
    if numbers != sorted(numbers):
        fore, efter = (", ".join(_shown(part, path, label) for part in each) for each in (old, new))
        yield Faltandring(field_name(place), f"{title}, ordningen", "flyttat", fore, efter)


def _matched(old: Sequence[Any], new: Sequence[Any]) -> dict[int, tuple[int, Any]]:
    """Return part after → number and value of the same part before."""
    left = dict(enumerate(old))
    matched: dict[int, tuple[int, Any]] = {}
    for alike in (_equal, _same_key, _near):
        for number, part in enumerate(new):
            if number in matched:
                continue
            for before, value in left.items():
                if alike(value, part):
                    matched[number] = (before, left.pop(before))
                    break
    return dict(sorted(matched.items()))


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other)


def _same_key(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    for key in SAME:
        if key in one or key in other:
            beside = BESIDE.get(key, key)
            return bool(one.get(key) == other.get(key) and one.get(beside) == other.get(beside))
    return False


def _near(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        if any(key in one for key in SAME):
            return False
        one, other = str(one.get("text", one)), str(other.get("text", other))
    if not isinstance(one, str) or not isinstance(other, str) or files.SHORT_ID.fullmatch(one):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEAR


def _figure(value: Any) -> str:
    """Return a value as it is read, such as a grade: «2,5»."""
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _leaf(falt: str, titel: str, fore: str | None, efter: str | None) -> Faltandring:
    kind: Andring = "tillagt" if fore is None else "borttaget" if efter is None else "andrat"
    return Faltandring(falt, titel, kind, fore, efter)


def _empty(value: Any) -> bool:
    return value is None or value in ([], {})


def _shown(value: Any, path: str, label: Label) -> str:
    if isinstance(value, dict):
        inside = [_shown(part, f"{path}.{key}", label) for key, part in value.items()]
        return " · ".join(part for part in inside if part)
    if isinstance(value, list):
        return ", ".join(_shown(part, path, label) for part in value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else label(path, str(value))


def _name(post: Any) -> str:
    return str(getattr(post, "namn", None) or getattr(post, "title", None) or "")


def _labels(fil: str, katalog: Katalog | None) -> Label:
    targets: Mapping[str, str] = POINTS_AT.get(kind_of(fil)[0], {})

    def label(path: str, value: str) -> str:
        target = targets.get(path)
        if katalog is None or target is None:
            return value
        if target not in katalog.poster:
            return next(
                (each.namn for each in katalog.vokabular[target] if each.id == value), value
            )
        posts = katalog.poster[target]
        name = _name(posts.get(value))
        if not name:
            return value
        alone = sum(_name(each) == name for each in posts.values()) == 1
        return name if alone else f"{name} ({value})"

    return label
