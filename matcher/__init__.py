"""From a described need to reasoned suggestions. These names are what other rooms may use."""

from matcher.encoding import Encoder, default_encoder
from matcher.errors import BehovError, IntakeError, MatcherError, MatchIndexError
from matcher.index import IndexManifest, build_index, count_missing
from matcher.intake import Analys, Stycke, read_analysis
from matcher.matching import Matcher, open_matcher
from matcher.needs import FunnetBehov
from matcher.result import Behov, FunnetOmrade, Match, Matchning, Skal, Styrka
from matcher.vector_cache import VectorCache

__all__ = [
    "Analys",
    "Behov",
    "BehovError",
    "Encoder",
    "FunnetBehov",
    "FunnetOmrade",
    "IndexManifest",
    "IntakeError",
    "Match",
    "MatchIndexError",
    "Matcher",
    "MatcherError",
    "Matchning",
    "Skal",
    "Stycke",
    "Styrka",
    "VectorCache",
    "build_index",
    "count_missing",
    "default_encoder",
    "open_matcher",
    "read_analysis",
]
