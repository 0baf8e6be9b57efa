"""From YAML to a database that can be read."""

from catalog.building import Manifest, build
from catalog.checking import check
from catalog.findings import CatalogError, Finding
from catalog.proposals import ProposalStore, apply_proposal
from catalog.reading import Reader, open_reader

__all__ = [
    "CatalogError",
    "Finding",
    "Manifest",
    "ProposalStore",
    "Reader",
    "apply_proposal",
    "build",
    "check",
    "open_reader",
]
