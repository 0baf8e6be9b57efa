"""From a described need to reasoned suggestions. These names are what other rooms may use."""

from matcher.encoding import Encoder, default_encoder
from matcher.errors import BehovError, IntakeError, MatcherError, MatchIndexError
from matcher.index import IndexManifest, build_index, count_missing
from matcher.intake import Analys, Stycke, read_analysis, read_safely
from matcher.matching import Matcher, open_matcher
from matcher.measured import Matning, measure_matching
from matcher.needs import FunnetBehov, Genomlasning, till_arbetsfil
from matcher.result import Behov, Forstatt, FunnetOmrade, Match, Matchning, Skal, Styrka
from matcher.vector_cache import VectorCache
from matcher.why import Redovisning

__all__ = [
    "Analys",
    "Behov",
    "BehovError",
    "Encoder",
    "Forstatt",
    "FunnetBehov",
    "FunnetOmrade",
    "Genomlasning",
    "IndexManifest",
    "IntakeError",
    "Match",
    "MatchIndexError",
    "Matcher",
    "MatcherError",
    "Matchning",
    "Matning",
    "Redovisning",
    "Skal",
    "Stycke",
    "Styrka",
    "VectorCache",
    "build_index",
    "count_missing",
    "default_encoder",
    "measure_matching",
    "open_matcher",
    "read_analysis",
    "read_safely",
    "till_arbetsfil",
]
