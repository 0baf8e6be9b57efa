"""Proposals: what people write, until it is the catalogue's own files.

A package and not one module, because each part has a duty of its own: the states, the store, what
a proposal does with the files, how it reads, how it is applied without losing anything, and what
became of it.
"""

from catalog.proposals.model import (
    SLAG,
    DraftConflictError,
    Filandring,
    FileConflictError,
    Forslag,
    Handelse,
    Kommentar,
    NotFoundError,
    ProposalError,
    RulesBrokenError,
    SelfReviewError,
    TransitionError,
    WriteError,
)
from catalog.proposals.states import LAGEN
from catalog.proposals.store import ProposalStore

__all__ = [
    "LAGEN",
    "SLAG",
    "DraftConflictError",
    "Filandring",
    "FileConflictError",
    "Forslag",
    "Handelse",
    "Kommentar",
    "NotFoundError",
    "ProposalError",
    "ProposalStore",
    "RulesBrokenError",
    "SelfReviewError",
    "TransitionError",
    "WriteError",
]
