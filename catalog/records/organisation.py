"""Programmes and the organisations behind insatser."""

from __future__ import annotations

from pydantic import Field

from catalog.records.base import Id, Post, Text


class Program(Post):
    """A programme that several insatser belong to."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Programmets namn.")
    anordnare: tuple[Id, ...] = Field(
        default=(), title="Anordnare", description="Id i data/anordnare/, ansvarig först."
    )
    beskrivning: Text | None = Field(
        default=None, title="Beskrivning", description="Vad programmet är, i några meningar."
    )
    insats: Id | None = Field(
        default=None,
        title="Insats",
        description="Den insats som beskriver programmet i sin helhet, om den finns.",
    )
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma program."
    )


class Anordnare(Post):
    """An organisation that offers insatser."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    namn: Text = Field(title="Namn", description="Organisationens namn.")
    kortnamn: Text | None = Field(
        default=None, title="Kortnamn", description="Vedertagen förkortning, till exempel SPSM."
    )
    beskrivning: Text | None = Field(
        default=None, title="Beskrivning", description="Vad organisationen är, i en mening."
    )
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma organisation."
    )
