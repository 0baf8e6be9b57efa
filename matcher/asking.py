"""What may be asked: a need that is empty, too long or names what is not there is refused."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.errors import BehovError
from matcher.features import Underlag
from matcher.result import Behov

LONGEST_TEXT = 50_000

Askable = Mapping[str, tuple[frozenset[str], str]]
"""What each field of a need may hold, and what one such thing is called."""


def check_text(behov: Behov) -> None:
    """Refuse a need with nothing in it, or with too much, before any work is done."""
    if not behov.problemomraden and not behov.text.strip():
        raise BehovError("Behovet är tomt.", "Beskriv läget i en mening eller välj problemområden.")
    if len(behov.text) > LONGEST_TEXT:
        raise BehovError(
            f"Texten är för lång: {len(behov.text)} tecken, och gränsen är {LONGEST_TEXT}.",
            "Dela upp den och beskriv ett problem i taget.",
        )


def check_ids(behov: Behov, may_hold: Askable) -> None:
    """Refuse a need that names something that the catalogue does not have."""
    for field, (known, what) in may_hold.items():
        value = getattr(behov, field)
        asked = {value} - {None} if field == "analysniva" else set(value)
        if not asked <= known:
            # The value is not repeated: it may be anything that a visitor has written.
            raise BehovError(f"{what} finns inte i katalogen.", _choose_among(field, known))


def askable(underlag: Underlag) -> Askable:
    """Return what each field of a need may hold, and what one such thing is called."""
    terms = underlag.vokabular
    return {
        field: (frozenset(each.id for each in known), what)
        for field, known, what in (
            ("problemomraden", underlag.omraden, "Problemområdet"),
            ("skolformer", terms.skolformer, "Skolformen"),
            ("arskurser", terms.arskurser, "Stadiet"),
            ("amnen", terms.amnen, "Ämnet"),
            ("malgrupper", terms.malgrupper, "Målgruppen"),
            ("nivaer", terms.nivaer, "Nivån"),
            ("analysniva", terms.analysnivaer, "Analysnivån"),
        )
    }


def _choose_among(field: str, known: frozenset[str]) -> str:
    if field == "problemomraden":
        return "Välj bland katalogens problemområden."
    return f"Välj bland {', '.join(sorted(known))}."
