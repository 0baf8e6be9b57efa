"""The arrays that matching needs: built once for a catalogue, saved without pickle, loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from catalog.reading import Reader
from matcher import areas
from matcher.areas import AreaModel
from matcher.encoding import Encoder, Kind, Vectors
from matcher.errors import MatchIndexError
from matcher.features import Underlag, collect, short_text, whole_text
from matcher.likeness import TextIndex
from matcher.sentence_models import SentenceModels, fingerprint, learn
from matcher.vector_cache import Progress, VectorCache

Floats = NDArray[np.float32]

INDEX_FORMAT = 5
DESCRIPTION = "index.json"
MODELS = "meningsmodeller"
SENTENCE_PIECES = "ordbitar2-5"
BUILD_AGAIN = "Bygg om katalogen med «insatser publicera»."


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What a saved index is made for, and of.

    ``meningsmodeller`` tells by what code and sentences its models of sentences were learned.
    """

    format: int
    katalogversion: str
    kodare: str | None
    antal_insatser: int
    antal_texter: int
    sakerhet: Mapping[str, float]
    meningsmodeller: str
    filer: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """Vectors of the insatser and of their own sentences, with their common direction taken away.

    ``modell`` places texts by pieces of words and by vectors.
    """

    kodare: str
    mitt: Vectors
    meningar: Vectors
    insatser: Vectors
    modell: AreaModel

    def place(self, rows: Vectors) -> Vectors:
        """Return other vectors in the same space."""
        return _unit(rows - self.mitt)


@dataclass(frozen=True)
class MatchIndex:
    """All that matching needs beside the records themselves.

    ``meningar`` holds every known sentence: those of the areas, and then the insatser's own.
    """

    underlag: Underlag
    meningar: TextIndex
    insatstexter: TextIndex
    utan_vektorer: AreaModel
    modeller: SentenceModels
    vektorer: VectorSpace | None

    @cached_property
    def kopplingar(self) -> Floats:
        """Return the worth of each curated link: areas × insatser."""
        return self.underlag.links()

    @cached_property
    def _own(self) -> sparse.csr_array:
        return self.meningar.weighed_documents(len(self.underlag.omrade_for)).T.tocsr()

    def own_likeness(self, pieces: sparse.csr_array) -> Floats:
        """Return the likeness of texts to every sentence of an insats, by pieces of words."""
        return np.asarray((pieces @ self._own).toarray(), dtype=np.float32)


def build_index(
    reader: Reader,
    target: Path,
    *,
    encoder: Encoder | None = None,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> IndexManifest:
    """Build and save the index of a catalogue.

    Parameters
    ----------
    reader : Reader
        The built catalogue.
    target : Path
        Folder that gets the arrays.
    encoder : Encoder, optional
        Without one the index has no vectors, and matching goes by words and curated links alone.
    cache : VectorCache, optional
        Where vectors are kept between builds, so that a changed record encodes only itself.
    progress : callable, optional
        Called with how many texts are encoded, and of how many.

    Returns
    -------
    IndexManifest
        With the version of the catalogue and a hash of each file.

    Examples
    --------
    >>> from catalog.reading import open_reader
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     build_index(reader, mapp / "index").antal_insatser
    11
    """
    index = compute_index(collect(reader), encoder=encoder, cache=cache, progress=progress)
    return save(index, target)


def compute_index(
    underlag: Underlag,
    *,
    encoder: Encoder | None = None,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> MatchIndex:
    """Compute the index of what was collected from a catalogue."""
    meningar = TextIndex.build(underlag.texter, SENTENCE_PIECES, min_documents=2)
    omrade_for = np.array(underlag.omrade_for, dtype=np.intp)
    known, number = len(omrade_for), len(underlag.omraden)
    pieces = meningar.weighed_documents()[:known]
    vektorer = None
    if encoder is not None:
        mitt, texter, insatser = _vectors(underlag, encoder, cache or VectorCache(None), progress)
        best = areas.train(pieces, texter[:known], omrade_for, number)
        vektorer = VectorSpace(encoder.name, mitt, texter[known:], insatser, best)
    return MatchIndex(
        underlag=underlag,
        meningar=meningar,
        insatstexter=TextIndex.build([whole_text(each) for each in underlag.insatser]),
        utan_vektorer=areas.train(pieces, None, omrade_for, number),
        modeller=learn(
            underlag.texter[:known],
            (underlag.omraden[place].analysniva.id for place in underlag.omrade_for),
        ),
        vektorer=vektorer,
    )


def save(index: MatchIndex, target: Path) -> IndexManifest:
    """Write an index to a folder; the same index gives the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    index.meningar.save(target / "meningar")
    index.insatstexter.save(target / "insatstexter")
    index.modeller.save(target / MODELS)
    models = {"utan": index.utan_vektorer}
    if index.vektorer is not None:
        models["med"] = index.vektorer.modell
        np.save(target / "vektorer_mitt.npy", index.vektorer.mitt)
        np.save(target / "vektorer_meningar.npy", index.vektorer.meningar.astype(np.float16))
        np.save(target / "vektorer_insatser.npy", index.vektorer.insatser.astype(np.float16))
    for name, model in models.items():
        np.save(target / f"bitar_{name}.npy", model.bitar.astype(np.float16))
        np.save(target / f"grund_{name}.npy", model.grund)
        if model.vektor is not None:
            np.save(target / f"vektor_{name}.npy", model.vektor.astype(np.float16))
    manifest = IndexManifest(
        format=INDEX_FORMAT,
        katalogversion=index.underlag.katalogversion,
        kodare=index.vektorer.kodare if index.vektorer else None,
        antal_insatser=len(index.underlag.insatser),
        antal_texter=len(index.underlag.texter),
        sakerhet={name: model.sakerhet for name, model in models.items()},
        meningsmodeller=fingerprint(),
        filer={
            path.relative_to(target).as_posix(): _hash(path)
            for path in sorted(target.rglob("*"))
            if path.is_file() and path.name != DESCRIPTION
        },
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (target / DESCRIPTION).write_text(text + "\n", encoding="utf-8")
    return manifest


def load(folder: Path, underlag: Underlag) -> MatchIndex:
    """Read a saved index, refusing one that is broken or was made for another catalogue."""
    described = _description(folder)
    if described.katalogversion != underlag.katalogversion:
        raise MatchIndexError(
            f"Matchningens index är gjort för katalogversion {described.katalogversion}, men "
            f"katalogen har version {underlag.katalogversion}.",
            BUILD_AGAIN,
        )
    if described.antal_texter != len(underlag.texter):
        raise MatchIndexError(
            "Matchningens index har inte lika många texter som katalogen.", BUILD_AGAIN
        )
    for name, expected in described.filer.items():
        if not (folder / name).is_file() or _hash(folder / name) != expected:
            raise MatchIndexError(f"Filen {name} i matchningens index är skadad.", BUILD_AGAIN)
    try:
        return _read(folder, underlag, described)
    except (OSError, ValueError, EOFError, KeyError) as fault:
        raise MatchIndexError("Matchningens index går inte att läsa.", BUILD_AGAIN) from fault


def _read(folder: Path, underlag: Underlag, described: IndexManifest) -> MatchIndex:
    models = {
        name: AreaModel(
            np.ascontiguousarray(_array(folder, f"bitar_{name}"), dtype=np.float32),
            _array(folder, f"vektor_{name}").astype(np.float32) if name == "med" else None,
            _array(folder, f"grund_{name}"),
            sureness,
        )
        for name, sureness in described.sakerhet.items()
    }
    vektorer = None
    if described.kodare is not None:
        vektorer = VectorSpace(
            described.kodare,
            _array(folder, "vektorer_mitt"),
            _array(folder, "vektorer_meningar").astype(np.float32),
            _array(folder, "vektorer_insatser").astype(np.float32),
            models["med"],
        )
    return MatchIndex(
        underlag=underlag,
        meningar=TextIndex.load(folder / "meningar"),
        insatstexter=TextIndex.load(folder / "insatstexter"),
        utan_vektorer=models["utan"],
        modeller=SentenceModels.load(folder / MODELS),
        vektorer=vektorer,
    )


def _description(folder: Path) -> IndexManifest:
    path = folder / DESCRIPTION
    if not path.is_file():
        raise MatchIndexError(f"Det finns inget index för matchning i {folder}.", BUILD_AGAIN)
    try:
        described = IndexManifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as fault:
        raise MatchIndexError(f"Filen {DESCRIPTION} går inte att läsa.", BUILD_AGAIN) from fault
    if (described.format, described.meningsmodeller) != (INDEX_FORMAT, fingerprint()):
        raise MatchIndexError(
            "Matchningens index är skrivet av en annan version av programmet.", BUILD_AGAIN
        )
    return described


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _array(folder: Path, name: str) -> Any:
    return np.load(folder / f"{name}.npy", allow_pickle=False)


def texts_to_encode(underlag: Underlag) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    """Return what an index has vectors for: the sentences, and a short text of each insats."""
    return (
        ("query", underlag.texter),
        ("passage", tuple(short_text(each) for each in underlag.insatser)),
    )


def count_missing(reader: Reader, encoder: Encoder, cache: VectorCache) -> int:
    """Return how many texts an index of this catalogue would have to encode.

    Parameters
    ----------
    reader : Reader
        The built catalogue.
    encoder : Encoder
        The model that would encode them.
    cache : VectorCache
        Where vectors are looked for first.

    Examples
    --------
    >>> from catalog.reading import open_reader
    >>> from matcher import default_encoder
    >>> encoder = default_encoder()
    >>> with open_reader(utgava / "katalog.db") as reader:
    ...     encoder is None or count_missing(reader, encoder, VectorCache(None)) > 50
    True
    """
    return sum(
        cache.missing(encoder, texts, kind) for kind, texts in texts_to_encode(collect(reader))
    )


def _vectors(
    underlag: Underlag, encoder: Encoder, cache: VectorCache, progress: Progress | None
) -> tuple[Vectors, Vectors, Vectors]:
    """Return the common direction, and the sentences and insatser with it taken away."""
    texter, insatser = (
        cache.encode(encoder, texts, kind, progress=progress)
        for kind, texts in texts_to_encode(underlag)
    )
    mitt = texter.mean(axis=0) if len(texter) else np.zeros(encoder.dim, dtype=np.float32)
    # Rounded here as they are when saved, so that a loaded index equals the one just built.
    return (
        mitt,
        _unit(texter - mitt).astype(np.float16).astype(np.float32),
        _unit(insatser - mitt).astype(np.float16).astype(np.float32),
    )


def _unit(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), dtype=np.float32)
