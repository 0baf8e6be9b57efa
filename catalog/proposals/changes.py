"""What a proposal does with the files: a new record, a change, an end, a new id, a merge.

Everything becomes whole files in canonical form, also those that only follow, such as the records
that point at an id that is changed. So one and the same review sees all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from catalog import files
from catalog.editing import wrong_with_id
from catalog.findings import did_you_mean
from catalog.kinds import KINDS, POINTS_AT, VOCABULARIES
from catalog.loading import Katalog, record_name
from catalog.proposals.model import ANDRA, AVSLUTA, BYT_ID, NY, SLA_IHOP, Filandring, ProposalError
from catalog.records import Bytord, Post, Synonym, Term, Undantag, to_plain
from catalog.shapes import inner_model

ENDED, REPLACES = "avslutad", "ersatter"
EXCEPTIONS = "undantag.yaml"
LISTS: Mapping[str, type[Post]] = {
    **{f"vokabular/{name}.yaml": Term for name in VOCABULARIES},
    "vokabular/synonymer.yaml": Synonym,
    "vokabular/klarsprak.yaml": Bytord,
    EXCEPTIONS: Undantag,
}
"""Files that hold a list → the model of its parts."""


class Plan(NamedTuple):
    """What :meth:`ProposalStore.create_draft` takes: kind of proposal, of record, id and files."""

    slag: str
    postslag: str
    post_id: str
    filer: list[Filandring]


def kind_of(fil: str) -> tuple[str, str]:
    """Return kind and id of a record's file; nothing for files that are not records.

    Raises
    ------
    ProposalError
        When the catalogue has no such file: the path cannot lead outside the data folder.

    Examples
    --------
    >>> kind_of("insatser/samtal-om-text.yaml"), kind_of("undantag.yaml")
    (('insatser', 'samtal-om-text'), ('', 'undantag'))
    """
    path = PurePosixPath(fil)
    if fil in LISTS:
        return "", path.stem
    kind = path.parts[0] if path.parts else ""
    post_id = path.parts[1] if kind == "exempelanalyser" and len(path.parts) == 3 else path.stem
    names = (record_name(kind, post_id), f"exempelanalyser/{post_id}/text.md")
    if kind in KINDS and fil in names and files.SHORT_ID.fullmatch(post_id):
        return kind, post_id
    raise ProposalError(f"Katalogen har ingen fil som heter «{fil}».")


def model_of(fil: str) -> type[Post] | None:
    """Return the model of a record's file, or of the parts of a list; none for plain text."""
    if fil in LISTS:
        return LISTS[fil]
    return KINDS[kind_of(fil)[0]] if fil.endswith(".yaml") else None


def canonical(fil: str, text: str) -> str:
    r"""Return the text in canonical form; what cannot be read yet is left as it is.

    Examples
    --------
    >>> canonical("program/a.yaml", 'namn: "A"\nid: a\nanordnare: [b]\n')
    'id: a\nnamn: A\nanordnare: [b]\n'
    """
    model = model_of(fil)
    raw, _ = files.parse(text, fil)
    if model is None or raw is None or not raw.whole:
        return text
    try:
        if fil in LISTS:
            posts = [to_plain(model.model_validate(each)) for each in raw.values]
            return files.dump_plain(posts)
        return files.dump(model.model_validate(raw.values))
    except (ValidationError, TypeError):
        if isinstance(raw.values, dict):
            return text_of(fil, raw.values)
        return text


def text_of(fil: str, values: Mapping[str, Any]) -> str:
    """Return a record's file for what a form holds, also when it is only half filled in.

    Fields stand in the model's order and empty ones are left out; what the model does not know
    comes last, so that nothing is lost.

    Examples
    --------
    >>> print(text_of("program/a.yaml", {"namn": "A", "id": "a", "beskrivning": ""}), end="")
    id: a
    namn: A
    """
    model = model_of(fil)
    if model is None:
        raise ProposalError(f"{fil} är ingen fil med fält.")
    ordered = _in_order(model, values)
    try:
        return files.dump(model.model_validate(ordered))
    except ValidationError:
        return files.dump_plain(ordered)


def _in_order(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    ordered: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key not in values:
            continue
        value = _whole(inner_model(info.annotation), values[key])
        if value not in (None, "", [], {}) or info.is_required():
            ordered[key] = value
    return ordered | {
        str(key): each
        for key, each in values.items()
        if str(key) not in ordered and key not in _keys(model)
    }


def _keys(model: type[BaseModel]) -> set[str]:
    return {info.alias or name for name, info in model.model_fields.items()}


def _whole(inner: type[BaseModel] | None, value: Any) -> Any:
    if inner is not None and isinstance(value, list | tuple):
        return [_in_order(inner, each) if isinstance(each, Mapping) else each for each in value]
    if inner is not None and isinstance(value, Mapping):
        return _in_order(inner, value)
    return list(value) if isinstance(value, tuple) else value


# Plans -------------------------------------------------------------------------------------------


def new_record(kind: str, post_id: str, text: str) -> Plan:
    """Propose a record that is not there; its id goes into the register when it is applied."""
    if wrong := wrong_with_id(kind, post_id):
        raise ProposalError(wrong)
    fil = record_name(kind, post_id)
    return Plan(NY, kind, post_id, [Filandring(fil, None, canonical(fil, text))])


def change(katalog: Katalog, fil: str, text: str) -> Plan:
    """Propose another text of a file that is there: a record, a list, or an example's text."""
    kind, post_id = kind_of(fil)
    return Plan(ANDRA, kind, post_id, [Filandring(fil, _now(katalog, fil), canonical(fil, text))])


def retire(
    katalog: Katalog, insats_id: str, *, till: int | None = None, eftertradare: str | None = None
) -> Plan:
    """Propose that an insats has ended; the one that came in its place says so.

    Raises
    ------
    ProposalError
        When one of them does not exist, or they are the same.
    """
    values = _plain(katalog, "insatser", insats_id)
    values["status"] = ENDED
    if till is not None:
        values["till"] = till
    changes = [_rewritten(katalog, record_name("insatser", insats_id), values)]
    if eftertradare is not None:
        _differ(insats_id, eftertradare)
        successor = _plain(katalog, "insatser", eftertradare)
        relation = {"insats": insats_id, "slag": REPLACES}
        if relation not in successor.get("relationer", []):
            successor["relationer"] = [*successor.get("relationer", []), relation]
            changes.append(_rewritten(katalog, record_name("insatser", eftertradare), successor))
    return Plan(AVSLUTA, "insatser", insats_id, changes)


def rename(katalog: Katalog, kind: str, old: str, new: str) -> Plan:
    """Propose another id. The old one becomes an alias, so that every address leads on."""
    values = _plain(katalog, kind, old)
    _differ(old, new)
    plan = new_record(kind, new, "id: x\n")  # for its checks of the id
    values["id"] = new
    if "alias" in KINDS[kind].model_fields:
        values["alias"] = [*values.get("alias", []), old]
    fil, old_fil = record_name(kind, new), record_name(kind, old)
    if katalog.filer.get(fil) is not None:
        raise ProposalError(f"{fil} finns redan.")
    _repoint(kind, values, kind, old, new)
    changes = [Filandring(fil, None, text_of(fil, values))]
    changes += _pointing(katalog, kind, old, new, but={old_fil})
    changes.append(Filandring(old_fil, _now(katalog, old_fil), None))
    return Plan(BYT_ID, plan.postslag, new, changes)


def merge(katalog: Katalog, kind: str, gone: str, kept: str) -> Plan:
    """Propose that one record goes up in another, which gets its id as an alias.

    What only the first one said is not moved: the writer does that in the draft, and sees it in
    the difference.
    """
    removed, values = _plain(katalog, kind, gone), _plain(katalog, kind, kept)
    _differ(gone, kept)
    if "alias" not in KINDS[kind].model_fields:
        raise ProposalError("Poster av det här slaget går inte att slå ihop: de har inga alias.")
    values["alias"] = [*values.get("alias", []), gone, *removed.get("alias", [])]
    _repoint(kind, values, kind, gone, kept)
    if kind == "insatser":
        relations = [each for each in values.get("relationer", []) if each["insats"] != kept]
        values["relationer"] = relations
    fil, gone_fil = record_name(kind, kept), record_name(kind, gone)
    changes = [_rewritten(katalog, fil, values)]
    changes += _pointing(katalog, kind, gone, kept, but={fil, gone_fil})
    changes.append(Filandring(gone_fil, _now(katalog, gone_fil), None))
    return Plan(SLA_IHOP, kind, kept, changes)


def _differ(one: str, other: str) -> None:
    if one == other:
        raise ProposalError(f"«{one}» är samma id. Välj ett annat.")


def _plain(katalog: Katalog, kind: str, post_id: str) -> dict[str, Any]:
    post = katalog.poster.get(kind, {}).get(post_id)
    if post is None:
        known = katalog.nycklar.get(kind, ())
        raise ProposalError(
            f"Det finns ingen läsbar post «{kind}/{post_id}».{did_you_mean(post_id, known)}"
        )
    return to_plain(post)


def _now(katalog: Katalog, fil: str) -> str:
    raw = katalog.filer.get(fil)
    text = raw.text if raw is not None else katalog.texter.get(kind_of(fil)[1])
    if text is None or (raw is None and fil.endswith(".yaml")):
        raise ProposalError(f"{fil} finns inte, eller går inte att läsa.")
    return text


def _rewritten(katalog: Katalog, fil: str, values: Mapping[str, Any]) -> Filandring:
    return Filandring(fil, _now(katalog, fil), text_of(fil, values))


def _pointing(
    katalog: Katalog, target: str, old: str, new: str, *, but: set[str]
) -> Iterator[Filandring]:
    """Yield every other file that names an id, naming the new one."""
    for kind, posts in katalog.poster.items():
        for post_id, post in posts.items():
            fil = record_name(kind, post_id)
            values = to_plain(post)
            if fil not in but and _repoint(kind, values, target, old, new):
                yield _rewritten(katalog, fil, values)
    exceptions = [to_plain(each) for each in katalog.undantag]
    moved = [
        {**each, "post": f"{target}/{new}"} if each["post"] == f"{target}/{old}" else each
        for each in exceptions
    ]
    if moved != exceptions:
        yield Filandring(EXCEPTIONS, _now(katalog, EXCEPTIONS), files.dump_plain(moved))


def _repoint(kind: str, values: dict[str, Any], target: str, old: str, new: str) -> bool:
    """Change an id where it stands as a pointer, and drop what then stands twice."""
    before = repr(values)
    for path, points_at in POINTS_AT.get(kind, {}).items():
        first, _, rest = path.partition(".")
        if points_at == target and first in values:
            values[first] = _repointed(values[first], rest, old, new)
    return repr(values) != before


def _repointed(value: Any, rest: str, old: str, new: str) -> Any:
    if isinstance(value, str):
        return new if value == old else value
    if isinstance(value, list):
        if not rest:
            return list(dict.fromkeys(new if each == old else each for each in value))
        parts = [{**each, rest: new} if each.get(rest) == old else each for each in value]
        seen: dict[str, Any] = {}
        for each in parts:
            seen.setdefault(repr({**each, "motivering": "", "styrka": 0}), each)
        return list(seen.values())
    if rest:
        return {**value, rest: _repointed(value[rest], "", old, new)} if rest in value else value
    grades = {key: grade for key, grade in value.items() if key != old}
    if old in value:
        grades[new] = max(value[old], grades.get(new, 0))
    return grades
