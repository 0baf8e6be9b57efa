"""Citations in Swedish, told once."""

from __future__ import annotations

import pytest

from catalog.citations import cite

BASE = {"id": "x", "issued": {"date-parts": [[2014]]}, "language": "sv"}
PERSONS = [{"family": "Holm", "given": "Ann-Sofie"}, {"family": "Öhrn", "given": "Elisabet"}]
CASES = [
    (
        {"type": "book", "title": "Att lyckas", "editor": PERSONS, "publisher": "Förlaget"},
        "Holm, A.-S., & Öhrn, E. (red.). (2014). Att lyckas. Förlaget.",
    ),
    (
        {
            "type": "thesis",
            "title": "Lärande",
            "author": PERSONS[:1],
            "genre": "Doktorsavhandling",
            "publisher": "Ett universitet",
        },
        "Holm, A.-S. (2014). Lärande [Doktorsavhandling]. Ett universitet.",
    ),
    (
        {
            "type": "report",
            "title": "Läget",
            "author": [{"literal": "Myndigheten"}],
            "number": "387",
            "publisher": "Myndigheten",
        },
        "Myndigheten. (2014). Läget (nr 387). Myndigheten.",
    ),
    (
        {"type": "legislation", "title": "Skollag (2010:800)", "number": "SFS 2010:800"},
        "Skollag (2010:800), SFS 2010:800 (2014).",
    ),
]


@pytest.mark.parametrize(("record", "full"), CASES)
def test_a_work_is_cited_in_swedish(record: dict[str, object], full: str) -> None:
    assert cite([BASE | record])["x"][1] == full


def test_no_works_give_no_citations() -> None:
    assert cite([]) == {}
