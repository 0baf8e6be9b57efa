"""Catalogues to read (shared) and to change (a copy), and releases built from them once.

It lies at the top, so that the examples in the docstrings of every room can use them too.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from matcher import Matcher, open_matcher

ROOT = Path(__file__).resolve().parent
LONGEST_IN_NAME = 80
SLOW_TO_MAKE = {"riktig_release": "riktig", "walk": "promenad"}
"""Fixture → the group of the tests that use it."""


@pytest.fixture(scope="session")
def mini_data() -> Path:
    """Twelve invented insatser that touch every field; for reading only."""
    return ROOT / "tests" / "minikatalog"


@pytest.fixture
def mini_data_copy(mini_data: Path, tmp_path: Path) -> Path:
    """The same, to change."""
    return Path(shutil.copytree(mini_data, tmp_path / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The catalogue's own data."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def release(mini_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole release of the mini catalogue, without vectors."""
    from datasette_plugins.publishing import publish

    return publish(mini_data, tmp_path_factory.mktemp("mini") / "build", vectors="inga")


@pytest.fixture(scope="session")
def riktig_release(real_data: Path) -> Path:
    """A whole release of the real catalogue, for reading only.

    It takes minutes to build, so all workers share it and it is kept until data or program change.
    """
    from datasette_plugins.publishing import publish

    cache = Path(os.environ.get("INSATSER_VEKTORER", ROOT / "build" / "vektorer"))
    return publish(real_data, ROOT / "build" / "prov", vectors="alla", cache=cache)


@pytest.fixture(scope="session")
def riktig_matcher(riktig_release: Path) -> Matcher:
    """The matcher of the real catalogue; it takes seconds to be ready for its first question."""
    return open_matcher(riktig_release)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give one worker all the tests that use what is slow to make, so that no other makes it too.

    ``--dist loadgroup`` hands out the largest groups first.
    """
    for item in items:
        used = SLOW_TO_MAKE.keys() & set(getattr(item, "fixturenames", ()))
        for name in sorted(used):
            item.add_marker(pytest.mark.xdist_group(SLOW_TO_MAKE[name]))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by the beginning of a long text, and by the size of a file.

    A file that is packed when the tests are collected holds the time, and workers must agree.
    """
    if isinstance(val, str) and len(val) > LONGEST_IN_NAME:
        return f"{val[:LONGEST_IN_NAME]}… {len(val)} tecken"
    if isinstance(val, bytes) and len(val) > LONGEST_IN_NAME:
        return f"{len(val)} byte"
    return None


@pytest.fixture(autouse=True)
def names_in_examples(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, object], tmp_path: Path
) -> None:
    """Give the examples in docstrings a data folder, a release and an empty folder, if they ask."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    source = "".join(example.source for example in request.node.dtest.examples)
    doctest_namespace["mapp"] = tmp_path
    doctest_namespace["data"] = request.getfixturevalue("mini_data")
    if "utgava" in source:
        doctest_namespace["utgava"] = request.getfixturevalue("release")
