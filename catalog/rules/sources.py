"""K4: what is claimed has a source, and no more certainty than the source gives."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.rules.registry import at, rule

UNCONFIRMED = "lag"
READ_AT_THE_SOURCE = "hog"
ACTIVE = "aktiv"
ACTIVE_SINCE = 2023
"""The oldest year of a source that lets us say that something is to be had today."""

STUDIED = frozenset({"systematisk-oversikt", "effektstudie", "utvardering"})
BUILDS_ON = "bygger-pa-forskning"
EVALUATES, SUPPORTS = "utvarderar", "evidens"
NOT_EVALUATED, UNKNOWN = "ej-utvarderad", "okand"


@rule("K401", "En insats utan källa har låg säkerhet.", alone=True)
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


@rule("K402", "Säkerheten är hög bara där det finns en adress att läsa på.", alone=True)
def certainty_has_address(katalog: Katalog) -> Iterator[Finding]:
    """Find records marked as read at the organiser's, with no page that a reader can open."""
    for insats_id, insats in katalog.insatser.items():
        addresses = [each.url for each in insats.kallor]
        if insats.sakerhet == READ_AT_THE_SOURCE and addresses and not any(addresses):
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("sakerhet",),
                "K402",
                "Säkerheten är hög, men ingen källa har en adress.",
                "Lägg till adressen, eller sänk säkerheten till «medel».",
            )


@rule("K403", "Det som sägs finnas är belagt, och åren följer på varandra.", alone=True)
def active_is_evidenced(katalog: Katalog) -> Iterator[Finding]:
    """Find insatser said to be running without a recent source, and years out of order."""
    for insats_id, insats in katalog.insatser.items():
        name = record_name("insatser", insats_id)
        if insats.status == ACTIVE and (insats.belagd is None or insats.belagd < ACTIVE_SINCE):
            yield at(
                katalog,
                name,
                ("status",),
                "K403",
                f"Posten är «aktiv» men inte belagd {ACTIVE_SINCE} eller senare.",
                "Ange i belagd det år som en daterad källa visar, eller sätt status till «okand».",
            )
        years = [year for year in (insats.fran, insats.belagd, insats.till) if year is not None]
        if years != sorted(years):
            yield at(
                katalog,
                name,
                ("fran",),
                "K403",
                "Åren i fran, belagd och till står inte i tidsordning.",
                "Rätta åren efter källan.",
            )


@rule("K404", "Det som sägs om effekter har stöd i en referens.", alone=True)
def evidence_has_references(katalog: Katalog) -> Iterator[Finding]:
    """Compare the grade of evidence with the roles of the references."""
    for insats_id, insats in katalog.insatser.items():
        if insats.evidens is None:
            continue
        name = record_name("insatser", insats_id)
        roles = {each.roll for each in insats.referenser}
        grad, riktning = insats.evidens.grad, insats.evidens.riktning
        if grad in STUDIED and EVALUATES not in roles:
            missing = f"Graden «{grad}» kräver en referens med rollen «{EVALUATES}»."
        elif grad == BUILDS_ON and not roles & {EVALUATES, SUPPORTS}:
            missing = f"Graden «{grad}» kräver en referens med rollen «{SUPPORTS}»."
        elif grad not in STUDIED and riktning != UNKNOWN:
            missing = f"Graden «{grad}» kan inte ha riktningen «{riktning}»."
        else:
            continue
        yield at(
            katalog,
            name,
            ("evidens", "grad"),
            "K404",
            missing,
            f"Lägg till referensen, eller ange «{NOT_EVALUATED}» och riktningen «{UNKNOWN}».",
        )


@rule("K405", "Varje referens som åberopas säger vad den visar.", alone=True)
def references_have_claims(katalog: Katalog) -> Iterator[Finding]:
    """Find references said to support or evaluate an insats without saying what they found."""
    for insats_id, insats in katalog.insatser.items():
        for number, link in enumerate(insats.referenser):
            if link.roll in (EVALUATES, SUPPORTS) and not link.pastaende:
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    ("referenser", number),
                    "K405",
                    "Referensen saknar pastaende.",
                    "Skriv med en mening vad verket visar om insatsen.",
                )


@rule("K406", "Skolformer är antingen källans eller redaktionens.", alone=True)
def stated_or_judged_forms(katalog: Katalog) -> Iterator[Finding]:
    """Find records that hold both the source's school forms and our own judgement of them."""
    for insats_id, insats in katalog.insatser.items():
        if insats.skolformer and insats.skolformer_bedomda:
            yield at(
                katalog,
                record_name("insatser", insats_id),
                ("skolformer_bedomda",),
                "K406",
                "Posten har både skolformer och skolformer_bedomda.",
                "Behåll skolformer om källan anger dem, annars skolformer_bedomda.",
            )
