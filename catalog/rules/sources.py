"""K4: what is claimed has a source."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.rules.registry import at, rule

UNCONFIRMED = "lag"


@rule("K401", "En insats utan källa har låg säkerhet.")
def sources_or_low_certainty(katalog: Katalog) -> Iterator[Finding]:
    """Find insatser that claim more certainty than a record without sources can have."""
    for insats_id, insats in katalog.insatser.items():
        if not insats.kallor and insats.sakerhet != UNCONFIRMED:
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("sakerhet",),
                "K401",
                f"Posten saknar källor men har säkerheten «{insats.sakerhet}».",
                f"Lägg till en källa, eller sätt säkerheten till «{UNCONFIRMED}».",
            )
