"""A whole analysis → the problems it tells of, and what works, has been tried and pupils say."""

from matcher.needs.finding import find_needs, is_read_in_part
from matcher.needs.model import FunnetBehov, Genomlasning
from matcher.needs.working_file import till_arbetsfil

__all__ = ["FunnetBehov", "Genomlasning", "find_needs", "is_read_in_part", "till_arbetsfil"]
