"""From a described need to reasoned suggestions. These names are what other rooms may use."""

from matcher.arbetsfil import Arbetsfil, read_arbetsfil, write_arbetsfil
from matcher.encoding import Encoder, default_encoder
from matcher.errors import BehovError, IntakeError, MatcherError, MatchIndexError
from matcher.index import IndexManifest, build_index, count_missing
from matcher.intake import Analys, Stycke, read_analysis, read_safely
from matcher.matching import Matcher, open_matcher
from matcher.measured import Matning, measure_matching
from matcher.needs import FunnetBehov, Genomlasning, till_arbetsfil
from matcher.paket import Insatspaket, bygg_paket
from matcher.plan import Atgardsplan, atgardsplan, plan_docx, plan_json, plan_markdown
from matcher.result import Behov, Forstatt, FunnetOmrade, Match, Matchning, Skal, Styrka
from matcher.vector_cache import VectorCache
from matcher.why import Redovisning

__all__ = [
    "Analys",
    "Arbetsfil",
    "Atgardsplan",
    "Behov",
    "BehovError",
    "Encoder",
    "Forstatt",
    "FunnetBehov",
    "FunnetOmrade",
    "Genomlasning",
    "IndexManifest",
    "Insatspaket",
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
    "atgardsplan",
    "build_index",
    "bygg_paket",
    "count_missing",
    "default_encoder",
    "measure_matching",
    "open_matcher",
    "plan_docx",
    "plan_json",
    "plan_markdown",
    "read_analysis",
    "read_arbetsfil",
    "read_safely",
    "till_arbetsfil",
    "write_arbetsfil",
]
