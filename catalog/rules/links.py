"""K2: what is pointed at exists, nothing points at itself, nothing lies unused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Any

from catalog.files import Place
from catalog.findings import Finding, did_you_mean
from catalog.kinds import KINDS, POINTS_AT, VOCABULARIES
from catalog.loading import Katalog, record_name
from catalog.records import to_plain
from catalog.rules.registry import at, rule
from catalog.shapes import unknown_id

Pointer = tuple[str, str, Place, str, str]
"""Kind and id of the record that points, where in it, what it points at and its id there."""

REPEATABLE = frozenset(
    {"referenser.roll", "liknar_men_inte.hor_till", "relationer.slag", "relationer.insats"}
)
"""Paths where the same id may stand several times, since it is the pair that must differ."""

ALLOWED_UNUSED = frozenset(
    {
        "sakerheter",
        "statusar",
        "analysnivaer",
        "nivaer",
        "kallroller",
        "kostnadsband",
        "evidensgrader",
        "evidensriktningar",
        "relationsslag",
    }
)
"""Closed scales: each value has a meaning beside the others, also when no record has it today."""


@rule("K201", "Varje post som pekas ut finns.", alone=True)
def records_exist(katalog: Katalog) -> Iterator[Finding]:
    """Look up every id that names another record."""
    for kind, post_id, place, target, wanted in pointers(katalog):
        if target in KINDS and wanted not in katalog.nycklar[target]:
            code, message, remedy = unknown_id(target, wanted, katalog.nycklar[target])
            yield at(katalog, record_name(kind, post_id), place, code, message, remedy)


@rule("K202", "Varje värde finns i sin vokabulär.", alone=True)
def values_exist(katalog: Katalog) -> Iterator[Finding]:
    """Look up every id that names a value of a vocabulary."""
    missing = {lista for lista in VOCABULARIES if f"vokabular/{lista}.yaml" not in katalog.filer}
    for kind, post_id, place, target, wanted in pointers(katalog):
        if target in missing:
            continue
        if target in VOCABULARIES and wanted not in katalog.nycklar[target]:
            code, message, remedy = unknown_id(target, wanted, katalog.nycklar[target])
            yield at(katalog, record_name(kind, post_id), place, code, message, remedy)
    for lista, terms in katalog.vokabular.items():
        for number, term in enumerate(terms):
            if term.ingar_i is not None and term.ingar_i not in katalog.nycklar[lista]:
                yield at(
                    katalog,
                    f"vokabular/{lista}.yaml",
                    (number, "ingar_i"),
                    "K202",
                    f"«{term.ingar_i}» finns inte i samma lista."
                    + did_you_mean(term.ingar_i, katalog.nycklar[lista]),
                    "Rätta stavningen, eller ta bort fältet.",
                )


@rule("K203", "Ingen post pekar på sig själv.", alone=True)
def no_self_reference(katalog: Katalog) -> Iterator[Finding]:
    """Find records and vocabulary values that point at themselves."""
    for kind, post_id, place, target, wanted in pointers(katalog):
        if target == kind and wanted == post_id:
            yield at(
                katalog,
                record_name(kind, post_id),
                place,
                "K203",
                "Posten pekar på sig själv.",
                "Ta bort raden, eller peka på den post som avses.",
            )
    for lista, terms in katalog.vokabular.items():
        for number, term in enumerate(terms):
            if term.ingar_i == term.id:
                yield at(
                    katalog,
                    f"vokabular/{lista}.yaml",
                    (number, "ingar_i"),
                    "K203",
                    "Värdet ingår i sig självt.",
                    "Ta bort fältet, eller ange det vidare värdet.",
                )


@rule("K204", "Samma koppling står bara en gång.", alone=True)
def no_repeated_links(katalog: Katalog) -> Iterator[Finding]:
    """Find an id that stands twice in the same list; a reference may have several roles."""
    for kind, posts in katalog.poster.items():
        for post_id, post in posts.items():
            plain = to_plain(post)
            for path in POINTS_AT.get(kind, {}):
                yield from _repeated(katalog, kind, post_id, plain, path)


def _repeated(
    katalog: Katalog, kind: str, post_id: str, plain: Mapping[str, Any], path: str
) -> Iterator[Finding]:
    if path in REPEATABLE or kind == "exempelanalyser":
        return
    seen: Counter[tuple[str, str]] = Counter()
    for place, wanted in ids_at(plain, path):
        role = _role(plain, place)
        seen[(wanted, role)] += 1
        if seen[(wanted, role)] == 2:
            yield at(
                katalog,
                record_name(kind, post_id),
                place,
                "K204",
                f"«{wanted}» står mer än en gång i listan.",
                "Behåll en av raderna.",
            )


def _role(plain: Mapping[str, Any], place: Place) -> str:
    if place[0] != "referenser":
        return ""
    return str(plain["referenser"][place[1]]["roll"])


@rule("K205", "Inget i vokabulärerna ligger oanvänt.")
def no_unused_values(katalog: Katalog) -> Iterator[Finding]:
    """Find vocabulary values, anordnare and programmes that no record uses."""
    used = {(target, wanted) for _, _, _, target, wanted in pointers(katalog)}
    yield from unused_values(katalog, used)


def unused_values(katalog: Katalog, used: Container[tuple[str, str]]) -> Iterator[Finding]:
    """Return the rule's findings, where it is known already what the records point at."""
    if not katalog.whole:
        return  # a record that cannot be read may be the one that uses it
    for lista, terms in katalog.vokabular.items():
        if lista in ALLOWED_UNUSED:
            continue
        wider = {term.ingar_i for term in terms}
        for number, term in enumerate(terms):
            if (lista, term.id) not in used and term.id not in wider:
                yield _unused(katalog, f"vokabular/{lista}.yaml", (number, "id"), term.id)
    for kind in ("anordnare", "program"):
        for post_id in katalog.poster[kind]:
            if (kind, post_id) not in used:
                yield _unused(katalog, record_name(kind, post_id), ("id",), post_id)


def _unused(katalog: Katalog, name: str, place: Place, value: str) -> Finding:
    return at(
        katalog,
        name,
        place,
        "K205",
        f"Ingen post använder «{value}».",
        "Använd det, ta bort det, eller för in ett undantag med skäl i undantag.yaml.",
        "varning",
    )


@rule("K206", "Varje problemområde har en insats som hjälper, eller säger vad som saknas.")
def areas_have_offers(katalog: Katalog) -> Iterator[Finding]:
    """Find areas without insatser, and insatser in the areas that none can mend."""
    linked: Counter[str] = Counter()
    outside = {area.id for area in katalog.problemomraden.values() if area.analysniva == "utanfor"}
    for insats_id, insats in katalog.insatser.items():
        for number, link in enumerate(insats.problemomraden):
            linked[link.problemomrade] += link.styrka > 1
            if link.problemomrade in outside:
                yield at(
                    katalog,
                    record_name("insatser", insats_id),
                    ("problemomraden", number, "problemomrade"),
                    "K206",
                    f"«{link.problemomrade}» ligger utanför det som insatser kan påverka.",
                    "Ta bort kopplingen, eller ändra områdets analysnivå.",
                )
    for area_id, area in katalog.problemomraden.items() if katalog.whole else ():
        if not linked[area_id] and not area.lucka and area_id not in outside:
            yield at(
                katalog,
                record_name("problemomraden", area_id),
                ("id",),
                "K206",
                "Ingen insats är kopplad till området med styrka 2 eller 3.",
                "Koppla en insats som passar, eller säg i lucka vad som saknas.",
            )


@rule("K207", "Markerade ställen finns ordagrant i exempelanalysens text.", alone=True)
def spans_exist(katalog: Katalog) -> Iterator[Finding]:
    """Look for each marked passage in ``text.md``, with white space folded."""
    for post_id, post in katalog.poster["exempelanalyser"].items():
        text = " ".join(katalog.texter.get(post_id, "").split())
        for number, problem in enumerate(post.problemomraden):  # type: ignore[attr-defined]
            if text and " ".join(problem.span.split()) not in text:
                yield at(
                    katalog,
                    record_name("exempelanalyser", post_id),
                    ("problemomraden", number, "span"),
                    "K207",
                    "Textstället finns inte ordagrant i text.md.",
                    "Kopiera stället ur text.md.",
                )


@rule("K208", "Problemområdena bildar ett träd inom varje analysnivå.")
def areas_form_a_tree(katalog: Katalog) -> Iterator[Finding]:
    """Find areas that lie within themselves by a circle, or within an area of another level."""
    areas = katalog.problemomraden
    for area_id, area in areas.items():
        wider = areas.get(area.ingar_i or "")
        if wider is None:
            continue
        seen = {area_id}
        while wider.id not in seen and (next_wider := areas.get(wider.ingar_i or "")):
            seen.add(wider.id)
            wider = next_wider
        if wider.id in seen or wider.analysniva != area.analysniva:
            yield at(
                katalog,
                record_name("problemomraden", area_id),
                ("ingar_i",),
                "K208",
                f"«{area.ingar_i}» ligger på en annan analysnivå eller ingår i sin tur i området.",
                "Välj ett vidare område på samma nivå, eller ta bort fältet.",
            )


def pointers(katalog: Katalog) -> Iterator[Pointer]:
    """Yield every pointer from a record to another record or to a vocabulary."""
    for kind, posts in katalog.poster.items():
        targets = POINTS_AT.get(kind, {})
        for post_id, post in posts.items():
            plain = to_plain(post)
            for path, target in targets.items():
                for place, wanted in ids_at(plain, path):
                    yield kind, post_id, place, target, wanted


def ids_at(plain: Mapping[str, Any], path: str) -> Iterator[tuple[Place, str]]:
    """Yield place and id for a path such as ``problemomraden.problemomrade``."""
    first, _, rest = path.partition(".")
    value = plain.get(first)
    if value is None:
        return
    if isinstance(value, str):
        yield (first,), value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found = item.get(rest) if rest and isinstance(item, Mapping) else item
            if isinstance(found, str):
                yield (first, number, rest) if rest else (first, number), found
    elif rest and isinstance(value, Mapping):
        for place, found in ids_at(value, rest):
            yield (first, *place), found
    elif isinstance(value, Mapping):
        for key in value:
            yield (first, key), key
