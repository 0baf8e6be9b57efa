"""Only the hooks that both lines of Datasette have, and one that the next one drops."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import StartupError

import datasette_plugins
from datasette_plugins.instance import open_datasette

COMMON = {
    "actor_from_request",
    "asgi_wrapper",
    "database_actions",
    "extra_body_script",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "filters_from_request",
    "forbidden",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "publish_subcommand",
    "register_commands",
    "register_facet_classes",
    "register_magic_parameters",
    "register_output_renderer",
    "register_routes",
    "render_cell",
    "startup",
    "table_actions",
}


def test_we_use_only_the_common_hooks() -> None:
    assert len(COMMON) == 22
    used = {hook.name for hook in pm.get_hookcallers(datasette_plugins) or ()}
    assert "register_routes" in used
    assert used - COMMON == {"skip_csrf"}


@pytest.mark.parametrize(
    ("path", "skipped"),
    [
        ("/analys", True),
        ("/analys.json", True),
        ("/insatser", False),
        ("/analys/x", False),
        ("/atgardsplan/plan.docx", True),
        ("/atgardsplan", False),
    ],
)
def test_only_the_analysis_goes_without_a_token(publik: Any, path: str, skipped: bool) -> None:
    scope = {"path": path}
    assert any(pm.hook.skip_csrf(datasette=publik, scope=scope)) is skipped


async def test_a_datasette_without_the_catalogue_says_what_is_missing() -> None:
    with pytest.raises(StartupError, match=r"Insatskatalogen behöver databasen katalog\.db"):
        await Datasette(memory=True).invoke_startup()


async def test_a_wrong_setting_stops_the_start_with_its_name(release: Any) -> None:
    datasette = Datasette(
        immutables=[str(release / "katalog.db")],
        metadata={"plugins": {"insatskatalogen": {"max_teken": 5}}},
    )
    with pytest.raises(StartupError, match="Okänd inställning: max_teken"):
        await datasette.invoke_startup()


@pytest.mark.parametrize("name", ["katalog.db", "index/grund_utan.npy"])
@pytest.mark.parametrize("gone", [False, True])
async def test_a_damaged_release_stops_the_start(
    release: Path, tmp_path: Path, name: str, gone: bool
) -> None:
    copy = Path(shutil.copytree(release, tmp_path / "kopia"))
    damaged = copy / name
    if not gone:
        with damaged.open("ab") as file:
            file.write(b"x")
    elif name != "katalog.db":
        damaged.unlink()
    else:
        manifest = json.loads((copy / "MANIFEST.json").read_text(encoding="utf-8"))
        manifest["filer"] = {}
        (copy / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    datasette = open_datasette(copy)
    with pytest.raises(StartupError, match=f"är skadad.*{name}.*insatser publicera"):
        await datasette.invoke_startup()
    datasette.executor.shutdown()
