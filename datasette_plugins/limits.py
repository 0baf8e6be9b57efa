"""What a question to the database may use, so that one visitor cannot take what all share.

Datasette ends a question that takes too long, but only between two steps. A single step can make a
value that fills the memory, or compare two long texts for minutes.
"""

from __future__ import annotations

import sqlite3

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
"""Limit → the most that is allowed. The longest value in the catalogue has some thousand bytes."""


def limit(connection: sqlite3.Connection) -> None:
    """Lower the limits of a connection.

    Examples
    --------
    >>> connection = sqlite3.connect(":memory:")
    >>> limit(connection)
    >>> connection.execute("select zeroblob(1e9)")
    Traceback (most recent call last):
    ...
    sqlite3.DataError: string or blob too big
    """
    for category, most in LIMITS.items():
        connection.setlimit(category, most)
