"""What needs work in the catalogue: found when a release is built, and kept in it.

Nothing here depends on which day it is: what is overdue is told when someone looks.
"""

from datasette_plugins.lage.rows import Lage, Rad, Stapel, read_state, write_state
from datasette_plugins.lage.state import state_of

__all__ = ["Lage", "Rad", "Stapel", "read_state", "state_of", "write_state"]
