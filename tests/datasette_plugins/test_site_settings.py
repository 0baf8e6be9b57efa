"""The settings of a place go before ours, and wrong ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasette_plugins.settings import SettingsError, read_configuration, read_settings


def test_local_settings_go_before_ours(tmp_path: Path) -> None:
    local = tmp_path / "egna.yml"
    local.write_text(
        "settings: {base_url: /skola/}\n"
        "metadata: {plugins: {insatskatalogen: {hsts_sekunder: 60}}}\n",
        encoding="utf-8",
    )
    configuration = read_configuration("publik", local)
    assert configuration.settings["base_url"] == "/skola/"
    assert configuration.settings["sql_time_limit_ms"] == 1000
    assert configuration.metadata["plugins"]["insatskatalogen"]["hsts_sekunder"] == 60
    assert configuration.metadata["plugins"]["insatskatalogen"]["antal_forslag"] == 10
    assert "databases" in configuration.metadata


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("settings: {bas_url: /x/}", "Okänt i inställningarna .*: bas_url"),
        ("annat: 1", "Okänt i inställningarna .*: annat"),
        ("metadata: {databases: {}}", "Okänt i inställningarna .*: databases"),
        ("metadata: {plugins: {annan: {}}}", "Okänt i inställningarna .*: annan"),
        ("metadata: {plugins: {insatskatalogen: {cache_mb: -1}}}", "cache_mb .* 0 eller högre"),
        ("- en lista", "går inte att läsa som inställningar"),
        ("a: [", "går inte att läsa som inställningar"),
    ],
)
def test_wrong_local_settings_are_named(tmp_path: Path, content: str, expected: str) -> None:
    local = tmp_path / "egna.yml"
    local.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=expected):
        read_configuration("publik", local)


@pytest.mark.parametrize("name", ["cache_sekunder", "cache_mb", "hsts_sekunder"])
def test_what_can_be_off_can_be_nought(name: str) -> None:
    assert getattr(read_settings({name: 0}), name) == 0
