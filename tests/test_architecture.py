"""The rooms and their arrows, and the public names of each."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("catalog", "matcher", "datasette_plugins")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_MODULE = 430
WITH_OWN_SQL = {ROOT / "matcher" / "baselines.py"}
"""Measures SQLite's own search, so it must ask it."""


def module_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("room", ["catalog", "matcher"])
def test_the_public_names_are_those_that_can_be_imported(room: str) -> None:
    module = importlib.import_module(room)
    assert sorted(module.__all__) == module.__all__
    for name in module.__all__:
        assert hasattr(module, name), name


@pytest.mark.parametrize("room", ["catalog", "matcher"])
def test_public_functions_are_documented_with_an_example(room: str) -> None:
    module = importlib.import_module(room)
    for name in module.__all__:
        thing = getattr(module, name)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue  # a type alias says itself what it is
        assert inspect.getdoc(thing), name
        if inspect.isfunction(thing):
            doc = inspect.getdoc(thing) or ""
            takes = ("Parameters",) if inspect.signature(thing).parameters else ()
            for part in (*takes, "Examples", ">>> "):
                assert part in doc, f"{room}.{name} saknar {part}"


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_a_module_has_a_docstring_and_one_duty(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "modulen saknar docstring"
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_sql_is_only_in_the_catalogue_room(path: Path) -> None:
    if path.is_relative_to(ROOT / "catalog") or path in WITH_OWN_SQL:
        return
    strings = [
        node.value.lower()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for text in strings:
        assert not (text.lstrip().startswith("select ") and " from " in text), text
