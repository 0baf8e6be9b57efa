"""Swedish for the words that the command line library itself says, such as «Usage:»."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def speak_swedish() -> None:
    """Let gettext, which click asks for its words, find ours whatever the machine's language."""
    gettext.bindtextdomain("messages", LOCALE)
    os.environ["LANGUAGE"] = "sv"
