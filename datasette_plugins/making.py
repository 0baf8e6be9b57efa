"""A release in a new folder: built, exported, indexed and measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from catalog import build, open_reader
from catalog.building import DATABASE
from catalog.exporting import export
from datasette_plugins.lage import state_of, write_state
from datasette_plugins.manifest import DOWNLOADS, INDEX, complete_manifest, write_measurement
from datasette_plugins.versioning import program_version
from matcher import (
    Encoder,
    VectorCache,
    build_index,
    count_missing,
    default_encoder,
    measure_matching,
    open_matcher,
)

Vectors = Literal["alla", "snabbt", "inga"]
"""All sentence vectors; all if few are still to be computed, else none; or none."""

FEW_TEXTS = 300


class Progress:
    """Tells how far the language model has come, at every tenth of the way."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """Tell, if another tenth is done."""
        tenths = 10 * done // total
        if tenths > self._told:
            self._told = tenths
            self._say(f"Språkmodellen har läst {done} av {total} texter.")


def make_release(
    data: Path,
    target: Path,
    *,
    vectors: Vectors,
    cache: VectorCache,
    say: Callable[[str], object],
) -> bool:
    """Make a release in a new folder; tell whether it has all the vectors that it can have."""
    say("Kontrollerar och bygger katalogen …")
    build(data, target)
    export(data, target / DATABASE, target / DOWNLOADS)
    installed = default_encoder() if vectors != "inga" else None
    if vectors != "inga" and installed is None:
        say("Språkmodellen (tillägget semantik) är inte installerad. Bygger utan den.")
    say("Bygger matchningens index …")
    with open_reader(target / DATABASE) as reader:
        encoder: Encoder | None = installed
        if installed and vectors == "snabbt":
            missing = count_missing(reader, installed, cache)
            encoder = installed if missing <= FEW_TEXTS else None
        build_index(reader, target / INDEX, encoder=encoder, cache=cache, progress=Progress(say))
    say("Mäter matchningen …")
    matcher = open_matcher(target)
    write_measurement(measure_matching(matcher, data), target)
    say("Letar efter det som behöver göras …")
    write_state(state_of(matcher, data), target)
    complete_manifest(target, program=program_version(), vektorer=encoder is not None)
    return vectors != "inga" and encoder is installed
