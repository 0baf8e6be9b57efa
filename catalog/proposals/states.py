"""The states of a proposal and the ways between them, as one table."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.proposals.model import TransitionError

UTKAST, INSKICKAT, GODKANT = "utkast", "inskickat", "godkant"
TILLAMPAT, AVVISAT, KROCK, NEDLAGT = "tillampat", "avvisat", "krock", "nedlagt"

LAGEN: Mapping[str, str] = {
    UTKAST: "Utkast",
    INSKICKAT: "Inskickat",
    GODKANT: "Godkänt",
    TILLAMPAT: "Infört",
    AVVISAT: "Avvisat",
    KROCK: "Krock",
    NEDLAGT: "Nedlagt",
}
"""States → what people read."""

OPEN = (UTKAST, INSKICKAT, GODKANT, KROCK)
"""States from which a proposal can still change the catalogue."""

SUBMIT, TAKE_BACK, SEND_BACK, APPROVE, REJECT, WITHDRAW, CONFLICT, REBASE, APPLY = (
    "skicka in",
    "ta tillbaka",
    "skicka åter",
    "godkänna",
    "avvisa",
    "lägga ned",
    "märka som krock",
    "skriva på nytt mot filen",
    "införa",
)

WAYS: Mapping[tuple[str, str], str] = {
    (UTKAST, SUBMIT): INSKICKAT,
    (INSKICKAT, TAKE_BACK): UTKAST,
    (INSKICKAT, SEND_BACK): UTKAST,
    (GODKANT, SEND_BACK): UTKAST,
    (INSKICKAT, APPROVE): GODKANT,
    (INSKICKAT, REJECT): AVVISAT,
    (GODKANT, REJECT): AVVISAT,
    (KROCK, REJECT): AVVISAT,
    (UTKAST, WITHDRAW): NEDLAGT,
    (INSKICKAT, WITHDRAW): NEDLAGT,
    (KROCK, WITHDRAW): NEDLAGT,
    (INSKICKAT, CONFLICT): KROCK,
    (GODKANT, CONFLICT): KROCK,
    (KROCK, REBASE): UTKAST,
    (UTKAST, REBASE): UTKAST,
    (GODKANT, APPLY): TILLAMPAT,
}
"""State and what someone does → the next state. What is not here cannot be done."""


def after(state: str, action: str) -> str:
    """Return the next state.

    Raises
    ------
    TransitionError
        With what can be done instead.

    Examples
    --------
    >>> after("inskickat", "godkänna")
    'godkant'
    >>> after("avvisat", "godkänna")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    catalog.proposals.model.TransitionError: Ett förslag i läget «Avvisat» går inte att godkänna...
    """
    if (state, action) in WAYS:
        return WAYS[state, action]
    others = [each for start, each in WAYS if start == state and each != CONFLICT]
    advice = (
        f"Det går att {', '.join(others[:-1]) + ' eller ' if others[1:] else ''}{others[-1]} det."
        if others
        else "Det är avslutat; skriv ett nytt förslag i stället."
    )
    raise TransitionError(
        f"Ett förslag i läget «{LAGEN.get(state, state)}» går inte att {action}. {advice}"
    )
