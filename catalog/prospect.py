"""The catalogue as it would become with some files changed, fast enough to ask while writing."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from catalog.checking import check_katalog
from catalog.editing import REGISTER
from catalog.files import RawFile
from catalog.findings import Finding
from catalog.folder import NOT_YET, Folder, Parsed
from catalog.kinds import KINDS
from catalog.known import (
    Base,
    Changes,
    Signature,
    by_own_rules,
    by_whole_rules,
    without_line,
)
from catalog.loading import Katalog, load, record_name, validate
from catalog.records import Post
from catalog.rules.governance import apply_exceptions

KEPT_ANSWERS = 64


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
        asked = (frozenset(changes.items()), tuple(register), date.today())
        known = base.answers.get(asked)
        if known is None:
            known = tuple(self._findings(base, changes, register))
            if len(base.answers) >= KEPT_ANSWERS:
                base.answers.clear()
            base.answers[asked] = known
        return list(known)

    def _findings(self, base: Base, changes: Changes, register: Sequence[str]) -> list[Finding]:
        given = _given_before(base.katalog, changes, register)
        if not all(_is_simple(base, name, text) for name, text in changes.items()):
            return sorted([*given, *self._by_whole_check(base, changes, register)])
        after, unread, narrow = _changed(base.katalog, changes, register)
        found = [*unread, *(each for each in by_own_rules(narrow) if each.file in changes)]
        found += _left_pointing(base, after, changes)
        found += [
            each
            for each in by_whole_rules(after, base.used_after(changes, narrow))
            if each.file in changes or each not in base.whole
        ]
        found += base.sentences.shared_by(narrow, frozenset(changes))
        return sorted([*given, *apply_exceptions(found, after.undantag, date.today())])

    def errors(self, changes: Changes, *, register: Sequence[str] = ()) -> list[Finding]:
        """Return the findings that stop the changes from being made."""
        found = self.findings(changes, register=register)
        return [each for each in found if each.severity == "fel"]

    def _by_whole_check(
        self, base: Base, changes: Changes, register: Sequence[str]
    ) -> list[Finding]:
        every = dict(changes)
        if register:
            every[REGISTER] = register_text(self.text(REGISTER) or "", register)
        _, found = check_katalog(Folder(self.data, every, self._parsed))
        return [
            each for each in found if each.file in changes or without_line(each) not in base.told
        ]

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
    folders = [str(data)]
    while folders:
        # What is taken away at this very moment is not there.
        with suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif not entry.name.endswith(NOT_YET):
                    with suppress(FileNotFoundError):
                        status = entry.stat()
                        found.add((entry.path, status.st_mtime_ns, status.st_size, status.st_ino))
    return frozenset(found)


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


def _is_simple(base: Base, name: str, text: str | None) -> bool:
    """Tell whether what a changed file breaks is seen without the whole check.

    It can break itself, what the rules over everything see and, where it is taken away, the records
    that point at it.
    """
    kind, post_id = _record_in(name)
    if kind not in KINDS or kind == "exempelanalyser":
        return False
    post = base.katalog.poster[kind].get(post_id)
    if text is None and (post is None or base.unread):
        return False
    return post is None or post.id == post_id  # type: ignore[attr-defined]


def _record_in(name: str) -> tuple[str, str]:
    kind, _, rest = name.partition("/")
    return (kind, rest[: -len(".yaml")]) if rest.endswith(".yaml") and "/" not in rest else ("", "")


def _changed(
    katalog: Katalog, changes: Changes, register: Sequence[str]
) -> tuple[Katalog, list[Finding], Katalog]:
    """Return the whole catalogue after, what could not be read, and the changed part alone."""
    findings: list[Finding] = []
    files, ids = dict(katalog.filer), dict(katalog.nycklar)
    posts: dict[str, dict[str, Post]] = {kind: dict(all_) for kind, all_ in katalog.poster.items()}
    only: dict[str, dict[str, Post]] = {kind: {} for kind in katalog.poster}
    for name, text in changes.items():
        kind, post_id = _record_in(name)
        ids[kind] = ids[kind] - {post_id} if text is None else ids[kind] | {post_id}
    for name, text in changes.items():
        kind, post_id = _record_in(name)
        files.pop(name, None)
        posts[kind].pop(post_id, None)
        if text is None:
            continue
        raw, found = Folder(Path(), {name: text}).read(name)
        findings += found
        post = validate(kind, KINDS[kind], raw, ids, findings)
        if raw is not None:
            files[name] = raw
        if post is not None:
            posts[kind][post_id] = only[kind][post_id] = post
            ids[kind] |= {str(post.id)}  # type: ignore[attr-defined]
    posts = {kind: dict(sorted(all_.items())) for kind, all_ in posts.items()}
    after = replace(
        katalog,
        poster=posts,
        filer=files,
        nycklar=ids,
        register=katalog.register | frozenset(register),
    )
    return after, findings, replace(after, poster=only, filer=_files_of(after, changes))


def _left_pointing(base: Base, after: Katalog, changes: Changes) -> list[Finding]:
    """Return what becomes wrong with records that point at what is taken away."""
    gone = {_record_in(name) for name, text in changes.items() if text is None}
    left = base.pointing_at(gone) - set(changes) if gone else set()
    if not left:
        return []
    before = set(by_own_rules(_part_of(base.katalog, left)))
    return [
        each
        for each in by_own_rules(_part_of(after, left))
        if each.file in left and each not in before
    ]


def _part_of(katalog: Katalog, names: set[str]) -> Katalog:
    only = {
        kind: {key: post for key, post in posts.items() if record_name(kind, key) in names}
        for kind, posts in katalog.poster.items()
    }
    return replace(katalog, poster=only, filer=_files_of(katalog, names))


def _files_of(katalog: Katalog, names: Collection[str]) -> dict[str, RawFile]:
    """Return some files, and that the vocabularies are there; what they say has not changed."""
    return {
        name: raw if name in names else replace(raw, values=None)
        for name, raw in katalog.filer.items()
        if name in names or name.startswith("vokabular/")
    }
