"""What a form asks for, read from the records' models: label, help, kind and where ids point."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from catalog.kinds import KINDS, POINTS_AT, VOCABULARIES
from catalog.records import DATUM, WEBBADRESS, CslDatum
from datasette_plugins.templating import query

SHORT = frozenset(
    {
        *("namn", "kortnamn", "titel", "utgivare", "last", "sida", "av", "avser", "pris"),
        *("genomforare", "anordnare_enligt_kallan", "omfattning"),
        *("type", "title", "family", "given", "literal", "dropping-particle"),
        *("non-dropping-particle", "container-title", "collection-title", "collection-number"),
        *("volume", "issue", "page", "number", "genre", "publisher", "publisher-place"),
        *("language", "DOI", "ISBN", "belagg", "arskurser", "omrade", "kalla_typ"),
    }
)
"""Texts of a line; all others may have paragraphs."""

OWN_HELP = {
    "referenser": {
        "author": "De som har skrivit verket, i samma ordning som på titelsidan.",
        "editor": "De som har gett ut en samlad bok.",
        "issued": "År, eller år-månad-dag, som 2012 eller 2012-05-01.",
        "type": "Vad det är för verk.",
        "custom": "Katalogens egna uppgifter om verket.",
        "custom.belagg": "Slag av studie, till exempel «översikt».",
        "author.literal": "Namn som inte delas upp, till exempel en myndighets.",
        "page": "Sidor i tidskriften eller boken, som 12–40.",
        "volume": "Tidskriftens årgång.",
        "language": "Språkkod, som sv eller en.",
    }
}
"""Kind → field → help where the model's own words are for those who write files."""

CSL_TYPES = (
    ("article-journal", "Artikel i tidskrift"),
    ("book", "Bok"),
    ("chapter", "Kapitel i bok"),
    ("report", "Rapport"),
    ("thesis", "Avhandling"),
    ("paper-conference", "Konferensbidrag"),
    ("webpage", "Webbsida"),
    ("document", "Annat dokument"),
)
HIDDEN = frozenset({"id", "alias"})
"""Fields that are never changed in a form: an id is given once, and moved by «Byt id»."""

NOT_ASKED = {"bedomningar": frozenset({"bedomare", "bedomningar", "motiveringar"})}
"""Kind → fields that are answered in another way than by the form of the record."""

SECTIONS = {
    "insatser": (
        ("Grunduppgifter", ("namn", "typ", "anordnare", "anordnare_enligt_kallan")),
        ("", ("genomforare", "program", "status", "fran", "till", "belagd")),
        ("Vad den är", ("sammanfattning", "beskrivning", "omfattning", "tid", "forutsattningar")),
        ("", ("start", "forsta_steg", "kostnad")),
        ("För vem", ("skolformer", "skolformer_bedomda", "arskurser", "amnen")),
        ("", ("malgrupper", "nivaer")),
        ("När den passar", ("passar_nar", "passar_inte", "formuleringar", "liknar_men_inte")),
        ("Vad den svarar på", ("problemomraden", "paverkansfaktorer", "uppfoljning")),
        ("Forskning", ("evidens", "referenser")),
        ("Samband", ("relationer",)),
        ("Källor och säkerhet", ("kallor", "sakerhet", "obekraftat", "anteckning")),
        ("", ("skriven", "granskad", "granskas_senast")),
    )
}
"""Kind → headings, and the fields under each; fields without a place come last."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a form. ``path`` is where it stands in a record, without numbers of lists."""

    key: str
    path: str
    title: str
    help: str
    kind: str
    required: bool
    nullable: bool
    target: str = ""
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions under a heading."""

    title: str
    fields: tuple[Field, ...]


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the questions of a kind of record, in the order of its files.

    Examples
    --------
    >>> [(field.key, field.kind) for field in fields_of("program")]
    [('id', 'id'), ('namn', 'rad'), ('anordnare', 'lista'), ('beskrivning', 'text'), \
('insats', 'sok'), ('alias', 'lista')]
    """
    return tuple(_fields(kind, KINDS[kind], ""))


def sections_of(kind: str) -> tuple[Section, ...]:
    """Return the questions under headings, without those that a form never asks.

    Examples
    --------
    >>> [section.title for section in sections_of("insatser")][:3]
    ['Grunduppgifter', 'Vad den är', 'För vem']
    """
    hidden = HIDDEN | NOT_ASKED.get(kind, frozenset())
    left = {field.key: field for field in fields_of(kind) if field.key not in hidden}
    found: list[Section] = []
    for title, keys in SECTIONS.get(kind, ()):
        fields = tuple(left.pop(key) for key in keys)
        if title:
            found.append(Section(title, fields))
        else:
            found[-1] = Section(found[-1].title, (*found[-1].fields, *fields))
    if left:
        found.append(Section("Övrigt" if found else "Uppgifter", tuple(left.values())))
    return tuple(found)


def title_at(kind: str, place: str) -> str:
    """Return what a form calls a place in a record; the place itself where it has no name.

    Examples
    --------
    >>> title_at("insatser", "kallor[0].url"), title_at("insatser", "fran")
    ('Källor, rad 1: Webbadress', 'Från')
    """
    fields: tuple[Field, ...] = fields_of(kind)
    found: list[str] = []
    for part in place.split("."):
        key, _, number = part.rstrip("]").partition("[")
        field = next((each for each in fields if each.key == key), None)
        if field is None:
            break
        found.append(row_title(field.title, int(number)) if number else field.title)
        fields = field.parts[0].parts if field.kind == "lista" else field.parts
    return ": ".join(found) or place


def form_address(kind: str, post_id: str, place: str = "") -> str:
    """Return the address where a record is changed, at the field of a place if there is one.

    Examples
    --------
    >>> form_address("insatser", "narvaroteam", "kostnad.band")
    '/redaktion/insatser/narvaroteam/andra?falt=kostnad-band'
    >>> form_address("insatser", "narvaroteam", "kallor[0].url")
    '/redaktion/insatser/narvaroteam/andra?falt=kallor-0-url'
    """
    field = re.sub(r"\W+", "-", place).strip("-")
    return f"/redaktion/{kind}/{post_id}/andra{query([('falt', field)]) if field else ''}"


def row_title(title: str, number: int) -> str:
    """Return what a row of a list is called; rows are counted from 0.

    Examples
    --------
    >>> row_title("Källor", 0)
    'Källor, rad 1'
    """
    return f"{title}, rad {number + 1}"


def _fields(kind: str, model: type[BaseModel], prefix: str) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        annotation: Any = info.annotation
        for constraint in info.metadata:
            annotation = Annotated[annotation, constraint]
        yield _field(
            kind,
            f"{prefix}{key}",
            annotation,
            title=info.title or key,
            help_=info.description or "",
            required=info.is_required(),
        )


def _field(
    kind: str, path: str, annotation: Any, *, title: str, help_: str, required: bool
) -> Field:
    key = path.rpartition(".")[2]
    inner, nullable = _without_none(annotation)
    target = POINTS_AT.get(kind, {}).get(path, "")
    told = OWN_HELP.get(kind, {}).get(path) or _plain_help(help_)
    parts: tuple[Field, ...] = ()
    bare, constraints = _bare(inner)
    if bare is CslDatum:
        what = "utgiven"
    elif get_origin(bare) is tuple and target in VOCABULARIES:
        what = "kryss"
    elif get_origin(bare) is tuple:
        what = "lista"
        item = get_args(bare)[0]
        parts = (_field(kind, path, item, title=title, help_="", required=True),)
    elif isinstance(bare, type) and issubclass(bare, BaseModel):
        what, parts = "grupp", tuple(_fields(kind, bare, f"{path}."))
    else:
        what = _simple(key, bare, constraints, target)
    return Field(key, path, title, told, what, required, nullable, target, parts)


def _simple(key: str, bare: Any, constraints: list[Any], target: str) -> str:
    pattern = next((each.pattern for each in constraints if hasattr(each, "pattern")), None)
    if key == "type":
        return "slag"
    if get_origin(bare) is Literal:
        return "styrka"
    if bare is int:
        return "tal"
    if target:
        return "val" if target in VOCABULARIES else "sok"
    if pattern == DATUM:
        return "datum"
    if pattern == WEBBADRESS:
        return "adress"
    if pattern:
        return "id"
    return "rad" if key in SHORT else "text"


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        kept = [each for each in get_args(annotation) if each is not type(None)]
        return kept[0], len(kept) < len(get_args(annotation))
    if get_origin(annotation) is Annotated:
        first, *rest = get_args(annotation)
        inner, nullable = _without_none(first)
        for each in rest:
            inner = Annotated[inner, each]
        return inner, nullable
    return annotation, False


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    if get_origin(annotation) is Annotated:
        first, *rest = get_args(annotation)
        bare, found = _bare(first)
        return bare, [*found, *(each for each in rest if isinstance(each, StringConstraints))]
    return annotation, []


def _plain_help(text: str) -> str:
    """Return help without what only those who write files need to know.

    Examples
    --------
    >>> _plain_help("Id i data/vokabular/typer.yaml.")
    ''
    >>> _plain_help("Nulägesanalysens nivå: id i vokabular/analysnivaer.yaml.")
    'Nulägesanalysens nivå.'
    >>> _plain_help("Id i data/anordnare/, ansvarig först.")
    'Ansvarig först.'
    """
    found = re.search(r"[Ii]d i \S+?/(?:\S+\.yaml)?(, [^.]*)?\.?$", text)
    if found:
        before = text[: found.start()].rstrip(" :")
        after = (found.group(1) or "").lstrip(", ")
        text = ". ".join(part for part in (before, after) if part)
        text = f"{text[:1].upper()}{text[1:]}." if text else ""
    text = text.replace(", skriven som ÅÅÅÅ-MM-DD inom citattecken", "")
    text = text.replace(", skriven som ÅÅÅÅ-MM-DD", "").replace("null tills", "Tomt tills")
    text = text.replace("null om källan saknar adress.", "Tomt om källan saknar adress.")
    return re.sub(r"^CSL\b.*$", "", text).strip()
