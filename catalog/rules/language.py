"""K3: what people read is written in plain Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.files import Place
from catalog.findings import Finding
from catalog.loading import Katalog, record_name
from catalog.records import Insats, to_plain
from catalog.rules.form import texts
from catalog.rules.registry import at, rule

PROSE = (
    "genomforare",
    "sammanfattning",
    "beskrivning",
    "passar_nar",
    "passar_inte",
    "problemomraden",
    "paverkansfaktorer",
    "forutsattningar",
    "start",
    "forsta_steg",
    "kostnad",
    "evidens",
    "uppfoljning",
)
"""Fields in the catalogue's own voice. Formuleringar are in the school's and left as they are."""

IDS = frozenset({"problemomrade", "paverkansfaktor", "band", "grad", "riktning", "statsbidrag"})

LONGEST_SENTENCE = 32
HARDEST = 62
"""LIX. Ordinary newspaper prose is 45–50; the field's own words are long, so we allow more."""

FEWEST_WORDS = 25
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9«])|\n+")
WORD = re.compile(r"[0-9A-Za-zÅÄÖåäöÉéÜü]+(?:[-–/][0-9A-Za-zÅÄÖåäöÉéÜü]+)*")
WORD_SIGNS = re.compile(r"\w+")
LONG_WORD = 7

OWN_READING = re.compile(
    r"\b(?:oläst|egen kännedom|ur källan|(?:vår|egen|redaktionens) (?:egen )?(?:klassning|läsning)"
    r"|läst(?:a|e)? (?:sid|käll|version|kopi)|lagrad kopia|sidans början|den lästa|har lästs\b"
    r"|(?:vi|redaktionen) har inte (?:läst|sett|hittat|kunnat)|kunde inte läsas)",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Return a text's sentences.

    Examples
    --------
    >>> sentences("Läs först. Skriv sedan, t.ex. en lista.")
    ['Läs först.', 'Skriv sedan, t.ex. en lista.']
    """
    return [part for part in SENTENCE_END.split(text) if part.strip()]


def lix(text: str) -> float:
    """Return the readability index LIX: words a sentence plus per cent of long words.

    Examples
    --------
    >>> lix("Läraren läser högt. Barnen lyssnar.")
    42.5
    """
    words = WORD.findall(text)
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / max(len(sentences(text)), 1) + 100 * long_words / max(len(words), 1)


@rule("K305", "Texten går att läsa: korta meningar och inte för många långa ord.", alone=True)
def readable(katalog: Katalog) -> Iterator[Finding]:
    """Find long sentences anywhere, and summaries with descriptions that are hard to read."""
    for insats_id, insats in katalog.insatser.items():
        name = record_name("insatser", insats_id)
        for place, text in prose(insats):
            longest = max((len(WORD.findall(each)) for each in sentences(text)), default=0)
            if longest > LONGEST_SENTENCE:
                yield at(
                    katalog,
                    name,
                    place,
                    "K305",
                    f"En mening har {longest} ord.",
                    f"Dela den. Högst {LONGEST_SENTENCE} ord i en mening.",
                )
        whole = f"{insats.sammanfattning}\n{insats.beskrivning or ''}"
        if len(WORD.findall(whole)) >= FEWEST_WORDS and (hard := lix(whole)) > HARDEST:
            yield at(
                katalog,
                name,
                ("beskrivning",),
                "K305",
                f"Texten är svårläst: LIX {hard:.0f}. Det får vara högst {HARDEST}.",
                "Skriv kortare meningar och vanligare ord.",
            )


@rule("K306", "Inga ord ur kanslispråket.", alone=True)
def plain_words(katalog: Katalog) -> Iterator[Finding]:
    """Find words that ``klarsprak.yaml`` has a better one for."""
    if not katalog.klarsprak:
        return
    better = {each.hellre_inte.casefold(): each.hellre for each in katalog.klarsprak}
    heavy = re.compile(
        r"(?<!\w)(?:"
        + "|".join(map(re.escape, sorted(better, key=len, reverse=True)))
        + r")(?!\w)",
        re.IGNORECASE,
    )
    longest_words = {max(WORD_SIGNS.findall(each), key=len, default="") for each in better}
    for insats_id, insats in katalog.insatser.items():
        for place, text in prose(insats):
            if longest_words.isdisjoint(WORD_SIGNS.findall(text.casefold())):
                continue  # nearly every text, and five times as fast to see
            for found in heavy.finditer(text):
                word = found.group()
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    place,
                    "K306",
                    f"«{word}» är kanslispråk.",
                    f"Skriv hellre: {better[word.casefold()]}.",
                )


@rule("K307", "Anteckningar om den egna läsningen står inte i texten.", alone=True)
def no_own_reading(katalog: Katalog) -> Iterator[Finding]:
    """Find remarks on how the sources were read, which say nothing about the insats."""
    for insats_id, insats in katalog.insatser.items():
        for place, text in prose(insats):
            if found := OWN_READING.search(text):
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    place,
                    "K307",
                    f"«{found.group()}» handlar om hur källorna lästes, inte om insatsen.",
                    "Flytta det till anteckning, eller skriv «Katalogen saknar uppgift om …».",
                )


def prose(insats: Insats) -> Iterator[tuple[Place, str]]:
    """Yield place and text of everything in a record that the catalogue itself says."""
    plain = to_plain(insats)
    for field in PROSE:
        for place, text in texts(plain.get(field), (field,)):
            if not IDS.intersection(place):
                yield place, text
