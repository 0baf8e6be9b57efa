"""What needs work in the catalogue: found when a release is built, and kept in it.

Nothing here depends on which day it is: what is overdue is told when someone looks.
"""

from datasette_plugins.lage.measures import MEASURES, measures
from datasette_plugins.lage.rows import Andel, Lage, Rad, Stapel, read_state, write_state
from datasette_plugins.lage.state import state_of

__all__ = [
    "MEASURES",
    "Andel",
    "Lage",
    "Rad",
    "Stapel",
    "measures",
    "read_state",
    "state_of",
    "write_state",
]
