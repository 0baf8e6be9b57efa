"""What someone had written when it could not be saved, told with the words of its form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from catalog.kinds import KINDS
from datasette_plugins.redaktion.fields import title_at

KIND_FIELD = "postslag"
"""The hidden field of a draft that says what kind of record it is."""
JUDGED = "bedomningar"
MACHINERY = frozenset({KIND_FIELD, "version", "gor", "utgava", "trots", "sett"})
"""Fields that nobody has written in."""
WORDS = {
    ("", "skal"): "Varför",
    ("", "ord"): "Dina ord till den som skrev",
    ("skriv", "skal"): "Skäl",
    ("kommentera", "ord"): "Kommentar",
    ("kommentera", "falt"): "Gäller",
    ("ny", "namn"): "Namn",
    ("referenser/ny", "namn"): "Verkets titel",
    ("ny", "id"): "Id",
    ("ny", "citat"): "Klistra in en referens",
    ("byt-id", "nytt"): "Nytt id",
    ("avsluta", "till"): "Sista år",
    ("avsluta", "eftertradare"): "Efterträdare",
    ("sla-ihop", "behall"): "Den som behålls",
    ("nominering", "innehall"): "Innehållet",
    ("hittas", "pastaenden"): "Påståenden",
    (JUDGED, "skal"): "Varför ändringen görs",
    (JUDGED, "till"): "Lägg till en insats som inte föreslås",
    (JUDGED, "ingen"): "Ingen insats i katalogen passar",
}
"""Form, by the end of its address, and a field of it that is not a record's → its label."""
ROW = re.compile(r"\.(\d{1,4})(?=\.|$)")


def kept_context(reason: str, path: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what kvar.html shows: why it was not saved, what is sent again, and what it says."""
    return {"skal": reason, "vag": path, "falt": pairs, "skrivet": told(path, pairs)}


def told(path: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the label and the text of each field of a form where someone wrote something.

    Examples
    --------
    >>> told("/redaktion/forslag/1/skriv", [("postslag", "insatser"), ("version", "1"),
    ...     ("passar_nar.0", "Ni har tid."), ("namn", ""), ("amnen", "svenska"), ("amnen", "no")])
    [('Passar när, rad 1', 'Ni har tid.'), ('Ämnen', 'svenska, no')]
    """
    said: dict[str, list[str]] = {}
    kind = ""
    for name, value in pairs:
        if name == KIND_FIELD:
            kind = value
        elif name not in MACHINERY and value.strip():
            said.setdefault(name, []).append(value)
    forms = _forms(path, kind)
    return [(_label(kind, forms, name), ", ".join(values)) for name, values in said.items()]


def _forms(path: str, kind: str) -> tuple[str, ...]:
    *_, before, last = path.split("/")
    if JUDGED in {kind, before}:
        return (JUDGED,)
    return (f"{before}/{last}", last, "")


def _label(kind: str, forms: Iterable[str], name: str) -> str:
    known = next((WORDS[form, name] for form in forms if (form, name) in WORDS), "")
    if known:
        return known
    word, _, record = name.partition(".")
    if word in {"grad", "varfor"}:
        return f"{'Bedömning' if word == 'grad' else 'Varför'}: {record}"
    return title_at(kind, ROW.sub(r"[\1]", name)) if kind in KINDS else name
