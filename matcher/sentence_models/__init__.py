"""What a sentence of an analysis does, and which level it is of: two small linear models.

They are learned when a catalogue's index is built, from made-up sentences (``roller.yaml`` and
``nivaer.yaml``) and the catalogue's own formulations, and are saved with the index.
"""

from matcher.sentence_models.cues import NAMES, cues
from matcher.sentence_models.levels import COLUMNS, LEVELS, OUTSIDE
from matcher.sentence_models.linear import SentenceModel
from matcher.sentence_models.roles import ROLES
from matcher.sentence_models.saved import SentenceModels, fingerprint, learn

__all__ = [
    "COLUMNS",
    "LEVELS",
    "NAMES",
    "OUTSIDE",
    "ROLES",
    "SentenceModel",
    "SentenceModels",
    "cues",
    "fingerprint",
    "learn",
]
