"""What the documentation says is what the code does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from catalog.kinds import KINDS
from catalog.rules import RULES, SHAPE_CODES
from datasette_plugins.cli import cli
from datasette_plugins.openapi import document
from datasette_plugins.routes import FOR_PROGRAMS
from datasette_plugins.settings import read_configuration

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA_README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "insatser") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


@pytest.mark.parametrize(("name", "command"), list(commands(cli)))
def test_every_command_is_in_the_readme_and_explains_itself(
    name: str, command: click.Command
) -> None:
    assert f"`{name}`" in README
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name}"


@pytest.mark.parametrize("path", [*document("")["paths"], *FOR_PROGRAMS])
def test_every_address_for_programs_is_in_the_readme(path: str) -> None:
    assert re.search(rf"\| `(POST )?{re.escape(path)}` \|", README)


@pytest.mark.parametrize("code", sorted({*RULES, *SHAPE_CODES}))
def test_every_rule_is_in_the_data_readme(code: str) -> None:
    assert f"| {code} |" in DATA_README


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_in_the_data_readme(kind: str) -> None:
    for name, field in KINDS[kind].model_fields.items():
        assert f"| `{field.alias or name}` | {field.title} |" in DATA_README


@pytest.mark.parametrize("name", ["README.md", "data/README.md"])
def test_links_to_files_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert targets
    for target in targets:
        assert (folder / target).exists(), target


DRIFT = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DRIFT, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_settings_of_the_guide_are_accepted(tmp_path: Path) -> None:
    local = tmp_path / "insatskatalogen.yml"
    local.write_text(block("yaml"), encoding="utf-8")
    told = read_configuration("publik", local)
    assert told.metadata["plugins"]["insatskatalogen"]["hsts_sekunder"] == 0
    assert told.metadata == read_configuration("publik").metadata


def test_the_unit_of_the_guide_starts_a_command_that_exists() -> None:
    started = re.search(r"^ExecStart=\S+/insatser (.+)$", block("ini"), re.MULTILINE)
    assert started is not None
    name, *arguments = started.group(1).split()
    command = dict(commands(cli))[f"insatser {name}"]
    options = {each.opts[0] for each in command.params if each.opts}
    assert {each for each in arguments if each.startswith("--")} <= options


def test_the_proxy_of_the_guide_never_writes_a_text_to_disk_or_log() -> None:
    nginx = block("nginx")
    for line in ("proxy_request_buffering off;", "proxy_max_temp_file_size 0;"):
        assert line in nginx
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", nginx)


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    assert version is not None
    assert f"## [{version.group(1)}]" in changelog


LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-semantik.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_exact_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.findall(r"^[A-Za-z0-9].*", text, re.MULTILINE)
    assert packages
    assert all(re.match(r"^\S+==\S+ \\$", line) for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-semantik.lock": project["project"]["optional-dependencies"]["semantik"],
        "requirements-dev.lock": [
            name for group in groups.values() for name in group if isinstance(name, str)
        ],
    }
    for lock, names in wanted.items():
        text = (ROOT / lock).read_text(encoding="utf-8").lower()
        for name in names:
            bare = re.split(r"[<>=\[]", name)[0].lower()
            assert re.search(rf"^{re.escape(bare)}==", text, re.MULTILINE), (lock, bare)
