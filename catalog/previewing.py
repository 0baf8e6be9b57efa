"""The catalogue as readers would see it with some records changed, without building it all again.

A copy in memory of the built database gets the rows of the changed records, and of those that the
files have and the build has not. The full text is left as it was: a preview is not searched in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from catalog import files
from catalog.kinds import KINDS, WITH_PAGES
from catalog.loading import Katalog, with_posts
from catalog.reading import Reader
from catalog.records import Post
from catalog.rows import Rows, rows_about
from catalog.schema import TABLES

TABLE_OF = {
    "insatser": "insats",
    "problemomraden": "problemomrade",
    "paverkansfaktorer": "paverkansfaktor",
    "program": "program",
    "anordnare": "anordnare",
    "referenser": "referens",
}
"""Kind → the table that has one row for each of its records."""


def posts_in(changes: Mapping[str, str | None]) -> dict[str, dict[str, Post]]:
    """Return kind → id → record of the changed files.

    Raises
    ------
    ValueError
        When a file does not hold as a record; pydantic's error is one.
    """
    found: dict[str, dict[str, Post]] = {}
    for name, text in changes.items():
        kind, _, rest = name.partition("/")
        if text is None or kind not in WITH_PAGES:
            continue
        raw, _ = files.parse(text, name)
        if raw is None:
            raise ValueError(name)
        found.setdefault(kind, {})[rest.removesuffix(".yaml")] = KINDS[kind].model_validate(
            raw.values
        )
    return found


@contextmanager
def open_preview(
    database: Path,
    katalog: Katalog,
    changes: Mapping[str, str | None],
    *,
    at: Path | None = None,
) -> Iterator[Reader]:
    """Open the catalogue as it would be read with changed files; ``at`` is a file to keep it in.

    Raises
    ------
    ValueError
        When a changed file does not hold as a record.
    KeyError
        When a record names something that there is not.

    Examples
    --------
    >>> from catalog.loading import load
    >>> name = "insatser/narvaroteam.yaml"
    >>> text = (data / name).read_text(encoding="utf-8").replace("Närvaroteam", "Närvarolag", 1)
    >>> with open_preview(utgava / "katalog.db", load(data)[0], {name: text}) as reader:
    ...     reader.insats("narvaroteam").namn
    'Närvarolag'
    """
    changed = posts_in(changes)
    after = with_posts(katalog, changed)
    with closing(sqlite3.connect(at or ":memory:")) as memory:
        source = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        source.backup(memory)
        source.close()
        chosen = {kind: {*changed.get(kind, ()), *_new(memory, after, kind)} for kind in WITH_PAGES}
        for kind, ids in chosen.items():
            for post_id in ids:
                _remove(memory, kind, post_id)
        _insert(memory, rows_about(after, chosen))
        memory.commit()
        yield Reader(memory)


def _new(memory: sqlite3.Connection, katalog: Katalog, kind: str) -> set[str]:
    built = {row[0] for row in memory.execute(f"select id from {TABLE_OF[kind]}")}
    return set(katalog.poster[kind]) - built


def _remove(memory: sqlite3.Connection, kind: str, post_id: str) -> None:
    owner = TABLE_OF[kind]
    for table in TABLES:
        columns = [column.name for column in table.columns]
        if table.name == owner:
            memory.execute(f"delete from {owner} where id = ?", (post_id,))
        elif columns[0] == owner or (table.name == "kalla" and owner in columns):
            memory.execute(f"delete from {table.name} where {owner} = ?", (post_id,))
    memory.execute("delete from alias where slag = ? and id = ?", (kind, post_id))


def _insert(memory: sqlite3.Connection, rows: Rows) -> None:
    for table, some in rows.items():
        for row in some:
            names = ", ".join(row)
            places = ", ".join("?" * len(row))
            memory.execute(
                f"insert or replace into {table} ({names}) values ({places})", list(row.values())
            )
