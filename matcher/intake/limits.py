"""How large a file may be, and what it may cost to read it. Each limit is met in the tests."""

from __future__ import annotations

from typing import Final

LARGEST_FILE: Final = 10_000_000
"""Bytes of an uploaded file."""

MOST_PAGES: Final = 200
"""Pages of a pdf."""

LONGEST_TEXT: Final = 1_000_000
"""Characters of text, over all paragraphs."""

LONGEST_STYCKE: Final = 20_000
"""Characters of a paragraph; a longer one is cut between words into several."""

LARGEST_UNPACKED: Final = 200_000_000
"""Bytes that a packed file (docx, odt) says that it holds; pictures are never unpacked."""

LARGEST_PART: Final = 20_000_000
"""Bytes of a part that holds text, as it is unpacked. 200 pages of Word take some 3 MB."""

MOST_PARTS: Final = 5_000
"""Files in a packed file."""

LARGEST_ANSWER: Final = 16_000_000
"""Bytes that the reading process may answer with."""

LONGEST_WAIT: Final = 30.0
"""Seconds that a file may take to read; then the process that reads it is ended."""

LONGEST_CPU: Final = 20
"""Seconds of computing for the same."""

LARGEST_MEMORY: Final = 700_000_000
"""Bytes of address space for the reading process, with Python and its libraries (60 MB)."""

MOST_AT_ONCE: Final = 2
"""Files read at the same time by one server process."""

LONGEST_QUEUE: Final = 20.0
"""Seconds that a file waits for its turn."""
