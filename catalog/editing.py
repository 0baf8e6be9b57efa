"""What a curator's commands do with the files: canonical form and new records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from catalog import files
from catalog.findings import Finding, did_you_mean
from catalog.kinds import KINDS
from catalog.loading import load, record_name
from catalog.rules.form import canonical_texts

REGISTER = "id-register.txt"


class EditError(Exception):
    """A command that cannot be carried out; the message is Swedish and says what to do."""


def format_files(data: Path, *, write: bool) -> tuple[list[str], list[Finding]]:
    """Return the files not in canonical form (rewritten if asked) and what could not be read."""
    katalog, findings = load(data)
    changed = []
    for name, wanted in sorted(canonical_texts(katalog).items()):
        if katalog.filer[name].text != wanted:
            changed.append(name)
            if write:
                (data / name).write_text(wanted, encoding="utf-8")
    return changed, findings


def wrong_with_id(kind: str, post_id: str) -> str:
    """Return what is wrong with the kind or the id of a new record; nothing if both are good.

    Examples
    --------
    >>> wrong_with_id("insatser", "lasgruppen"), wrong_with_id("insats", "lasgruppen")
    ('', '«insats» är inget slag av post. Menade du «insatser»?')
    """
    if kind not in KINDS or kind == "exempelanalyser":
        return f"«{kind}» är inget slag av post.{did_you_mean(kind, KINDS)}"
    if not files.SHORT_ID.fullmatch(post_id):
        return (
            f"«{post_id}» är inte ett id. Använd små bokstäver a–z, siffror och bindestreck; "
            "å, ä och ö skrivs a, a och o."
        )
    return ""


def new_record(data: Path, kind: str, post_id: str) -> str:
    """Put an id in the register and write a skeleton; return the new file's name.

    Raises
    ------
    EditError
        When the kind is unknown, or the id is malformed or has been used before.
    """
    if wrong := wrong_with_id(kind, post_id):
        raise EditError(wrong)
    register = data / REGISTER
    given = register.read_text(encoding="utf-8").split() if register.is_file() else []
    if f"{kind}/{post_id}" in given:
        raise EditError(f"«{kind}/{post_id}» har redan använts. Ett id används aldrig två gånger.")
    name = record_name(kind, post_id)
    if (data / name).exists():
        raise EditError(f"{name} finns redan.")
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(files.dump_plain(_skeleton(kind, post_id)), encoding="utf-8")
    register.write_text("\n".join(sorted({*given, f"{kind}/{post_id}"})) + "\n", encoding="utf-8")
    return name


def _skeleton(kind: str, post_id: str) -> dict[str, Any]:
    """Return every required field, empty where only a curator knows what it should say."""
    values: dict[str, Any] = {}
    for name, field in KINDS[kind].model_fields.items():
        if not field.is_required():
            continue
        schema = str(field.annotation)
        values[field.alias or name] = [] if schema.startswith("tuple") else None
    values["id"] = post_id
    if "skriven" in values:
        values["skriven"] = {"av": None, "datum": date.today().isoformat()}
    return values
