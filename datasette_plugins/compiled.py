"""Templates that have been compiled, kept for as long as the process lives.

Every release is opened as a Datasette of its own, and each would compile the same pages again: half
of what it takes to ask a new release for its first pages.
"""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Code of templates, by their file and the hash of their text.

    What is compiled also depends on how the environment is set up, so environments that differ in
    that have one each.

    Examples
    --------
    >>> from jinja2 import DictLoader, Environment
    >>> kept = Compiled()
    >>> for name in ("Anna", "Bo"):
    ...     env = Environment(loader=DictLoader({"hej": "Hej {{ namn }}!"}), bytecode_cache=kept)
    ...     env.get_template("hej").render(namn=name), len(kept)
    ('Hej Anna!', 1)
    ('Hej Bo!', 1)
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def __len__(self) -> int:
        return len(self._code)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over what was compiled of this file when its text was the same."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


OURS = Compiled()
DATASETTES = Compiled()
