"""Whether a text is Swedish, decided by its commonest small words."""

from __future__ import annotations

from catalog.swedish import tokens

SWEDISH = frozenset(
    tokens(
        "och att det som en är på i av för med den till inte om ett har de vi men från så eller "
        "när kan ska sin sig var hur alla mer än bara utan vid där finns också efter mellan "
        "elever eleverna lärare lärarna skolan rektor barn barnen "
    )
)
OTHER = frozenset(
    tokens(
        "the and of to is that it for are with as was on be this have not they from by at or we "
        "which our their students school teachers pupils der die das und ist nicht mit ein eine "
        "auf les des est une pour dans pas qui que los las una con "
    )
)
FEWEST_WORDS = 4
LONG_ENOUGH = 12


def is_swedish(text: str) -> bool:
    """Return whether a text seems to be Swedish; a few words are given the benefit of the doubt.

    Examples
    --------
    >>> is_swedish("npf"), is_swedish("The pupils do not understand what they read.")
    (True, False)
    """
    words = tokens(text)
    if len(words) < FEWEST_WORDS:
        return True
    swedish = sum(word in SWEDISH for word in words)
    other = sum(word in OTHER for word in words)
    if swedish == other == 0 and not any(letter in text.lower() for letter in "åäö"):
        return len(words) < LONG_ENOUGH
    return swedish >= other
