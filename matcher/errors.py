"""What can go wrong between a visitor and the matcher, said so that it can be mended.

- MatcherError
  - BehovError       the described need cannot be matched
  - IntakeError      the uploaded file cannot be read
  - MatchIndexError  the index is missing or belongs to another catalogue
  - ArbetsfilError   the working file cannot be opened
  - RowError         a row of statements cannot be read
"""

from __future__ import annotations


class MatcherError(Exception):
    """A fault told in Swedish, with what to do about it.

    Parameters
    ----------
    message : str
        What is wrong, in a sentence.
    remedy : str
        What to do about it, in a sentence.

    Examples
    --------
    >>> print(MatcherError("Filen är tom.", "Välj en annan fil."))
    Filen är tom. Välj en annan fil.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class BehovError(MatcherError):
    """The described need cannot be matched."""


class IntakeError(MatcherError):
    """The uploaded file cannot be read."""


class MatchIndexError(MatcherError):
    """The index is missing, broken or belongs to another catalogue."""


class ArbetsfilError(MatcherError):
    """The working file of a sitting cannot be opened."""


class RowError(MatcherError):
    """A row of statements cannot be read."""
