"""What several tests of the catalogue need."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from catalog.editing import format_files

FELKATALOG = Path(__file__).resolve().parent.parent / "felkatalog"


@pytest.fixture
def with_fault(mini_data_copy: Path):
    """Lay one folder of felkatalog over a copy of the mini catalogue.

    ``byt.yaml`` says what is exchanged in which file, ``TA_BORT.txt`` which files go; any other
    file is added.
    """

    def lay(code: str) -> Path:
        shutil.copytree(FELKATALOG / code, mini_data_copy, dirs_exist_ok=True)
        swaps = mini_data_copy / "byt.yaml"
        if swaps.exists():
            for swap in yaml.safe_load(swaps.read_text(encoding="utf-8")):
                file = mini_data_copy / swap["fil"]
                text = file.read_text(encoding="utf-8")
                assert text.count(swap["fran"]) == 1, swap
                file.write_text(text.replace(swap["fran"], swap["till"]), encoding="utf-8")
            swaps.unlink()
            if code != "K107":
                format_files(mini_data_copy, write=True)
        removals = mini_data_copy / "TA_BORT.txt"
        if removals.exists():
            for name in removals.read_text(encoding="utf-8").split():
                (mini_data_copy / name).unlink()
            removals.unlink()
        return mini_data_copy

    return lay
