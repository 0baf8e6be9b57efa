"""A whole analysis → the problems it tells of, and what works, has been tried and pupils say."""

from matcher.needs.done import Gjort
from matcher.needs.model import FunnetBehov, Genomlasning
from matcher.needs.reading import Lasare, read_whole
from matcher.needs.strengths import tells_only_strengths
from matcher.needs.working_file import till_arbetsfil

__all__ = [
    "FunnetBehov",
    "Genomlasning",
    "Gjort",
    "Lasare",
    "read_whole",
    "tells_only_strengths",
    "till_arbetsfil",
]
