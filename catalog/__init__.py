"""From YAML to a database that can be read."""

from catalog.building import Manifest, build
from catalog.checking import check
from catalog.findings import CatalogError, Finding
from catalog.reading import Reader, open_reader

__all__ = ["CatalogError", "Finding", "Manifest", "Reader", "build", "check", "open_reader"]
