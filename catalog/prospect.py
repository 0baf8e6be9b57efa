"""The catalogue as it would become with some files changed, fast enough to ask while writing."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from catalog.checking import check_katalog
from catalog.editing import REGISTER
from catalog.findings import Finding, has_errors
from catalog.folder import NOT_YET, Folder, Parsed
from catalog.kinds import KINDS
from catalog.loading import Katalog, load, record_name, validate
from catalog.records import Post
from catalog.rules import RULES
from catalog.rules.doubles import Sentences
from catalog.rules.governance import apply_exceptions

SHARED_SENTENCES = "K308"
Changes = Mapping[str, str | None]
Signature = frozenset[tuple[str, int, int, int]]


@dataclass(frozen=True)
class Base:
    """The catalogue as it is, and what is worth keeping of it until the files change."""

    katalog: Katalog
    unread: tuple[Finding, ...]
    signature: Signature

    @cached_property
    def whole(self) -> frozenset[Finding]:
        """What the rules over the whole catalogue say of it."""
        return frozenset(_by_rules(self.katalog, alone=False))

    @cached_property
    def sentences(self) -> Sentences:
        """Every sentence of it."""
        return Sentences(self.katalog)


class Prospect:
    r"""A data folder to ask «what if» of.

    It may be shared by threads and kept as long as one likes: it sees when files change on disk.

    Parameters
    ----------
    data : Path
        The data folder, which is only read.

    Examples
    --------
    >>> prospect = Prospect(data)
    >>> text = (data / "program" / "laslyckan.yaml").read_text(encoding="utf-8")
    >>> prospect.findings({"program/laslyckan.yaml": text})
    []
    >>> [found.code for found in prospect.findings({"program/laslyckan.yaml": text + "x: 1\n"})]
    ['K103']
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._lock = threading.Lock()
        self._parsed: Parsed = {}
        self._base: Base | None = None

    @property
    def katalog(self) -> Katalog:
        """The catalogue as it is now."""
        return self._fresh().katalog

    def text(self, name: str) -> str | None:
        """Return what a file says now, or none if there is no such file."""
        path = self.data / name
        return path.read_bytes().decode("utf-8", "replace") if path.is_file() else None

    def findings(self, changes: Changes, *, register: Sequence[str] = ()) -> list[Finding]:
        """Return what the check would say of changed files, and what they break elsewhere.

        Parameters
        ----------
        changes : mapping
            File name, from the data folder → its whole text, or none to remove it.
        register : sequence of str
            Ids, such as ``insatser/ny``, that the changes give out.

        Returns
        -------
        list of Finding
            All that stands in the changed files, and in others what is not there today.
        """
        base = self._fresh()
        given = _given_before(base.katalog, changes, register)
        if not all(_is_simple(base.katalog, name, text) for name, text in changes.items()):
            return sorted([*given, *self._by_whole_check(changes, register)])
        after, unread, narrow = _changed(base.katalog, changes, register)
        found = [*unread, *(each for each in _by_rules(narrow, alone=True) if each.file in changes)]
        found += [
            each
            for each in _by_rules(after, alone=False)
            if each.file in changes or each not in base.whole
        ]
        found += base.sentences.shared_by(narrow, frozenset(changes))
        return sorted([*given, *apply_exceptions(found, after.undantag, date.today())])

    def errors(self, changes: Changes, *, register: Sequence[str] = ()) -> list[Finding]:
        """Return the findings that stop the changes from being made."""
        found = self.findings(changes, register=register)
        return [each for each in found if each.severity == "fel"]

    def _by_whole_check(self, changes: Changes, register: Sequence[str]) -> list[Finding]:
        every = dict(changes)
        if register:
            every[REGISTER] = register_text(self.text(REGISTER) or "", register)
        _, found = check_katalog(Folder(self.data, every, self._parsed))
        if not has_errors(found):
            return [each for each in found if each.file in changes]
        _, today = check_katalog(Folder(self.data, parsed=self._parsed))
        known = {_without_line(each) for each in today}
        return [each for each in found if each.file in changes or _without_line(each) not in known]

    def _fresh(self) -> Base:
        with self._lock:
            signature = _signature(self.data)
            if self._base is None or self._base.signature != signature:
                katalog, unread = load(Folder(self.data, parsed=self._parsed))
                self._base = Base(katalog, tuple(unread), signature)
            return self._base


def register_text(text: str, given: Sequence[str]) -> str:
    """Return the register with some more ids in it."""
    return "\n".join(sorted({*text.split(), *given})) + "\n"


def _signature(data: Path) -> Signature:
    found = set()
    for path in data.rglob("*"):
        if path.suffix != NOT_YET and path.is_file():
            status = path.stat()
            found.add((str(path), status.st_mtime_ns, status.st_size, status.st_ino))
    return frozenset(found)


def _by_rules(katalog: Katalog, *, alone: bool) -> list[Finding]:
    return [
        found
        for code, rule in RULES.items()
        if rule.alone == alone and code != SHARED_SENTENCES
        for found in rule.check(katalog)
    ]


def _given_before(katalog: Katalog, changes: Changes, register: Sequence[str]) -> list[Finding]:
    """Find ids that have been used before, which only the register remembers."""
    found = []
    for given in register:
        kind, _, post_id = given.partition("/")
        name = record_name(kind, post_id)
        if given in katalog.register and name in changes:
            message = f"«{given}» har redan använts. Ett id används aldrig två gånger."
            found.append(Finding(name, 1, "K110", "id", message, "Välj ett annat id."))
    return found


def _is_simple(katalog: Katalog, name: str, text: str | None) -> bool:
    """Tell whether a changed file can only break itself and what the rules over everything see."""
    kind, _, rest = name.partition("/")
    if text is None or kind not in KINDS or kind == "exempelanalyser":
        return False
    if "/" in rest or not rest.endswith(".yaml"):
        return False
    post_id = rest.removesuffix(".yaml")
    post = katalog.poster[kind].get(post_id)
    return post is None or post.id == post_id  # type: ignore[attr-defined]


def _changed(
    katalog: Katalog, changes: Changes, register: Sequence[str]
) -> tuple[Katalog, list[Finding], Katalog]:
    """Return the whole catalogue after, what could not be read, and the changed part alone."""
    findings: list[Finding] = []
    files, ids = dict(katalog.filer), dict(katalog.nycklar)
    posts: dict[str, dict[str, Post]] = {kind: dict(all_) for kind, all_ in katalog.poster.items()}
    only: dict[str, dict[str, Post]] = {kind: {} for kind in katalog.poster}
    for name in changes:
        kind, _, rest = name.partition("/")
        ids[kind] |= {rest.removesuffix(".yaml")}
    for name, text in changes.items():
        kind, _, rest = name.partition("/")
        post_id = rest.removesuffix(".yaml")
        raw, found = Folder(Path(), {name: text}).read(name)
        findings += found
        post = validate(kind, KINDS[kind], raw, ids, findings)
        files.pop(name, None)
        posts[kind].pop(post_id, None)
        if raw is not None:
            files[name] = raw
        if post is not None:
            posts[kind][post_id] = only[kind][post_id] = post
            ids[kind] |= {str(post.id)}  # type: ignore[attr-defined]
        posts[kind] = {key: posts[kind][key] for key in sorted(posts[kind])}
    after = replace(
        katalog,
        poster=posts,
        filer=files,
        nycklar=ids,
        register=katalog.register | frozenset(register),
    )
    told = {name: raw for name, raw in files.items() if name in changes or "vokabular/" in name}
    return after, findings, replace(after, poster=only, filer=told)


def _without_line(finding: Finding) -> Finding:
    return replace(finding, line=0)
