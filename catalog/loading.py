"""A whole ``data/`` folder → a ``Katalog``, with every finding of form on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from catalog import records, shapes
from catalog.files import RawFile
from catalog.findings import Finding, did_you_mean
from catalog.folder import Folder
from catalog.kinds import KINDS, POINTS_AT, VOCABULARIES

PostT = TypeVar("PostT", bound=records.Post)

PLAIN_FILES = ("README.md", "LICENSE", "id-register.txt", "undantag.yaml")
FOLDERS_WITHOUT_RECORDS = ("vokabular", "schema", "vektorer")


@dataclass(frozen=True)
class Katalog:
    """All records of a data folder, by kind and id, with the files that they came from."""

    poster: Mapping[str, Mapping[str, records.Post]]
    vokabular: Mapping[str, tuple[records.Term, ...]]
    synonymer: tuple[records.Synonym, ...]
    klarsprak: tuple[records.Bytord, ...]
    undantag: tuple[records.Undantag, ...]
    register: frozenset[str]
    filer: Mapping[str, RawFile] = field(repr=False)
    nycklar: Mapping[str, frozenset[str]] = field(repr=False)
    texter: Mapping[str, str] = field(repr=False)

    @property
    def insatser(self) -> Mapping[str, records.Insats]:
        """Every insats by id."""
        return self.poster["insatser"]  # type: ignore[return-value]

    @property
    def problemomraden(self) -> Mapping[str, records.Problemomrade]:
        """Every problem area by id."""
        return self.poster["problemomraden"]  # type: ignore[return-value]

    @property
    def paverkansfaktorer(self) -> Mapping[str, records.Paverkansfaktor]:
        """Every påverkansfaktor by id."""
        return self.poster["paverkansfaktorer"]  # type: ignore[return-value]

    @property
    def program(self) -> Mapping[str, records.Program]:
        """Every programme by id."""
        return self.poster["program"]  # type: ignore[return-value]

    @property
    def anordnare(self) -> Mapping[str, records.Anordnare]:
        """Every anordnare by id."""
        return self.poster["anordnare"]  # type: ignore[return-value]

    @property
    def referenser(self) -> Mapping[str, records.Referens]:
        """Every work of research by id."""
        return self.poster["referenser"]  # type: ignore[return-value]

    @property
    def whole(self) -> bool:
        """Tell whether every record could be read, so that what is unused can be told."""
        return all(self.nycklar[kind] == posts.keys() for kind, posts in self.poster.items())

    def file_name(self, kind: str, post_id: str) -> str:
        """Return the path, from the data folder, of a record."""
        return record_name(kind, post_id)


def with_posts(katalog: Katalog, changed: Mapping[str, Mapping[str, records.Post]]) -> Katalog:
    """Return the catalogue with some records changed or added: kind → id → record."""
    poster = {
        kind: dict(sorted({**posts, **changed.get(kind, {})}.items()))
        for kind, posts in katalog.poster.items()
    }
    return replace(katalog, poster=poster)


def record_name(kind: str, post_id: str) -> str:
    """Return where a record lies, from the data folder.

    Examples
    --------
    >>> record_name("insatser", "samtal-om-text"), record_name("exempelanalyser", "skola-a")
    ('insatser/samtal-om-text.yaml', 'exempelanalyser/skola-a/om.yaml')
    """
    if kind == "exempelanalyser":
        return f"{kind}/{post_id}/om.yaml"
    return f"{kind}/{post_id}.yaml"


def load(data: Path | Folder) -> tuple[Katalog, list[Finding]]:
    """Read a data folder, or one seen through changes that are not made yet.

    What is wrong in one file never hides what is wrong in another: faulty records are left out of
    the ``Katalog`` and told of in the findings.
    """
    folder = data if isinstance(data, Folder) else Folder(data)
    findings = list(_unknown_files(folder))
    raws: dict[str, RawFile] = {}
    if not folder.exists():
        return _empty(), findings
    nycklar: dict[str, frozenset[str]] = {}
    vokabular = {}
    for lista in VOCABULARIES:
        name = f"vokabular/{lista}.yaml"
        vokabular[lista] = _read_list(folder, name, records.Term, raws, findings)
        nycklar[lista] = _ids_in_list(raws.get(name))
    names = {kind: _record_files(folder, kind) for kind in KINDS}
    for kind in KINDS:
        nycklar[kind] = frozenset(names[kind]) | _ids_of_misnamed(folder, kind)
    poster: dict[str, dict[str, records.Post]] = {}
    for kind, model in KINDS.items():
        poster[kind] = {}
        for post_id, name in names[kind].items():
            raw = _read(folder, name, raws, findings)
            post = validate(kind, model, raw, nycklar, findings)
            if post is not None:
                poster[kind][post_id] = post
        nycklar[kind] |= {str(post.id) for post in poster[kind].values()}  # type: ignore[attr-defined]
    katalog = Katalog(
        poster=poster,
        vokabular=vokabular,
        synonymer=_read_list(folder, "vokabular/synonymer.yaml", records.Synonym, raws, findings),
        klarsprak=_read_list(folder, "vokabular/klarsprak.yaml", records.Bytord, raws, findings),
        undantag=_read_list(folder, "undantag.yaml", records.Undantag, raws, findings),
        register=_read_register(folder, findings),
        filer=raws,
        nycklar=nycklar,
        texter=_read_texts(folder, poster["exempelanalyser"], findings),
    )
    return katalog, findings


def _record_files(folder: Folder, kind: str) -> dict[str, str]:
    if kind == "exempelanalyser":
        return {name: record_name(kind, name) for name in folder.folders(kind)}
    return {path.stem: record_name(kind, path.stem) for path in folder.within(kind, ".yaml")}


def _read(
    folder: Folder, name: str, raws: dict[str, RawFile], findings: list[Finding]
) -> RawFile | None:
    if not folder.has(name):
        findings.append(_missing_file(name))
        return None
    raw, found = folder.read(name)
    findings.extend(found)
    if raw is not None:
        raws[name] = raw
    return raw


def validate(
    kind: str,
    model: type[PostT],
    raw: RawFile | None,
    nycklar: Mapping[str, frozenset[str]],
    findings: list[Finding],
) -> PostT | None:
    """Return the record that a file holds, or add what is wrong with it to the findings."""
    if raw is None:
        return None
    try:
        return model.model_validate(raw.values)
    except ValidationError as error:
        targets = POINTS_AT.get(kind, {})
        findings.extend(shapes.findings_from(error, raw, model, targets=targets, known=nycklar))
        return None


def _ids_in_list(raw: RawFile | None) -> frozenset[str]:
    values = raw.values if raw is not None and isinstance(raw.values, list) else []
    return frozenset(
        str(value["id"]) for value in values if isinstance(value, dict) and "id" in value
    )


def _ids_of_misnamed(folder: Folder, kind: str) -> frozenset[str]:
    """Return ids of files with the wrong ending, so that only the ending is told of."""
    return frozenset(path.stem for path in folder.within(kind, ".yml"))


def _empty() -> Katalog:
    return Katalog(
        poster={kind: {} for kind in KINDS},
        vokabular=dict.fromkeys(VOCABULARIES, ()),
        synonymer=(),
        klarsprak=(),
        undantag=(),
        register=frozenset(),
        filer={},
        nycklar={name: frozenset() for name in (*KINDS, *VOCABULARIES)},
        texter={},
    )


def _read_list(
    folder: Folder,
    name: str,
    model: type[PostT],
    raws: dict[str, RawFile],
    findings: list[Finding],
) -> tuple[PostT, ...]:
    raw = _read(folder, name, raws, findings)
    if raw is None:
        return ()
    if not isinstance(raw.values, list):
        findings.append(
            Finding(
                name,
                1,
                "K105",
                "",
                "Filen ska vara en lista.",
                "Börja varje del med ett bindestreck.",
            )
        )
        return ()
    posts = []
    for number, value in enumerate(raw.values):
        try:
            posts.append(model.model_validate(value))
        except ValidationError as error:
            findings.extend(shapes.findings_from(error, raw, model, place=(number,)))
    return tuple(posts)


def _read_register(folder: Folder, findings: list[Finding]) -> frozenset[str]:
    if not folder.has("id-register.txt"):
        findings.append(_missing_file("id-register.txt"))
        return frozenset()
    text, found = folder.text("id-register.txt")
    findings.extend(found)
    return frozenset(text.split())


def _read_texts(
    folder: Folder, analyser: Mapping[str, Any], findings: list[Finding]
) -> dict[str, str]:
    texts = {}
    for post_id in analyser:
        name = f"exempelanalyser/{post_id}/text.md"
        if folder.has(name):
            texts[post_id], found = folder.text(name)
            findings.extend(found)
        else:
            findings.append(_missing_file(name))
    return texts


def _missing_file(name: str) -> Finding:
    return Finding(
        name, 1, "K111", "", "Filen saknas.", "Lägg tillbaka den från den senaste versionen i git."
    )


def _unknown_files(data: Folder) -> Iterator[Finding]:
    if not data.exists():
        yield Finding(
            str(data.root),
            1,
            "K111",
            "",
            "Mappen finns inte.",
            "Ange mappen som katalogens data ligger i.",
        )
        return
    known_folders = (*KINDS, *FOLDERS_WITHOUT_RECORDS)
    vocabulary_files = {
        f"vokabular/{name}.yaml" for name in (*VOCABULARIES, "synonymer", "klarsprak")
    }
    for name, is_folder in data.entries.items():
        path = Path(name)
        folder, _, rest = name.partition("/")
        if rest and folder not in known_folders:
            continue  # the folder itself is told of
        if is_folder:
            known = folder in known_folders
        elif not rest:
            known = name in PLAIN_FILES
        elif folder == "exempelanalyser":
            known = rest.count("/") == 1 and path.name in ("om.yaml", "text.md")
        elif folder == "vokabular":
            known = name in vocabulary_files
        elif folder == "schema":
            known = path.suffix == ".json"
        elif folder == "vektorer":
            known = path.suffix == ".npy"
        else:
            known = folder in KINDS and "/" not in rest and path.suffix == ".yaml"
        if not known:
            choices = (*known_folders, *PLAIN_FILES)
            hint = did_you_mean(folder, choices) if folder not in choices else ""
            yield Finding(
                name,
                1,
                "K112",
                "",
                f"Katalogen känner inte till filen eller mappen.{hint}",
                "Flytta den till rätt mapp, ge den ändelsen .yaml, eller ta bort den.",
            )
