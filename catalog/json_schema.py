"""JSON Schema of every kind of record, for editors that complete and check while one writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalog.kinds import KINDS


def schemas() -> Mapping[str, str]:
    """Return file name → text of each schema.

    Examples
    --------
    >>> "insatser.json" in schemas()
    True
    """
    return {f"{kind}.json": _schema(kind) for kind in KINDS}


def _schema(kind: str) -> str:
    schema: dict[str, Any] = KINDS[kind].model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
