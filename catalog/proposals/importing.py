"""A nomination from outside, as a file, becomes a draft; what cannot be read is kept too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from catalog import files
from catalog.findings import Finding
from catalog.kinds import KINDS
from catalog.loading import record_name
from catalog.proposals.applying import findings_for
from catalog.proposals.changes import new_record, text_of
from catalog.proposals.model import Forslag, ProposalError, sound
from catalog.proposals.store import ProposalStore
from catalog.prospect import Prospect
from catalog.swedish import slug

LARGEST = 256 * 1024
MOST_VALUES, DEEPEST = 3000, 20
"""More than any record has; what comes from outside must not be slow to show for ever after."""
INSATSER = "insatser"
LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class Importerat:
    """The draft that a nomination became, and what has to be mended before it is sent in."""

    forslag: Forslag
    fynd: tuple[Finding, ...]


def import_nomination(
    store: ProposalStore,
    prospect: Prospect,
    content: bytes,
    *,
    filename: str,
    by: str,
    namn: str = "",
) -> Importerat:
    """Make a draft of a nomination.

    Parameters
    ----------
    store : ProposalStore
        Gets the draft.
    prospect : Prospect
        The catalogue that it is checked against.
    content : bytes
        JSON or YAML: a record's fields, or ``{"slag": …, "post": {…}, "skal": …, "fran": …}``.
    filename : str
        What the file is called; its content decides what it is.
    by : str
        Who imports it, and so writes it.
    namn : str, optional
        What people call them.

    Returns
    -------
    Importerat
        The whole file lies as a comment on the draft, as it came.

    Raises
    ------
    ProposalError
        When the file is too large to be a nomination, or empty, or not shaped like one.

    Examples
    --------
    >>> store, prospect = ProposalStore(mapp / "forslag.db"), Prospect(data)
    >>> found = import_nomination(
    ...     store, prospect, b'{"post": {"namn": "Snabbt"}}', filename="a.json", by="asa"
    ... )
    >>> found.forslag.post_id, found.forslag.lage, found.fynd[0].code
    ('snabbt', 'utkast', 'K104')
    >>> store.close()
    """
    if len(content) > LARGEST:
        raise ProposalError(f"Filen är större än {LARGEST // 1024} kB. En nominering är en post.")
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if not text.strip():
        raise ProposalError("Filen är tom. Be avsändaren att skicka den på nytt.")
    values = _read(text)
    _check_size(values)
    post, kind, reason, sender = _parts(_sound(values))
    post_id = _free_id(prospect, kind, post, filename)
    written = _filled_in(kind, post_id, post, namn or by) if post else text
    plan = new_record(kind, post_id, written)
    draft = store.create_draft(*plan, by=by, skal=reason, words=f"Importerat ur {filename}.")
    told = f"Från: {sender}\n\n" if sender else ""
    store.comment(draft.nummer, by=by, text=f"{told}Filen som den kom:\n\n{text}")
    return Importerat(draft, tuple(findings_for(prospect, draft)))


def nomination_in(text: str) -> str:
    """Return the nomination in a text, which may be a whole letter; nothing where there is none.

    Examples
    --------
    >>> nomination_in('Hej! Här är den: {"post": {"namn": "Snabbt"}} Hälsningar, Åsa')
    '{"post": {"namn": "Snabbt"}}'
    >>> nomination_in("namn: Snabbt"), nomination_in("{trasig")
    ('namn: Snabbt', '')
    """
    inner = text[text.find("{") : text.rfind("}") + 1]
    return next((each for each in (inner, text) if each.strip() and _read(each)), "")


def _read(text: str) -> Mapping[str, Any]:
    values: Any = None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raw, _ = files.parse(text, "nominering")
        values = raw.values if raw is not None and raw.whole else None
    return values if isinstance(values, dict) else {}


def _check_size(values: Mapping[str, Any]) -> None:
    count, level = 0, list[Any]([values])
    for _ in range(DEEPEST):
        level = [
            part
            for value in level
            if isinstance(value, dict | list)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
        count += len(level)
    if level or count > MOST_VALUES:
        raise ProposalError(
            "Filen har fler uppgifter, eller fler listor i varandra, än en post kan ha."
        )


def _sound(value: Any) -> Any:
    """Return a value whose texts can be written: JSON can hold halves of characters."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {_sound(str(key)): _sound(each) for key, each in value.items()}
    return [_sound(each) for each in value] if isinstance(value, list) else value


def _parts(values: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, str, str]:
    kind = values.get("slag", INSATSER)
    if kind not in KINDS or kind == "exempelanalyser":
        kind = INSATSER
    post = values.get("post")
    if not isinstance(post, dict):
        return values, kind, "", ""
    return post, kind, str(values.get("skal") or ""), str(values.get("fran") or "")


def _free_id(prospect: Prospect, kind: str, post: Mapping[str, Any], filename: str) -> str:
    wanted = post.get("id") or post.get("namn") or post.get("title") or PurePath(filename).stem
    bare = slug(str(wanted))[:LONGEST_ID].strip("-")
    if not files.SHORT_ID.fullmatch(bare):
        bare = "nominering"
    katalog = prospect.katalog
    number, post_id = 1, bare
    while f"{kind}/{post_id}" in katalog.register or post_id in katalog.nycklar[kind]:
        number += 1
        post_id = f"{bare}-{number}"
    return post_id


def _filled_in(kind: str, post_id: str, post: Mapping[str, Any], by: str) -> str:
    values = {**post, "id": post_id}
    fields = KINDS[kind].model_fields
    if "skriven" in fields:
        values["skriven"] = {"av": by, "datum": date.today().isoformat()}
    if "granskad" in fields:
        values["granskad"] = None
    try:
        return text_of(record_name(kind, post_id), values)
    except RecursionError as error:
        raise ProposalError(
            "Filen har för många listor i varandra för att vara en post."
        ) from error
