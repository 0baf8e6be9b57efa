"""One YAML file ↔ plain values with line numbers, and the canonical form of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from catalog.findings import Finding
from catalog.records import Post, to_plain

Place = tuple[str | int, ...]

WIDTH = 100
SHORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


ANCHOR_SIGN = re.compile(r"[&*]\S")
"""Few texts hold one, and only then is it worth the time to ask whether it is an anchor."""

FLOW_SIGN = re.compile(r"[\[\]{}]")
DEEPEST = 200
"""Lists in each other, of which a record has a handful. Reading takes their number squared."""

TEXT_TAG = "tag:yaml.org,2002:str"
PLAIN_TAGS = {
    kind: f"tag:yaml.org,2002:{name}"
    for kind, name in ((type(None), "null"), (bool, "bool"), (int, "int"), (float, "float"))
}

ANY_REMEDY = "Se över raden och den ovanför: indrag, kolon och citattecken."
QUOTE = "Sätt hela texten inom citattecken."
SYNTAX = (
    ("tab character", "Raden börjar med en tabb.", "Byt tabben mot blanksteg.", False),
    (
        "cannot start any token",
        "Raden börjar med ett tecken som inte får stå först, till exempel tabb, @ eller %.",
        "Byt en tabb mot blanksteg, eller sätt texten inom citattecken.",
        False,
    ),
    (
        "mapping values are not allowed",
        "Texten innehåller ett kolon följt av blanksteg.",
        QUOTE,
        False,
    ),
    (
        "unexpected end of stream",
        "Ett citattecken på raden saknar slut.",
        "Lägg till det citattecken som saknas.",
        True,
    ),
    (
        "expected ',' or ']'",
        "En lista med hakparentes saknar komma eller slut.",
        "Skriv listan som [ett, två].",
        True,
    ),
    (
        "expected ',' or '}'",
        "En rad med klammer saknar komma eller slut.",
        "Skriv raden som {fält: värde, fält: värde}.",
        True,
    ),
    (
        "expected ':'",
        "Raden saknar kolon efter fältets namn, eller så saknar ett citattecken ovanför slut.",
        "Skriv «fält: värde», och se efter att varje citattecken har ett slut.",
        False,
    ),
    (
        "did not find expected key",
        "Raden hör inte ihop med den ovanför: indraget stämmer inte, eller ett citattecken längre "
        "upp saknar slut eller står mitt i en text.",
        "Jämför indraget med raderna omkring, och se över citattecknen ovanför.",
        False,
    ),
    (
        "not allowed in this context",
        "Raden är indragen på ett sätt som inte går ihop med den ovanför.",
        "Jämför indraget med raderna omkring.",
        False,
    ),
    (
        "control characters are not allowed",
        "Filen innehåller ett osynligt styrtecken.",
        "Ta bort tecknet, eller skriv om raden.",
        False,
    ),
)
"""Words of the parser → what is wrong, what to do, and whether the fault begins earlier."""


@dataclass(frozen=True)
class RawFile:
    """What a file says, before anyone asks whether it is right.

    ``whole`` is false when a repeated key was left out: such a file must not be rewritten.
    """

    name: str
    text: str
    values: Any
    whole: bool
    lines: Mapping[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: Path, name: str) -> tuple[RawFile | None, list[Finding]]:
    """Read one YAML file; ``name`` is what findings call it.

    Repeated keys are refused, since YAML would silently keep the last one. A file that cannot be
    read gives findings and no values.
    """
    text, findings = read_text(path, name)
    return (None, findings) if findings else parse(text, name)


def read_text(path: Path, name: str) -> tuple[str, list[Finding]]:
    """Read a text file; one that is not UTF-8 gives a finding and no text."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "Filen är inte sparad som UTF-8, så å, ä och ö går inte att läsa."
        remedy = "Öppna filen, välj teckenkodningen UTF-8 och spara den på nytt."
        return "", [Finding(name, line, "K101", "", message, remedy)]


def parse(text: str, name: str) -> tuple[RawFile | None, list[Finding]]:
    r"""Parse the text of a YAML file.

    Examples
    --------
    >>> raw, findings = parse("id: a\nnamn: A\nid: b\n", "program/a.yaml")
    >>> [(finding.code, finding.line) for finding in findings]
    [('K102', 3)]
    """
    try:
        if _depth(text) > DEEPEST:
            raise RecursionError
        if ANCHOR_SIGN.search(text):
            for token in yaml.scan(text, Loader=yaml.CSafeLoader):
                if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                    return None, [_anchor_finding(token, name)]
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return None, [_syntax_finding(error, name)]
    except RecursionError:
        return None, [_syntax_finding(yaml.YAMLError("för många listor i varandra"), name)]
    if node is None:
        finding = Finding(
            name, 1, "K101", "", "Filen är tom.", "Skriv posten, eller ta bort filen."
        )
        return None, [finding]
    lines: dict[Place, int] = {}
    findings: list[Finding] = []
    try:
        values = _construct(node, (), name, lines, findings)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, [_syntax_finding(error, name)]
    return RawFile(name, text, values, not findings, lines), findings


def _depth(text: str) -> int:
    """Return how many lists at most are in each other, those of running text counted too."""
    depth = deepest = 0
    for sign in FLOW_SIGN.findall(text):
        depth = depth + 1 if sign in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _construct(
    node: yaml.Node, place: Place, name: str, lines: dict[Place, int], findings: list[Finding]
) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if key in mapping:
                findings.append(_repeated_finding(name, line, (*place, key), lines))
                continue
            lines[(*place, key)] = line
            mapping[key] = _construct(value_node, (*place, key), name, lines, findings)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [
            _construct(child, (*place, number), name, lines, findings)
            for number, child in enumerate(node.value)
        ]
    if node.tag == TEXT_TAG:
        return node.value
    return yaml.constructor.SafeConstructor().construct_object(node)


def _repeated_finding(name: str, line: int, place: Place, lines: dict[Place, int]) -> Finding:
    return Finding(
        name,
        line,
        "K102",
        field_name(place),
        f"Fältet «{place[-1]}» står två gånger; det stod redan på rad {lines[place]}.",
        "Behåll ett av dem och ta bort det andra.",
    )


def _anchor_finding(token: yaml.Token, name: str) -> Finding:
    return Finding(
        name,
        token.start_mark.line + 1,
        "K101",
        "",
        "Filen använder & eller * först i ett värde, och det betyder något särskilt i YAML.",
        "Sätt värdet inom citattecken, eller skriv ut det som skulle upprepas.",
    )


def _syntax_finding(error: Exception, name: str) -> Finding:
    reason = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    message, remedy = f"Filen går inte att läsa som YAML ({reason}).", ANY_REMEDY
    for words, swedish, what_to_do, from_start in SYNTAX:
        if words in reason:
            message, remedy = swedish, what_to_do
            mark = error.context_mark if from_start else mark  # type: ignore[attr-defined]
            break
    return Finding(name, mark.line + 1 if mark else 1, "K101", "", message, remedy)


def field_name(place: Place) -> str:
    """Write a place as a curator reads it.

    Examples
    --------
    >>> field_name(("problemomraden", 0, "styrka"))
    'problemomraden[0].styrka'
    """
    written = ""
    for part in place:
        written += f"[{part}]" if isinstance(part, int) else f".{part}"
    return written.lstrip(".")


def dump(post: Post) -> str:
    """Return the canonical form of a record.

    Fields stand in the model's order, empty ones are left out, running text is block text, lists
    of ids and small links stand on one line. Two records that are equal give equal text.

    Examples
    --------
    >>> from catalog.records import Term
    >>> print(dump(Term(id="modul", namn="Modul", beskrivning="Åtta delar.")), end="")
    id: modul
    namn: Modul
    beskrivning: Åtta delar.
    """
    return dump_plain(to_plain(post))


def dump_plain(values: Any) -> str:
    """Return plain values in canonical form."""
    events = (
        *(yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)),
        *_events(values),
        *(yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()),
    )
    return str(yaml.emit(events, Dumper=yaml.CSafeDumper, width=WIDTH, allow_unicode=True))


def _events(value: Any, *, in_list: bool = False) -> Iterator[yaml.Event]:
    if isinstance(value, str):
        block = "\n" in value
        plain = block or _read_as(value) == TEXT_TAG
        yield yaml.ScalarEvent(None, None, (plain, True), value, style="|" if block else None)
    elif isinstance(value, Mapping):
        flow = not value or (in_list and _fits_one_line(value))
        yield yaml.MappingStartEvent(None, None, True, flow_style=flow)
        for key, item in value.items():
            yield from _events(key)
            yield from _events(item)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        flow = all(_is_short(item) for item in value)
        yield yaml.SequenceStartEvent(None, None, True, flow_style=flow)
        for item in value:
            yield from _events(item, in_list=True)
        yield yaml.SequenceEndEvent()
    else:
        written = "null" if value is None else repr(value)
        if isinstance(value, bool):
            written = written.lower()
        tag = PLAIN_TAGS[type(value)]
        yield yaml.ScalarEvent(None, tag, (_read_as(written) == tag, False), written)


_resolver = yaml.resolver.Resolver()


@lru_cache(4096)  # the names of fields and the ids come back
def _read_as(written: str) -> str:
    """Return the tag that YAML gives to something written without quotes."""
    return str(_resolver.resolve(yaml.ScalarNode, written, (True, False)))  # type: ignore[no-untyped-call]


def _is_short(item: Any) -> bool:
    if isinstance(item, list):
        return all(_is_short(part) for part in item)
    return isinstance(item, int) or (isinstance(item, str) and bool(SHORT_ID.fullmatch(item)))


def _fits_one_line(value: Mapping[str, Any]) -> bool:
    if not all(isinstance(item, str | int | float) for item in value.values()):
        return False
    text = "".join(f"{key}: {item}, " for key, item in value.items())
    return "\n" not in text and len(text) <= WIDTH - 4
