"""K1: canonical form, file name = id, stray characters, ids in the register."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from catalog import files
from catalog.files import Place
from catalog.findings import Finding
from catalog.kinds import VOCABULARIES
from catalog.loading import Katalog
from catalog.records import to_plain
from catalog.rules.registry import at, rule

STRAY = re.compile(
    r"^\s|\s$|[^\S\n]{2,}|[^\S\n]+\n|\n{3,}|[\t\u00a0\u200b\ufeff\x00-\x08\x0b-\x1f\x7f]"
)


@rule("K106", "Filens namn är postens id.", alone=True)
def file_name_is_id(katalog: Katalog) -> Iterator[Finding]:
    """Compare each record's id with the name of its file."""
    for kind, post_id, name in _records(katalog):
        own_id = katalog.poster[kind][post_id].id  # type: ignore[attr-defined]
        if own_id != post_id:
            yield at(
                katalog,
                name,
                ("id",),
                "K106",
                f"Filen heter «{post_id}» men posten har id «{own_id}».",
                "Gör dem lika. Ett id ändras aldrig: är posten gammal är det filnamnet som är fel.",
            )


@rule("K107", "Filen står i kanonisk form.", alone=True)
def canonical_form(katalog: Katalog) -> Iterator[Finding]:
    """Compare each file with the form that ``formatera`` would give it."""
    for name, wanted in canonical_texts(katalog).items():
        if katalog.filer[name].text != wanted:
            line = _first_difference(katalog.filer[name].text, wanted)
            yield Finding(
                name,
                line,
                "K107",
                "",
                "Filen är inte skriven på katalogens sätt, den kanoniska formen (fältens ordning, "
                "citattecken, radbrytning eller radslut).",
                "Kör «insatser katalog formatera», som skriver om filen utan att ändra innehållet.",
            )


def canonical_texts(katalog: Katalog) -> dict[str, str]:
    """Return file name → canonical text, for each file that could be read as records."""
    texts = {
        name: files.dump(katalog.poster[kind][post_id])
        for kind, post_id, name in _records(katalog)
        if katalog.filer[name].whole
    }
    lists: dict[str, tuple[Any, ...]] = {
        f"vokabular/{lista}.yaml": katalog.vokabular[lista] for lista in VOCABULARIES
    }
    lists["vokabular/synonymer.yaml"] = katalog.synonymer
    lists["vokabular/klarsprak.yaml"] = katalog.klarsprak
    lists["undantag.yaml"] = katalog.undantag
    for name, posts in lists.items():
        raw = katalog.filer.get(name)
        if (
            raw is not None
            and raw.whole
            and isinstance(raw.values, list)
            and len(raw.values) == len(posts)
        ):
            texts[name] = files.dump_plain([to_plain(post) for post in posts])
    return texts


@rule("K108", "Inga skräptecken i texterna.", alone=True)
def stray_characters(katalog: Katalog) -> Iterator[Finding]:
    """Find double spaces, spaces at the ends, tabs, invisible signs and split letters."""
    for name, raw in katalog.filer.items():
        for place, text in texts(raw.values, ()):
            if _has_stray(text):
                yield at(
                    katalog,
                    name,
                    place,
                    "K108",
                    "Texten har dubbla blanksteg, blanksteg i början eller slutet, tabb eller "
                    "ett osynligt tecken.",
                    "Skriv om texten på den raden med vanliga, enkla blanksteg.",
                )


def _has_stray(text: str) -> bool:
    if not unicodedata.is_normalized("NFC", text):
        return True
    if text.isprintable() and "  " not in text and text.strip() == text:
        return False  # what nearly every line is, and ten times as fast to see
    return bool(STRAY.search(text))


@rule("K109", "Varje id står i id-registret.", alone=True)
def id_in_register(katalog: Katalog) -> Iterator[Finding]:
    """Look up every id and alias in ``id-register.txt``, so that none is ever given twice."""
    for kind, post_id, name in _records(katalog):
        post = katalog.poster[kind][post_id]
        own_id = post.id  # type: ignore[attr-defined]
        for place, given in [(("id",), own_id), *_aliases(post)]:
            if f"{kind}/{given}" not in katalog.register:
                yield at(
                    katalog,
                    name,
                    place,
                    "K109",
                    f"«{kind}/{given}» står inte i id-register.txt.",
                    "Skapa poster med «insatser katalog ny», eller lägg till raden i registret.",
                )


@rule("K110", "Ett id används bara en gång.")
def unique_ids(katalog: Katalog) -> Iterator[Finding]:
    """Find ids that stand twice in a vocabulary, or that are both an id and an alias."""
    for lista, terms in katalog.vokabular.items():
        counts = Counter(term.id for term in terms)
        for number, term in enumerate(terms):
            if counts[term.id] > 1:
                counts[term.id] = 0
                yield at(
                    katalog,
                    f"vokabular/{lista}.yaml",
                    (number, "id"),
                    "K110",
                    f"Värdet «{term.id}» står mer än en gång i listan.",
                    "Behåll ett och ta bort de andra.",
                )
    owner: dict[tuple[str, str], str] = {}
    for kind, post_id, name in _records(katalog):
        for place, alias in _aliases(katalog.poster[kind][post_id]):
            taken_by = owner.setdefault((kind, alias), name)
            if alias in katalog.nycklar[kind] or taken_by != name:
                other = katalog.file_name(kind, alias) if taken_by == name else taken_by
                yield at(
                    katalog,
                    name,
                    place,
                    "K110",
                    f"Aliaset «{alias}» är upptaget av {other}.",
                    "Ta bort aliaset här, eller slå ihop posterna.",
                )


def _records(katalog: Katalog) -> Iterator[tuple[str, str, str]]:
    for kind, posts in katalog.poster.items():
        for post_id in posts:
            yield kind, post_id, katalog.file_name(kind, post_id)


def _aliases(post: Any) -> list[tuple[Place, str]]:
    return [(("alias", number), alias) for number, alias in enumerate(getattr(post, "alias", ()))]


def texts(values: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield place and text of every string within plain values."""
    if isinstance(values, str):
        yield place, values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from texts(value, (*place, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from texts(value, (*place, number))


def _first_difference(text: str, wanted: str) -> int:
    pairs = zip(text.splitlines(), wanted.splitlines(), strict=False)
    for number, (line, wanted_line) in enumerate(pairs, start=1):
        if line != wanted_line:
            return number
    return min(len(text.splitlines()), len(wanted.splitlines())) + 1
