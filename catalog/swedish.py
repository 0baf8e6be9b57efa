"""Swedish words: normalising, tokens, stems, synonyms, and an order that ends with å ä ö."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*", re.UNICODE)
TO_ASCII = str.maketrans("åäöéèüæøÅÄÖÉÈÜÆØ", "aaoeeuaoAAOEEUAO")
DEFINITE = ("erna", "arna", "orna", "en", "et", "na", "n", "t")
SHORTEST_STEM = 4
AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


_one_at_a_time = threading.Lock()


def normalise(text: str) -> str:
    """Return text in composed form, lower case, with white space folded.

    Examples
    --------
    >>> normalise("Läs-  förståelse ")
    'läs- förståelse'
    """
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case; a hyphenated word stays one.

    Examples
    --------
    >>> tokens("11 av 26 i fyran – NO-ämnena")
    ['11', 'av', '26', 'i', 'fyran', 'no-ämnena']
    """
    return WORD.findall(normalise(text))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the Snowball stem of one lower-case word."""
    with _one_at_a_time:  # the stemmer keeps the word that it works on
        return str(_stemmer().stemWord(word))


def stems(text: str) -> list[str]:
    """Return the stems of a text's words, in order.

    Examples
    --------
    >>> stems("Rektorerna leder lärandet")
    ['rektor', 'led', 'lär']
    """
    return [stem(word) for word in tokens(text)]


def search_forms(word: str) -> set[str]:
    """Return the word, its stem, and itself without a definite or genitive ending.

    Snowball leaves many definite forms as they are; the shorter form finds them as a prefix.

    Examples
    --------
    >>> sorted(search_forms("frånvaron"))
    ['frånvaro', 'frånvaron']
    """
    forms = {word, stem(word)}
    bare = word.removesuffix("s")
    for ending in DEFINITE:
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST_STEM:
            bare = bare.removesuffix(ending)
            break
    if len(bare) >= SHORTEST_STEM:
        forms.add(bare)
    return forms


def slug(text: str) -> str:
    """Return text as an id: ASCII, lower case, hyphens.

    Examples
    --------
    >>> slug("Läs- och skrivsvårigheter")
    'las-och-skrivsvarigheter'
    """
    plain = normalise(text).translate(TO_ASCII)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def inside_sentence(name: str) -> str:
    """Return a name as it is written inside a sentence.

    Examples
    --------
    >>> inside_sentence("Läsförståelse"), inside_sentence("NPF-elever"), inside_sentence("NO")
    ('läsförståelse', 'NPF-elever', 'NO')
    """
    first_word = name.split(" ", 1)[0]
    is_abbreviation = any(sign.isupper() or sign.isdigit() for sign in first_word[1:])
    return name if is_abbreviation else name[:1].lower() + name[1:]


def sort_key(text: str) -> str:
    """Return a key that sorts å, ä and ö last when compared byte by byte.

    Examples
    --------
    >>> sorted(["Östersund", "Zink", "Ängel", "Åtta"], key=sort_key)
    ['Zink', 'Åtta', 'Ängel', 'Östersund']
    """
    folded = normalise(text).translate(AFTER_Z)
    kept = unicodedata.normalize("NFKD", folded)
    return re.sub(r"[^a-z0-9{|} ]+", "", kept)


def expand(words: Iterable[str], synonymer: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the words with every synonym of theirs, in either direction.

    Examples
    --------
    >>> sorted(expand(["eht"], {"elevhälsoteam": ("eht",)}))
    ['eht', 'elevhälsoteam']
    """
    wanted = set(words)
    found = set(wanted)
    for ord_, aven in synonymer.items():
        family = {normalise(ord_), *(normalise(other) for other in aven)}
        if family & wanted:
            found |= family
    return found


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("swedish")
