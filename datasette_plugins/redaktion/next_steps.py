"""What happens next with a proposal, in words for whoever is looking at it."""

from __future__ import annotations

from catalog.proposals import Forslag

Step = tuple[str, str]
"""What to read, and the place on the page where it is done; none where someone else does it."""

DECISION, OWN = "#beslut", "#ditt"
ENDS = {
    "tillampat": "Infört. Ändringen syns på webbplatsen efter nästa publicering.",
    "avvisat": "Avvisat. Inget är ändrat i katalogen, och förslaget finns kvar i historiken.",
    "nedlagt": "Nedlagt. Inget är ändrat i katalogen, och förslaget finns kvar i historiken.",
}


def next_step(forslag: Forslag, writer: str, *, own: bool, review: bool, write: bool) -> Step:
    r"""Return what happens next.

    Parameters
    ----------
    forslag : Forslag
        The proposal as it stands.
    writer : str
        What people call the one who wrote it.
    own, review, write : bool
        Whether the one who looks wrote it, may review it, may write on it.

    Examples
    --------
    >>> from catalog.proposals import ProposalStore, new_record
    >>> store = ProposalStore(mapp / "forslag.db")
    >>> plan = new_record("program", "skrivlyckan", "id: skrivlyckan\nnamn: Skrivlyckan\n")
    >>> draft = store.create_draft(*plan, by="asa")
    >>> next_step(draft, "Åsa", own=False, review=True, write=False)
    ('Åsa skriver på det här utkastet. Det går att granska när det är inskickat.', '')
    >>> store.close()
    """
    back = bool(forslag.granskarens_ord)
    match forslag.lage:
        case "utkast" if own and write:
            told = (
                "Skickat tillbaka till dig. Läs granskarens ord, ändra och skicka in igen."
                if back
                else "Ett utkast, som ingen granskar förrän du har skickat in det."
            )
            return told, OWN
        case "utkast":
            return (
                f"Skickat tillbaka. {writer} ska ändra det och skicka in det igen."
                if back
                else f"{writer} skriver på det här utkastet. Det går att granska när det är "
                "inskickat."
            ), ""
        case "inskickat" if review:
            return "Läs ändringen, och fatta sedan ditt beslut.", DECISION
        case "inskickat" if own:
            return (
                "Inskickat. Nu ska en kollega granska det: den som har skrivit kan inte granska "
                "sitt eget."
            ), ""
        case "inskickat":
            return "Inskickat. Det väntar på att en granskare läser det.", ""
        case "godkant":
            told = "Godkänt, men inte infört i katalogen än. Sedan ska det också publiceras."
            return told, DECISION if review else ""
        case "krock":
            who = "Du kan" if own else f"{writer} kan"
            return (
                f"Posten har ändrats av någon annan sedan förslaget skrevs. {who} utgå från posten "
                "som den är nu, och skicka in igen."
            ), ""
    return ENDS.get(forslag.lage, ""), ""
