"""A change of the mini catalogue that is small, and is seen on a page."""

from __future__ import annotations

from pathlib import Path

BEFORE, AFTER = "Stöd till", "Hjälp till"


def change(data: Path, words: str = AFTER) -> None:
    """Change a few words of a record, so that the data make another release."""
    record = data / "insatser" / "narvaroteam.yaml"
    text = record.read_text(encoding="utf-8")
    for said in (BEFORE, AFTER):
        text = text.replace(said, words)
    record.write_text(text, encoding="utf-8")
