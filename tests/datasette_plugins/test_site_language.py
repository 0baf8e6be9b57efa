"""The command line speaks Swedish, also where the library words it."""

from __future__ import annotations

import gettext
import re

import pytest
from click.testing import CliRunner

from datasette_plugins.cli import cli
from datasette_plugins.language import LOCALE

FOLDER = LOCALE / "sv" / "LC_MESSAGES"
SAID = [
    (["--help"], 0, ["Så här:", "Kommandon:", "Visa den här hjälpen."]),
    (["katalog", "bygg"], 2, ["Fel: Val saknas: '--ut'", "för hjälp"]),
    (["katalog", "byggg"], 2, ["Kommandot 'byggg' finns inte."]),
    (["servera", "publik", "--port", "x"], 2, ["Ogiltigt värde för '--port'"]),
    (["servera", "privat"], 2, ["'privat' är inte"]),
    (["matcha", "text"], 2, ["Argument saknas: 'TEXT'"]),
]


@pytest.mark.parametrize(("words", "code", "said"), SAID)
def test_what_click_says_is_swedish(words: list[str], code: int, said: list[str]) -> None:
    result = CliRunner().invoke(cli, words, prog_name="insatser")
    assert result.exit_code == code
    for text in said:
        assert text in result.output
    for english in ("Usage", "Options", "Error", "Show this", "Try "):
        assert english not in result.output


def test_a_password_is_asked_for_in_swedish() -> None:
    written = "ett långt lösenord\nett annat lösenord\n" + "ett långt lösenord\n" * 2
    result = CliRunner().invoke(cli, ["redaktion", "losenord"], input=written)
    asked = ["Lösenord:", "Skriv det en gång till:"]
    unlike = "Fel: Det du skrev är inte lika båda gångerna. Försök igen."
    *said, told = [line.strip() for line in result.output.splitlines()]
    assert said == [*asked, unlike, *asked]
    assert told.startswith("pbkdf2_sha256$")
    assert "ett långt" not in result.output


def test_the_compiled_words_are_those_of_the_source() -> None:
    source = (FOLDER / "messages.po").read_text(encoding="utf-8")
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE)
    assert pairs
    for english, swedish in pairs:
        assert compiled.gettext(english) == swedish
