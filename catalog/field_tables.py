"""Tables of fields, rules and words for the documentation, generated from the code."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from catalog.kinds import KINDS
from catalog.rules import RULES, SHAPE_CODES
from catalog.shapes import inner_model
from catalog.swedish import sort_key

GLOSSARY_KINDS = ("insatser", "problemomraden", "program")
"""The records whose fields are the words of the field; references keep CSL's own names."""


def field_table(kind: str) -> str:
    """Return a Markdown table of a kind's fields, parts of fields included.

    Examples
    --------
    >>> print(field_table("anordnare").splitlines()[2])
    | `id` | Id | ja | Filens namn utan ändelse. Ändras aldrig. |
    """
    lines = ["| Fält | Namn | Krävs | Vad det är |", "|---|---|---|---|"]
    lines.extend(_field_rows(KINDS[kind], ""))
    return "\n".join(lines)


def _field_rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        written = prefix + (info.alias or name)
        required = "ja" if info.is_required() else ""
        yield f"| `{written}` | {info.title} | {required} | {info.description} |"
        part = inner_model(info.annotation)
        if part is not None:
            yield from _field_rows(part, f"{written}.")


def rule_table() -> str:
    """Return a Markdown table of every finding code."""
    titles = SHAPE_CODES | {code: rule.title for code, rule in RULES.items()}
    rows = [f"| {code} | {title} |" for code, title in sorted(titles.items())]
    return "\n".join(["| Kod | Det som ska gälla |", "|---|---|", *rows])


def glossary() -> str:
    """Return a Markdown table of the words that the fields use, and what they mean.

    Examples
    --------
    >>> "| Anordnare | `anordnare` |" in glossary()
    True
    """
    meanings: dict[str, tuple[str, str]] = {}
    for kind in GLOSSARY_KINDS:
        for name, info in KINDS[kind].model_fields.items():
            meanings.setdefault(info.title or name, (name, info.description or ""))
    rows = [
        f"| {title} | `{name}` | {description} |"
        for title, (name, description) in sorted(
            meanings.items(), key=lambda each: sort_key(each[0])
        )
    ]
    return "\n".join(["| Ord | I filerna | Vad det är |", "|---|---|---|", *rows])
