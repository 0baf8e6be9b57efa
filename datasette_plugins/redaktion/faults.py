"""What the check finds, in words for those who fill in forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog import Finding

MISSING = ("K104", "K301")
"""Nothing is there: what every record must have, and what the reader of an insats needs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field, in words for those who fill in forms."""

    message: str
    remedy: str
    stops: bool
    missing: bool = False
    """Nothing is written yet; that is no fault while someone is still writing."""


def fault_of(finding: Finding) -> Fault:
    """Return a finding in words for those who fill in forms, and do not write files.

    Examples
    --------
    >>> finding = Finding("program/x.yaml", 1, "K104", "namn", "Saknas.", "Lägg till.")
    >>> fault_of(finding).message
    'Fyll i det här.'
    """
    message, remedy = finding.message, finding.remedy
    match finding.code:
        case "K104":
            message = "Fyll i det här."
            remedy = ""
        case "K301":
            message = "Det här behöver läsaren veta."
            remedy = "Fyll i det. Går det inte att få veta: skriv det, eller välj «okänd»."
        case "K201" if finding.severity == "fel":
            message = re.sub(r"finns inte i data/\S+", "finns inte i katalogen.", message)
            remedy = (
                "Välj ur listan. Finns posten inte än: lägg till den som ett eget förslag, så går "
                "den att välja här."
            )
        case "K202":
            message = re.sub(r"finns inte i data/\S+", "finns inte i listan.", message)
        case "K105" if "heltal" in message:
            message, remedy = "Här ska det stå ett tal.", "Skriv bara siffror."
        case "K105" if "kalendern" in message or "inte ett datum" in message:
            remedy = "Skriv dagen som 2026-11-22."
        case "K105" if "webbadress" in message:
            remedy = (
                "Börja med https:// och skriv inga mellanslag. Lämna fältet tomt om adress saknas."
            )
        case "K105" if "tillåtna" in message or "lista" in message:
            message, remedy = "Det som står här går inte att använda.", "Välj ett av alternativen."
    return Fault(message, remedy, finding.severity == "fel", finding.code in MISSING)
