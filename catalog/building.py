"""``Katalog`` → ``katalog.db`` with integrity checks and a manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import schema
from catalog.checking import check_katalog
from catalog.findings import CatalogError, has_errors

if TYPE_CHECKING:
    from sqlite_utils import Database

DATABASE = "katalog.db"
MANIFEST = "MANIFEST.json"
BUILT_FROM = ("*.yaml", "*.md", "id-register.txt", "LICENSE")
"""What the release of a data folder holds something of."""


class BuildError(Exception):
    """A built database did not hold together; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a built catalogue is: its version, its counts and the hash of each file."""

    version: str
    schema: int
    antal: Mapping[str, int]
    filer: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Write the manifest beside the files that it tells of."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def build(data: Path, target: Path) -> Manifest:
    """Check a data folder and build the catalogue in a new folder.

    Parameters
    ----------
    data : Path
        The data folder.
    target : Path
        Folder that gets ``katalog.db`` and ``MANIFEST.json``. It must not exist; it appears only
        when everything went well.

    Returns
    -------
    Manifest
        With ``version``, the hash of the data: the same data gives the same bytes.

    Raises
    ------
    CatalogError
        When the check finds errors; it carries all findings.
    BuildError
        When the database does not hold together.
    FileExistsError
        When the target exists.

    Examples
    --------
    >>> manifest = build(data, mapp / "utgava")
    >>> manifest.antal["insatser"], sorted(path.name for path in (mapp / "utgava").iterdir())
    (12, ['MANIFEST.json', 'katalog.db'])
    """
    if target.exists():
        raise FileExistsError(target)
    # Only here, as in write_database: slow to import, and most that comes by only checks or reads.
    from catalog.rows import rows_of

    katalog, findings = check_katalog(data)
    if has_errors(findings):
        raise CatalogError(findings)
    version = data_version(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".bygger-", dir=target.parent))
    try:
        rows = rows_of(katalog)
        antal = {
            "insatser": len(katalog.insatser),
            "problemomraden": len(katalog.problemomraden),
            "referenser": len(katalog.referenser),
        }
        rows["byggnad"] = [
            {"nyckel": "version", "varde": version},
            {"nyckel": "schema", "varde": str(schema.SCHEMA_NUMBER)},
            *({"nyckel": f"antal_{kind}", "varde": str(n)} for kind, n in antal.items()),
        ]
        write_database(work / DATABASE, rows)
        manifest = Manifest(
            version, schema.SCHEMA_NUMBER, antal, {DATABASE: file_hash(work / DATABASE)}
        )
        manifest.write(work)
        work.chmod(0o755)
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return manifest


def write_database(path: Path, rows: Mapping[str, list[dict[str, object]]]) -> None:
    """Write and check a database; the same rows give the same bytes."""
    from sqlite_utils import Database

    database = Database(str(path))
    try:
        with database.atomic():  # all at once; the disk need not be waited for after each table
            schema.create(database)
            database.conn.execute("pragma defer_foreign_keys = on")
            for table in schema.TABLES:
                database.table(table.name).insert_all(rows.get(table.name, []))
        database.vacuum()
        schema.create_full_text(database)
        database.table("insats_fts").optimize()
        _check_integrity(database)
    finally:
        database.close()


def _check_integrity(database: Database) -> None:
    broken = list(database.query("pragma foreign_key_check"))
    if broken:
        raise BuildError(f"{len(broken)} rader pekar på något som inte finns: {broken[:3]}")
    verdict = next(iter(database.query("pragma integrity_check")))["integrity_check"]
    if verdict != "ok":
        raise BuildError(f"databasen är trasig: {verdict}")


def data_version(data: Path) -> str:
    """Return the hash of every file that the catalogue is built from, as 12 hexadecimal digits."""
    digest = hashlib.sha256(str(schema.SCHEMA_NUMBER).encode())
    files = [path for pattern in BUILT_FROM for path in sorted(data.rglob(pattern))]
    for path in files:
        name = path.relative_to(data).as_posix()
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
