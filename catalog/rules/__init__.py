"""What must hold for the data, one function a rule."""

from catalog.rules import form, governance, links, sources
from catalog.rules.registry import RULES, SHAPE_CODES, Rule

__all__ = ["RULES", "SHAPE_CODES", "Rule", "form", "governance", "links", "sources"]
