"""Our JSON described with OpenAPI 3.1, built from the same classes as the answers."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache

from catalog.exporting import LICENCE
from datasette_plugins.openapi_parts import Schema
from datasette_plugins.openapi_paths import paths_of_answers
from datasette_plugins.openapi_schemas import schemas_of_answers

VERSION = "1.0.0"
"""Of this description. Fields may be added without a new first number; none is taken away."""
INFO = """Katalogens poster och listor som JSON. Ingen nyckel behövs, och svaren får läsas från
vilken webbplats som helst.

Varje adress finns också utan ändelse. Då väljer `Accept` form: `application/json` ger samma svar
som här, `application/ld+json` ger schema.org (insatser och källor) eller SKOS (ordlistor), och
`application/vnd.citationstyles.csl+json` ger källor för referenshanterare. Annars kommer sidan.

Ett id används aldrig om. Har en post fått ett nytt id svarar den gamla adressen 308 med den nya.
Är posten borttagen svarar den 410. Fält kan tillkomma, så hoppa över dem som du inte känner till.
"""


def document(server: str, examples: Mapping[str, str] | None = None) -> Schema:
    """Return the description of our JSON.

    Parameters
    ----------
    server : str
        The address that the paths begin after.
    examples : mapping of str, optional
        First segment → the id of a record that exists, so that the examples work.

    Examples
    --------
    >>> described = document("https://exempel.test")
    >>> described["openapi"], "/insatser/{id}.json" in described["paths"]
    ('3.1.0', True)
    """
    described = copy.deepcopy(_document())
    described["servers"] = [{"url": server or "/"}]
    for segment, id_ in (examples or {}).items():
        for path, operations in described["paths"].items():
            if path.startswith(f"/{segment}/{{id}}"):
                operations["get"]["parameters"][0]["example"] = id_
    return described


@cache
def _document() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Insatskatalogens JSON",
            "version": VERSION,
            "summary": "Insatser för skolutveckling, som öppna data.",
            "description": INFO,
            "license": {"name": "CC0 1.0", "url": LICENCE},
        },
        "tags": [
            {"name": "poster", "description": "Det som katalogen vet."},
            {"name": "fraga", "description": "Sök, och få förslag på insatser."},
            {"name": "hela", "description": "Hela katalogen på en gång."},
        ],
        "paths": paths_of_answers(),
        "components": {"schemas": schemas_of_answers()},
    }
