"""A work of research, in CSL-JSON's own field names."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from catalog.records.base import Id, Post, Text, Webbadress


class Namn(Post):
    """A person's name (CSL)."""

    family: Text | None = Field(default=None, title="Efternamn", description="CSL family.")
    given: Text | None = Field(default=None, title="Förnamn", description="CSL given.")
    literal: Text | None = Field(
        default=None, title="Organisation", description="CSL literal: namn som inte delas upp."
    )
    dropping_particle: Text | None = Field(
        default=None, alias="dropping-particle", title="Partikel", description="CSL."
    )
    non_dropping_particle: Text | None = Field(
        default=None, alias="non-dropping-particle", title="Fast partikel", description="CSL."
    )


class CslDatum(Post):
    """A date (CSL)."""

    date_parts: Annotated[
        tuple[Annotated[tuple[StrictInt, ...], Field(min_length=1)], ...], Field(min_length=1)
    ] = Field(alias="date-parts", title="Datum", description="CSL date-parts: [[år, månad, dag]].")


class Belagg(Post):
    """What we say of a work, beside its bibliographic facts (CSL custom)."""

    paverkansfaktorer: tuple[Id, ...] = Field(
        default=(), title="Påverkansfaktorer", description="Faktorer som verket handlar om."
    )
    amnesomraden: tuple[Text, ...] = Field(
        default=(), title="Ämnesområden", description="Vad verket handlar om, i fria ord."
    )
    belagg: Text | None = Field(
        default=None, title="Belägg", description="Slag av studie, till exempel «översikt»."
    )
    namns_i: tuple[Text, ...] = Field(
        default=(), title="Nämns i", description="Dokument som hänvisar till verket."
    )
    sakerhet: Id = Field(
        title="Säkerhet", description="Hur säkra uppgifterna är: id i vokabular/sakerheter.yaml."
    )


class Referens(Post):
    """A work of research, in CSL-JSON's own field names."""

    id: Id = Field(title="Id", description="Filens namn utan ändelse. Ändras aldrig.")
    type: Text = Field(title="Slag", description="CSL-slag: book, report, article-journal …")
    title: Text = Field(title="Titel", description="Verkets titel.")
    author: tuple[Namn, ...] = Field(default=(), title="Författare", description="CSL author.")
    editor: tuple[Namn, ...] = Field(default=(), title="Redaktör", description="CSL editor.")
    issued: CslDatum = Field(title="Utgiven", description="CSL issued.")
    container_title: Text | None = Field(
        default=None, alias="container-title", title="Ingår i", description="Tidskrift eller bok."
    )
    collection_title: Text | None = Field(
        default=None, alias="collection-title", title="Serie", description="Skriftserie."
    )
    collection_number: Text | None = Field(
        default=None, alias="collection-number", title="Serienummer", description="Nummer i serien."
    )
    volume: Text | None = Field(default=None, title="Volym", description="CSL volume.")
    issue: Text | None = Field(default=None, title="Nummer", description="CSL issue.")
    page: Text | None = Field(default=None, title="Sidor", description="CSL page.")
    number: Text | None = Field(default=None, title="Rapportnummer", description="CSL number.")
    genre: Text | None = Field(default=None, title="Genre", description="Till exempel avhandling.")
    publisher: Text | None = Field(default=None, title="Utgivare", description="CSL publisher.")
    publisher_place: Text | None = Field(
        default=None, alias="publisher-place", title="Utgivningsort", description="CSL."
    )
    language: Text | None = Field(default=None, title="Språk", description="Språkkod.")
    DOI: Text | None = Field(default=None, title="DOI", description="Utan https://doi.org/.")
    ISBN: Text | None = Field(default=None, title="ISBN", description="CSL ISBN.")
    URL: Webbadress | None = Field(default=None, title="Webbadress", description="CSL URL.")
    note: Text = Field(title="Vad den visar", description="Vad verket visar, i våra egna ord.")
    custom: Belagg = Field(title="Belägg", description="Våra egna uppgifter om verket.")
    alias: tuple[Id, ...] = Field(
        default=(), title="Alias", description="Tidigare id för samma verk."
    )
