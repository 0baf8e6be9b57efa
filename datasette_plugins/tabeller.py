"""What is said of every table and view of the database."""

from __future__ import annotations

from typing import Any

from catalog.schema import TABLES
from catalog.views import VIEWS


def describe_tables() -> dict[str, dict[str, Any]]:
    """Return Datasette's metadata for every table and view; link tables are hidden.

    Examples
    --------
    >>> describe_tables()["insats"]["description"]
    'Insatser som en skola eller huvudman kan använda.'
    >>> describe_tables()["insats_amne"]["hidden"]
    True
    """
    tables: dict[str, dict[str, Any]] = {
        table.name: {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
            "hidden": len(table.key) > 1,
        }
        for table in TABLES
    }
    views = {name: {"description": description} for name, (description, _) in VIEWS.items()}
    return tables | views
