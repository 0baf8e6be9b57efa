"""What both measurements of curators who save at once share: how they work, and for how long."""

from __future__ import annotations

import argparse
import random

SHARED = 5
"""Drafts that all of them have open."""

PAUSE = 0.05
"""Seconds between two saves of one curator; far quicker than anyone types."""

OWN = 0.7
"""The share of the saves that are of a curator's own draft."""


def parser_of(doc: str | None) -> argparse.ArgumentParser:
    """Return what reads how many they are, and how long they work."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--sekunder", type=float, default=60)
    parser.add_argument("--redaktorer", type=int, default=20)
    return parser


def takes_own(luck: random.Random) -> bool:
    """Tell whether the next save is of one's own draft, and not of one that all have open."""
    return luck.random() < OWN
