"""Proposals: what people write, until it is the catalogue's own files.

A package and not one module, because each part has a duty of its own: the states, the store, what
a proposal does with the files, how it reads, how it is applied without losing anything, and what
became of it.
"""

from catalog.proposals.applying import Applied, apply_proposal, findings_for, recover
from catalog.proposals.awaiting import (
    AwaitingError,
    Offers,
    changes_with,
    name_said,
    offers,
    with_offers,
)
from catalog.proposals.backup import Sakerhetskopia, back_up, restore
from catalog.proposals.changes import (
    Plan,
    canonical,
    change,
    merge,
    new_record,
    rename,
    retire,
    text_of,
)
from catalog.proposals.diff import Faltandring, field_changes, line_changes, paired
from catalog.proposals.git import Git, export_patch
from catalog.proposals.history import Historikrad, history
from catalog.proposals.importing import Importerat, import_nomination
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
    StoreError,
    TransitionError,
    WriteError,
)
from catalog.proposals.states import APPLY, LAGEN
from catalog.proposals.store import ProposalStore
from catalog.proposals.writing import is_half_applied, sole_writer, undisturbed

__all__ = [
    "APPLY",
    "LAGEN",
    "SLAG",
    "Applied",
    "AwaitingError",
    "DraftConflictError",
    "Faltandring",
    "Filandring",
    "FileConflictError",
    "Forslag",
    "Git",
    "Handelse",
    "Historikrad",
    "Importerat",
    "Kommentar",
    "NotFoundError",
    "Offers",
    "Plan",
    "ProposalError",
    "ProposalStore",
    "RulesBrokenError",
    "Sakerhetskopia",
    "SelfReviewError",
    "StoreError",
    "TransitionError",
    "WriteError",
    "apply_proposal",
    "back_up",
    "canonical",
    "change",
    "changes_with",
    "export_patch",
    "field_changes",
    "findings_for",
    "history",
    "import_nomination",
    "is_half_applied",
    "line_changes",
    "merge",
    "name_said",
    "new_record",
    "offers",
    "paired",
    "recover",
    "rename",
    "restore",
    "retire",
    "sole_writer",
    "text_of",
    "undisturbed",
    "with_offers",
]
