"""What must hold for the data, one function a rule."""

from catalog.rules import content, doubles, form, governance, language, links, sources
from catalog.rules.registry import RULES, SHAPE_CODES, Rule

__all__ = [
    "RULES",
    "SHAPE_CODES",
    "Rule",
    "content",
    "doubles",
    "form",
    "governance",
    "language",
    "links",
    "sources",
]
