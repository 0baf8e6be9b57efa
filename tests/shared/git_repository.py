"""A git repository with the data folder within, as the project's own has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

GIT = shutil.which("git") or ""


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, and return what it says."""
    done = subprocess.run(  # noqa: S603
        [GIT, "-C", str(folder), *words], capture_output=True, text=True, check=True
    )
    return done.stdout


def repository_of(data: Path, folder: Path) -> Path:
    """Return a copy of a data folder in a new repository, all of it committed."""
    if not GIT:
        pytest.skip("git saknas")
    copied = Path(shutil.copytree(data, folder / "repo" / "data"))
    git(copied.parent, "init", "--quiet")
    for key, value in (("user.name", "Dan Drift"), ("user.email", "dan@exempel.test")):
        git(copied.parent, "config", key, value)
    git(copied.parent, "add", "-A")
    git(copied.parent, "commit", "--quiet", "-m", "Katalogen")
    return copied
