"""The two models together: learned from a catalogue, saved with its index and read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from matcher.sentence_models import levels, roles
from matcher.sentence_models.linear import SentenceModel

ROLLER, NIVAER = "roller", "nivaer"


@dataclass(frozen=True)
class SentenceModels:
    """What tells the role of a sentence, and what tells its level."""

    roller: SentenceModel
    nivaer: SentenceModel

    def save(self, folder: Path) -> None:
        """Write both models."""
        self.roller.save(folder / ROLLER)
        self.nivaer.save(folder / NIVAER)

    @classmethod
    def load(cls, folder: Path) -> SentenceModels:
        """Read both models."""
        return cls(roles.load(folder / ROLLER), levels.load(folder / NIVAER))


def learn(formuleringar: Iterable[str], nivaer: Iterable[str]) -> SentenceModels:
    """Return the models of a catalogue's formulations, each with the level of its area.

    Examples
    --------
    >>> models = learn(["Ingen följer upp planen."], ["organisation"])
    >>> roles.ROLES[int(models.roller.probabilities(["Vi gick kursen 2019."])[0].argmax())]
    'historik'
    """
    return _learn(tuple(formuleringar), tuple(nivaer))


@lru_cache(maxsize=1)
def _learn(formuleringar: tuple[str, ...], nivaer: tuple[str, ...]) -> SentenceModels:
    # A process that publishes again has mostly the same formulations.
    return SentenceModels(
        roles.role_model(formuleringar), levels.level_model(formuleringar, nivaer)
    )


@cache
def fingerprint() -> str:
    """Return a hash of the code and the sentences that the models are made by."""
    digest = hashlib.sha256()
    for path in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if path.name.endswith((".py", ".yaml")):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
