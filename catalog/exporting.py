"""The whole catalogue as files to take away: JSON, CSV, YAML and CSL, made with each release.

The same data give the same bytes, so that a file can be checked against the release's manifest.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from catalog import schema
from catalog.kinds import WITH_PAGES
from catalog.reading import Reader, open_reader

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
JSON_FILE = "insatskatalogen.json"
CSV_FILE = "insatskatalogen-csv.zip"
YAML_FILE = "insatskatalogen-yaml.zip"
CSL_FILE = "referenser.csl.json"
CSV_METADATA = "csv-metadata.json"
PLAIN = ("README.md", "LICENSE", "id-register.txt")
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold: the day of the build is no part of the catalogue."""


def export(data: Path, database: Path, target: Path) -> tuple[Path, ...]:
    """Write the catalogue as files in a new folder, and return them.

    Parameters
    ----------
    data : Path
        The data folder that the database was built from.
    database : Path
        ``katalog.db`` of the release.
    target : Path
        Folder that gets the files; it must not exist.

    Examples
    --------
    >>> for path in export(data, utgava / "katalog.db", mapp / "filer"):
    ...     path.name
    'insatskatalogen.json'
    'insatskatalogen-csv.zip'
    'insatskatalogen-yaml.zip'
    'referenser.csl.json'
    """
    target.mkdir()
    with open_reader(database) as reader:
        _write_json(target / JSON_FILE, whole(reader))
        _write_json(target / CSL_FILE, references(reader))
    _write_zip(target / CSV_FILE, _tables(database))
    _write_zip(target / YAML_FILE, _records(data))
    return tuple(target / name for name in (JSON_FILE, CSV_FILE, YAML_FILE, CSL_FILE))


def whole(reader: Reader) -> dict[str, Any]:
    """Return the whole catalogue, each record in the shape that its own JSON address has.

    Examples
    --------
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     content = whole(reader)
    >>> len(content["insatser"]), content["insatser"][0]["typ"]["id"]
    (12, 'kurs')
    """
    byggnad = reader.byggnad()
    return {
        "version": byggnad["version"],
        "schema": int(byggnad["schema"]),
        "licens": LICENCE,
        "insatser": _plain(reader.insatser()),
        "problemomraden": _plain(reader.problemomraden()),
        "paverkansfaktorer": _plain(_each(reader.paverkansfaktor, reader.paverkansfaktorer())),
        "program": _plain(_each(reader.program, reader.programlista())),
        "anordnare": _plain(_each(reader.anordnare, reader.anordnarlista())),
        "kallor": [with_csl(blad) for blad in _each(reader.referens, reader.referenser())],
        "vokabularer": _plain(reader.begreppslistor()),
    }


def references(reader: Reader) -> list[dict[str, Any]]:
    """Return every work as CSL-JSON, for reference managers.

    Examples
    --------
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     [work["id"] for work in references(reader)]
    ['exempelsson-2012', 'pahittad-2020']
    """
    return [json.loads(blad.csl) for blad in _each(reader.referens, reader.referenser())]


def with_csl(blad: Any) -> dict[str, Any]:
    """Return a work as plain values, with its CSL record opened."""
    return {**asdict(blad), "csl": json.loads(blad.csl)}


def _each(question: Any, cards: Iterable[Any]) -> list[Any]:
    return [question(card.id) for card in cards]


def _plain(things: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(thing) for thing in things]


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def _write_zip(path: Path, files: Iterable[tuple[str, str]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            entry = zipfile.ZipInfo(name, MIDNIGHT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)


def _tables(database: Path) -> Iterator[tuple[str, str]]:
    """Yield every table as CSV, and what their columns mean as CSV on the Web tells it."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        for table in schema.TABLES:
            names = [column.name for column in table.columns]
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(names)
            order = ", ".join(table.key) or "rowid"
            quoted = ", ".join(f'"{name}"' for name in names)
            writer.writerows(
                connection.execute(f'select {quoted} from "{table.name}" order by {order}')
            )
            yield f"{table.name}.csv", text.getvalue()
    finally:
        connection.close()
    yield CSV_METADATA, json.dumps(_csv_metadata(), ensure_ascii=False, indent=1) + "\n"


def _csv_metadata() -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "dc:license": {"@id": LICENCE},
        "dc:title": "Insatskatalogen",
        "tables": [_csv_table(table) for table in schema.TABLES],
    }


def _csv_table(table: schema.Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "columns": [
            {
                "name": column.name,
                "titles": column.name,
                "dc:description": column.description,
                "datatype": "integer" if column.type is int else "string",
                "required": column.required,
            }
            for column in table.columns
        ],
        "foreignKeys": [
            {
                "columnReference": column.name,
                "reference": {"resource": f"{column.points_at}.csv", "columnReference": "id"},
            }
            for column in table.columns
            if column.points_at
        ],
    }
    if table.key:
        described["primaryKey"] = list(table.key)
    return {"url": f"{table.name}.csv", "dc:description": table.description} | {
        "tableSchema": described
    }


def _records(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the records as they are written, without what is only for measuring the matching."""
    folders = [path for kind in (*WITH_PAGES, "vokabular") for path in (data / kind).glob("*.yaml")]
    for path in [*(data / name for name in PLAIN), *sorted(folders)]:
        if path.is_file():
            yield path.relative_to(data).as_posix(), path.read_text(encoding="utf-8")
