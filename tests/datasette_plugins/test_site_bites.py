"""Text that bites, in a record that is published: it is text on the pages and in the files."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook

from catalog import files
from catalog.records import Insats
from datasette_plugins.instance import open_datasette
from datasette_plugins.publishing import publish

BITES = "<img src=x onerror=bitten=1><script>bitten=1</script> =1+1 {{ 7*7 }} ]]> &lt;b&gt;"
RECORD = "samtal-om-text"
PAGES = (
    f"/insatser/{RECORD}",
    "/insatser",
    f"/lista?insats={RECORD}",
    f"/jamfor?insats={RECORD}&insats=tal-i-tanken",
    "/sok?q=bitten",
    f"/katalog/insats?id={RECORD}",
)


@pytest.fixture(scope="module")
def bitten(mini_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release where an insats has such text in its name and in all that it says of itself."""
    folder = tmp_path_factory.mktemp("bites")
    data = Path(shutil.copytree(mini_data, folder / "data"))
    path = data / "insatser" / f"{RECORD}.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    values |= {name: f"{values[name]} {BITES}" for name in ("namn", "sammanfattning", "omfattning")}
    values["beskrivning"] += f"\n\n{BITES}"
    for name in ("formuleringar", "passar_nar", "passar_inte"):
        values[name][0] += f" {BITES}"
    path.write_text(files.dump(Insats.model_validate(values)), encoding="utf-8")
    return publish(data, folder / "build", vectors="inga")


@pytest.mark.parametrize("path", PAGES)
async def test_it_is_text_on_the_page(bitten: Path, path: str) -> None:
    answer = await open_datasette(bitten).client.get(path)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    assert "<script>bitten=1</script>" in page.get_text()
    assert not page.select("[onerror]")
    run = page.select("script:not([type='application/ld+json'])")
    assert not [each for each in run if "bitten" in (each.string or "")]


async def test_it_is_text_in_every_file(bitten: Path) -> None:
    client = open_datasette(bitten).client

    async def fetch(ending: str) -> bytes:
        answer = await client.get(f"/lista.{ending}?insats={RECORD}")
        assert answer.status_code == 200
        return bytes(answer.content)

    word = Document(io.BytesIO(await fetch("docx")))
    assert any(BITES in each.text for each in word.paragraphs)
    sheet = load_workbook(io.BytesIO(await fetch("xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if "bitten" in str(cell.value)]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    rows = csv.reader(io.StringIO((await fetch("csv")).decode("utf-8-sig")), delimiter=";")
    assert any(BITES in cell for row in rows for cell in row)
