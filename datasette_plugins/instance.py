"""Open a release as a Datasette of ours, ready to serve or to ask in process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from datasette_plugins.settings import DATABASE, DATABASE_FILE, read_configuration
from datasette_plugins.tabeller import describe_tables

SECRET = "DATASETTE_SECRET"  # noqa: S105 - the name of a variable


def open_datasette(
    release: Path, name: str = "publik", *, local: Path | None = None, **settings: Any
) -> Any:
    """Return the named instance on a release; keyword arguments replace Datasette's settings.

    ``local`` is a file with settings that go before those that the instance comes with.
    """
    # Datasette loads its plugins, and so this room, when its application is first imported.
    from datasette.app import Datasette

    configuration = read_configuration(name, local)
    database = configuration.metadata["databases"][DATABASE]
    database["tables"] = describe_tables()
    return Datasette(
        [],
        immutables=[str(release / DATABASE_FILE)],
        metadata=configuration.metadata,
        settings={**configuration.settings, **settings},
        # The same for every process, so that who is logged in stays so when a release comes.
        secret=os.environ.get(SECRET) or None,
    )
