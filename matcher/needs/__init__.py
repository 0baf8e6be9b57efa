"""A whole analysis → the problems it tells of, and what works, has been tried and pupils say."""

from matcher.needs.model import FunnetBehov, Genomlasning
from matcher.needs.reading import Lasare, read_whole
from matcher.needs.roles import role_model
from matcher.needs.working_file import till_arbetsfil

__all__ = [
    "FunnetBehov",
    "Genomlasning",
    "Lasare",
    "read_whole",
    "role_model",
    "till_arbetsfil",
]
