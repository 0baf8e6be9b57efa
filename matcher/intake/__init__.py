"""A file's bytes → ``Analys``; the kind is decided by what the bytes are, not by the name.

``read_safely`` is for files from others: each is read by a process of its own, with limits.
``read_analysis`` reads in this process.
"""

from matcher.intake.model import Analys, Stycke
from matcher.intake.reading import read_analysis
from matcher.intake.sandbox import read_safely, warm_up

__all__ = ["Analys", "Stycke", "read_analysis", "read_safely", "warm_up"]
